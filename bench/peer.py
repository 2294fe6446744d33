"""A peer at work, in the peers' own environment: articles come in as JSON lines, facts go out as JSON lines.

    python peer.py langextract http://127.0.0.1:9000/v1 MODEL

Each line in is {"text": …}; each line out is {"facts": …} in the shape of `example.FACTS`, or {"error": …}.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any

import example

Facts = dict[str, list[dict[str, Any]]]

NO_KEY = "none"  # both peers insist on one; the server does not


def langextract(url: str, model: str) -> Callable[[str], Facts]:
    """The package langextract as its documentation sets it up: one example, chunks of 1,000 characters."""
    import langextract as lx
    from langextract import factory
    from langextract.prompt_validation import PromptValidationLevel

    shown = [
        lx.data.Extraction(kind, item.get("text") or item["name"], attributes=_attributes(item))
        for kind, key in (("company", "companies"), ("person", "people"), ("deal", "deals"), ("claim", "claims"))
        for item in example.FACTS[key]
    ]
    # In the order of the text, as langextract wants its examples.
    shown.sort(key=lambda extraction: example.TEXT.index(extraction.extraction_text))
    examples = [lx.data.ExampleData(text=example.TEXT, extractions=shown)]
    options = {"api_key": NO_KEY, "base_url": url, "temperature": 0.0, "max_output_tokens": example.OUTPUT_CAP}
    engine = factory.create_model(
        factory.ModelConfig(model_id=model, provider="openai", provider_kwargs={**options, "max_workers": 1}),
        examples=examples,
        use_schema_constraints=True,
    )

    def facts(text: str) -> Facts:
        document = lx.extract(
            text_or_documents=text,
            prompt_description=example.INSTRUCTIONS,
            examples=examples,
            model=engine,
            max_workers=1,
            batch_length=1,
            resolver_params={"suppress_parse_errors": True},  # a chunk that fails is a chunk lost, not an article
            prompt_validation_level=PromptValidationLevel.OFF,
            show_progress=False,
        )
        found: Facts = {"companies": [], "people": [], "deals": [], "claims": []}
        for extraction in document.extractions or []:
            words, about = extraction.extraction_text or "", extraction.attributes or {}
            match extraction.extraction_class:
                case "company":
                    found["companies"].append({"name": words})
                case "person":
                    found["people"].append({"name": words, **about})
                case "deal":
                    found["deals"].append({"text": words, **about})
                case "claim":
                    found["claims"].append({"text": words, **about})
        return found

    return facts


def _attributes(item: dict[str, Any]) -> dict[str, Any] | None:
    return {key: value for key, value in item.items() if key not in ("text", "name") and value is not None} or None


def instructor(url: str, model: str) -> Callable[[str], Facts]:
    """The package instructor with a JSON Schema, the example given as an earlier turn, one try and one retry."""
    import instructor as library
    import openai
    from pydantic import BaseModel, Field

    class Company(BaseModel):
        name: str

    class Person(BaseModel):
        name: str
        title: str | None = None
        organization: str | None = None

    class Deal(BaseModel):
        text: str = Field(description="the words that tell of it")
        type: str = Field(
            description="acquisition, merger, investment, partnership, licensing, supply_contract or other"
        )
        parties: list[str]
        amount: str | None = None

    class Claim(BaseModel):
        text: str = Field(description="the words of what is said")
        source: str | None = Field(None, description="who says it, as the article words it")

    class Article(BaseModel):
        companies: list[Company]
        people: list[Person]
        deals: list[Deal]
        claims: list[Claim]

    client = library.from_openai(
        openai.OpenAI(base_url=url, api_key=NO_KEY, max_retries=0, timeout=900),
        mode=library.Mode.JSON_SCHEMA,
        model=model,
    )
    answer = Article.model_validate(example.FACTS).model_dump_json(exclude_none=True)

    def facts(text: str) -> Facts:
        found = client.create(
            messages=[
                {"role": "system", "content": example.INSTRUCTIONS},
                {"role": "user", "content": example.TEXT},
                {"role": "assistant", "content": answer},
                {"role": "user", "content": text},
            ],
            response_model=Article,
            max_retries=1,
            temperature=0.0,
            max_tokens=example.OUTPUT_CAP,
        )
        return found.model_dump()

    return facts


PEERS = {"langextract": langextract, "instructor": instructor}


def main() -> None:
    """Answer until standard input ends."""
    name, url, model = sys.argv[1:]
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):  # whatever a library prints must not stand between the lines
        facts = PEERS[name](url, model)
        for line in sys.stdin:
            try:
                answer: dict[str, Any] = {"facts": facts(json.loads(line)["text"])}
            except Exception as error:
                told = " ".join(f"{type(error).__name__}: {error}".split())
                answer = {"error": told[:300]}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()

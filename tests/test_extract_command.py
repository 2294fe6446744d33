"""What `onrecord extract` prints: tables for people, JSON for programs, both from the same facts."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from api.cli import main
from api.engine.document import text
from api.engine.facts import (
    Amount,
    Claim,
    Company,
    Cue,
    Deal,
    Extraction,
    Facts,
    Party,
    Person,
    Provenance,
    Reference,
    Role,
    Source,
    Span,
    Usage,
)  # fmt: skip
from api.extract_command import document, in_a_line, show
from tests.fake_openai import FakeOpenAI

WORDS = "Fabrikam [sic] was sold for $2 million, said Ana Lima, chief executive of Northwind."
ARTICLE = text.read(WORDS, title="A sale")


def span(words: str) -> Span:
    start = ARTICLE.text.index(words)
    return Span(start, start + len(words), words, "", "", 1)


def extraction() -> Extraction:
    northwind, fabrikam = Reference("c1", "Northwind", span("Northwind")), span("Fabrikam")
    role = Role("chief executive", northwind, "former", ())
    lima = Person("p1", "Ana Lima", ("Lima",), (span("Ana Lima"),), (role,))
    source = Source("p1", "person", "Ana Lima", "official", None, northwind, "statement", None, span("Ana Lima"))
    sold = span("Fabrikam [sic] was sold for $2 million")
    money = Amount("$2 million", 2e6, "USD", "total", False, True, span("$2 million"))
    parties = (Party("c2", "Fabrikam", "target", fabrikam),)
    deal = Deal("d1", "stake_purchase", "completed", None, None, parties, (money,), None, (), (sold,))
    cue = Cue("said", span("said"))
    claim = Claim("q1", sold.quote, (sold,), "indirect", cue, source, "certain", "affirmed", ("d1",), (sold,))
    companies = (Company("c2", "Fabrikam", "public_body", (), (fabrikam,)),)
    provenance = Provenance("onrecord-small-1", "a-model", "names@1", "0" * 64, "1" * 64, "1")
    facts = Facts(companies, (lima,), (deal,), (claim,))
    return Extraction("succeeded", facts, (), (), Usage(3, 1200, 45), provenance, ())


def shown(width: int = 200) -> str:
    stream = io.StringIO()
    show(ARTICLE, extraction(), 12.3, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def test_every_kind_of_fact_has_its_table() -> None:
    page = shown()
    for words in ("A sale", "Companies (1)", "People (1)", "Deals (1)", "Claims (1)", "public body", "stake purchase"):
        assert words in page


def test_a_row_tells_the_fact_and_the_words_that_prove_it() -> None:
    page = shown()
    assert "chief executive, Northwind (former)" in page
    assert "Fabrikam (target)" in page
    assert "Ana Lima, for Northwind" in page
    assert "succeeded in 12.3 s; 3 calls, 1,200 tokens in, 45 out" in page


def test_brackets_of_an_article_are_no_markup() -> None:
    assert "Fabrikam [sic] was sold" in shown()


def test_a_narrow_terminal_loses_no_words() -> None:
    assert "".join(shown(40).split()).count("million") >= 1


def test_the_document_has_all_but_the_raw_replies_and_the_text_its_offsets_point_into() -> None:
    whole = document(ARTICLE, extraction())
    assert list(whole)[:2] == ["status", "article"]
    assert "replies" not in whole
    (claim,) = whole["facts"]["claims"]
    (content,) = claim["content"]
    assert whole["article"]["text"][content["start"] : content["end"]] == content["quote"]
    assert claim["source"]["class"] == "official"


def test_each_fact_is_shown_in_a_line_as_it_is_proven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Velmora Corp and Tarnwick Ltd make kites.")
    with FakeOpenAI("llama.cpp", replies=["{}"]) as fake:
        monkeypatch.setenv("LLM_BASE_URL", fake.url)
        assert main(["extract", str(article)]) == 0
        shown = capsys.readouterr()
        assert main(["extract", "--events", str(article)]) == 0
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "company  Velmora Corp (company)" in shown.err
    assert "Companies (2)" in shown.out
    proven = [event["data"]["fact"] for event in told if event["event"] == "fact.proven"]
    assert [fact["name"] for fact in proven] == ["Velmora Corp", "Tarnwick Ltd"]
    assert told[-1]["event"] == "extraction.finished"
    assert told[-1]["data"]["facts"]["companies"] == proven


def test_every_kind_of_fact_fits_into_a_line() -> None:
    facts = extraction().facts
    assert [in_a_line(fact) for fact in (*facts.people, *facts.deals, *facts.claims)] == [
        "person   Ana Lima, chief executive, Northwind (former)",
        "deal     stake purchase, completed: Fabrikam (target)",
        "claim    Ana Lima, for Northwind: Fabrikam [sic] was sold for $2 million",
    ]

"""What `onrecord mcp` offers to a language model: search claims, deals, people and companies, read an article with its
facts, look somebody up, see what was said about a statement. Reads alone; nothing is changed.

Every answer carries its proof: spans (code points into the article's text, end exclusive, with the words that stand
there) and the addresses where fact and article are found. What an answer says of a statement is what articles say: this
side judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field

from api.record_reader import RecordReader
from api.store.folding import fold

Answer = dict[str, Any]

INSTRUCTIONS = """Facts from news articles, each with the words of the article that prove it. Quote a claim with who
said it and its article's address; what a source claims is not thereby true. `polarity` denied means that the source
denies it. `review` tells whether a person has confirmed a fact. Offsets count Unicode code points."""

MOST = 50
"""So many facts are told at once: a model reads all of it."""

LOOKED_AT = 300
"""So many of the newest claims of articles that have words of a statement are compared with it."""

WINDOW = 20_000
"""So many characters of an article are told at once, unless fewer are asked for."""

_SHORT = 3  # letters of words that tell nothing of what a statement is about
_STEM = 5  # letters by which two forms of a word are taken for one, as a search box would
_MOST_WORDS = 20

Words = Annotated[str | None, Field(description='Words in the articles\' text; "…", OR and - as on the web.')]
Name = Annotated[str | None, Field(description="Part of a name that takes part in the fact.")]
Language = Annotated[str | None, Field(description="The articles' language, such as en or pt.")]
Publisher = Annotated[str | None, Field(description="Part of the publisher's name.")]
From = Annotated[str | None, Field(description="Published on this date or later, such as 2026-01-31.")]
To = Annotated[str | None, Field(description="Published on this date or earlier.")]
Limit = Annotated[int, Field(description="How many at most, the newest first.", ge=1, le=MOST)]
Cursor = Annotated[str | None, Field(description="`next` of the answer before, for more of the same.")]


class Tools:
    """The tools, over one record."""

    def __init__(self, record: RecordReader) -> None:
        """Keep the record and ask it nothing yet."""
        self._record = record

    def all(self) -> list[Callable[..., Answer]]:
        """Every tool; its name, what it is for and its parameters are those of the function."""
        return [
            self.search_claims,
            self.search_deals,
            self.search_people,
            self.search_companies,
            self.search_articles,
            self.read_article,
            self.who_is,
            self.check_statement,
        ]

    def search_claims(
        self,
        q: Words = None,
        source: Annotated[str | None, Field(description="Part of the name of who says it.")] = None,
        name: Name = None,
        language: Language = None,
        publisher: Publisher = None,
        published_from: From = None,
        published_to: To = None,
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> Answer:
        """Search what people and organisations say in articles: the words, who says them, how, and where it stands."""
        return self._search("claims", _given(locals()))

    def search_deals(
        self,
        q: Words = None,
        name: Name = None,
        type: Annotated[str | None, Field(description="Such as acquisition, merger, stake_purchase, ipo.")] = None,
        status: Annotated[str | None, Field(description="Such as rumoured, announced, agreed, completed.")] = None,
        language: Language = None,
        publisher: Publisher = None,
        published_from: From = None,
        published_to: To = None,
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> Answer:
        """Search deals between companies: who buys what of whom, for how much, at what stage."""
        return self._search("deals", _given(locals()))

    def search_people(
        self,
        q: Words = None,
        name: Name = None,
        language: Language = None,
        publisher: Publisher = None,
        published_from: From = None,
        published_to: To = None,
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> Answer:
        """Search people that articles name, with their titles and employers there."""
        return self._search("people", _given(locals()))

    def search_companies(
        self,
        q: Words = None,
        name: Name = None,
        language: Language = None,
        publisher: Publisher = None,
        published_from: From = None,
        published_to: To = None,
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> Answer:
        """Search companies, public bodies and other organisations that articles name."""
        return self._search("companies", _given(locals()))

    def search_articles(
        self,
        q: Words = None,
        name: Name = None,
        language: Language = None,
        publisher: Publisher = None,
        published_from: From = None,
        published_to: To = None,
        limit: Limit = 10,
        cursor: Cursor = None,
    ) -> Answer:
        """Search articles by their words, by who is named in them, or by when and where they were published."""
        return self._search("articles", _given(locals()))

    def read_article(
        self,
        article_id: Annotated[str, Field(description="The id of an article, as every fact tells it.")],
        start: Annotated[int, Field(description="The character to begin at.", ge=0)] = 0,
        characters: Annotated[int, Field(description="How many characters of it.", ge=1, le=WINDOW)] = WINDOW,
    ) -> Answer:
        """Read an article's text with all its facts. Offsets of facts are those of the whole text."""
        whole = self._record.whole_article(article_id)
        text, end = whole["article"].pop("text"), start + characters
        following = end if end < len(text) else None
        return {**_brief(whole), "text": text[start:end], "start": start, "next_start": following}

    def who_is(
        self,
        name: Annotated[str, Field(description="The name of a person or an organisation, or the id of an entity.")],
        known: Annotated[str | None, Field(description="An employer, which tells people of one name apart.")] = None,
    ) -> Answer:
        """Look a person or company up over all articles: names, titles, deals, claims by and about them.

        `candidates` says why a name matched; `entity` is the likeliest, if it is likely at all.
        """
        candidates = self._record.candidates(name, known)
        if not candidates:
            return {"candidates": [], "entity": None}
        entity = self._record.get(f"/v1/entities/{candidates[0]['id']}")
        entity.pop("judgements")
        for member, told in entity.items():
            if isinstance(told, list):
                entity[member] = told[:MOST]
        return {"candidates": candidates, "entity": _brief(entity)}

    def check_statement(
        self,
        statement: Annotated[
            str, Field(description="A sentence, such as one somebody has just said.", max_length=1000)
        ],
        language: Language = None,
        limit: Limit = 10,
    ) -> Answer:
        """Find what articles have on a statement: claims that share its words, with who made them, the likest first.

        No verdict: `words_in_common` says how much of the statement a claim shares, from 0 to 1. Read both, mind
        `polarity` and who says it.
        """
        words = list(dict.fromkeys(word for word in re.findall(r"\w+", statement) if len(word) > _SHORT))[:_MOST_WORDS]
        if not words:
            return {"claims": [], "looked_at": 0}
        found: dict[str, Answer] = {}
        for asked in (" ".join(words), " OR ".join(words)):  # articles that have all of them, then any
            wanted = {"q": asked, "language": language, "limit": LOOKED_AT}
            for claim in self._record.get("/v1/claims", wanted)["items"]:
                found.setdefault(claim["id"], claim)
        told = [{**_brief(claim), "words_in_common": _in_common(words, claim)} for claim in found.values()]
        told = sorted((one for one in told if one["words_in_common"]), key=lambda one: -one["words_in_common"])
        return {"claims": told[:limit], "looked_at": len(found)}

    def _search(self, kind: str, wanted: Mapping[str, Any]) -> Answer:
        page = self._record.get(f"/v1/{kind}", wanted)
        return {kind: [_brief(item) for item in page["items"]], "next": page["next"]}


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name != "self" and value is not None}


_AROUND_A_SPAN = ("prefix", "suffix", "sentence", "match")


def _brief(document: Any) -> Any:
    """The same without what a reader of the words does not need: the text around a span, how a match was made."""
    if isinstance(document, list):
        return [_brief(each) for each in document]
    if not isinstance(document, dict):
        return document
    left_out = _AROUND_A_SPAN if "quote" in document else ()
    return {name: _brief(value) for name, value in document.items() if name not in left_out}


def _in_common(words: Iterable[str], claim: Answer) -> float:
    """Which share of the words stands in a claim, in its words, its source's or whom it is about, in whatever form."""
    source = claim["source"]
    told = " ".join(part for part in (claim["text"], source["name"], source["resolved"], source["role"]) if part)
    stems = {word[:_STEM] for word in re.findall(r"\w+", fold(told))}
    wanted = [fold(word)[:_STEM] for word in words]
    return round(sum(word in stems for word in wanted) / len(wanted), 2)

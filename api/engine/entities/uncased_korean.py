"""Names in Korean: words with particles behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.document.span import Span
from api.engine.entities.uncased_words import ORGANIZATIONS, alternatives, families, is_no_name, particles_of
from api.engine.languages import lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once


def korean_people(text: str, language: Language) -> Iterator[Span]:
    """The people of a Korean text."""
    family = families("ko")
    titles = alternatives("people.titles", "ko") + "|" + alternatives("people.honorifics", "ko")
    for match in re.finditer(rf"(?<![\w])((?:{family})[가-힣]{{1,3}})\s(?=(?:\S+\s){{0,3}}?(?:{titles}))", text):
        between = re.match(rf"((?:\S+\s)*?)(?:{titles})", text[match.end() :])
        inner = between[1].split() if between else []
        organised = all(
            re.search(rf"(?:{_organization_ends('ko')}|그룹|사|소|과|당|시|도|원|실)$", word) for word in inner
        )
        if organised and not is_no_name(match[1], language) and not _korean_noun(match[1], language):
            yield Span(*match.span(1))
    for match in re.finditer(
        rf"(?<!\w)((?:{family})[가-힣]{{1,3}}?)(?=\s?(?:씨|군|양)(?:는|가|의|에게|도|\s|$))", text
    ):
        yield Span(*match.span(1))


def _korean_noun(word: str, language: Language) -> bool:
    """Whether the word carries a particle, is an organisation or a kind of title rather than a name."""
    ends_like = re.search(rf"(?:{_organization_ends('ko')})$", word) is not None
    titled = any(word.endswith(title) for title in language.phrases("people.titles") if len(title) > 1)
    particled = len(word) > 3 or word[-1] in "을를의에와과로"
    return ends_like or titled or particled


@once
def _organization_ends(code: str) -> str:
    ends = {
        phrase.strip("*")
        for table in ORGANIZATIONS
        for phrase in lexicon.phrases(table, code)
        if len(phrase.strip("*")) > 1 and " " not in phrase
    }
    return "|".join(re.escape(end) for end in sorted(ends, key=lambda end: (-len(end), end)))


def korean_organizations(text: str, language: Language) -> Iterator[Span]:
    """Organisations by what their names end in or open with."""
    particles = particles_of("ko")
    forms = r"(?:주식회사\s|\(주\)\s?|㈜\s?)?"
    name = rf"[가-힣A-Za-z0-9&·]{{1,14}}?(?:{_organization_ends('ko')})"
    pattern = rf"(?<!\w){forms}{name}(?=(?:{particles})?(?:\W|$))"
    for match in re.finditer(pattern, text):
        yield Span(*match.span())
    for match in re.finditer(r"(?:주식회사\s|\(주\)\s?|㈜\s?)([가-힣A-Za-z0-9]+)", text):
        yield Span(*match.span())

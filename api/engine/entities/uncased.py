"""Names in scripts without capitals: found beside titles and by the words that organisations carry, never by capitals.

A person stands beside a title or in front of the particle of a speaker; an organisation ends in, or opens with, what it
is ("銀行", "公司", "شركة"). What a model lists is cut the same way: particles, titles and prefixes stay off a name.
Offsets are code points into the article's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.engine.document.span import Span, Spans
from api.engine.entities.company_names import legal_form
from api.engine.entities.kinds import told_by_name
from api.engine.entities.uncased_edges import proper
from api.engine.entities.uncased_han import chinese_people, han_organizations, japanese_people
from api.engine.entities.uncased_korean import korean_organizations, korean_people
from api.engine.entities.uncased_spaced import spaced_organizations, spaced_people
from api.engine.entities.uncased_words import Named, is_no_name, is_place
from api.engine.languages.language import Language

__all__ = ["Named", "beside_titles", "by_what_they_are", "is_no_name", "is_place", "proper", "settled"]

_LONGEST_ORGANIZATION = 24
_LONGEST_PERSON = 16


def beside_titles(text: str, language: Language) -> Iterator[Named]:
    """People who stand right beside a title or a form of address."""
    read = {"zh": chinese_people, "ja": japanese_people, "ko": korean_people}.get(language.code, spaced_people)
    yield from ((span, "person") for span in read(text, language))


def by_what_they_are(text: str, language: Language) -> Iterator[Named]:
    """Organisations whose name says what they are: "東雲銀行", "北辰电力", "한빛해운", "شركة …", "… लिमिटेड"."""
    read = {"zh": han_organizations, "ja": han_organizations, "ko": korean_organizations}
    for span in read.get(language.code, spaced_organizations)(text, language):
        span = proper(text, span, "company", language)
        name = span.of(text)
        if not is_no_name(name, language):
            yield span, told_by_name(name, language) or "company"


def settled(text: str, found: Sequence[Named], language: Language) -> list[Named]:
    """The names without what lies within or across another; of two, that which comes first in `found`."""
    kept: list[Named] = []
    taken = Spans()
    for span, kind in found:
        name = span.of(text)
        longest = _LONGEST_PERSON if kind == "person" else _LONGEST_ORGANIZATION
        if not 2 <= len(name) <= longest * (2 if " " in name else 1) or is_no_name(name, language):
            continue
        if kind != "person":
            kind = "company" if legal_form(name)[1] else told_by_name(name, language) or kind
            kind = "public_body" if kind == "other" else kind
        if kind == "person" and _is_what_a_title_is_for(text, span, language):
            continue
        if not taken.overlapping(span):
            taken.add(span)
            kept.append((span, kind))
    return sorted(kept)


def _is_what_a_title_is_for(text: str, span: Span, language: Language) -> bool:
    """Whether an Arabic word with its article behind a title is no name but what the title is for ("وزيرة المالية")."""
    name = span.of(text)
    if language.code != "ar" or " " in name or not name.startswith("ال"):
        return False
    before = text[max(span.start - 30, 0) : span.start].split()
    return bool(before) and language.has(before[-1], "people.titles")

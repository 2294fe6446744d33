"""Who speaks in print without a verb: the labels of transcripts and interviews, and the name beside a quotation.

"JUNE ALDER, MAYOR: We will …" in a transcript, "Ana Rao, chief executive of Harlow: “…”" and "“…” – Ana Rao" in a press
release. A label has to be somebody the article names, or a title: the "SYSTEM:" or "Note:" of any text is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api.engine.claims import cues
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.document.text import Article, Paragraph
from api.engine.entities.mention import by_initials
from api.engine.entities.names import CAPITAL
from api.engine.entities.roster import Roster
from api.engine.languages.language import Language, language

_LABEL = re.compile(
    rf"(?P<name>{CAPITAL}[\w.’'\-]*(?:[ \u00a0][\w.’'\-]+){{0,5}})(?P<title>,[^:“”„«»\"\n]{{2,70}})?[ \u00a0]?:\s+"
)
_DASHED = re.compile(rf"(?P<name>{CAPITAL}[\w.’'\-]*(?:[ \u00a0][\w.’'\-]+){{0,5}})\s[–—-]\s+(?=[^\W\d_a-z]|[¿¡“«\"])")
"""A label that a dash ends ("Lia Prates – Não, …"), as interviews in Portuguese have it."""

_LETTER = re.compile(rf"(?P<name>{CAPITAL})\s?[:.]\s+(?=\S)")
"""The "Q:" and "A:" of an interview, in any language."""

_BYLINE = re.compile(
    rf"\s*(?:[-–—]|\n)\s*(?P<name>(?:{CAPITAL}[\w.’'\-]*|de|da|von|van|del|di)(?:\s[\w.’'\-]+){{1,4}})"
    r"(?P<title>\s?[,(][^“”„«»\"\n]{2,90})?\s*$"
)
_SHORTEST = 4
"""Letters of a label that is a word: "Q" and "A" are none."""

_ASKS = ("?", "？", "؟", "?”", "?»", '?"')
_FORMS = (_LABEL, _DASHED, _LETTER)

_FEWEST = 2
"""Labelled paragraphs of a transcript; one alone may be a heading with a colon."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Words with the name that stands beside them; spans of the article. `paragraph` is the index of theirs."""

    source: Span
    content: Span
    paragraph: int
    whole: bool
    """Whether all of the paragraph belongs to the label, so that nothing else in it is read for speakers."""


def unsigned(article: Article, roster: Roster) -> frozenset[int]:
    """The paragraphs under a label in capitals that is nobody ("SYSTEM:", "NOTE:"): what they say, nobody says."""
    tongue = language(article.language)
    found: set[int] = set()
    for paragraph in article.paragraphs:
        label = _LABEL.match(article.text, paragraph.start, paragraph.end)
        if label is None or paragraph.heading or not label["name"].isupper() or len(label["name"]) < _SHORTEST:
            continue
        if not _names_somebody(Span(*label.span("name")), article.text, roster, tongue):
            found.add(paragraph.index)
    return frozenset(found) | _questions(article, roster, tongue)


def _questions(article: Article, roster: Roster, tongue: Language) -> frozenset[int]:
    """The labelled paragraphs of a transcript that ask, under a label that is no person's name."""
    if len(_all_lines(article, roster, tongue)) < _FEWEST:
        return frozenset()
    asked = []
    for paragraph in article.paragraphs:
        label = next((found for form in _FORMS if (found := form.match(article.text, *_span(paragraph)))), None)
        ends = article.quote(*_span(paragraph)).rstrip().endswith(_ASKS)
        if label is not None and ends and not _is_a_name(Span(*label.span("name")), article.text, roster):
            asked.append(paragraph.index)
    return frozenset(asked)


def _answers(article: Article) -> list[Labelled]:
    """The paragraphs under one letter, where those under another letter ask: "Q: …?", "A: …"."""
    lines = [
        (paragraph, found)
        for paragraph in article.paragraphs
        if (found := _LETTER.match(article.text, *_span(paragraph))) is not None
    ]
    asking = [found["name"] for paragraph, found in lines if article.quote(*_span(paragraph)).rstrip().endswith(_ASKS)]
    told = [(paragraph, found) for paragraph, found in lines if found["name"] not in asking]
    if len(asking) < _FEWEST or len(told) < _FEWEST or len({found["name"] for _, found in told}) > 1:
        return []
    return [
        Labelled(
            Span(*found.span("name")), Span(found.end(), paragraph.end).trimmed(article.text), paragraph.index, True
        )
        for paragraph, found in told
    ]


def _span(paragraph: Paragraph) -> tuple[int, int]:
    return paragraph.start, paragraph.end


def undecided(article: Article) -> frozenset[int]:
    """The paragraphs that may have a label or byline: whether they do is known only with the names of the article."""
    found: set[int] = set()
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        marks = quotations(text)
        if _LABEL.match(text) or (marks and _BYLINE.match(text, marks[-1][1])):
            found.add(paragraph.index)
    return frozenset(found)


def labelled(article: Article, roster: Roster) -> tuple[Labelled, ...]:
    """The paragraphs and quotations that a label or byline gives to somebody."""
    tongue = language(article.language)
    lines = _all_lines(article, roster, tongue)
    transcript = len(lines) >= _FEWEST
    shown = {one.source.start for one in lines}
    bylined = [one for paragraph in article.paragraphs for one in _bylines(article, paragraph, roster, shown)]
    quoted = [one for one in lines if not transcript and _is_quoted(article, one.content)]
    questions = unsigned(article, roster)
    return (*(one for one in (lines if transcript else quoted) if one.paragraph not in questions), *bylined)


def _all_lines(article: Article, roster: Roster, tongue: Language) -> list[Labelled]:
    """The labelled paragraphs, with dashes only where several of one article have them."""
    answers = _answers(article)
    if answers:
        return answers
    lines = [one for each in article.paragraphs for one in _lines(article, each, roster, tongue, _LABEL)]
    dashed = [one for each in article.paragraphs for one in _lines(article, each, roster, tongue, _DASHED)]
    return lines or (dashed if len(dashed) >= _FEWEST else [])


def _lines(
    article: Article, paragraph: Paragraph, roster: Roster, tongue: Language, form: re.Pattern[str]
) -> Iterator[Labelled]:
    """A paragraph that begins with a label of this form."""
    text = article.text
    found = form.match(text, paragraph.start, paragraph.end)
    if found is None or paragraph.end - found.end() < 2:
        return
    name = Span(*found.span("name"))
    if not _names_somebody(name, text, roster, tongue):
        return
    content = Span(found.end(), paragraph.end).trimmed(text)
    yield Labelled(name, content, paragraph.index, True)


def _names_somebody(name: Span, text: str, roster: Roster, tongue: Language) -> bool:
    """Whether the label is a person of the article, or the title of one ("MODERATOR:")."""
    words = name.of(text)
    if by_initials(words, roster.people) is not None:
        return True
    small = [word for word in words.split() if word.islower()]
    if any(cues.find(word, tongue.code) for word in small):
        return False  # "Quill added: “…”"
    entity = roster.entity(roster.resolve(words) or roster.resolve(words.title()))
    if entity is not None:
        return entity.is_person
    if _is_a_name(name, text, roster):
        return True
    return words.isupper() and tongue.has(words, "people.titles")


def _is_a_name(name: Span, text: str, roster: Roster) -> bool:
    """Whether the label is a person's name, or the initials of one ("IV" for Inês Vale)."""
    words = name.of(text)
    if by_initials(words, roster.people) is not None:
        return True
    entity = roster.entity(roster.resolve(words) or roster.resolve(words.title())) or roster.at(name)
    return entity is not None and entity.is_person


def _bylines(article: Article, paragraph: Paragraph, roster: Roster, shown: set[int]) -> Iterator[Labelled]:
    """A quotation with nothing but a dash, a name and a title behind it."""
    text = article.text[paragraph.start : paragraph.end]
    marks = quotations(text)
    if not marks or paragraph.start in shown:
        return
    first, last = marks[0], marks[-1]
    found = _BYLINE.match(text, last[1])
    if found is None or text[: first[0]].strip():
        return
    name = Span(*found.span("name")).shifted(paragraph.start)
    entity = roster.at(name)
    if entity is not None and entity.is_person:
        yield Labelled(name, Span(first[0], last[1]).shifted(paragraph.start), paragraph.index, True)


def _is_quoted(article: Article, content: Span) -> bool:
    words = content.of(article.text)
    return any(start <= 1 and end >= len(words) - 1 for start, end in quotations(words))

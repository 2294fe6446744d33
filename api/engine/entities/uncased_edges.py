"""What stands around a name without belonging to it, in scripts without capitals: titles, particles, prefixes."""

from __future__ import annotations

import re

from api.engine.document.span import Span
from api.engine.entities.uncased_words import EDGES, ORGANIZATIONS, TITLES, particles_of
from api.engine.languages import borders, lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once


def proper(text: str, span: Span, kind: str, language: Language) -> Span:
    """The span without titles, particles, prefixes and marks around the name; it may come out empty."""
    span = span.trimmed(text, EDGES)
    if kind == "person":
        span = _without_titles(text, span, language)
    else:
        unspaced = language.flag("unspaced")
        span = (_without_role_word if unspaced else _without_kind_word)(text, span, language)
    span = _without_particle(text, span, kind, language)
    return _without_prefix(text, span, kind, language).trimmed(text, EDGES)


def _without_titles(text: str, span: Span, language: Language) -> Span:
    """A person without titles, forms of address and whatever stands in front of an inner title or particle."""
    before = None
    while before != span:
        before = span
        folded = lexicon.fold(span.of(text))
        for title in _longest_first(language.code):
            if len(folded) != len(span) or len(span) - len(title) < 2:
                continue
            if folded.startswith(title):
                span = Span(span.start + len(title), span.end).trimmed(text, EDGES)
            elif folded.endswith(title):
                span = Span(span.start, span.end - len(title)).trimmed(text, EDGES)
            else:
                continue
            folded = lexicon.fold(span.of(text))
    if language.code == "ja" and "の" in span.of(text):
        span = Span(span.start + span.of(text).rfind("の") + 1, span.end)
    if language.code == "ko" and " " in span.of(text):
        span = Span(span.start, span.start + span.of(text).index(" "))
    return span


@once
def _longest_first(code: str) -> tuple[str, ...]:
    """Titles, forms of address and what rulers are called, each table's longest first."""
    shortest = 1 if code in ("ja", "ko") else 2
    tables = (sorted(lexicon.phrases(table, code), key=lambda title: (-len(title), title)) for table in TITLES)
    return tuple(title for table in tables for title in table if len(title) >= shortest)


def _without_kind_word(text: str, span: Span, language: Language) -> Span:
    """A company without the plain word for one in front: "شركة الواحة", "חברת גלים"."""
    plain = str(language.mapping("grammar").get("plain_openers", "")).replace(" ", "|")
    lead = re.match(rf"(?:[ולבמשوفلب]?)(?:{plain})\s", span.of(text)) if plain else None
    return Span(span.start + lead.end(), span.end) if lead else span


def _without_role_word(text: str, span: Span, language: Language) -> Span:
    """A company without what it does in front, where no blank parts the two: "承包商远桥建设"."""
    words = span.of(text)
    for word in _roles_longest_first(language.code):
        if words.startswith(word) and len(words) - len(word) >= 3:
            return Span(span.start + len(word), span.end)
    return span


@once
def _roles_longest_first(code: str) -> tuple[str, ...]:
    words = lexicon.phrases("linking.company", code) | lexicon.phrases("people.titles", code)
    return tuple(sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word)))


def _without_particle(text: str, span: Span, kind: str, language: Language) -> Span:
    words = span.of(text)
    particles = particles_of(language.code)
    if not particles:
        return span
    if language.code == "hi":
        tail = re.search(rf"(?:\s(?:{particles}))+$", words)
        return Span(span.start, span.end - len(tail.group())) if tail else span
    tail = re.search(rf"(?:{particles})$", words)
    if tail is None or tail.start() < 2:
        return span
    if language.code == "ja":
        plain = not re.search(r"[\u3041-\u309f]$", words[: tail.start()]) and re.match(
            r"[\u3041-\u309f氏様君]", tail.group()
        )
        return Span(span.start, span.start + tail.start()) if plain else span
    name = words.endswith(tail.group()) and kind == "person" and len(words) == 3
    if name or not _agrees(words[tail.start() - 1], tail.group()):
        return span
    return Span(span.start, span.start + tail.start())


def _agrees(letter: str, particle: str) -> bool:
    """Whether a Korean particle has the form that the sound before it asks for: 은 after a consonant, 는 after none."""
    if not "가" <= letter <= "힣":
        return True
    closed = (ord(letter) - 0xAC00) % 28 != 0
    return (
        closed
        if particle in ("은", "이", "을", "과", "이라고")
        else not closed
        if particle in ("는", "가", "를", "와", "라고")
        else True
    )


def _without_prefix(text: str, span: Span, kind: str, language: Language) -> Span:
    """A name without the conjunction or preposition grown onto it, where it stands elsewhere without, or plainly."""
    prefixes = str(language.mapping("grammar").get("prefixes", "")).split()
    words = span.of(text)
    if not prefixes or len(words) < 4 or words[0] not in prefixes:
        return span
    rest = words[1:]
    if language.code == "ar" and rest.startswith("ل") and words[0] == "ل":
        return span  # "لل…" hides an article
    opening = words.split()[0]
    if any(language.has(opening, table) for table in (*ORGANIZATIONS, "people.particles")):
        return span
    elsewhere = re.search(rf"(?<!{borders.LETTER}){re.escape(rest)}(?!{borders.LETTER})", text) is not None
    plainly = (
        language.code == "ar" and kind != "person" and words[0] in "لو" and " " in words and not rest.startswith("ل")
    )
    return Span(span.start + 1, span.end) if elsewhere or plainly else span

"""Titles in scripts without capitals: the title right beside a person's name, the organisation right beside the title.

Between the three there may stand nothing but particles, linking words and the organisation itself. Offsets are code
points into the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.engine.document.span import Span, Spans
from api.engine.languages.language import Language

_REACH = 60
_BESIDE = 16
_JOINT = re.compile(
    r"[\s,،，、・:：/（(]*+(?:(?:の|的|兼|に|で|의|के|की|का|से|में|של|את|מטעם|في|من|لدى|ورئيس|التابعة|التابع|باسم|ل|ب"
    r"|전|현|前|שותף|ב-?|ל[-־ـ]?)[\s,،]*+)*+[\s,،，、・:：)）]*+"
)


def roles(
    text: str, people: Sequence[Span], organizations: Sequence[Span], language: Language
) -> Iterator[tuple[Span, Span, Span | None]]:
    """Person, title and organisation (or None), for each place where a person's name has a title beside it."""
    own = language.pattern("organizations.leading")
    titles = Spans(Span(*match.span()) for match in language.pattern("people.titles").finditer(text))
    employers = Spans(organizations)
    for person in people:
        near = [one for one in titles.near(person, _REACH) if not person.overlaps(one)]
        found = [one for one in near if _joined(text, person, one, employers, own)]
        if not found:
            continue
        title = min(found, key=lambda one: (person.gap(one), -len(one)))
        title = _grown(title, titles, text)
        yield person, title, _employer(text, person, title, employers, language)


def _grown(title: Span, titles: Spans, text: str) -> Span:
    """The title with another one that stands right at it: "会長兼" "最高経営責任者"."""
    for other in titles.near(title, 2):
        between = text[min(title.end, other.end) : max(title.start, other.start)]
        joint = between.strip() in ("兼", "、", "ו", "و") or (not between and other.end == title.start)
        if not title.overlaps(other) and len(between) <= 2 and joint and "\n" not in between:
            return Span(min(title.start, other.start), max(title.end, other.end))
    former = re.search(
        r"(?:(?<![\u4e00-\u9fff])[元前][\u4e00-\u9fff]{0,6}|전\s(?:[가-힣]+(?<!의)\s)?)$",
        text[max(title.start - 10, 0) : title.start],
    )
    if former and title.start - len(former.group()) >= 0:
        return Span(title.start - len(former.group()), title.end)
    return title


def _joined(text: str, person: Span, title: Span, organizations: Spans, own: re.Pattern[str]) -> bool:
    """Whether nothing but linking words and an organisation stands between the two."""
    start, end = (person.end, title.start) if person.end <= title.start else (title.end, person.start)
    if start > end:
        return False
    inner = organizations.within((start, end))
    if inner:
        return all(
            _JOINT.fullmatch(own.sub("", text[a:b])) is not None and "\n" not in text[a:b]
            for a, b in ((start, inner[0].start), (inner[-1].end, end))
        )
    return end - start <= 12 and _JOINT.fullmatch(text[start:end]) is not None and "\n" not in text[start:end]


def _employer(text: str, person: Span, title: Span, organizations: Spans, language: Language) -> Span | None:
    """The organisation right beside the title, or right before name and title."""
    own = language.pattern("organizations.leading")
    for one in organizations.near((min(person.start, title.start), max(person.end, title.end)), _BESIDE):
        if one.overlaps(person) or (one.overlaps(title) and not one.within(title)):
            continue
        for other in (title, person):
            start, end = (one.end, other.start) if one.end <= other.start else (other.end, one.start)
            if start > end or end - start > _BESIDE:
                continue
            between = own.sub("", text[start:end])
            if one.start >= person.end and other is person and title.start < person.start:
                continue  # "… president Lee. Harlow": what follows the name is somebody else's
            if _JOINT.fullmatch(between) is not None and not re.search(r"[。.\n।]", between):
                comma = re.search(r"[,，、،]", between)
                if comma and one.end > title.end and title.start < person.start:
                    continue
                return one
    return None

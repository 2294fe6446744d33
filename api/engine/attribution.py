"""Where the words said stand, once the reporting word and the speaker are known.

Attribution as PARC has it: source, cue and content. The content is what the sentence has beside the two: after them
("X said that …"), before them ("…, said X"), or on both sides of them when a quotation is interrupted. "That A and
that B" are two contents of one speaker. Offsets are code points into the text that is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.engine import cues, lexicon, places
from api.engine.units import quotations

Place = tuple[int, int]

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_EDGE = " \n\t,;:–—-"
_CLOSING = '”“"»«’'
SHORTEST = 3
"""Words a content needs: fewer tell nothing."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A reporting word and the speaker it belongs to; the speaker's place is None when it is not in this text."""

    cue: Place
    kind: str
    source: Place | None

    @property
    def place(self) -> Place:
        """From the first to the last of the two, unless far apart: then the cue alone."""
        if self.source is None or min(abs(self.source[0] - self.cue[1]), abs(self.cue[0] - self.source[1])) > 120:
            return self.cue
        return min(self.cue[0], self.source[0]), max(self.cue[1], self.source[1])


def contents(text: str, one: Attribution, others: Sequence[Attribution], language: str) -> list[tuple[Place, ...]]:
    """The contents that belong to `one`, each as its places in order; empty when there is too little left to tell.

    `others` are the other attributions of the same text; a content ends where the next of them begins.
    """
    marks = quotations(text)
    before = _left(text, one, others)
    after = _right(text, one, others, language)
    quoted_before = [place for place in marks if place[0] >= before[0] and place[1] <= before[1] + 1]
    quoted_after = [place for place in marks if place[0] >= after[0] - 1 and place[1] <= after[1] + 1]
    if quoted_before and _ends_with(text, before, quoted_before[-1]):
        places = [_quoted(text, before, quoted_before[-1])]
        if quoted_after and _count(text, quoted_after[0]) >= 2:
            places.append(quoted_after[0])
        return [tuple(places)] if sum(_count(text, place) for place in places) >= SHORTEST else []
    place = _side(text, one, before, after, bool(quoted_after), language)
    if place is None:
        return []
    return [(part,) for part in _coordinated(text, place, language) if _count(text, part) >= SHORTEST]


def _quoted(text: str, before: Place, quotation: Place) -> Place:
    """The quotation, or the whole clause where only its end is quoted ("The vote was “a mistake”, she said")."""
    lead = text[before[0] : quotation[0]].strip(_EDGE)
    whole = bool(lead) and not lead.endswith((".", "!", "?", ":")) and before[0] == 0
    return _trimmed(text, before) if whole else quotation


def _left(text: str, one: Attribution, others: Sequence[Attribution]) -> Place:
    """What stands before the attribution, from the end of the one before it."""
    start = 0
    for other in others:
        if other.place[1] <= one.place[0]:
            start = max(start, other.place[1])
    return start, one.place[0]


def _right(text: str, one: Attribution, others: Sequence[Attribution], language: str) -> Place:
    """What stands after it, up to where another speaker's attribution is set apart by a comma or an "and"."""
    end = len(text)
    for other in sorted(others, key=lambda other: other.place[0]):
        begin = other.place[0]
        if begin <= one.place[1] or other.source is None:
            continue
        words = _WORD.findall(text[one.place[1] : begin])
        lead = text[one.place[1] : begin].rstrip()
        joined = bool(words) and words[-1].lower() in cues.table(language, "and")
        if lead.endswith((",", ";", "—", "–")) or joined:
            end = begin
            if joined:
                end = one.place[1] + lead.rfind(words[-1])
            break
    return one.place[1], end


def _side(text: str, one: Attribution, before: Place, after: Place, quoted: bool, language: str) -> Place | None:
    """The side of the attribution on which the words said stand."""
    left, right = _trimmed(text, before), _trimmed(text, after)
    that = _after_that(text, right, language)
    if quoted or that is not None:
        return that or _after_colon(text, right)
    speaker_follows = one.source is not None and one.source[0] >= one.cue[1]
    comma = text[: before[1]].rstrip().endswith((",", *_CLOSING))
    long_left, long_right = _count(text, left) >= SHORTEST, _count(text, right) >= SHORTEST
    if one.kind == "phrase":
        leftward = comma or not long_right
    else:
        leftward = comma and (speaker_follows or not long_right)
    if long_left and leftward:
        return left
    if _count(text, right) >= SHORTEST:
        return _after_colon(text, right)
    return left if _count(text, left) >= SHORTEST else None


def _after_that(text: str, place: Place, language: str) -> Place | None:
    """What follows a "that", at once or after words on where, when and to whom ("told reporters on Monday that …")."""
    first = text.find("“", *place)
    for index, word in enumerate(list(_WORD.finditer(text, *place))[:9]):
        folded = word.group().lower().replace("’", "'")
        if first != -1 and word.start() > first:
            return None
        if folded in cues.table(language, "that"):
            return _trimmed(text, (word.end(), place[1]))
        elided = folded.partition("'")[0] + "'"
        if "'" in folded and elided in cues.table(language, "that"):
            return _trimmed(text, (word.start() + len(elided), place[1]))
        if index == 0 and not _is_setting(word.group(), language):
            return None
    return None


def _is_setting(word: str, language: str) -> bool:
    """Whether a word may begin what stands between a reporting word and its "that": on, at, Monday, reporters, also."""
    tables = ("function.function", "function.linking", "function.pronouns", "sources.audience")
    return any(lexicon.is_in(word, table, language) for table in tables) or places.is_calendar_word(word, language)


def _after_colon(text: str, place: Place) -> Place:
    """What follows a colon within the first words, or a quotation mark after a comma."""
    head = text[place[0] : min(place[0] + 80, place[1])]
    colon = re.search(r":\s|,\s(?=[“„«\"])", head)
    return _trimmed(text, (place[0] + colon.end(), place[1])) if colon else place


def _coordinated(text: str, place: Place, language: str) -> list[Place]:
    """The contents of "that A and that B"; one when there is no second "that"."""
    that, joint = cues.table(language, "that"), cues.table(language, "and")
    words = list(_WORD.finditer(text, *place))
    marks = quotations(text)
    parts, start = [], place[0]
    lead = [word.lower() for word in _WORD.findall(text[: place[0]])[-1:]]
    opened = bool(lead) and lead[0] in that
    for first, second in pairwise(words):
        quoted = any(a <= first.start() < b for a, b in marks)
        if opened and not quoted and first.group().lower() in joint and second.group().lower() in that:
            parts.append(_trimmed(text, (start, first.start())))
            start = second.end()
    return [*parts, _trimmed(text, (start, place[1]))]


def _trimmed(text: str, place: Place) -> Place:
    """The place without white space and punctuation at its edges; quotation marks stay in pairs."""
    start, end = place
    while start < end and (text[start] in _EDGE or text[start] in ".)"):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1] in ".("):
        end -= 1
    return start, end


def _ends_with(text: str, before: Place, quotation: Place) -> bool:
    """Whether nothing but punctuation and a word or two stand between the quotation and the attribution."""
    return len(_WORD.findall(text[quotation[1] : before[1]])) <= 2


def _count(text: str, place: Place) -> int:
    return len(_WORD.findall(text[place[0] : place[1]]))

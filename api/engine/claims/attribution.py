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

from api.engine.claims import cues
from api.engine.claims.asides import asides, passing_on
from api.engine.claims.edges import (
    EDGE,
    SHORTEST,
    WORD,
    after_apposition,
    after_aside,
    after_colon,
    after_that,
    count,
    follows_that,
    is_apposition,
    is_aside,
    is_audience,
    is_setting,
    trimmed,
    without_audience,
    without_channel,
    without_particles,
    without_prefix,
    without_recipient,
    without_time,
)
from api.engine.document.quotations import quotations
from api.engine.languages import lexicon
from api.engine.languages.language import language as tongues

Place = tuple[int, int]

_CLOSING = '”“"»«’'
SHORTEST_CLAUSE = 2
"""Words of a content that a "that" begins, or that stands before a verb at the end."""


_LONGEST_SUBJECT = 6
SHORTEST_QUOTATION = 2
"""Words of a quotation with its speaker behind it ("«No dormía», dijo …"); one alone may be a name or a scare quote."""


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
    aside = passing_on(text, one.cue, tongues(language))
    if aside is not None and any(other.source and other.cue[1] <= aside.start for other in others):
        return []  # "X said that …, as reported by Y": X's words
    between = _between(text, one, others, language)
    if between is not None:
        return [(between,)]
    branded = _branded(text, one, marks, language)
    if branded:
        return [branded]
    second = _is_second(one, others)
    beyond = one.source if one.source and _is_beyond(text, one) else None
    one = Attribution(one.cue, one.kind, None) if second or beyond else one
    before = (one.cue[0], one.cue[0]) if second else _left(text, one, others, language)
    before = (before[0], min(before[1], max(aside.start, before[0]))) if aside is not None else before
    after = (one.cue[1], beyond[0]) if beyond else _right(text, one, others, language)
    quoted_before = [place for place in marks if place[0] >= before[0] and place[1] <= before[1] + 1]
    quoted_after = [place for place in marks if place[0] >= after[0] - 1 and place[1] <= after[1] + 1]
    if quoted_before and _ends_with(text, before, quoted_before[-1]):
        places = [_quoted(text, before, quoted_before[-1])]
        if quoted_after and count(text, quoted_after[0]) >= 2:
            places.append(quoted_after[0])
        return [tuple(places)] if sum(count(text, place) for place in places) >= SHORTEST_QUOTATION else []
    if quoted_after and _is_spoken_of(text, one, quoted_after[0], language):
        return [(quoted_after[0],)]
    split = _interrupted(text, one, before, after, bool(quoted_after), language)
    if split:
        return [split]
    place = _side(text, one, before, after, bool(quoted_after), language)
    if place is None:
        return []
    if place in marks and count(text, place) >= SHORTEST_QUOTATION:
        return [(place,)]  # "Rao blamed the mayor: “No plan”"
    parts = _coordinated(text, place, language)
    clause = len(parts) > 1 or follows_that(text, place, language)
    shortest = SHORTEST_CLAUSE if clause else SHORTEST
    if clause and tongues(language).flag("drops_subjects"):
        shortest = 1  # "dijo que recurrirá"
    return [(part,) for part in parts if count(text, part) >= shortest]


def _between(text: str, one: Attribution, others: Sequence[Attribution], language: str) -> Place | None:
    """What stands between speaker and reporting word, in languages whose verbs stand last (Turkish)."""
    if one.source is None or one.kind == "phrase" or not cues.table(language, "verb_last"):
        return None
    if one.source[1] > one.cue[0] or text[one.cue[1] : one.cue[1] + 1] == ":":
        return None
    earlier = [other.cue[1] for other in others if one.source[1] <= other.cue[0] < one.cue[0]]
    place = without_particles(text, trimmed(text, (max([one.source[1], *earlier]), one.cue[0])), language)
    quoted = [mark for mark in quotations(text) if place[0] <= mark[0] and mark[1] <= place[1]]
    if quoted and _ends_with(text, place, quoted[-1]):
        lead = text[place[0] : quoted[-1][0]].rstrip()
        place = quoted[-1] if len(lead.split()) <= 1 or lead.endswith((",", ":")) else place
    return place if count(text, place) >= SHORTEST_CLAUSE else None


def _branded(text: str, one: Attribution, marks: Sequence[Place], language: str) -> tuple[Place, ...]:
    """What a passive calls something in marks ("X was branded “…” by Y"): X and the words in marks."""
    if one.source is None or one.kind == "phrase":
        return ()
    held = [mark for mark in marks if one.cue[1] <= mark[0] and mark[1] <= one.source[0]]
    lead = WORD.findall(text[held[-1][1] : one.source[0]]) if held else []
    if len(held) != 1 or len(lead) != 1 or lexicon.fold(lead[0]) not in cues.table(language, "agent"):
        return ()
    helper = WORD.findall(text[: one.cue[0]])[-1:]
    end = text[: one.cue[0]].rfind(helper[0]) if helper else 0
    subject = trimmed(text, (0, end))
    return (subject, held[0]) if 0 < count(text, subject) <= _LONGEST_SUBJECT else (held[0],)


def _quoted(text: str, before: Place, quotation: Place) -> Place:
    """The quotation, or the whole clause where only its end is quoted ("The vote was “a mistake”, she said")."""
    lead = text[before[0] : quotation[0]].strip(EDGE)
    whole = bool(lead) and not lead.endswith((".", "!", "?", ":")) and before[0] == 0
    return trimmed(text, before) if whole else quotation


def _is_second(one: Attribution, others: Sequence[Attribution]) -> bool:
    """Whether the speaker stands by another reporting word and this one goes on from it ("…, said Rao, adding")."""
    return any(
        one.source is not None
        and other.source == one.source
        and (one.source[1] <= other.cue[1] <= one.cue[0] or other.cue[1] <= one.source[0] < one.cue[0])
        for other in others
        if other.cue != one.cue
    )


def _is_beyond(text: str, one: Attribution) -> bool:
    """Whether what is said stands between the reporting word and the speaker ("After saying that …, she left")."""
    if one.source is None or one.kind == "phrase":
        return False
    said, comma, _ = text[one.cue[1] : one.source[0]].rpartition(",")
    return bool(comma) and len(WORD.findall(said)) > SHORTEST


def _left(text: str, one: Attribution, others: Sequence[Attribution], language: str) -> Place:
    """What stands before the attribution, from the end of the one before it."""
    start = 0
    passes_on = _closes(text, one, language)
    for other in others:
        set_apart = text[: other.place[0]].rstrip().endswith((",", *_CLOSING))
        if other.place[1] <= one.place[0] and not (passes_on and not set_apart):
            start = max(start, other.place[1])
    end = one.place[0]
    last = max(text.rfind(mark, start, end) for mark in ("," + _CLOSING))
    tail = text[last + 1 : end]
    if last >= start and tail.strip() and tail.islower() and len(tail.split()) <= 2:
        end = last + 1  # what leads to the reporting word: "…, a déclaré X", "…, as X said"
    return start, end


def _is_spoken_of(text: str, one: Attribution, quotation: Place, language: str) -> bool:
    """Whether a word or two in marks are what somebody speaks of ("the residents speak of “neglect”")."""
    between = lexicon.fold(text[one.cue[0] : quotation[0]])
    return count(text, quotation) < SHORTEST and between in cues.table(language, "spoken_of")


def _closes(text: str, one: Attribution, language: str) -> bool:
    """Whether an attribution ends the sentence, set apart: it passes on all of it ("X knew …, Y said").

    A relative clause may follow the speaker ("…, according to Y, which cited bankers").
    """
    if not text[: one.place[0]].rstrip().endswith(","):
        return False
    rest = text[one.place[1] :]
    opened = WORD.match(rest.lstrip(", ")) if rest.startswith(",") else None
    if opened is not None and lexicon.is_in(opened.group(), "function.relative", language):
        return not re.search(r"[,;:“„«\"]|[.!?]\s", rest[1:])
    return not re.search(r"[,;:]|[.!?]\s", rest)


def _right(text: str, one: Attribution, others: Sequence[Attribution], language: str) -> Place:
    """What stands after it, up to where another speaker's attribution is set apart by a comma or an "and"."""
    passed_on = (clause.start for clause in asides(text, tongues(language)))
    end = min((start for start in passed_on if start >= one.place[1]), default=len(text))
    for other in sorted(others, key=lambda other: other.place[0]):
        begin = other.place[0] if other.place[0] > one.place[1] else other.cue[0]
        if begin <= one.place[1] or other.source is None:
            continue
        if other.source[1] <= one.place[0] and other.cue[0] > one.place[1]:
            end = min(end, other.cue[0])  # "The move and reports that A suggest B": the verb of both
            break
        between = (one.place[1], begin)
        if one.kind == "phrase" and (
            not text[slice(*between)].strip(" ,") or _is_all_audience(text, one, between, language)
        ):
            continue  # "According to X, the board had told staff that …": all of it is what X says
        if begin >= end:
            break
        closing = max(text.rfind(mark, one.place[1], begin) for mark in _CLOSING)
        if other.source == one.source and closing > one.place[1] and len(text[closing + 1 : begin].split()) <= 2:
            end = closing + 1  # "… hailed “a good day” while adding …"
            break
        words = WORD.findall(text[one.place[1] : begin])
        lead = text[one.place[1] : begin].rstrip()
        joined = bool(words) and lexicon.fold(words[-1]) in cues.table(language, "and")
        if lead.endswith((",", ";", "—", "–")) or joined:
            end = begin
            if joined:
                end = one.place[1] + lead.rfind(words[-1])
            break
    return one.place[1], end


def _is_all_audience(text: str, one: Attribution, lead: Place, language: str) -> bool:
    """Whether only to whom it was told stands between ("Según contó el guía a Radio Norte, el jefe dijo que …")."""
    head, comma, rest = text[slice(*lead)].partition(",")
    heard = trimmed(text, (lead[0], lead[0] + len(head)))
    return bool(comma) and not rest.strip() and is_audience(text, one.cue, heard, language)


def _side(text: str, one: Attribution, before: Place, after: Place, quoted: bool, language: str) -> Place | None:
    """The side of the attribution on which the words said stand."""
    left, right = trimmed(text, before), trimmed(text, after_apposition(text, one.source, one.cue, after, language))
    right = without_channel(text, right, language) if one.kind != "phrase" else right
    right = without_recipient(text, one.cue, without_prefix(text, one.cue, right, language), language)
    whole = without_audience(text, right, language) if one.kind == "phrase" else right
    that = after_that(text, right, language) if whole == right else None
    right = whole
    speaker_follows = one.source is not None and one.source[0] >= one.cue[1]
    named = speaker_follows and _is_title_of_work(text, before, after)
    if (quoted and not named) or that is not None:
        whole_clause = one.kind == "phrase" and speaker_follows and text[after[0] : after[0] + 1] != ":"
        if whole_clause and that is None and text[: right[0]].rstrip().endswith(","):
            return right  # "According to Rao, the board had told him: “…”": all of it
        return that or after_colon(text, right)
    comma = text[: before[1]].rstrip().endswith((",", *_CLOSING))
    long_left, long_right = count(text, left) >= SHORTEST, count(text, right) >= SHORTEST
    if one.kind == "phrase" and speaker_follows:
        leftward = comma or not long_right
    else:
        aside = is_aside(text, left, right, language) or is_audience(text, one.cue, right, language)
        leftward = comma and (speaker_follows or not long_right or aside)
    if long_left and leftward:
        return left
    if count(text, right) >= SHORTEST:
        return after_colon(text, without_time(text, after_aside(text, right, language), language))
    expected = speaker_follows or one.kind == "phrase" or bool(cues.table(language, "verb_last"))
    told = expected or (comma and count(text, left) > SHORTEST + 2)
    return left if told and count(text, left) >= SHORTEST else None


def _is_title_of_work(text: str, before: Place, after: Place) -> bool:
    """Whether few words in marks behind the speaker are a name, what is said standing before ("…, writes X in „Y“")."""
    marks = [mark for mark in quotations(text) if mark[0] >= after[0]]
    if len(marks) != 1 or not text[: before[1]].rstrip().endswith(","):
        return False
    lead = text[after[0] : marks[0][0]].rstrip()
    return bool(lead) and lead[-1].isalnum() and len(text[slice(*marks[0])].split()) <= 4


def _interrupted(
    text: str, one: Attribution, before: Place, after: Place, quoted: bool, language: str
) -> tuple[Place, ...]:
    """Both sides of an attribution set within what is said: "The mill, Rao said, will close"; empty when it is not."""
    left, right = trimmed(text, before), trimmed(text, after)
    telling = any(not is_setting(word, language) for word in WORD.findall(text[slice(*left)]))
    if quoted or not telling or one.source is None or count(text, right) < SHORTEST or before[0] > 0:
        return ()
    follows = one.source[0] >= one.cue[1]
    beside = not text[one.source[1] : one.cue[0]].strip() if not follows else True
    commas = text[: before[1]].rstrip().endswith(","), text[after[0] : after[1]].startswith(",")
    few = count(text, left) <= 4 and not is_apposition(text[slice(*right)], language)
    within = all(commas) and (few if follows else True)
    run_on = one.kind == "phrase" and beside and not any(commas) and count(text, left) > 1
    return (left, right) if within or run_on else ()


def _coordinated(text: str, place: Place, language: str) -> list[Place]:
    """The contents of "that A and that B"; one when there is no second "that"."""
    that, joint = cues.table(language, "that"), cues.table(language, "and")
    words = list(WORD.finditer(text, *place))
    marks = quotations(text)
    parts, start = [], place[0]
    lead = [lexicon.fold(word) for word in WORD.findall(text[: place[0]])[-1:]]
    opened = bool(lead) and lead[0] in that
    opened = opened or not any(lexicon.fold(word.group()) in that for word in words[:3])
    for first, second in pairwise(words):
        quoted = any(a <= first.start() < b for a, b in marks)
        if opened and not quoted and lexicon.fold(first.group()) in joint and lexicon.fold(second.group()) in that:
            parts.append(trimmed(text, (start, first.start())))
            start = second.end()
    return [*parts, trimmed(text, (start, place[1]))]


def _ends_with(text: str, before: Place, quotation: Place) -> bool:
    """Whether nothing but punctuation and a word or two stand between the quotation and the attribution."""
    return len(WORD.findall(text[quotation[1] : before[1]])) <= 2

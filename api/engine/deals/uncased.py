"""Deals in scripts without capitals: frames of the language file, told by where the names stand around a trigger.

A sentence is read with each name as one sign, so that a frame is a pattern over names, particles and the trigger
("N は … N の株式を … 取得"). The frame gives type and roles (FrameNet's Commerce_buy and Commerce_sell), words of the
sentence the stage. Offsets are code points into the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from api.engine.document.span import Span
from api.engine.languages import lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once
from api.engine.values import money, normalise

_FIRST = 0xE000
_NAME = "([\ue000-\uefff])"
_STAGES = (
    "cancelled",
    "terminated",
    "postponed",
    "rumoured",
    "pending_approval",
    "agreed",
    "completed",
    "proposed",
    "announced",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A deal that one sentence tells, with the names' places by role."""

    type: str
    stage: str
    stage_words: Span | None
    parties: tuple[tuple[str, Span], ...]
    amounts: tuple[Span, ...]
    stake: Span | None
    sentence: Span
    trigger: Span


@dataclass(frozen=True, slots=True)
class _Signs:
    """A sentence with one sign for each name: the names, and the article's offset of each of its letters."""

    words: str
    offsets: tuple[int, ...]
    names: tuple[Span, ...]


def told(text: str, sentence: Span, names: Sequence[Span], before: Span | None, language: Language) -> Told | None:
    """The deal of a sentence; None where it tells of none or denies it.

    `names` are those of the sentence, `before` is the company named before it.
    """
    signs = _signs(text, sentence, names, before, language)
    if len(signs.names) < 2 or language.pattern("signs.denial").search(text, *sentence):
        return None
    for kind, roles, pattern in _frames(language.code):
        match = pattern.search(signs.words)
        if match is None:
            continue
        parties = [
            (role, signs.names[ord(sign) - _FIRST]) for role, sign in zip(roles, match.groups(), strict=False) if sign
        ]
        if len({span.of(text) for _, span in parties}) < len(parties):
            continue
        amounts, stakes = _sums(text, sentence, language), _stakes(text, sentence, language)
        part = any(0 < (normalise.percent(one.of(text)) or 100) < 100 for one in stakes)
        kind = "stake_purchase" if kind == "acquisition" and part else kind
        trigger = Span(signs.offsets[match.start()], signs.offsets[match.end() - 1] + 1)
        stage, words = _stage(text, sentence, language)
        stake = stakes[0] if stakes else None
        return Told(kind, stage, words, tuple(parties), amounts, stake, sentence, trigger)
    return None


def _signs(text: str, sentence: Span, names: Sequence[Span], before: Span | None, language: Language) -> _Signs:
    """The sentence with signs. A word for a company named before ("同社", "الشركة") at its head is that company."""
    places: dict[Span, Span] = {name: name for name in names}
    if before is not None:
        for match in _anaphors(language.code).finditer(text, sentence.start, min(sentence.start + 12, sentence.end)):
            span = Span(*match.span())
            if not any(span.overlaps(name) for name in names):
                places[span] = before
                break
    words: list[str] = []
    offsets: list[int] = []
    listed: list[Span] = []
    at = sentence.start
    for place in sorted(places):
        words.append(text[at : place.start])
        offsets.extend(range(at, place.start))
        words.append(chr(_FIRST + len(listed)))
        offsets.append(place.start)
        listed.append(places[place])
        at = place.end
    words.append(text[at : sentence.end])
    offsets.extend(range(at, sentence.end))
    return _Signs("".join(words), tuple(offsets), tuple(listed))


@once
def _anaphors(code: str) -> re.Pattern[str]:
    return lexicon.compiled({word for word in lexicon.phrases("linking.it", code) if len(word) > 1})


@once
def _frames(code: str) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    listed = lexicon.mapping("grammar", code).get("frames", ())
    return tuple((kind, tuple(roles.split()), re.compile(body.replace("N", _NAME))) for kind, roles, body in listed)


def _stage(text: str, sentence: Span, language: Language) -> tuple[str, Span | None]:
    """The stage and the words that tell it; the surest negative first, "announced" last."""
    for stage in _STAGES:
        match = language.pattern(f"stages.{stage}").search(text, *sentence)
        if match:
            return stage, Span(*match.span())
    return "unknown", None


def _sums(text: str, sentence: Span, language: Language) -> tuple[Span, ...]:
    found = money.find_money(sentence.of(text), language.code)
    apart = {sentence.of(text)[a:b]: Span(a, b).shifted(sentence.start) for a, b in reversed(found)}
    return tuple(sorted(apart.values()))


def _stakes(text: str, sentence: Span, language: Language) -> list[Span]:
    found = normalise.find_stakes(sentence.of(text), language.code)
    return [Span(*place).shifted(sentence.start) for place in found]


def distinct(found: Iterator[Told] | Sequence[Told], text: str) -> list[Told]:
    """One of several tellings of a deal: that with more sums, else the later one, which is no headline."""
    kept: dict[frozenset[str], Told] = {}
    by_name: dict[str, dict[frozenset[str], None]] = defaultdict(dict)
    for one in found:
        key = frozenset(span.of(text) for _, span in one.parties)
        parts = (frozenset(part) for size in range(1, len(key) + 1) for part in combinations(sorted(key), size))
        rarest = min((by_name[name] for name in sorted(key)), key=len)
        other = next((part for part in parts if part in kept), None) or next((o for o in rarest if key <= o), None)
        if other is not None:
            known = kept.pop(other)
            better = one if (len(one.parties), len(one.amounts)) >= (len(known.parties), len(known.amounts)) else known
            one, key = better, frozenset(span.of(text) for _, span in better.parties)
            for name in other:
                by_name[name].pop(other, None)
        kept[key] = one
        for name in key:
            by_name[name][key] = None
    return list(kept.values())

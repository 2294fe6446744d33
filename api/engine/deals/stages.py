"""At which stage a deal is, and the words that tell it: tense, modality, and what is said of the deal.

A stage is told by words of the language file (`[stages]`), by the tense of the trigger, or not at all. A denied or
rumoured deal never comes out as agreed or completed: denial, failure and rumour go before every surer stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.engine.deals.readings import Reading
from api.engine.deals.vocabulary import Vocabulary
from api.engine.document.span import Span
from api.engine.languages import lexicon

_ORDER = (
    "cancelled",
    "terminated",
    "denied",
    "postponed",
    "pending_approval",
    "completed",
    "agreed",
    "rumoured",
    "proposed",
    "announced",
)
"""The first stage that words support is the deal's."""
_LASTING = frozenset({"supply_contract", "partnership", "licensing", "joint_venture"})
"""Deals that exist for a time, and so can end."""


def stage(
    text: str, type_: str, readings: Sequence[Reading], sentences: Sequence[Span], words: Vocabulary
) -> tuple[str, Span | None]:
    """The stage and the words that tell it; `sentences` are those that tell of the deal, its readings' among them."""
    for name in _ORDER:
        if name == "terminated" and type_ not in _LASTING:
            continue
        found = _told(text, name, sentences, words)
        if found is not None:
            return ("rumoured" if name == "denied" else name), found
        if name == "agreed":
            done = _by_tense(text, readings, words)
            if done is not None and not any(
                _told(text, each, sentences[:1], words) for each in ("rumoured", "proposed")
            ):
                return "completed", done
    bids = [reading for reading in readings if reading.frame.name == "bid"]
    if bids:
        return "proposed", bids[0].trigger
    future = _future(text, readings, words)
    if future is not None:
        return "announced", future
    return "announced", readings[0].trigger if readings else None


def _told(text: str, name: str, sentences: Sequence[Span], words: Vocabulary) -> Span | None:
    pattern = words.language.pattern(f"stages.{name}")
    for sentence in sentences:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            span = Span(*match.span())
            if name in ("completed", "agreed", "cancelled", "terminated") and _is_open(text, sentence, span, words):
                continue
            return span
    return None


def _is_open(text: str, sentence: Span, span: Span, words: Vocabulary) -> bool:
    """Whether a word of future or condition stands right before: "is expected to be completed", "could be agreed"."""
    before = text[sentence.start : span.start].split()[-4:]
    return any(words.has(word.strip(",.;:"), "open") for word in before)


def _by_tense(text: str, readings: Sequence[Reading], words: Vocabulary) -> Span | None:
    """The trigger that is told in the past, no future or modal before it."""
    for reading in readings:
        if (
            reading.noun
            or reading.negated
            or not words.pattern("past").fullmatch(lexicon.fold(reading.trigger.of(text)))
        ):
            continue
        before = text[reading.clause.start : reading.trigger.start].split()[-5:]
        after = text[reading.trigger.end : reading.clause.end].split()[:2] if words.flag("verb_final") else []
        if not any(_opens(word.strip(",.;:\"'“”„"), words) for word in (*before, *after)):
            return reading.trigger
    return None


def _opens(word: str, words: Vocabulary) -> bool:
    """Whether the word leaves open what a verb in the past would tell; a preposition ("to", "de") does not."""
    return words.has(word, "open") and lexicon.fold(word) not in words.prepositions


def _future(text: str, readings: Sequence[Reading], words: Vocabulary) -> Span | None:
    for reading in readings:
        if reading.noun:
            continue
        for place in _words_before(text, reading):
            if words.has(place.of(text), "open"):
                return Span(place.start, reading.trigger.end)
    return None


def _words_before(text: str, reading: Reading) -> Iterator[Span]:
    at = reading.clause.start
    places = []
    for word in text[at : reading.trigger.start].split():
        at = text.index(word, at)
        places.append(Span(at, at + len(word)))
        at += len(word)
    yield from reversed(places[-3:])

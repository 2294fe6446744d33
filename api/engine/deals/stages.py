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
    to_close = _is_to_close(text, sentences, words)
    for name in _ORDER:
        if (name == "terminated" and type_ not in _LASTING) or (name == "completed" and to_close):
            continue
        if name == "announced" and readings and readings[0].frame.name == "bid":
            return "proposed", readings[0].trigger
        found = _told(text, name, sentences, words)
        if found is not None and name == "denied" and _is_beside_the_deal(text, found, readings, words):
            found = None
        if found is not None and name == "cancelled":
            put_off = _told(text, "postponed", sentences, words)
            if put_off is not None and put_off < found:
                return "postponed", put_off
        if found is not None and name == "agreed" and not to_close:
            found = None if _is_done_elsewhere(text, found, readings, sentences, words) else found
        if found is not None:
            return ("rumoured" if name == "denied" else name), found
        if name == "agreed":
            done = _by_tense(text, readings, words)
            if done is not None and not _is_doubted(text, done, sentences[:1], words):
                return ("agreed" if to_close else "completed"), done.trigger
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
            if name == "denied" and any(words.has(word, "refused") for word in text[span.end :][:40].split()[:3]):
                continue  # "denied a request to block the merger"
            return span
    return None


def _is_beside_the_deal(text: str, denied: Span, readings: Sequence[Reading], words: Vocabulary) -> bool:
    """Whether what is denied comes after a deal that is done: "raised its stake but said it had no intention of …"."""
    done = _by_tense(text, readings, words)
    if done is None:
        return False
    end = done.trigger.end
    return end < denied.start and ". " not in text[end : denied.start]


def _is_to_close(text: str, sentences: Sequence[Span], words: Vocabulary) -> bool:
    """Whether closing is yet to come, so that "has bought" tells of a contract: "is expected to close in May"."""
    closing = words.language.pattern("stages.closing")
    return any(closing.search(text, sentence.start, sentence.end) for sentence in sentences)


def _is_done_elsewhere(
    text: str, agreed: Span, readings: Sequence[Reading], sentences: Sequence[Span], words: Vocabulary
) -> bool:
    """Whether another sentence tells that it is done ("has bought it. Both sides agreed not to name the price")."""
    done = _by_tense(text, readings, words)
    return done is not None and not any(agreed.within(each) and done.trigger.within(each) for each in sentences)


def _is_doubted(text: str, done: Reading, sentences: Sequence[Span], words: Vocabulary) -> bool:
    """Whether words in the clause tell that it may not have happened; not "bought 5 pct and may buy more"."""
    told = [_told(text, name, sentences, words) for name in ("rumoured", "proposed")]
    joint = words.pattern("and")
    return any(
        span is not None
        and span.start < done.clause.end
        and not joint.search(text, done.trigger.end, max(span.start, done.trigger.end))
        for span in told
    )


def _is_open(text: str, sentence: Span, span: Span, words: Vocabulary) -> bool:
    """Whether a word of future or condition stands right before: "is expected to be completed", "could be agreed"."""
    before = [word.strip(",.;:") for word in text[sentence.start : span.start].split()[-4:]]
    return any(_opens(word, words) for word in before) or any(words.has(word, "open") for word in before[-1:])


def _by_tense(text: str, readings: Sequence[Reading], words: Vocabulary) -> Reading | None:
    """The first reading whose trigger is told in the past, no future or modal before it."""
    for reading in readings:
        trigger = lexicon.fold(reading.trigger.of(text))
        past = words.pattern("past").fullmatch(trigger) is not None
        if reading.noun or reading.negated or not past or _is_present(text, reading, words):
            continue
        before = _in_small(text[reading.clause.start : reading.trigger.start])[-5:]
        after = text[reading.trigger.end : reading.clause.end].split()[:2] if words.flag("verb_final") else []
        if not any(_opens(word.strip(",.;:\"'“”„"), words) for word in (*before, *after)):
            return reading
    return None


def _is_present(text: str, reading: Reading, words: Vocabulary) -> bool:
    """Whether a form that ends a clause as a participle stands earlier, without auxiliary: "verkauft seine …"."""
    trigger = reading.trigger.of(text)
    if not words.flag("verb_final") or not words.pattern("participles").fullmatch(lexicon.fold(trigger)):
        return False
    before = text[reading.clause.start : reading.trigger.start].split()
    after = text[reading.trigger.end : reading.clause.end].split()
    helped = any(words.has(word.strip(",.;:"), table) for word in (*before, *after[:2]) for table in ("be", "have"))
    return bool(after) and not helped


def _in_small(clause: str) -> list[str]:
    """The words without names: "Pellan Pension Plan has bought" plans nothing."""
    words = clause.split()
    return [word for at, word in enumerate(words) if at == 0 or not word[:1].isupper()]


def _opens(word: str, words: Vocabulary) -> bool:
    """Whether the word leaves open what a verb in the past would tell; a preposition ("to", "de") does not."""
    return words.has(word, "open") and lexicon.fold(word) not in words.prepositions


def _future(text: str, readings: Sequence[Reading], words: Vocabulary) -> Span | None:
    for reading in readings:
        if reading.noun:
            continue
        for place in _words_before(text, reading):
            word = place.of(text)
            directly = not text[place.end : reading.trigger.start].strip()
            if not word[:1].isupper() and (words.has(word, "open") if directly else _opens(word, words)):
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

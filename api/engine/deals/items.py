"""A sentence as the grammar of deals sees it: names, pronouns, sums, shares, triggers, prepositions and other words.

One flat pass, no parser: an item is a word, or a run of words that counts as one. Offsets are code points into the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.engine.claims import cues
from api.engine.deals.vocabulary import Triggers, Vocabulary, lemma
from api.engine.document.span import Span
from api.engine.languages import lexicon, places
from api.engine.languages.once import remembered
from api.engine.values import money, normalise

_TOKEN = re.compile(
    r"[^\W\d_]{1,5}['’](?=[^\W\d_]{2}|\Z)"  # l'entreprise, dell'azienda
    r"|['’]s(?!\w)|(?<=s)['’](?!\w)"  # Harlow's, Motors'
    r"|\d[\d.,]*(?:-\d[\d.,]*)*|[^\W\d_][\w-]*(?:[’'][^\W\d_]+)*\.?|\S"
)
_PARTED = re.compile(r"[\s'’]")
_SEATED = re.compile(r"-[a-z]+ed$")
"""Ends of adjectives that hold a name and are none: "London-based"."""
_STOPS = frozenset(";:—–()[]•…")
_QUOTES = frozenset('"“”„«»‹›‘')
_TABLES = (
    ("relative", "relative"),
    ("sub", "subordinators"),
    ("be", "be"),
    ("and", "and"),
    ("possessive", "possessives"),
    ("pronoun", "pronouns"),
    ("share", "shares"),
    ("support", "support"),
    ("company", "companies"),
    ("group", "groups"),
    ("thing", "things"),
    ("infinitive", "infinitive"),
    ("reflexive", "reflexive"),
)
"""Kinds of item by the table of `[deals]` that lists their words, the first that has one."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `key` is the entity of a name, the frame of a trigger; `noun` tells a trigger's part of speech."""

    kind: str
    span: Span
    words: str
    key: str = ""
    noun: bool = False
    relations: frozenset[str] = frozenset()

    @property
    def is_trigger(self) -> bool:
        """Whether it opens a frame."""
        return self.kind == "trigger"


def items(text: str, sentence: Span, mentions: Sequence[tuple[Span, str]], words: Vocabulary) -> tuple[Item, ...]:
    """The items of one sentence, in order. `mentions` are its names with their entities, not overlapping."""
    taken = list(_longest(text, sentence, mentions, words))
    found: list[Item] = []
    at = sentence.start
    for item in taken:
        found += _plain(text, Span(at, item.span.start), words)
        found.append(item)
        at = item.span.end
    found += _plain(text, Span(at, sentence.end), words)
    return tuple(_parted(_settled(found, words), words))


def _longest(text: str, sentence: Span, mentions: Sequence[tuple[Span, str]], words: Vocabulary) -> Iterator[Item]:
    """What counts as one item however many words it has, in order; where two overlap, the first kind has it."""
    told = text[sentence.start : sentence.end]
    claimed = [
        Item("name", span, span.of(text), entity)
        for span, entity in mentions
        if not (words.flag("hyphened_adjectives") and _SEATED.search(span.of(text)))
    ]

    def claim(kind: str, span: Span, **more: object) -> None:
        if len(span) and not any(span.overlaps(other.span) for other in claimed):
            claimed.append(Item(kind, span, span.of(text), **more))  # type: ignore[arg-type]

    for start, end in money.find_money(told, words.language.code):
        claim("money", Span(start, end).shifted(sentence.start))
    code = words.language.code
    for start, end in [*normalise.find_stakes(told, code), *normalise.percentages(told, code)]:
        claim("share", Span(start, end).shifted(sentence.start), key="percent")
    for trigger in words.triggers:
        if not trigger.parted.search(text, sentence.start, sentence.end):
            continue  # nearly always: what is one word is looked at below
        for match in trigger.written.finditer(text, sentence.start, sentence.end):
            if _PARTED.search(match.group()):
                claim("trigger", Span(*match.span()), key=trigger.frame, noun=trigger.noun)
    for kind, table in (*_TABLES, ("cease", "cease")):
        if not words.parted(table).search(text, sentence.start, sentence.end):
            continue
        for match in words.pattern(table).finditer(text, sentence.start, sentence.end):
            if " " in match.group() or "\n" in match.group():
                claim(kind, Span(*match.span()))
    for match in words.preposition.finditer(text, sentence.start, sentence.end):
        if " " in match.group() or "\n" in match.group():
            relations = words.prepositions.get(lexicon.fold(match.group()), frozenset())
            claim("preposition", Span(*match.span()), relations=relations)
    yield from sorted(claimed, key=lambda item: item.span)


def _plain(text: str, between: Span, words: Vocabulary) -> Iterator[Item]:
    """The items of a stretch without names and phrases: one for each word or mark."""
    for match in _TOKEN.finditer(text, between.start, between.end):
        span = Span(*match.span())
        word = match.group()
        if word.endswith(".") and span.end == between.end and len(word) > 1:
            span, word = Span(span.start, span.end - 1), word[:-1]
        if word in ("'", "’") and text[span.end : span.end + 1].isalnum():
            yield Item("mark", span, word)  # a suffix follows: "Marpak'ı"
        elif word == "-" and text[span.start - 1 : span.start].isalnum() and text[span.end : span.end + 1].isalnum():
            yield Item("mark", span, word)  # within a word: "14-unit", "385p-a-share"
        else:
            yield _item(word, span, words)


def _item(word: str, span: Span, words: Vocabulary) -> Item:
    if word == ",":
        return Item("comma", span, word)
    if word in _STOPS or word in ("--", "-"):
        return Item("stop", span, word)
    if word in _QUOTES:
        return Item("quote", span, word)
    if word in ("'s", "’s", "'", "’"):
        return Item("genitive", span, word)
    if not word[0].isalnum():
        return Item("mark", span, word)
    if word[0].isdigit():
        return Item("number", span, word)
    kind, key, noun, relations = _classified(word, words)
    return Item(kind, span, word, key, noun, relations)


@remembered(32768)
def _classified(word: str, words: Vocabulary) -> tuple[str, str, bool, frozenset[str]]:
    """What a word is wherever it stands: kind, frame, whether a noun opens it, relations. The same few are all news."""
    folded = lexicon.fold(word)
    nothing: frozenset[str] = frozenset()
    trigger = _trigger(folded, words)
    if trigger is not None:
        return "trigger", trigger.frame, trigger.noun, nothing
    relations = words.prepositions.get(folded, nothing)
    if relations and not words.has(word, "subordinators"):
        return "preposition", "", False, relations
    for kind, table in _TABLES:
        if words.has(word, table) or (kind == "support" and words.has(lemma(word, words.language), table)):
            return kind, "", False, relations
    if cues.lemmas(word, words.language.code) & cues.table(words.language.code, "speech"):
        return "report", "", False, nothing
    if words.language.has(word, "function.determiners"):
        return "determiner", "", False, nothing
    if places.is_calendar_word(word, words.language.code):
        return "date", "", False, nothing
    if words.language.has(word, "function.finite"):
        return "finite", "", False, nothing
    return "word", "", False, nothing


def _trigger(folded: str, words: Vocabulary) -> Triggers | None:
    """The frame that the word opens; a form that is listed goes before a dictionary form."""
    for trigger in words.triggers:
        if trigger.written.fullmatch(folded):
            return trigger
    base = lemma(folded, words.language)
    return next((trigger for trigger in words.triggers if not trigger.noun and base in trigger.lemmas), None)


def _settled(found: Sequence[Item], words: Vocabulary) -> list[Item]:
    """Words of two kinds made one of them by what stands around: "purchase", "after", "die"."""
    settled: list[Item] = []
    for index, item in enumerate(found):
        before = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        nominal = item.is_trigger and not item.noun and _has_noun(item, words)
        if nominal and not _is_verbal(item.words, before, after, words):
            settled.append(Item("trigger", item.span, item.words, _noun_frame(item, words), noun=True))
        elif item.is_trigger and (_is_priced(item, before, words) or _describes_firm(found, index, words)):
            settled.append(Item("word", item.span, item.words))
        elif item.kind == "sub" and item.relations and not _opens_clause(found, index):
            settled.append(Item("preposition", item.span, item.words, relations=item.relations))
        elif item.kind == "relative" and words.language.has(item.words, "function.determiners"):
            relative = before is not None and before.kind == "comma" and _ends_in_verb(found, index, words)
            settled.append(item if relative else Item("determiner", item.span, item.words))
        elif item.kind == "share" and not item.key and _is_no_share(found, index):
            settled.append(Item("word", item.span, item.words))
        elif item.kind == "pronoun" and _is_article(found, index, words):
            settled.append(Item("determiner", item.span, item.words))
        else:
            settled.append(item)
    return settled


def _is_priced(item: Item, before: Item | None, words: Vocabulary) -> bool:
    """Whether a sum right before it makes an order a noun: "wins $95m order from Crumb"."""
    priced = item.key == "order" and before is not None and before.kind == "money"
    return priced and words.pattern("participles").fullmatch(lexicon.fold(item.words)) is None


def _is_no_share(found: Sequence[Item], at: int) -> bool:
    """Whether a word for shares only counts a price ("14 dollars a share") or is a verb ("is holding talks")."""
    before = [item.kind for item in found[max(at - 2, 0) : at]]
    return before[-1:] == ["be"] or (
        len(before) == 2 and before[0] == "money" and before[1] in ("determiner", "preposition")
    )


def _describes_firm(found: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a noun that opens frames only tells what a company does ("investment firm", "the buyout house")."""
    after = found[at + 1] if at + 1 < len(found) and found[at].noun else None
    return after is not None and words.flag("noun_modifiers") and after.kind == "company"


def _is_article(found: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether a word that can be either is an article: a noun or name follows ("het bedrijf")."""
    after = found[at + 1].kind if at + 1 < len(found) else ""
    return after in ("word", "name", "company", "thing", "group") and words.language.has(
        found[at].words, "function.determiners"
    )


def _is_verbal(word: str, before: Item | None, after: Item | None, words: Vocabulary) -> bool:
    """Whether what stands beside a word that is noun or verb makes it a verb."""
    if not words.flag("noun_modifiers"):
        taken = after is not None and after.kind in ("determiner", "name", "possessive", "share")
        return before is not None and before.kind in ("name", "company", "group") and taken  # "Harlow compra la"
    if before is None or before.kind in ("infinitive", "pronoun", "finite", "relative"):
        return True
    if before.kind == "name":  # "Harlow purchases", but "the Harlow purchase"
        return not words.flag("noun_modifiers") or word.endswith(("s", "d"))
    return words.has(before.words, "infinitive")


def _opens_clause(found: Sequence[Item], at: int) -> bool:
    """Whether a verb follows before the clause ends: "after it bought Crumb", not "after the purchase"."""
    for item in found[at + 1 : at + 12]:
        if item.kind in ("comma", "stop"):
            return False
        if item.kind in ("finite", "be", "report", "support", "pronoun") or (item.is_trigger and not item.noun):
            return True
    return False


def _ends_in_verb(found: Sequence[Item], at: int, words: Vocabulary) -> bool:
    """Whether the stretch up to the next comma ends as a relative clause does where the verb comes last."""
    end = next((i for i in range(at + 1, len(found)) if found[i].kind in ("comma", "stop")), len(found))
    rest = [item for item in found[at + 1 : end] if item.kind not in ("mark", "quote")]
    if not rest or (len(rest) > 1 and words.has(rest[-2].words, "infinitive")):
        return False  # "…, den Konkurrenten zu übernehmen"
    last = rest[-1]
    return last.kind in ("finite", "be", "support", "report", "trigger") or (
        last.kind == "word" and last.words.islower()
    )


def _has_noun(item: Item, words: Vocabulary) -> bool:
    return any(each.noun and each.written.fullmatch(lexicon.fold(item.words)) for each in words.triggers)


def _noun_frame(item: Item, words: Vocabulary) -> str:
    folded = lexicon.fold(item.words)
    return next(each.frame for each in words.triggers if each.noun and each.written.fullmatch(folded))


def _parted(found: Sequence[Item], words: Vocabulary) -> Iterator[Item]:
    """The items, verbs in two parts ("steigt … ein", "neemt … over") made triggers of their frame."""
    for index, item in enumerate(found):
        frame = _split_frame(found, index, words) if item.kind not in ("name", "money", "share") else None
        yield Item("trigger", item.span, item.words, frame) if frame else item


@remembered(32768)
def _split_verbs(word: str, words: Vocabulary) -> tuple[tuple[str, frozenset[str]], ...]:
    """The frames that the word opens together with a particle, and the particles."""
    folded = lexicon.fold(word)
    return tuple((frame, particles) for frame, verb, particles in words.split if verb.fullmatch(folded))


def _split_frame(found: Sequence[Item], index: int, words: Vocabulary) -> str | None:
    for frame, particles in _split_verbs(found[index].words, words):
        for later, item in enumerate(found[index + 1 :], index + 1):
            ends = later + 1 == len(found) or found[later + 1].kind in (
                "comma",
                "stop",
                "and",
                "mark",
                "sub",
                "relative",
                "preposition",
                "quote",
            )
            if lexicon.fold(item.words) in particles and ends:
                return frame
            if item.kind == "stop":
                break
    return None

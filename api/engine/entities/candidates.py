"""What may be a name, by its capitals: the model is asked what each is, so none is missed and none is made up.

A candidate is a run of capitalised words, small linking words within ("Bank of America", "Ana da Silva"), at its
first mention. Ordinary words that are only capitalised because a sentence or a German noun begins with one are left
out where the language's dictionary knows them. Scripts without capitals have no candidates here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from api.engine.document.quotations import quoted_names
from api.engine.document.span import Span
from api.engine.document.units import Unit
from api.engine.entities import first_names, kinds
from api.engine.entities.names import CAPITAL, POSSESSIVE
from api.engine.entities.openings import is_function_word, is_known, is_portfolio, names_in, opens_only
from api.engine.languages import dictionary, lexicon, places
from api.engine.languages.language import Language
from api.engine.languages.language import language as language_of

_PIECE = re.compile(
    rf"\b[A-Z]/[A-Z]\b|(?<!\w)[a-zà-ÿ]{{1,5}}[’'](?={CAPITAL})|[^\W_]+(?:[’'\-·][^\W_]+)*|[^\s]"  # d’Anna Morel
)
_LINKS = frozenset(
    "of for the de da do dos das di del della dello la le lo las los les du des y e i et and & und van von vom zu "
    "zum der den ten ter al el bin ibn af av d' d’ l' l’ dell' dell’".split()
)
_JOINTS = frozenset(("and", "&", "und", "et", "y", "e", "i", "en"))
_GERMAN_LINKS = frozenset(["von", "van", "zu", "de", "&"])
"""Fewer: every noun is capitalised, so that articles would chain whole clauses."""
_FORMS = frozenset(["co", "corp", "inc", "ltd", "plc", "llc", "gmbh"])
"""Legal forms that a slip of the wire may have left in lower case."""
_AFTER_NOTHING = frozenset('“"„«‘.!?:;•–—-(')
_CREDIT = re.compile(
    r"(?:^|\n)[^\n(.]{0,40}\(([^()\n]{2,40})\)\s*[-–—]"  # LONDON (Reuters) -
    r"|(?:\s\w{1,5}(?:\s?/\s?\w{1,5})*)?\s\(([^()\n]{2,60})\)\W*$"  # kb/al (AP, AFP)
)
_ANY = language_of("und")

LONGEST_NAME, MOST_WORDS = 150, 16
"""Code points and words beyond which capitals are a line in capitals or worse, and no name."""

_LONGEST = 8
"""Words of a part of a name that is looked for."""


def candidates(text: str, units: Sequence[Unit], language: Language) -> tuple[Span, ...]:
    """The spans of what may be a name, each at its first mention, in order; code points into `text`."""
    credits = _credits(text)
    found = [run for unit in units for run in _runs(text, unit, language) if not _is_within(run[0], credits)]
    within = {POSSESSIVE.sub("", text[start:end]) for start, end, opens in found if not opens}
    lower = Counter(word for word in re.findall(r"\b[^\W\d_]\w+", text) if word.islower())
    seen: set[str] = set()
    kept: list[Span] = []
    for start, end, opens in found:
        for span in names_in(text, (start, end), opens, within, language):
            one = Span(span.start, span.end - len((POSSESSIVE.search(span.of(text)) or [""])[0]))
            name = one.of(text)
            begins = opens and one.start == start and name not in within
            if len(name) > LONGEST_NAME or name.count(" ") >= MOST_WORDS:
                continue
            if name in seen or _is_ordinary(name, begins, lower, language) or is_portfolio(text, one, language):
                continue
            seen.update(_runs_of_words(name))
            kept.append(one)
    names = Counter(one.of(text) for one in kept)
    return tuple(one for one in kept if not _is_pair(one.of(text), names))


def _is_within(at: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether the offset lies in one of the places, which are in order."""
    before = bisect_right(places, at, key=lambda place: place[0]) - 1
    return before >= 0 and at < places[before][1]


def _runs_of_words(name: str) -> Iterator[str]:
    """Every run of words within a name, so that what is a part of a longer name is known at once."""
    words = [match.span() for match in re.finditer(r"[^\s-]+", name)]
    for first in range(len(words)):
        for last in range(first, min(first + _LONGEST, len(words))):
            yield name[words[first][0] : words[last][1]]


def _credits(text: str) -> list[tuple[int, int]]:
    """Where agencies sign what they supplied, before the first words or after the last: no part of the story."""
    return [
        match.span()
        for match in _CREDIT.finditer(text)
        if all(kinds.told_by_name(name.strip(), _ANY) == "media" for name in (match[1] or match[2]).split(","))
    ]


def _is_pair(name: str, names: Collection[str]) -> bool:
    """Whether it is "A and B" where other names of the article begin with A or with B: two names, known already."""
    parts = re.split(rf"\s(?:{'|'.join(_JOINTS - {'&'})})\s", name)
    return len(parts) == 2 and any(other != name and other.startswith(tuple(parts)) for other in names)


def _runs(text: str, unit: Unit, language: Language) -> Iterator[tuple[int, int, bool]]:
    """Runs of capitalised words, and whether a run opens a sentence or a quotation."""
    pieces = [(m.group(), m.start(), m.end()) for m in _PIECE.finditer(text, unit.start, unit.end)]
    quoted = {unit.start + a: unit.start + b for a, b in quoted_names(text[unit.start : unit.end])}
    index, opens = 0, True
    while index < len(pieces):
        word, start, _ = pieces[index]
        if start in quoted:
            yield start, quoted[start], False
            index = next((i for i in range(index, len(pieces)) if pieces[i][1] >= quoted[start]), len(pieces))
            continue
        if not word[0].isupper():
            opens = word in _AFTER_NOTHING or (opens and not word[0].isalnum())
            index += 1
            continue
        last = cursor = index
        while cursor + 1 < len(pieces) and _goes_on(text, pieces, cursor, (index, last), language):
            cursor += 1
            if pieces[cursor][0][0].isupper() or pieces[cursor][0].lower() in _FORMS:
                last = cursor
        # A name that is all of a line signs the text ("Reuters") or stands under a picture.
        if text[start : pieces[last][2]] != text[unit.start : unit.end].strip(" .()"):
            yield start, pieces[last][2], opens
        index, opens = last + 1, False


def _goes_on(
    text: str, pieces: Sequence[tuple[str, int, int]], at: int, name: tuple[int, int], language: Language
) -> bool:
    """Whether the piece after `at` may still belong to the name, so far the pieces `name[0]` to `name[1]`."""
    first, last = name
    word, start, _ = pieces[at + 1]
    gap = text[pieces[at][2] : start]
    if gap.count("\n") > 1 or (len(gap) > 1 and gap.strip(" \n")):
        return False
    folded = word.lower()
    if word[0].isupper():
        return pieces[at][0] in _LINKS or not POSSESSIVE.search(pieces[at][0])
    if word == ".":
        initial = pieces[at][0]
        return len(initial) == 1 or language.has(initial, "people.honorifics")
    if folded in _JOINTS and at == last:
        return not _parts(text, pieces, at + 1, language)
    if folded in _FORMS:
        return True
    if folded == "of" and last > first:
        words = [piece[0] for piece in pieces[max(first, last - MOST_WORDS) : last + 1]]
        return _is_organisation(words, language) or language.has(words[-1], "people.titles")
    links = _GERMAN_LINKS if language.flag("capital_nouns") else _LINKS
    dated = at == first and places.is_calendar_word(pieces[at][0], language.code)
    return folded in links and at - last < 2 and not dated


def _is_organisation(words: Sequence[str], language: Language) -> bool:
    """Whether a word tells that these name an organisation: "Royal Bank" of Norden, not "Ana Rao" of Harlow."""
    tables = [f"organizations.{name}" for name in ("descriptors", "leading", "public_body", "ngo", "fund", "other")]
    return any(language.has(word, table) for word in words for table in tables)


def _parts(text: str, pieces: Sequence[tuple[str, int, int]], joint: int, language: Language) -> bool:
    """Whether an "and" stands between two names rather than within one: both sides are full names or forms end it."""
    if joint + 1 >= len(pieces) or not pieces[joint + 1][0][0].isupper():
        return True
    if pieces[joint][0] == "&":
        return False
    before = text[max(pieces[joint][1] - 60, 0) : pieces[joint][1]].split()
    after = pieces[joint + 1][0]
    if POSSESSIVE.search(after) and places.is_place(POSSESSIVE.sub("", after), language.code):
        return True  # "Huaxin and Hungary's Borsod Motor"
    if lexicon.fold(after).rstrip(".") in ("co", "sons", "company", "filhos", "hijos", "söhne", "fils", "figli"):
        return False
    at = pieces[joint][1]
    bodies = language.pattern("organizations.public_body").finditer(text, max(at - 60, 0), at + 60)
    body = any(found.start() < at < found.end() for found in bodies)
    following = [piece[0] for piece in pieces[joint + 1 : joint + 4]]
    organisation = any(language.has(word, "organizations.descriptors") for word in before[-1:] + following)
    form = lexicon.fold(before[-1]).rstrip(".") in lexicon.legal_forms("after") if before else False
    return form or not (organisation or body)


def _is_ordinary(name: str, opens: bool, lower: Counter[str], language: Language) -> bool:
    """Whether it is a word of the language, a date or a country rather than a name."""
    words = name.split()
    if len(words) == 1 and opens_only(name, language):
        return True
    if not words or not any(char.isalpha() for char in name) or len(name) == 1:
        return True
    if all(places.is_calendar_word(word.strip(".,"), language.code) for word in words):
        return True
    if all(is_function_word(word, language) for word in words):
        return True
    if re.search(r"[’'](?:m|ve|re|ll|d|s)$", name):
        return True
    if len(words) == 1 and not (opens and name.lower() in lower) and _may_be_a_company(name, opens):
        return False
    if language.flag("capital_nouns"):
        known = all(is_known(word, language.code) or word.lower() in _LINKS for word in words)
        named = any(first_names.is_first_name(word, language.code) for word in words[:-1])
        return known and not named and not _may_be_a_full_name(words, language)
    return opens and len(words) == 1 and (name.lower() in lower or is_known(name, language.code))


def _may_be_a_company(word: str, opens: bool) -> bool:
    """Whether a word of the dictionary is a well-known company's name, or an acronym within a sentence."""
    return lexicon.is_in(word, "organizations.companies") or (len(word) > 1 and word.isupper() and not opens)


def _may_be_a_full_name(words: Sequence[str], language: Language) -> bool:
    """Whether German nouns stand side by side, each in its dictionary form: "Jana Timm", which the dictionary knows.

    Two plain nouns rarely do, and then one of them is inflected or counts something ("Millionen Euro").
    """
    return len(words) > 1 and all(
        word[0].isupper()
        and dictionary.lemma(word, language.code) == word
        and lexicon.fold(word) not in language.mapping("magnitudes")
        and not places.is_calendar_word(word, language.code)
        for word in words
    )

"""Every place where known names stand in an article: on word borders, the longest name first, never overlapping.

The text is gone over once, so time grows with the text and hardly with the number of names.
Scripts written without spaces (Chinese, Japanese, Thai, Korean with its particles) have no word borders to ask for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from api.engine.entities.genitives import may_have_genitive
from api.engine.entities.names import is_capitalised, is_lower
from api.engine.languages import borders
from api.engine.languages.language import Language

_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_FIRST_WORD = re.compile(r"\w+")
_APOSTROPHES = "['’ʼ]"
_ONE_APOSTROPHE = str.maketrans("’ʼ", "''")
_SPACE = re.compile(r"\s+")
_BEFORE = re.compile(borders.before("a"))
_ABBREVIATED = 5
"""Letters of an abbreviation with its dot, at most; a longer word before a dot ends a sentence."""


def occurrences(text: str, names: Iterable[str], language: Language) -> list[tuple[int, int, str]]:
    """(start, end, name) of each mention, in order; offsets are code points. `name` is the one of `names` that matched.

    White space in a name matches any white space. In German and its neighbours a genitive "s" may follow the name;
    it is not part of the mention.
    """
    listed = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not listed:
        return []
    spelled = {_squashed(name): name for name in reversed(listed)}
    after = r"(?=s?(?!\w))" if may_have_genitive(language) else r"(?!\w)"
    found = []
    at = 0
    for start, end in _candidates(text, listed, after):
        if start < at or (end < len(text) and unicodedata.combining(text[end])):
            continue
        name = spelled.get(_squashed(text[start:end]))
        if name is not None:
            found.append((start, end, name))
            at = end
    return found


def _candidates(text: str, listed: list[str], after: str) -> Iterator[tuple[int, int]]:
    """Places in the order of the text, the longest name first at each place; they may overlap.

    Only where a name's first word stands is anything compared, so a long list of names costs little.
    """
    plain = _plain(text)
    if any(_UNSPACED.match(name[0]) or not _is_word(name[0]) or borders.is_grown_onto(name[0]) for name in listed):
        yield from _letter_by_letter(text, plain, listed, after)
        return
    names = _Names(listed, re.compile(after))
    for word in _FIRST_WORD.finditer(text):
        # In a genitive the first word may carry one letter more than the name.
        for first in (word.group(), word.group()[:-1]):
            if first in names.by_first and _BEFORE.match(text, word.start()):
                end = names.end(plain, word.start(), first)
                if end is not None:
                    yield word.start(), end
                    break


def _letter_by_letter(text: str, plain: str, listed: Sequence[str], after: str) -> Iterator[tuple[int, int]]:
    """Places where any letter may begin a name; only names that begin with the two letters there are compared."""
    names = _Unbordered(listed, re.compile(after))
    for at in range(len(text)):
        if plain[at : at + 2] in names.begun or plain[at] in names.begun:
            end = names.end(plain, at)
            if end is not None:
                yield at, end


class _Unbordered:
    """Names of scripts without word borders, by all of their words but the last."""

    def __init__(self, listed: Iterable[str], behind: re.Pattern[str]) -> None:
        """`behind` is what must follow a name in a script that parts words."""
        self.begun: set[str] = set()
        """The two letters that begin a name, or the one before a blank."""
        self._counts: dict[str, set[int]] = {}
        self._longest = 0
        self._last: _Lasts = {}
        self._behind = behind
        for name in listed:
            *begin, last = _plain(name).split()
            self._longest = max(self._longest, *map(len, begin), 0)
            self.begun.add((begin or [last])[0][:2])
            if begin:
                self._counts.setdefault(begin[0], set()).add(len(begin))
            _add(self._last, tuple(begin), last)

    def end(self, plain: str, at: int) -> int | None:
        """Where the longest name ends that stands at `at`."""
        if not _may_begin(plain, at):
            return None
        space = self._blank(plain, at)
        counts = self._counts.get(plain[at : space[0]], ()) if space else ()
        begin: list[str] = []
        starts = [at]
        while space and counts and len(begin) < max(counts):
            begin.append(plain[starts[-1] : space[0]])
            starts.append(space[1])
            space = self._blank(plain, space[1])
        for count in (*sorted(counts, reverse=True), 0):
            if count < len(starts):
                end = _end(self._last, tuple(begin[:count]), plain, starts[count], self._behind)
                if end is not None:
                    return end
        return None

    def _blank(self, plain: str, at: int) -> tuple[int, int] | None:
        """The next white space that may part words of a name; looked for no farther than such a word is long."""
        found = _SPACE.search(plain, at, at + self._longest + 1)
        whole = found and _SPACE.match(plain, found.start())
        return whole.span() if whole else None


_Lasts = dict[tuple[str, ...], dict[int, set[str]]]
"""The last words of names, by the words before them and by how long they are: none is gone over to find one."""


def _add(lasts: _Lasts, begin: tuple[str, ...], last: str) -> None:
    lasts.setdefault(begin, {}).setdefault(len(last), set()).add(last)


def _end(lasts: _Lasts, begin: tuple[str, ...], plain: str, start: int, behind: re.Pattern[str]) -> int | None:
    """Where the longest last word after `begin` ends that stands at `start`, with `behind` after it."""
    by_length = lasts.get(begin, {})
    for length in sorted(by_length, reverse=True):
        last = plain[start : start + length]
        if last in by_length[length]:
            free = _UNSPACED.match(last[-1]) or not _is_word(last[-1])
            if free or behind.match(plain, start + length):
                return start + length
    return None


def _may_begin(plain: str, at: int) -> bool:
    """Whether a name may begin with the letter there: on a word border, where the script has any."""
    if _UNSPACED.match(plain[at]) or not _is_word(plain[at]):
        return True
    return _border(borders.before(plain[at])).match(plain, at) is not None


@lru_cache(maxsize=16)
def _border(spelled: str) -> re.Pattern[str]:
    return re.compile(spelled)


class _Names:
    """Names by their first word, and among these by all of their words but the last."""

    def __init__(self, listed: Iterable[str], behind: re.Pattern[str]) -> None:
        """`behind` is what must follow a name. The names come longest first."""
        self.by_first: dict[str, list[int]] = {}
        self._last: _Lasts = {}
        self._behind = behind
        for name in listed:
            opening = _FIRST_WORD.match(name)
            *begin, last = _plain(name).split()
            counts = self.by_first.setdefault(opening.group() if opening else name, [])
            if len(begin) not in counts:
                counts.append(len(begin))
                counts.sort(reverse=True)
            _add(self._last, (opening.group() if opening else name, *begin), last)

    def end(self, plain: str, at: int, first: str) -> int | None:
        """Where the longest name ends that begins with the word `first` and stands at `at`."""
        counts = self.by_first[first]
        begin: list[str] = []
        starts = [at]
        for gap in _SPACE.finditer(plain, at):
            if len(begin) == counts[0]:
                break
            begin.append(plain[starts[-1] : gap.start()])
            starts.append(gap.end())
        for count in counts:
            if count < len(starts):
                end = _end(self._last, (first, *begin[:count]), plain, starts[count], self._behind)
                if end is not None:
                    return end
        return None


def _plain(text: str) -> str:
    """The text with one kind of apostrophe, as long as before."""
    return text.translate(_ONE_APOSTROPHE)


def locate(text: str, words: str) -> tuple[int, int] | None:
    """The first place of the words in the text, white space and apostrophes of any kind being the same."""
    if not words.strip():
        return None
    match = re.compile(_bordered(words.strip(), r"(?!\w)")).search(text) or re.compile(_spelling(words.strip())).search(
        text
    )
    return match.span() if match else None


def stands_alone(text: str, start: int, end: int, language: Language) -> bool:
    """Whether the mention is not a part of a longer name: no capital word touches it, titles before it aside.

    "Lowe" in "Otis Lowe" or "Lowe Tower" does not stand alone, in "Mr. Lowe said" it does.
    """
    after = re.match(r"[ \u00a0]([^\W\d_][\w.'’-]*)|-(\w+)", text[end : end + 60])
    if after and not _may_follow(after, language) and not _capitals_all_around(text, end):
        return False
    before = re.search(r"(\S+)[ \u00a0]$", text[max(0, start - 60) : start])
    if not before:
        return not re.search(r"\w[-&]$", text[max(0, start - 3) : start]) or _title(text[:start].split()[-1], language)
    word = before.group(1)
    if word[-1] == "." and len(word) > _ABBREVIATED and not _title(word.lstrip("\"'“„«("), language):
        return True  # the sentence before ended
    if word[-1] in ',;:!?)”»"' or is_lower(word) or not is_capitalised(word) or not any(c.isalpha() for c in word):
        return True
    return _title(word.lstrip("\"'“„«("), language) or (language.flag("capital_nouns") and _common_noun(text, word))


def _may_follow(after: re.Match[str], language: Language) -> bool:
    """Whether what touches a name at its end is no part of it: a small word, a noun of a compound ("Tarn-Chefin")."""
    if after[1] is not None:
        return not is_capitalised(after[1])
    noun = after[2]
    return is_lower(noun) or (
        language.flag("capital_nouns")
        and (language.has(noun, "people.titles") or language.has(noun, "organizations.leading") or len(noun) > 4)
    )


def _title(word: str, language: Language) -> bool:
    tail = word.rstrip("-").rpartition("-")[2] if "-" in word.rstrip("-") else word
    tables = (
        "people.honorifics",
        "people.titles",
        "people.regnal",
        "function.function",
        "function.determiners",
        "function.pronouns",
        "organizations.leading",
    )
    return any(language.has_too(part, *tables) for part in {word, tail})


def _common_noun(text: str, word: str) -> bool:
    """A German noun has an article or an ending before it somewhere else in the article; a first name has none."""
    return word.strip("\"'“”„»«(") in _nouns(text)


@lru_cache(maxsize=4)
def _nouns(text: str) -> frozenset[str]:
    articles = r"\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|zum|zur|im|vom)\s+([^\W\d_][\w-]*)"
    return frozenset(re.findall(articles, text))


def _capitals_all_around(text: str, at: int) -> bool:
    """In a headline in Title Case or capitals a capital word next to a name says nothing."""
    line = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
    words = [word for word in line.split() if word[0].isalpha()]
    return (
        len(words) > 4
        and sum(not is_lower(word) for word in words) > 0.7 * len(words)
        and not line.rstrip().endswith(".")
    )


def _squashed(name: str) -> str:
    return re.sub(_APOSTROPHES, "'", " ".join(name.split()))


def _bordered(name: str, after: str) -> str:
    before = "" if _UNSPACED.match(name[0]) or not _is_word(name[0]) else borders.before(name[0])
    behind = "" if _UNSPACED.match(name[-1]) or not _is_word(name[-1]) else after
    return before + _spelling(name) + behind


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _spelling(name: str) -> str:
    parts = (re.sub(_APOSTROPHES, _APOSTROPHES, re.escape(part)) for part in name.split())
    return r"\s+".join(parts)

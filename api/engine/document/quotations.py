"""Where direct speech stands in a text: in quotation marks of many languages, or after the dash that opens a paragraph.

Offsets are code points into the text that is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

_QUOTATION = re.compile(
    r"“[^“”]{2,}”|„[^„“”]{2,}[“”]|«[^«»]{2,}»|»[^«»]{2,}«|\"[^\"]{2,}\"|(?<!\w)‘[^‘’]{12,}’(?!\w)"
    r"|”[^“”„]{2,}”|»[^«»]{2,}»"  # Swedish and Finnish
    r"|「(?:[^「」]|「[^「」]*」){2,}」|『[^『』]{2,}』|《[^《》]{24,}》"  # Japanese, Chinese, Korean
)
_GERSHAYIM = re.compile(r"(?<=[א-ת])\"(?=[א-ת](?![א-ת]))")
"""The mark within a Hebrew abbreviation, before its last letter: it opens no quotation."""
_DASH = re.compile(r"\s?[–—]\s?(?=[^\W\d_])|\s-\s(?=[^\W\d_])")
_RAYA = re.compile(r"—[.,;:]\s?(?=[^\W\d_])")
"""What closes a Spanish aside, with the mark of the sentence behind it ("—dijo Ana Rao—. …")."""

_DIALOGUE = re.compile(r"[–—]\s?(?=\w)|-\s(?=\w)")
"""What opens a paragraph of direct speech."""

_ASIDE = re.compile(
    r"(?:[,?!…]\s[–—]\s(?P<comma>[^\W\d_][^–—«»„“”]{2,80}?)[,.]\s[–—]\s)"  # «…, — said Zorina, — …»
    r"|(?:\s[–—]\s(?P<dash>[^\W\d_][^–—«»„“”]{2,80}?)\s?[–—],\s)"  # „… – said Kökény –, …”
    r"|(?:\s—(?P<raya>[^\W\d_][^–—«»„“”]{2,80}?)—(?:[.,;:]\s?|(?=\s)))"  # «… —dijo al salir—. …»
)
"""Who speaks, set within one pair of quotation marks."""

_OPENED = re.compile(r"(?:(?<=\s)|^)[“„«\"](?=[^\s“„«\"].{20})")
"""A mark that opens words of some length; the marks that Swedish or Danish close with open nothing here."""

_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_])[^\W\d_]*\s$")
_LONGEST_WORD = 60
"""Code points before a quotation in which the word before it is looked for."""

_LONGEST_NAME = 4
"""Words of a name in quotation marks."""


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of `text` that are direct speech, marks included, in order: in quotation marks or after a dash.

    What is said in between of who says it ("“…”, said X, “…”") parts a quotation, also within one pair of marks.
    Names in quotation marks (the weekly „Hafenbote“) are none.
    """
    text = without_gershayim(text)
    speech = [match.span() for match in _QUOTATION.finditer(text) if not _is_a_name(text, match)]
    opened = _unclosed(text, speech)
    if opened is not None:
        speech = [*(span for span in speech if span[1] <= opened[0]), opened]
    marked = [part for span in speech for part in _parts(text, *span)]
    return tuple(marked) or tuple(_dialogue(text))


def without_gershayim(text: str) -> str:
    """The text with the ASCII mark of Hebrew abbreviations as the mark proper, offsets unchanged."""
    return _GERSHAYIM.sub("״", text) if '"' in text else text


def quoted_names(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of names in quotation marks, without the marks."""
    return tuple((m.start() + 1, m.end() - 1) for m in _QUOTATION.finditer(text) if _is_a_name(text, m))


def _unclosed(text: str, closed: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """A quotation that goes on in the next paragraph: opened outside all others and not closed before the end.

    Marks of another kind within it are its own ("“My father warned me: ‘Never …’").
    """
    last_straight, last_curved = text.rfind('"'), max(map(text.rfind, "”“»"))
    for opened in _OPENED.finditer(text):
        before = bisect_right(closed, opened.start(), key=itemgetter(0))
        if before and opened.start() < closed[before - 1][1]:
            continue
        if (last_straight if text[opened.start()] == '"' else last_curved) < opened.end():
            return opened.start(), len(text.rstrip())
    return None


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a few words in marks are the name of what the word before them says: the weekly „Hafenbote“."""
    words = match.group()[1:-1].split()
    if not words or len(words) > _LONGEST_NAME or not words[0][:1].isupper():
        return False
    before = _WORD_BEFORE.search(text, max(match.start() - _LONGEST_WORD, 0), match.start())
    long = [word for word in words if len(word) > 3]
    capitals = all(word[0].isupper() for word in long) or len(words) == 2
    leads = before is not None and (before.start() == 0 or before[1].islower())
    return leads and capitals and words[-1][-1].isalnum()


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for aside in _ASIDE.finditer(text, start, end):
        words = aside["comma"] or aside["dash"] or aside["raya"]
        told = aside["raya"] is not None and text[aside.end() - 1 : aside.end()] != "—"
        if words[0].islower() and (told or any(word[0].isupper() for word in words.split()[1:])):
            yield start, aside.start()
            start = aside.end()
    yield start, end


def _dialogue(text: str) -> Iterator[tuple[int, int]]:
    """Direct speech after the dash that opens a paragraph, up to the dash before who says it, and after the next."""
    opened = _DIALOGUE.match(text)
    if opened is None:
        return
    start = opened.end()
    while told := next((dash for dash in _DASH.finditer(text, start) if text[dash.end()].islower()), None):
        yield start, told.start() - (text[told.start() - 1] == ",")
        again = _DASH.search(text, told.end()) or _RAYA.search(text, told.end())
        if again is None:
            return
        start = again.end()
    if start > opened.end():
        yield start, len(text)

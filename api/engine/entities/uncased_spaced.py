"""Names in Arabic, Hebrew and Hindi: words parted by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.engine.document.span import Span
from api.engine.entities.uncased_edges import proper
from api.engine.entities.uncased_words import NO_NAME, NO_PERSON, ORGANIZATIONS, TITLES, WORD, is_place
from api.engine.languages import borders, lexicon
from api.engine.languages.language import Language


def spaced_people(text: str, language: Language) -> Iterator[Span]:
    """The people beside titles."""
    titles = language.pattern("people.titles")
    every = lexicon.compiled(language.phrases("people.titles") | language.phrases("people.honorifics"))
    chiefs = language.phrases("linking.chief") | language.phrases("linking.speaker")
    for title in every.finditer(text):
        of_a_company = language.code == "he" and lexicon.fold(title.group()) in chiefs
        if of_a_company and not title.group().startswith("ה") and text[title.start() - 1 : title.start()] != "ה":
            behind = list(_behind_organisation(text, title.end(), language))
            yield from behind
            if behind:
                continue
        yield from _words_after(text, title.end(), language)
    if language.code == "he":
        for title in titles.finditer(text):
            yield from _words_before(text, title.start(), language)


def _words_after(text: str, at: int, language: Language, *, again: bool = True) -> Iterator[Span]:
    """Two or three words right after a title, or after the comma behind its organisation, that may only be a name."""
    if again and next(_words_after(text, at, language, again=False), None) is None:
        yield from _behind_organisation(text, at, language)
        yield from _behind_complement(text, at, language)
    gap = re.match(r"[.'׳״\"]?,?\s(?:(?:السيد|السيدة|الدكتور|الدكتورة|د\.|श्री|श्रीमती|डॉ\.?)\s)?", text[at : at + 16])
    if gap is None:
        return
    words: list[Span] = []
    cursor = at + gap.end()
    most = 4 if language.code == "hi" else 2
    while len(words) < most or _goes_on(text, words, cursor, language):
        word = WORD.match(text, cursor)
        if word is None or not _may_name_a_person(word.group(), language, first=not words):
            break
        words.append(Span(*word.span()))
        if text[word.end() : word.end() + 1] != " ":
            break
        cursor = word.end() + 1
    if len(words) > 1:
        yield Span(words[0].start, words[-1 if len(words) < 4 else 2].end)


def _behind_complement(text: str, at: int, language: Language) -> Iterator[Span]:
    """The name behind what a title is for ("وزيرة المالية …"), where somebody speaks right before or right after."""
    complement = (
        re.match(r"(?:\sال[^\s.،,:«»\"“”]{2,}){1,2}(?=\s)", text[at : at + 50]) if language.code == "ar" else None
    )
    if complement is None:
        return
    said = language.pattern("reporting.speech")
    for span in _words_after(text, at + complement.end(), language, again=False):
        lead, rest = text[max(at - 40, 0) : at], text[span.end : span.end + 16]
        if said.search(lead) or said.search(rest):
            yield span


def _behind_organisation(text: str, at: int, language: Language) -> Iterator[Span]:
    """The name behind the comma that ends the words after a title ("الرئيس التنفيذي لشركة …، …")."""
    apart = re.match(r"[^.،,:«»\"“”।\n]{2,40}[،,](?=\s)", text[at : at + 44])
    if apart:
        yield from _words_after(text, at + apart.end(), language, again=False)


def _goes_on(text: str, words: Sequence[Span], at: int, language: Language) -> bool:
    """Whether a name of two words has a third: "بن" leads to it, or it has the article of a family name."""
    if language.code == "hi" or len(words) > 3:
        return False
    particle = language.has(words[-1].of(text), "people.particles") or language.has(
        words[0].of(text), "people.particles"
    )
    return particle or (language.code == "ar" and text.startswith("ال", at) and not words[-1].of(text).startswith("ال"))


def _words_before(text: str, at: int, language: Language) -> Iterator[Span]:
    """Two words before a title that a comma sets apart: "נורית אשל, מנכ״לית …"."""
    before = re.search(rf"(?:^|[\s\"״])((?:{WORD.pattern})\s(?:{WORD.pattern})),\s[הוב]?$", text[max(at - 60, 0) : at])
    if before is None:
        return
    start = max(at - 60, 0) + before.start(1)
    words = before[1].split()
    if all(_may_name_a_person(word, language, first=index == 0) for index, word in enumerate(words)):
        yield Span(start, start + len(before[1]))


def _may_name_a_person(word: str, language: Language, *, first: bool) -> bool:
    tables = [*NO_NAME, *TITLES, *ORGANIZATIONS, *NO_PERSON]
    if not first:
        tables.remove("people.honorifics")
    if any(map(str.isdigit, word)) or any(language.has(word, table) for table in tables):
        return False
    if lexicon.fold(word) in language.mapping("numbers") or lexicon.fold(word) in language.mapping("magnitudes"):
        return False
    if is_place(word, language):
        return False
    if language.code == "ar" and first and word.startswith("ال"):
        return False
    bare = word[1:] if language.code in ("ar", "he") and len(word) > 3 else word
    grown = ("reporting.speech", "reporting.thought", "organizations.leading", "people.titles", "function.function")
    return not any(language.has(bare, table) for table in grown)


def spaced_organizations(text: str, language: Language) -> Iterator[Span]:
    """Organisations by what their names open or end with."""
    if language.code == "hi":
        ends = lexicon.compiled(language.phrases("organizations.descriptors"))
        for match in ends.finditer(text):
            start = _back(text, match.start(), language)
            if start < match.start():
                yield Span(start, match.end())
    openers = str(language.mapping("grammar").get("openers", "")).replace(" ", "|")
    if not openers:
        return
    grown = "[وفبلك]" if language.code == "ar" else "[ובלמש]"
    for match in re.finditer(rf"(?:(?<!{borders.LETTER})|(?<=(?<!{borders.LETTER}){grown}))(?:{openers})\s", text):
        end = _onward(text, match.end(), language)
        if end > match.end():
            yield proper(text, Span(match.start(), end), "company", language)
    if language.code == "ar":
        for match in re.finditer(rf"({WORD.pattern})\s(لل{borders.LETTER}+)", text):
            if language.has(match[2], "organizations.descriptors") and not _ends_a_name(match[1], language):
                grown_on = match[1].startswith("ل") and len(match[1]) > 3
                yield Span(match.start() + grown_on, match.end())


def _back(text: str, at: int, language: Language) -> int:
    """Where up to three words before `at` begin that may belong to a company's name."""
    start = at
    for _ in range(3):
        before = re.search(rf"({WORD.pattern})\s$", text[max(start - 40, 0) : start])
        if before is None or _ends_a_name(before[1], language):
            break
        start = max(start - 40, 0) + before.start(1)
    return start


def _ends_a_name(word: str, language: Language) -> bool:
    tables = (*NO_NAME, *TITLES, "function.linking", "reporting.speech", "reporting.that", "organizations.leading",
              "reporting.deals", "wordings.stake")  # fmt: skip
    described = language.has(word, "organizations.descriptors")
    return any(map(str.isdigit, word)) or (not described and any(language.has(word, table) for table in tables))


def _onward(text: str, at: int, language: Language) -> int:
    """Where the words after "شركة" or "חברת" stop being a name: at most three, to a mark or a plain word."""
    end = at
    for index in range(3):
        word = WORD.match(text, end + (1 if index else 0))
        if word is None or (index and text[end : end + 1] != " ") or _ends_a_name(word.group(), language):
            break
        grown = language.code == "ar" and index > 0 and not word.group().startswith(("ال", "لل", "وال"))
        if grown or (index and _is_a_verb(word.group(), language)):
            break
        end = word.end()
    return end


def _is_a_verb(word: str, language: Language) -> bool:
    return any(
        language.has(word, f"reporting.{table}") for table in ("speech", "thought", "deals", "adverbs", "phrases")
    )

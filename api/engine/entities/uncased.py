"""Names in scripts without capitals: found beside titles and by the words that organisations carry, never by capitals.

A person stands beside a title or in front of the particle of a speaker; an organisation ends in, or opens with, what it
is ("銀行", "公司", "شركة"). What a model lists is cut the same way: particles, titles and prefixes stay off a name.
Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from api.engine.document.span import Span, Spans
from api.engine.entities.company_names import legal_form
from api.engine.entities.kinds import told_by_name
from api.engine.languages import borders, lexicon, places
from api.engine.languages.language import Language
from api.engine.languages.once import once

Named = tuple[Span, str]
"""A name and its kind: person or one of the organisation kinds."""

WORD = re.compile(rf"[^\W_][\w{borders.MARKS}\u200c\u200d]*(?:[-·・.'’״\"](?=[^\W_])[\w{borders.MARKS}\u200c\u200d]+)*")
_HAN = r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff]"
_KANA = r"[\u30a1-\u30fa\u30fc]"
_EDGES = " \t\n\u3000\u00a0、。，．,.：:；;！!？?「」『』《》〈〉“”\"'‘’«»()（）[]【】…—–-·・।॥۔؟،"
_TITLES = ("people.titles", "people.honorifics", "people.regnal")
_KINDS = ("descriptors", "public_body", "media", "other", "ngo", "fund")
_ORGANIZATIONS = tuple(f"organizations.{kind}" for kind in _KINDS)
_NO_NAME = ("function.function", "function.determiners", "function.pronouns", "function.finite", "function.relative",
            "organizations.generic", "sources.unnamed", "sources.groups", "sources.documents", "reporting.adverbs",
            "organizations.demonyms", "signs.approximate")  # fmt: skip
_NO_PERSON = ("organizations.leading", "organizations.things", "function.linking", "reporting.speech",
              "reporting.thought", "reporting.that", "sources.meeting", "sources.locative")  # fmt: skip
_LONGEST_ORGANIZATION = 24
_LONGEST_PERSON = 16


def beside_titles(text: str, language: Language) -> Iterator[Named]:
    """People who stand right beside a title or a form of address."""
    read = {"zh": _chinese_people, "ja": _japanese_people, "ko": _korean_people}.get(language.code, _spaced_people)
    yield from ((span, "person") for span in read(text, language))


def by_what_they_are(text: str, language: Language) -> Iterator[Named]:
    """Organisations whose name says what they are: "東雲銀行", "北辰电力", "한빛해운", "شركة …", "… लिमिटेड"."""
    read = {"zh": _han_organizations, "ja": _han_organizations, "ko": _korean_organizations}
    for span in read.get(language.code, _spaced_organizations)(text, language):
        span = proper(text, span, "company", language)
        name = span.of(text)
        if not is_no_name(name, language):
            yield span, told_by_name(name, language) or "company"


def proper(text: str, span: Span, kind: str, language: Language) -> Span:
    """The span without titles, particles, prefixes and marks around the name; it may come out empty."""
    span = span.trimmed(text, _EDGES)
    if kind == "person":
        span = _without_titles(text, span, language)
    else:
        unspaced = language.flag("unspaced")
        span = (_without_role_word if unspaced else _without_kind_word)(text, span, language)
    span = _without_particle(text, span, kind, language)
    return _without_prefix(text, span, kind, language).trimmed(text, _EDGES)


def is_no_name(name: str, language: Language) -> bool:
    """Whether the words are a place, a date, a pronoun, a title alone or a plain noun rather than a name."""
    if len(name) < 2 or not any(map(str.isalpha, name)) or any(language.has(name, table) for table in _NO_NAME):
        return True
    if any(language.has(name, table) for table in _TITLES) or language.has(name, "organizations.leading"):
        return True
    return lexicon.fold(name) in language.phrases("organizations.descriptors") or is_place(name, language)


def is_place(name: str, language: Language) -> bool:
    """Whether the name is a country, region, city, month or weekday."""
    return places.is_place(name, language.code) or places.is_calendar_word(name, language.code)


def settled(text: str, found: Sequence[Named], language: Language) -> list[Named]:
    """The names without what lies within or across another; of two, that which comes first in `found`."""
    kept: list[Named] = []
    taken = Spans()
    for span, kind in found:
        name = span.of(text)
        longest = _LONGEST_PERSON if kind == "person" else _LONGEST_ORGANIZATION
        if not 2 <= len(name) <= longest * (2 if " " in name else 1) or is_no_name(name, language):
            continue
        if kind != "person":
            kind = "company" if legal_form(name)[1] else told_by_name(name, language) or kind
            kind = "public_body" if kind == "other" else kind
        if not taken.overlapping(span):
            taken.add(span)
            kept.append((span, kind))
    return sorted(kept)


# Chinese and Japanese: runs of Han and kana, cut at function words and particles.


@once
def _alternatives(table: str, code: str) -> str:
    phrases = sorted(lexicon.phrases(table, code), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase.strip("*")) for phrase in phrases if phrase.strip("*"))


@once
def _families(code: str) -> str:
    names = str(lexicon.mapping("grammar", code).get("family_names", "")).split()
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


@once
def _after_chinese_name(code: str) -> re.Pattern[str]:
    words = "|".join(_alternatives(f"reporting.{table}", code) for table in ("speech", "thought", "adverbs"))
    return re.compile(
        rf"(?:$|[\s，。、：；！？,.:;（）()《》“”\"「」]|{words}|[的在对于和与则也还曾将因被就向给及或是以率]"
        rf"|{_alternatives('people.honorifics', code)})"
    )


def _chinese_people(text: str, language: Language) -> Iterator[Span]:
    family, follows = _families("zh"), _after_chinese_name("zh")
    titles = "|".join(_alternatives(table, "zh") for table in ("people.titles", "people.regnal"))
    cues = _alternatives("reporting.speech", "zh")
    for lead in re.finditer(rf"(?:{titles})[、兼]?(?=(?:{family}))", text):
        yield from _chinese_name(text, lead.end(), family, follows)
    for name in re.finditer(rf"(?<![\u4e00-\u9fff])(?:{family})[\u4e00-\u9fff]{{1,2}}(?=(?:{cues})[，：,:“「])", text):
        yield Span(*name.span())
    for name in re.finditer(rf"(?:{family})[\u4e00-\u9fff]{{1,2}}(?={_alternatives('people.honorifics', 'zh')})", text):
        if not re.search(_HAN, text[max(name.start() - 1, 0) : name.start()]):
            yield Span(*name.span())


def _chinese_name(text: str, at: int, family: str, follows: re.Pattern[str]) -> Iterator[Span]:
    """The full name that begins there: a family name and two letters, or one where only then a word can follow."""
    foreign = re.match(rf"{_HAN}{{1,6}}(?:·{_HAN}{{1,8}})+", text[at : at + 40])
    if foreign:
        yield Span(at, at + foreign.end())
        return
    name = re.compile(rf"(?:{family})").match(text, at)
    for length in (2, 1) if name else ():
        end = name.end() + length if name else at
        if re.fullmatch(rf"{_HAN}+", text[at:end]) and follows.match(text, end):
            yield Span(at, end)
            return


def _japanese_people(text: str, language: Language) -> Iterator[Span]:
    words = "|".join(_alternatives(table, "ja") for table in ("people.titles", "people.honorifics"))
    pattern = rf"(?:(?<!{_HAN})({_HAN}{{2,5}}?)|({_KANA}{{2,}}(?:[・＝]{_KANA}{{2,}})*))(?:（\d+）)?(?={words})"
    for match in re.finditer(pattern, text):
        span = Span(*match.span(1 if match[1] else 2))
        organisation = re.match(
            rf".*(?:{_alternatives('organizations.descriptors', 'ja')}|[省庁社党]|.{2}[県市町村])", span.of(text)
        )
        if organisation and len(span) - organisation.end() >= 2:
            span = Span(span.start + organisation.end(), span.end)
        if re.match(r"[元前現同新副故]", span.of(text)) and not match[2]:
            continue
        titled = any(language.has(span.of(text)[cut:], table) for cut in range(len(span)) for table in _TITLES[:1])
        if not titled and not is_no_name(span.of(text), language) and (match[2] is None or _spells_a_name(text, span)):
            yield span
    after = rf"(?:{_alternatives('people.titles', 'ja')})の({_HAN}{{3,5}}|{_KANA}+・{_KANA}+)(?=[、。（はがもに氏])"
    for match in re.finditer(after, text):
        yield Span(*match.span(1))


def _spells_a_name(text: str, span: Span) -> bool:
    """Whether a run of katakana before a title is a person's: two parts, or set off by a particle in front."""
    return (
        "・" in span.of(text)
        or "＝" in span.of(text)
        or text[span.start - 1 : span.start] in ("の", "、", "。", "「", "")
    )


@once
def _plain_ends(code: str) -> str:
    """What organisations' names end in, without words that stand for an organisation by themselves."""
    alone = lexicon.phrases("organizations.generic", code) | lexicon.phrases("sources.groups", code)
    descriptors = lexicon.phrases("organizations.descriptors", code)
    listed = {phrase for table in _ORGANIZATIONS for phrase in lexicon.phrases(table, code)}
    ends = {phrase.strip("*") for phrase in listed if phrase in descriptors or phrase not in alone}
    return "|".join(re.escape(end) for end in sorted(ends - {""}, key=lambda end: (-len(end), end)))


def _han_organizations(text: str, language: Language) -> Iterator[Span]:
    ends = _plain_ends(language.code)
    if language.code == "ja":
        run = rf"(?:(?:株式会社|有限会社)?(?:{_HAN}|{_KANA}|[A-Za-zＡ-Ｚ＆&・])+)"
        for match in re.finditer(run, text):
            whole = Span(*match.span())
            cut = re.match(rf".*(?:{ends})(?={_alternatives('people.titles', 'ja')}|$)", whole.of(text))
            last = max((m.end() for m in re.finditer(rf"(?:{ends})", whole.of(text))), default=0)
            end = cut.end() if cut and cut.end() > 1 else last if last == len(whole) else 0
            formed = whole.of(text).startswith(("株式会社", "有限会社"))
            if end or formed:
                yield Span(whole.start, whole.start + (end or len(whole)))
        return
    letters = r"(?:(?![的了在和与将对由被向为把从是有以及并称说就到于该尚需须未已还也则等])[\u4e00-\u9fffA-Za-z0-9])"
    starts = r"(?:^|(?<=[\s，。：；、“”《》（）「」和与向对由被将从为以据给让获购售资]))"
    pattern = rf"{starts}({letters}{{1,9}}?(?:{ends})(?:{ends})*+(?:股份有限公司|有限责任公司|有限公司)?)"
    for match in re.finditer(pattern, text):
        yield Span(*match.span(1))


# Korean: words with particles behind them.


def _korean_people(text: str, language: Language) -> Iterator[Span]:
    family = _families("ko")
    titles = _alternatives("people.titles", "ko") + "|" + _alternatives("people.honorifics", "ko")
    for match in re.finditer(rf"(?<![\w])((?:{family})[가-힣]{{1,3}})\s(?=(?:\S+\s){{0,3}}?(?:{titles}))", text):
        between = re.match(rf"((?:\S+\s)*?)(?:{titles})", text[match.end() :])
        inner = between[1].split() if between else []
        organised = all(
            re.search(rf"(?:{_organization_ends('ko')}|그룹|사|소|과|당|시|도|원|실)$", word) for word in inner
        )
        if organised and not is_no_name(match[1], language) and not _korean_noun(match[1], language):
            yield Span(*match.span(1))
    for match in re.finditer(
        rf"(?<!\w)((?:{family})[가-힣]{{1,3}}?)(?=\s?(?:씨|군|양)(?:는|가|의|에게|도|\s|$))", text
    ):
        yield Span(*match.span(1))


def _korean_noun(word: str, language: Language) -> bool:
    """Whether the word carries a particle, is an organisation or a kind of title rather than a name."""
    ends_like = re.search(rf"(?:{_organization_ends('ko')})$", word) is not None
    titled = any(word.endswith(title) for title in language.phrases("people.titles") if len(title) > 1)
    particled = len(word) > 3 or word[-1] in "을를의에와과로"
    return ends_like or titled or particled


@once
def _organization_ends(code: str) -> str:
    ends = {
        phrase.strip("*")
        for table in _ORGANIZATIONS
        for phrase in lexicon.phrases(table, code)
        if len(phrase.strip("*")) > 1 and " " not in phrase
    }
    return "|".join(re.escape(end) for end in sorted(ends, key=lambda end: (-len(end), end)))


def _korean_organizations(text: str, language: Language) -> Iterator[Span]:
    particles = _particles("ko")
    forms = r"(?:주식회사\s|\(주\)\s?|㈜\s?)?"
    name = rf"[가-힣A-Za-z0-9&·]{{1,14}}?(?:{_organization_ends('ko')})"
    pattern = rf"(?<!\w){forms}{name}(?=(?:{particles})?(?:\W|$))"
    for match in re.finditer(pattern, text):
        yield Span(*match.span())
    for match in re.finditer(r"(?:주식회사\s|\(주\)\s?|㈜\s?)([가-힣A-Za-z0-9]+)", text):
        yield Span(*match.span())


@once
def _particles(code: str) -> str:
    listed = str(lexicon.mapping("grammar", code).get("after_names", "")).split()
    return "|".join(sorted(map(re.escape, listed), key=lambda particle: (-len(particle), particle)))


# Arabic, Hebrew, Hindi: words parted by blanks.


def _spaced_people(text: str, language: Language) -> Iterator[Span]:
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
    tables = [*_NO_NAME, *_TITLES, *_ORGANIZATIONS, *_NO_PERSON]
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


def _spaced_organizations(text: str, language: Language) -> Iterator[Span]:
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
    tables = (*_NO_NAME, *_TITLES, "function.linking", "reporting.speech", "reporting.that", "organizations.leading",
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


# What stands around a name without belonging to it.


def _without_titles(text: str, span: Span, language: Language) -> Span:
    """A person without titles, forms of address and whatever stands in front of an inner title or particle."""
    before = None
    while before != span:
        before = span
        folded = lexicon.fold(span.of(text))
        for title in _longest_first(language.code):
            if len(folded) != len(span) or len(span) - len(title) < 2:
                continue
            if folded.startswith(title):
                span = Span(span.start + len(title), span.end).trimmed(text, _EDGES)
            elif folded.endswith(title):
                span = Span(span.start, span.end - len(title)).trimmed(text, _EDGES)
            else:
                continue
            folded = lexicon.fold(span.of(text))
    if language.code == "ja" and "の" in span.of(text):
        span = Span(span.start + span.of(text).rfind("の") + 1, span.end)
    if language.code == "ko" and " " in span.of(text):
        span = Span(span.start, span.start + span.of(text).index(" "))
    return span


@once
def _longest_first(code: str) -> tuple[str, ...]:
    """Titles, forms of address and what rulers are called, each table's longest first."""
    shortest = 1 if code in ("ja", "ko") else 2
    tables = (sorted(lexicon.phrases(table, code), key=lambda title: (-len(title), title)) for table in _TITLES)
    return tuple(title for table in tables for title in table if len(title) >= shortest)


def _without_kind_word(text: str, span: Span, language: Language) -> Span:
    """A company without the plain word for one in front: "شركة الواحة", "חברת גלים"."""
    plain = str(language.mapping("grammar").get("plain_openers", "")).replace(" ", "|")
    lead = re.match(rf"(?:[ולבמשوفلب]?)(?:{plain})\s", span.of(text)) if plain else None
    return Span(span.start + lead.end(), span.end) if lead else span


def _without_role_word(text: str, span: Span, language: Language) -> Span:
    """A company without what it does in front, where no blank parts the two: "承包商远桥建设"."""
    words = span.of(text)
    for word in _roles_longest_first(language.code):
        if words.startswith(word) and len(words) - len(word) >= 3:
            return Span(span.start + len(word), span.end)
    return span


@once
def _roles_longest_first(code: str) -> tuple[str, ...]:
    words = lexicon.phrases("linking.company", code) | lexicon.phrases("people.titles", code)
    return tuple(sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word)))


def _without_particle(text: str, span: Span, kind: str, language: Language) -> Span:
    words = span.of(text)
    particles = _particles(language.code)
    if not particles:
        return span
    if language.code == "hi":
        tail = re.search(rf"(?:\s(?:{particles}))+$", words)
        return Span(span.start, span.end - len(tail.group())) if tail else span
    tail = re.search(rf"(?:{particles})$", words)
    if tail is None or tail.start() < 2:
        return span
    if language.code == "ja":
        plain = not re.search(r"[\u3041-\u309f]$", words[: tail.start()]) and re.match(
            r"[\u3041-\u309f氏様君]", tail.group()
        )
        return Span(span.start, span.start + tail.start()) if plain else span
    name = words.endswith(tail.group()) and kind == "person" and len(words) == 3
    if name or not _agrees(words[tail.start() - 1], tail.group()):
        return span
    return Span(span.start, span.start + tail.start())


def _agrees(letter: str, particle: str) -> bool:
    """Whether a Korean particle has the form that the sound before it asks for: 은 after a consonant, 는 after none."""
    if not "가" <= letter <= "힣":
        return True
    closed = (ord(letter) - 0xAC00) % 28 != 0
    return (
        closed
        if particle in ("은", "이", "을", "과", "이라고")
        else not closed
        if particle in ("는", "가", "를", "와", "라고")
        else True
    )


def _without_prefix(text: str, span: Span, kind: str, language: Language) -> Span:
    """A name without the conjunction or preposition grown onto it, where it stands elsewhere without, or plainly."""
    prefixes = str(language.mapping("grammar").get("prefixes", "")).split()
    words = span.of(text)
    if not prefixes or len(words) < 4 or words[0] not in prefixes:
        return span
    rest = words[1:]
    if language.code == "ar" and rest.startswith("ل") and words[0] == "ل":
        return span  # "لل…" hides an article
    opening = words.split()[0]
    if any(language.has(opening, table) for table in (*_ORGANIZATIONS, "people.particles")):
        return span
    elsewhere = re.search(rf"(?<!{borders.LETTER}){re.escape(rest)}(?!{borders.LETTER})", text) is not None
    plainly = (
        language.code == "ar" and kind != "person" and words[0] in "لو" and " " in words and not rest.startswith("ل")
    )
    return Span(span.start + 1, span.end) if elsewhere or plainly else span

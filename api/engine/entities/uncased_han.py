"""Names in Chinese and Japanese: runs of Han and kana, cut at function words and particles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.engine.document.span import Span
from api.engine.entities.uncased_words import HAN, KANA, ORGANIZATIONS, TITLES, alternatives, families, is_no_name
from api.engine.languages import lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import once


@once
def _after_chinese_name(code: str) -> re.Pattern[str]:
    words = "|".join(alternatives(f"reporting.{table}", code) for table in ("speech", "thought", "adverbs"))
    return re.compile(
        rf"(?:$|[\s，。、：；！？,.:;（）()《》“”\"「」]|{words}|[的在对于和与则也还曾将因被就向给及或是以率]"
        rf"|{alternatives('people.honorifics', code)})"
    )


def chinese_people(text: str, language: Language) -> Iterator[Span]:
    """The people of a Chinese text."""
    family, follows = families("zh"), _after_chinese_name("zh")
    titles = "|".join(alternatives(table, "zh") for table in ("people.titles", "people.regnal"))
    cues = alternatives("reporting.speech", "zh")
    for lead in re.finditer(rf"(?:{titles})[、兼]?(?=(?:{family}))", text):
        yield from _chinese_name(text, lead.end(), family, follows)
    for name in re.finditer(rf"(?<![\u4e00-\u9fff])(?:{family})[\u4e00-\u9fff]{{1,2}}(?=(?:{cues})[，：,:“「])", text):
        yield Span(*name.span())
    for name in re.finditer(rf"(?:{family})[\u4e00-\u9fff]{{1,2}}(?={alternatives('people.honorifics', 'zh')})", text):
        if not re.search(HAN, text[max(name.start() - 1, 0) : name.start()]):
            yield Span(*name.span())


def _chinese_name(text: str, at: int, family: str, follows: re.Pattern[str]) -> Iterator[Span]:
    """The full name that begins there: a family name and two letters, or one where only then a word can follow."""
    foreign = re.match(rf"{HAN}{{1,6}}(?:·{HAN}{{1,8}})+", text[at : at + 40])
    if foreign:
        yield Span(at, at + foreign.end())
        return
    name = re.compile(rf"(?:{family})").match(text, at)
    for length in (2, 1) if name else ():
        end = name.end() + length if name else at
        if re.fullmatch(rf"{HAN}+", text[at:end]) and follows.match(text, end):
            yield Span(at, end)
            return


def japanese_people(text: str, language: Language) -> Iterator[Span]:
    """The people of a Japanese text."""
    words = "|".join(alternatives(table, "ja") for table in ("people.titles", "people.honorifics"))
    pattern = rf"(?:(?<!{HAN})({HAN}{{2,5}}?)|({KANA}{{2,}}(?:[・＝]{KANA}{{2,}})*))(?:（\d+）)?(?={words})"
    for match in re.finditer(pattern, text):
        span = Span(*match.span(1 if match[1] else 2))
        organisation = re.match(
            rf".*(?:{alternatives('organizations.descriptors', 'ja')}|[省庁社党]|.{2}[県市町村])", span.of(text)
        )
        if organisation and len(span) - organisation.end() >= 2:
            span = Span(span.start + organisation.end(), span.end)
        if re.match(r"[元前現同新副故]", span.of(text)) and not match[2]:
            continue
        titled = any(language.has(span.of(text)[cut:], table) for cut in range(len(span)) for table in TITLES[:1])
        if not titled and not is_no_name(span.of(text), language) and (match[2] is None or _spells_a_name(text, span)):
            yield span
    after = rf"(?:{alternatives('people.titles', 'ja')})の({HAN}{{3,5}}|{KANA}+・{KANA}+)(?=[、。（はがもに氏])"
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
    listed = {phrase for table in ORGANIZATIONS for phrase in lexicon.phrases(table, code)}
    ends = {phrase.strip("*") for phrase in listed if phrase in descriptors or phrase not in alone}
    return "|".join(re.escape(end) for end in sorted(ends - {""}, key=lambda end: (-len(end), end)))


def han_organizations(text: str, language: Language) -> Iterator[Span]:
    """Organisations by what their names end in."""
    ends = _plain_ends(language.code)
    if language.code == "ja":
        run = rf"(?:(?:株式会社|有限会社)?(?:{HAN}|{KANA}|[A-Za-zＡ-Ｚ＆&・])+)"
        for match in re.finditer(run, text):
            whole = Span(*match.span())
            cut = re.match(rf".*(?:{ends})(?={alternatives('people.titles', 'ja')}|$)", whole.of(text))
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

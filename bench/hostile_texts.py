"""Texts made to hold an extraction up, each of any length, and ordinary prose beside them; the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_SYLLABLES = ("bra", "cor", "del", "fen", "gal", "hol", "kes", "lin", "mor", "nev", "pol", "rus", "sel", "tar", "vin")
_FIRST = ("Ada", "Bruno", "Clara", "Diego", "Edith", "Felix", "Greta", "Hugo", "Irma", "Jonas", "Klara", "Louis")
_WHAT = ("Metals", "Foods", "Shipping", "Energy", "Bank", "Textiles", "Mining", "Glass")
_SENTENCES = (
    "{company} agreed in {month} to buy {other} for {sum} million euros.",
    "“We expect {number} new jobs at the plant,” said {person}, chief executive of {company}.",
    "{person} told reporters that the works in {town} would stay open until {month}.",
    "The rain had not stopped for three days, and most of the streets along the river were closed.",
    "Shares of {company} fell {number} per cent after the announcement, according to the exchange.",
    "Nobody at the ministry wanted to say how long the repairs were going to take this time.",
    "She added that {company} had sold its stake in {other} to {third} without disclosing the price.",
)
_MONTHS = ("January", "March", "May", "June", "October", "November")


def prose(length: int, seed: int = 11) -> str:
    """Ordinary business news of so many code points, in paragraphs; new names keep coming as the text goes on."""
    chance = random.Random(seed)
    companies, people, towns = [_company(chance)], [_person(chance)], [_word(chance).title()]
    parts: list[str] = []
    size = 0
    while size < length:
        if chance.random() < 0.3:
            companies.append(_company(chance))
            people.append(_person(chance))
            towns.append(_word(chance).title())
        near = companies[-12:]
        sentence = chance.choice(_SENTENCES).format(
            company=chance.choice(near),
            other=chance.choice(near),
            third=chance.choice(near),
            person=chance.choice(people[-12:]),
            town=chance.choice(towns[-12:]),
            month=chance.choice(_MONTHS),
            sum=chance.randrange(2, 900),
            number=chance.randrange(2, 90),
        )
        parts.append(sentence + chance.choice((" ", " ", " ", "\n\n")))
        size += len(parts[-1])
    return "".join(parts)[:length]


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 3))))


def _company(chance: random.Random) -> str:
    return f"{_word(chance).title()} {chance.choice(_WHAT)}"


def _person(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {_word(chance).title()}"


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


def _distinct(make: Callable[[random.Random], str]) -> Callable[[int], str]:
    def text(length: int) -> str:
        return "".join(_pieces(make, length))[:length]

    return text


def _pieces(make: Callable[[random.Random], str], length: int) -> Iterator[str]:
    chance, size = random.Random(5), 0
    while size < length:
        piece = make(chance)
        yield piece
        size += len(piece)


_NAMING = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗电力海江北东南西新明华安国建文立"


def _letters(chance: random.Random, first: str, last: str, number: int) -> str:
    """So many letters between the two in the order of Unicode."""
    return "".join(chr(chance.randint(ord(first), ord(last))) for _ in range(number))


def _han(chance: random.Random, number: int) -> str:
    return "".join(chance.choice(_NAMING) for _ in range(number))


def _hangul(chance: random.Random, number: int) -> str:
    return _letters(chance, "가", "힣", number)


def _arabic(chance: random.Random, number: int) -> str:
    return _letters(chance, "ف", "ي", number)


def _hebrew(chance: random.Random, number: int) -> str:
    return _letters(chance, "א", "י", number)


def _hindi(chance: random.Random, number: int) -> str:
    return _letters(chance, "क", "न", number)


_HAN = "公司表示今年收入增长百分之五政府宣布新计划市场分析人士认为经济将继续发展董事长王明说"

TEXTS: dict[str, Callable[[int], str]] = {
    "prose": prose,
    "hyphens": _repeated("A-"),
    "hyphened words": _repeated("Abc-def-Ghi-"),
    "capital words": _repeated("Alpha Beta Gamma Delta "),
    "one token": _repeated("word "),
    "one name": _repeated("Vexel "),
    "no blanks": _repeated("a"),
    "capitals": _repeated("A"),
    "digits": _repeated("1"),
    "sums": _repeated("$1,"),
    "money": _repeated("$5 million to $6 million, "),
    "per cent": _repeated("5 per cent "),
    "full stops": _repeated("A. "),
    "dots": _repeated("."),
    "commas": _repeated("a, "),
    "quotation marks": _repeated('"'),
    "open quotations": _repeated("“A "),
    "short quotations": _repeated("“Yes.” "),
    "quotations with speakers": _distinct(lambda chance: f"“No {_word(chance)},” said {_person(chance)}. "),
    "names of companies": _distinct(lambda chance: f"{_company(chance)}, "),
    "names of people": _distinct(lambda chance: f"{_person(chance)}. "),
    "names that begin alike": _distinct(lambda chance: f"Vexel {_word(chance).title()} {_word(chance).title()}, "),
    "one first name": _distinct(lambda chance: f"Ada {_word(chance).title()} said. "),
    "acronyms": _distinct(lambda chance: "".join(chance.choice("ABCDEFGHIKLMN") for _ in range(4)) + ", "),
    "long names": _repeated("Vexel Nebula Of The "),
    "lines": _repeated("Vexel said so\n"),
    "labels": _repeated("VEXEL: yes.\n"),
    "blank lines": _repeated("a\n\n"),
    "blanks": lambda length: "a" + " " * (length - 2) + "b",
    "said": _repeated("said "),
    "said that": _repeated("he said that "),
    "deals": _repeated("Vexel buys Tarn, "),
    "bought": _repeated("bought by "),
    "of the": _repeated("of the "),
    "titles": _repeated("chief executive "),
    "titled": _repeated("president of the "),
    "brackets": _repeated("("),
    "dashes": _repeated("– "),
    "apostrophes": _repeated("A'"),
    "initials": _repeated("A.B."),
    "ampersands": _repeated("A & "),
    "combining marks": _repeated("a\u0301\u0301\u0301"),
    "emoji": _repeated("🙂\u200d"),
    "dates": _repeated("on 5 May 2020 "),
    "addresses": _repeated("a@b.c/"),
    "Chinese": _repeated(_HAN + "。"),
    "Chinese quotations": _repeated("王明说：“好。”"),
    "Chinese without stops": _repeated(_HAN),
    "Chinese deals": _distinct(
        lambda c: f"{_han(c, 4)}公司总经理{_han(c, 3)}表示，公司将以9亿元收购{_han(c, 3)}集团。"
    ),
    "Chinese titles": _distinct(lambda c: f"董事长{_han(c, 3)}、"),
    "Chinese numerals": _repeated("一千二百万亿"),
    "Chinese magnitudes": _repeated("亿"),
    "Japanese": _distinct(lambda c: f"{_han(c, 2)}電力の{_han(c, 3)}社長は「{_han(c, 6)}」と述べた。"),
    "Japanese brackets": _repeated("「「あ"),
    "Korean": _distinct(lambda c: f"{_hangul(c, 3)}해운 대표는 김{_hangul(c, 2)}은 기쁘다고 말했다. "),
    "Korean without stops": _distinct(lambda c: f"김{_hangul(c, 2)} 대표는 {_hangul(c, 3)}라고 말했고 "),
    "Arabic names": _distinct(
        lambda c: f"وقال مدير شركة {_arabic(c, 4)} {_arabic(c, 5)} إنها ستشتري {_arabic(c, 5)}. "
    ),
    "Hebrew": _distinct(lambda c: f"אמר יו״ר {_hebrew(c, 4)} {_hebrew(c, 5)} כי תרכוש את {_hebrew(c, 4)}. "),
    "Hindi": _distinct(lambda c: f"अध्यक्ष {_hindi(c, 3)} {_hindi(c, 4)} ने कहा कि {_hindi(c, 4)} आएगी। "),
    "scripts in turn": _distinct(
        lambda c: f"{_han(c, 4)}公司表示，{_arabic(c, 5)} قال {_person(c)} said {_hebrew(c, 5)} "
    ),
    "Arabic": _repeated("قال الرئيس محمد إن الشركة ستشتري المصنع. "),
    "Thai": _repeated("บริษัทประกาศว่ารายได้เพิ่มขึ้น "),
}
"""Name -> the text of so many code points."""

HTML: dict[str, Callable[[int], str]] = {
    "prose": lambda length: "<article>" + "".join(f"<p>{p}</p>" for p in prose(length).split("\n\n")) + "</article>",
    "bold": lambda length: "<p>" + "<b>" * (length // 3),
    "bold words": lambda length: "<p>" + "<b>word </b>" * (length // 12) + "</p>",
    "attributes": lambda length: "<p " + " ".join(f"a{n}=1" for n in range(length // 9)) + ">Some text.</p>",
    "nested": lambda length: "<div>" * (length // 5) + "Some words are here, and more." + "</div>" * (length // 5),
    "nested lists": lambda length: "<ul><li>" * (length // 8) + "Some words are here, and more.",
    "nested tables": lambda length: "<table><tr><td>" * (length // 15) + "Some words are here, and more.",
    "paragraphs": lambda length: "<p>a" * (length // 4),
    "breaks": lambda length: "<p>a" + "<br>" * (length // 4),
    "links": lambda length: "<p>" + "<a href=x>a</a> " * (length // 16),
    "entities": lambda length: "<p>" + "&amp;" * (length // 5),
    "open tags": lambda length: "<" * length,
    "comments": lambda length: "<p>a" + "<!--" * (length // 4),
    "letters": lambda length: "<p>" + "a" * length + "</p>",
}
"""Name -> an HTML page of about so many code points."""

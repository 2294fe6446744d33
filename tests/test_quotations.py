"""Direct speech, in the marks and dashes of many languages; names in quotation marks are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from api.engine.document.quotations import quotations, quoted_names
from tests.test_units import ARBITRARY


@settings(max_examples=200, deadline=None)
@given(ARBITRARY)
def test_quotations_stand_in_the_text_in_order_and_apart(words: str) -> None:
    for find in (quotations, quoted_names):
        end = 0
        for start, stop in find(words):
            assert end <= start <= stop <= len(words)
            end = stop


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“one thing”, he said, “and another”", ["“one thing”", "“and another”"]),
        ("„ein Satz“ und „noch einer”", ["„ein Satz“", "„noch einer”"]),
        ("« un mot » et «autre»", ["« un mot »", "«autre»"]),
        ("»ein Satz« am Ende", ["»ein Satz«"]),
        ('she said "no way" twice', ['"no way"']),
        ("she said ‘we will not go there’ twice", ["‘we will not go there’"]),
        ("the workers’ mill and Rao’s car", []),
        ("an “open one", []),
        ("”Vi gjorde allt”, säger Anna, ”och förlorade.”", ["”Vi gjorde allt”", "”och förlorade.”"]),
        ("– Zakład upadnie – powiedziała Anna Zielna w maju.", ["Zakład upadnie"]),
        ("– Próbowaliśmy – powiedziała Zielna – ale na próżno.", ["Próbowaliśmy", "ale na próżno."]),
        ("— A decisão foi tomada — disse Rui Meira.", ["A decisão foi tomada"]),
        ("—No vamos a vender —dijo Ana Vera—. Es nuestra.", ["No vamos a vender", "Es nuestra."]),
        ("– Vi er glade for dette, sier Anne Berg.", []),
        ("The mill – a red one – will close.", []),
        ("«Мы сделали всё, — сказала Зорина, — но проиграли».", ["«Мы сделали всё", "но проиграли»"]),
        ("„Mindent megtettünk – mondta Kökény Ilka –, de hiába.”", ["„Mindent megtettünk", "de hiába.”"]),
        ("„Der Hafen – er ist alt – bleibt.“", ["„Der Hafen – er ist alt – bleibt.“"]),
        ("", []),
    ],
)
def test_quotations_are_found_with_their_marks(words: str, found: list[str]) -> None:
    assert [words[start:end] for start, end in quotations(words)] == found


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Das berichtete die „Hafenzeitung“ am Montag.", ["Hafenzeitung"]),
        ("Управляющий «Тарвуда» сказал это.", ["Тарвуда"]),
        ("O jornal “A Voz do Porto” publicou.", ["A Voz do Porto"]),
        ("She said “We will not sell” and left.", []),
        ("He asked: “Ana Rao?”", []),
    ],
)
def test_names_in_quotation_marks_are_no_quotations(words: str, names: list[str]) -> None:
    assert [words[start:end] for start, end in quoted_names(words)] == names
    for start, end in quoted_names(words):
        assert (start - 1, end + 1) not in quotations(words)

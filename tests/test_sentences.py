"""Where sentences end, in several languages."""

from __future__ import annotations

import pytest

from api.engine.document.sentences import LONGEST, split


def _sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text), language)]


# A bar marks where a sentence ends.
@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "Gov. Ann Lee met Dr. Roy Hart of Bolt Inc. in the U.S. on Sunday.|They talked."),
        ("en", "Bolt Inc. said so.|It owns Nut Ltd.|The firm is old.|J. K. Bolt Jr. runs it."),
        ("en", "It paid $3.5 mln, i.e. No. 4 of the list, on Sept. 28 at 9 a.m. Monday.|“Is it dear?” she asked."),
        ("en", "“We pay.|We always did,” he said.|“Stop!” cried the U.S. envoy.|He left…|Then he came back."),
        ("en", "Shares of Yahoo! Inc. fell 2.5 pct.|Why?|… Nobody knows."),
        ("pt", "O Sr. Lima, da Norte S.A., pagou R$ 1.200,50 à Dra. Reis.|“É pouco”, disse.|“Muito pouco!”"),
        ("pt", "A Av. Sul, nº 5, foi vendida à Sul Ltda. em 3 de jan. de 2020.|O preço?|Não se sabe."),
        ("es", "El Sr. Paz vive en EE.UU. desde 2010.|¿Volverá?|«No», dijo la Dra. Gil.|Nada más."),
        ("de", "Am 7. April kam z.B. Dr. Maier, u.a. mit der Nord AG usw.|Die Firma schwieg.|„Nein.|Nie“, hieß es."),
        ("de", "Im Jahr 2005.|Danach kam Papst Johannes Paul II. nach Köln.|Der 2. Weltkrieg war vorbei."),
        ("fr", "M. Roy et Mme. Lys ont vendu la S.A. Nord.|« C’est fait.|Enfin ! »|Elle part."),
        ("it", "Il dott. Neri della Nord S.p.A. ha detto sì.|L’avv. Riva no.|Perché?"),
        ("nl", "Dhr. Bos van Noord B.V. betaalt ca. 5 mln.|Het is veel, zei mevr. De Wit.|Waarom?"),
        ("ru", "Компания на ул. Мира купила завод за 5 млн руб.|Это много.|Почему?"),
        ("zh", "公司宣布收购。|“我们很高兴。”|他说。|真的吗？|是的！"),
        ("ja", "会社は買収を発表した。|「うれしい。」|と語った。"),
        ("hi", "कंपनी ने कहा।|यह सच है।"),
        ("ar", "أعلنت الشركة ذلك.|هل هذا صحيح؟|نعم."),
        ("el", "Πού είναι;|Εδώ είναι."),
        ("sv", "Dr. Berg sålde Nord AB.|Varför?|Ingen vet."),
        ("und", "Mr. Doe left.|O Dr. Lima ficou."),
        ("en", "Call 3.|“One.|Two.”"),
        ("en", "See www.example.com.|It is new."),
        ("en", "1. Bolts are sold.|2. Nuts are not."),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(language: str, marked: str) -> None:
    parts = marked.split("|")
    glue = "" if language in ("zh", "ja") else " "
    assert _sentences(glue.join(parts), language) == parts


def test_a_sentence_without_end_is_cut_at_clauses_and_words() -> None:
    text = "and then it went on and on, " * 400
    pieces = _sentences(text, "en")
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(piece.endswith("on,") for piece in pieces)


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    assert all(not piece.startswith("\u0301") for piece in _sentences("e\u0301" * 4000, "und"))


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "One. Two. Three."
    assert split(text, 5, 9, "en") == [(5, 9)]
    assert split(text, 4, 5, "en") == []

"""Language codes and detection."""

from __future__ import annotations

import pytest

from api.engine.document import detection


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("pt", "A empresa disse ontem que vai fechar a fábrica em maio."),
        ("en", "The company said yesterday that it will close the mill in May."),
        ("es", "La empresa dijo ayer que cerrará la fábrica en mayo."),
        ("de", "Das Unternehmen teilte gestern mit, dass es das Werk im Mai schließt."),
        ("fr", "La société a annoncé hier qu’elle fermerait l’usine en mai."),
        ("it", "La società ha detto ieri che chiuderà lo stabilimento a maggio."),
        ("nl", "Het bedrijf zei gisteren dat het de fabriek in mei zal sluiten."),
        ("zh", "公司昨天宣布将于五月关闭工厂。"),
        ("ru", "Компания сообщила вчера, что закроет завод в мае."),
        ("ar", "أعلنت الشركة أمس أنها ستغلق المصنع في مايو."),
    ],
)
def test_a_sentence_is_enough_to_tell_the_language(code: str, text: str) -> None:
    assert detection.detect(text) == code


@pytest.mark.parametrize("text", ["", "OpenAI", "12 345 678 90 12 345", "🙂🙂🙂", "Meta e Beta", "https://x.y"])
def test_too_little_text_is_undetermined(text: str) -> None:
    assert detection.detect(text) == detection.UNDETERMINED


@pytest.mark.parametrize(
    ("tag", "code"),
    [("pt", "pt"), ("pt-BR", "pt"), ("PT_br", "pt"), ("por", "pt"), ("deu", "de"), ("zh-Hant-TW", "zh"), ("", "und")],
)
def test_a_language_tag_becomes_a_two_letter_code(tag: str, code: str) -> None:
    assert detection.code(tag) == code


@pytest.mark.parametrize("tag", ["english", "x-klingon", "tlh", "p1"])
def test_a_tag_without_a_two_letter_code_is_undetermined(tag: str) -> None:
    assert detection.code(tag) == detection.UNDETERMINED

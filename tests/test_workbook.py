"""Facts as a workbook, opened by another library than the one that wrote it."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable
from typing import Any

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from api.exports import csv_table, workbook
from api.exports.fact_parts import Addresses
from api.store.article_facts import ArticleFacts
from tests.exported import exported

AT = Addresses("https://facts.example")


def opened(articles: Iterable[ArticleFacts]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook.write(articles, AT, ""))))


def rows(sheet: Any) -> list[dict[str, Any]]:
    names, *found = sheet.iter_rows()
    return [dict(zip([cell.value for cell in names], row, strict=True)) for row in found]


def test_there_is_a_sheet_for_each_kind_with_a_row_for_each_fact() -> None:
    book = opened([exported(), exported()])
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {
        "claims": 4, "deals": 2, "people": 2, "companies": 4, "articles": 2,
    }  # fmt: skip
    for sheet in book:
        left_out = workbook.OF_ARTICLES_ALONE if sheet.title != "articles" else set()
        columns = [name for name, _ in csv_table.COLUMNS[sheet.title] if name not in left_out]
        assert list(rows(sheet)[0]) == columns


def test_the_source_of_a_claim_leads_to_it_and_its_quote_to_the_sentence() -> None:
    article = exported(url="https://news.example/a-b#top")
    claim = article.facts["claims"][0]
    row = rows(opened([article])["claims"])[0]
    assert row["source"].value == claim["source"]["name"]
    assert row["source"].hyperlink.location is None or row["source"].hyperlink.target
    link = row["source"].hyperlink
    assert f"{link.target}#{link.location}" == AT.page(article.article, claim["id"])
    quote = row["quote"].hyperlink
    assert row["quote"].value == claim["content"][0]["quote"]
    assert f"{quote.target}#{quote.location}" == AT.passage(article.article, claim["content"][0])
    assert quote.target == "https://news.example/a-b"


def test_numbers_are_numbers() -> None:
    row = rows(opened([exported()])["deals"])[0]
    assert row["value"].value == 12_000_000
    assert row["value"].data_type == "n"
    assert row["currency"].value == "EUR"


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("x")', "{=1}", "http://a.example", "\t=1", "12"]
)
def test_words_that_look_like_something_else_stay_words(words: str) -> None:
    article = copy.deepcopy(exported())
    article.facts["companies"][0] |= {"name": words, "aliases": [words]}
    article.facts["claims"][0]["text"] = words
    book = opened([article])
    for cell in (
        rows(book["companies"])[0]["name"],
        rows(book["companies"])[0]["aliases"],
        rows(book["claims"])[0]["claim"],
    ):
        assert (cell.value, cell.data_type) == (words, "s")


def test_control_characters_and_words_too_long_for_a_cell_break_nothing() -> None:
    article = copy.deepcopy(exported())
    article.facts["claims"][0]["text"] = "a\x0bb " + "𝔘" * 40_000
    value = rows(opened([article])["claims"])[0]["claim"].value
    assert value.endswith("𝔘…")
    assert len(value.encode("utf-16-le")) // 2 <= workbook.MOST_CHARACTERS + 10


def test_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    book = opened([exported() for _ in range(2)])
    assert [sheet.title for sheet in book if "claims" in sheet.title] == ["claims", "claims 2"]
    assert len(rows(book["claims"])) == len(rows(book["claims 2"])) == 2


def test_links_beyond_those_that_are_kept_are_formulas_and_their_words_end_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MOST_LINKS", 0)
    article = copy.deepcopy(exported())
    hostile = '"&cmd|A1&"\x0b' + 'x"' * 150 + " MAP(X) SORT(Y)"
    article.facts["companies"][0]["name"] = hostile
    content = b"".join(workbook.write([article], AT, ""))
    formula = rows(openpyxl.load_workbook(io.BytesIO(content))["companies"])[0]["name"]
    assert (formula.data_type, formula.hyperlink) == ("f", None)
    parts = Tokenizer(formula.value).items
    assert {part.value for part in parts if part.type != Token.OPERAND} == {"HYPERLINK(", ",", "&", ")"}
    words = "".join(part.value[1:-1].replace('""', '"') for part in parts if part.type == Token.OPERAND)
    assert words == AT.page(article.article, article.facts["companies"][0]["id"]) + hostile.replace("\x0b", " ")
    value = rows(openpyxl.load_workbook(io.BytesIO(content), data_only=True)["companies"])[0]["name"].value
    assert value.startswith('"&cmd|A1&"')


def test_an_empty_workbook_opens_too() -> None:
    assert {sheet.max_row for sheet in opened([])} == {1}

"""Facts as a workbook of Office Open XML (.xlsx): a sheet for each kind, a row for each fact, much as in CSV.

What a row is known by leads to the fact at the desk, its quote to the sentence on the publisher's page (or at the desk,
where that is unknown). Words stay words, whatever they begin with. Rows go to disk as they come; the file is given
once it is whole, as its format wants.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from api.exports import csv_table, fact_parts
from api.exports.fact_parts import Addresses, Document
from api.store.article_facts import ArticleFacts

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""What Excel holds in a sheet, and UTF-16 units in a cell."""

MOST_LINKS = 5_000
"""Links of a sheet that are kept in memory until the file is whole; further ones are formulas (Excel has 65,530)."""

LONGEST_ADDRESS = 2_079
_LONGEST_FORMULA = 8_000
_LONGEST_LITERAL = 120
"""Code points; Excel takes 8,192 UTF-16 units of a formula and 255 of a string within it."""

_CONTROLS = re.compile("[\x00-\x1f]+")

OF_ARTICLES_ALONE = frozenset({"article_url", "language", "extraction_id"})
"""Columns of CSV that stand in the sheet of articles and are not repeated for each fact."""

_CHUNK = 1 << 16
_KNOWN_BY = {"claims": "source", "deals": "type", "people": "name", "companies": "name", "articles": "article_title"}


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """The workbook's bytes."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / "facts.xlsx"
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(path), options) as book:
            book.use_zip64()
            sheets = {kind: _Sheet(book, kind) for kind in _KNOWN_BY}
            for article in articles:
                _add(sheets, article, at)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _add(sheets: dict[str, _Sheet], article: ArticleFacts, at: Addresses) -> None:
    about = {"article": article.article, "extraction_id": article.extraction_id}
    where = article.article["url"] or at.article(article.article)
    sheets["articles"].add(about, {"article_title": where, "article_url": where})
    for kind, facts in article.facts.items():
        for fact in facts:
            page = at.page(article.article, fact["id"])
            passage = at.passage(article.article, fact_parts.proof(kind, fact)) or page
            sheets[kind].add({**fact, **about}, {_KNOWN_BY[kind]: page, "quote": passage})


class _Worksheet(Worksheet):  # type: ignore[misc] # the library has no types
    """A sheet whose formulas are ours alone: HYPERLINK, which every Excel knows.

    The library looks for thirty newer functions in each, which takes half of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Sheet:
    """The sheet of a kind, and the next one of it when that is full."""

    def __init__(self, book: Any, kind: str) -> None:
        self._book = book
        self._kind = kind
        leave_out = OF_ARTICLES_ALONE if kind != "articles" else frozenset()
        self._columns = [column for column in csv_table.COLUMNS[kind] if column[0] not in leave_out]
        self._bold = book.add_format({"bold": True})
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        name = self._kind if self._number == 1 else f"{self._kind} {self._number}"
        self._sheet = self._book.add_worksheet(name, _Worksheet)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._columns) - 1, 20)
        for column, (name, _) in enumerate(self._columns):
            self._sheet.write_string(0, column, name, self._bold)
        self._row, self._links = 1, 0

    def add(self, item: Document, links: dict[str, str]) -> None:
        """A row for the item, with the cells of these columns leading to these addresses."""
        if self._row >= MOST_ROWS:
            self._begin()
        for column, (name, value) in enumerate(self._columns):
            if (plain := _plain(value(item))) not in (None, ""):
                self._put(column, plain, links.get(name))
        self._row += 1

    def _put(self, column: int, value: Any, address: str | None) -> None:
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, column, value)
        elif address is None or len(address) > LONGEST_ADDRESS:
            self._sheet.write_string(self._row, column, value)
        elif self._links < MOST_LINKS:
            self._links += 1
            self._sheet.write_url(self._row, column, address, string=value)
        elif len(formula := f"=HYPERLINK({_literal(address)},{_literal(value)})") <= _LONGEST_FORMULA:
            self._sheet.write_formula(self._row, column, formula, None, _CONTROLS.sub(" ", value))
        else:
            self._sheet.write_string(self._row, column, value)


def _literal(words: str) -> str:
    """The words as a string of a formula, which ends nowhere but at its end.

    No word stands right before a bracket, which the library would take for a function, within quotation marks too.
    """
    parts = _CONTROLS.sub(" ", words).replace("(", "\0(").split("\0")
    pieces = [part[at : at + _LONGEST_LITERAL] for part in parts for at in range(0, len(part), _LONGEST_LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _plain(value: Any) -> Any:
    """The value of a cell: a number, a truth, or words that fit into it."""
    if isinstance(value, str) and 2 * len(value) <= MOST_CHARACTERS:
        return value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value if each is not None)
    words = str(value)
    if len(words) * 2 <= MOST_CHARACTERS or len(words.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return words
    return words.encode("utf-16-le")[: (MOST_CHARACTERS - 1) * 2].decode("utf-16-le", "ignore") + "…"

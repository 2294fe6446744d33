"""The article in a page of HTML."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta, timezone

import psutil
import pytest

from api.engine.document import page_process
from api.engine.document.markup import MANY_TAGS, MOST_TAGS, from_html
from api.problems import EmptyArticle, UnreadableText

BODY = [
    "A Moinhos do Porto anunciou nesta segunda-feira que comprou a Fiação Norte por R$ 12,5 milhões em dinheiro.",
    "O negócio ainda depende da aprovação dos acionistas, que se reúnem em maio, disse a diretora Ana Reis.",
    "A fiação emprega cerca de trezentas pessoas na cidade e não deve demitir ninguém, segundo um porta-voz.",
]
PAGE = f"""<?xml version="1.0" encoding="utf-8"?><!doctype html><html lang="pt-BR"><head>
<title>Moinhos compra Fiação | O Dia</title><meta property="og:title" content="Moinhos compra Fiação">
<meta property="og:site_name" content="O Dia">
<meta property="article:published_time" content="2024-05-06T08:30:00-03:00">
<script>var menu = "Assine já. Não perca.";</script></head><body><nav><ul><li>Início</li><li>Esportes</li></ul></nav>
<article><h1>Moinhos compra Fiação</h1><p>{BODY[0]}</p>
<h2>Próximos passos</h2><p>{BODY[1]}</p><p>{BODY[2]}</p></article>
<footer>Todos os direitos reservados. Fale conosco pelo telefone.</footer></body></html>"""


def test_the_article_is_found_among_menus_and_footers() -> None:
    found = from_html(PAGE)
    assert found.text.split("\n") == ["Moinhos compra Fiação", BODY[0], "Próximos passos", BODY[1], BODY[2]]


def test_the_page_tells_title_time_language_and_publisher() -> None:
    found = from_html(PAGE)
    assert found.title == "Moinhos compra Fiação"
    assert found.published_at == datetime(2024, 5, 6, 8, 30, tzinfo=timezone(timedelta(hours=-3)))
    assert found.published_at.astimezone(UTC).hour == 11
    assert found.language == "pt"
    assert found.publisher == "O Dia"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Bolt buys Nut.</p><p>It said <b>so</b>.</p>",
        "<div>Bolt buys Nut.<br>It said <i>so</i>.</div><p></p>",
        "Bolt buys Nut.<!-- for ever --><p>It said so.",
    ],
)
def test_a_fragment_is_read_line_by_line(html: str) -> None:
    assert from_html(html).text == "Bolt buys Nut.\nIt said so."


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html><body></body></html>",
        "<nav><ul><li>Home</li><li>News</li></ul></nav>",
        "<script>document.write('The article is here, behind a script.')</script><div id=app></div>",
        "<!-- nothing but a comment, which is no article. -->",
    ],
)
def test_a_page_without_an_article_is_an_empty_article(html: str) -> None:
    with pytest.raises(EmptyArticle):
        from_html(html)


@pytest.mark.parametrize("html", ["<p>A \x00 b.</p>", "<p>A \ud800 b.</p>", "<p>" * (MOST_TAGS + 1)])
def test_html_that_no_page_has_is_refused(html: str) -> None:
    with pytest.raises(UnreadableText):
        from_html(html)


@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize(
    "tag",
    [
        '<p style="display:none">',
        "<p STYLE='color: red; Display : None'>",
        "<p hidden>",
        '<p style="visibility:hidden;">',
        '<p style="font-size:0px">',
        '<p style="opacity: 0.0">',
        "<div hidden><p>",
    ],
)
def test_what_no_reader_sees_is_not_read(tag: str, short: bool) -> None:
    said = f"{tag}A Fiação é culpada, disse Rui Melo."
    page = f"<p>{BODY[0]}</p>{said}" if short else PAGE.replace("</article>", f"{said}</article>")
    found = from_html(page).text
    assert BODY[0] in found
    assert "culpada" not in found


@pytest.mark.parametrize("style", ["display:block", "font-size:0.9em", "opacity:0.5", "border:0"])
def test_what_is_only_styled_is_read(style: str) -> None:
    assert f"{BODY[1]}\n{BODY[0]}" in from_html(f'<p>{BODY[1]}</p><p style="{style}">{BODY[0]}</p>').text


FORMS = "<form><input>x " * 15_000
"""What the parser takes a minute for beside an article."""


def test_a_page_that_takes_too_long_is_refused_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_process, "PATIENCE", 2.0)
    with pytest.raises(UnreadableText, match="takes longer than 2 seconds"):
        from_html(PAGE.replace("</article>", FORMS))
    assert not [child for child in psutil.Process().children() if "page_process" in " ".join(child.cmdline())]


def test_a_long_page_is_read_in_a_process_of_its_own_as_a_short_one_is() -> None:
    short, long = PAGE, PAGE.replace("</nav>", "<b></b>" * MANY_TAGS + "</nav>")
    assert from_html(long) == from_html(short)


def test_a_long_page_without_an_article_is_an_empty_article() -> None:
    with pytest.raises(EmptyArticle):
        from_html("<nav><ul><li>Home</li></ul></nav>" * (MANY_TAGS // 5))


def test_a_page_that_ends_its_process_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_process.sys, "executable", "false")
    with pytest.raises(UnreadableText, match="cannot be parsed"):
        from_html("<p>x" * (MANY_TAGS + 1))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 19_000 + "<p>Deep is the text.</p>" + "</div>" * 19_000,
        "<b><i>" * 19_000 + "lost",
        "<ul><li>" * 19_000,
        "<p " + 'x="1" ' * 100_000 + ">Many attributes are here, too many.</p>",
        "<" * 39_000,
        "&lt;" * 90_000 + "<p>",
        "<a" * 39_000,
        "<html " * 30_000,
        "<!--" + "-" * 200_000,
    ],
    ids=lambda html: html[:8],
)
def test_huge_or_broken_html_does_not_hang(html: str) -> None:
    began = time.process_time()
    with contextlib.suppress(EmptyArticle):
        from_html(html)
    assert time.process_time() - began < 5

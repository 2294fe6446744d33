"""The desk in a real Chromium: by mouse, by keys, in other scripts, with others, cut off, without script, and attacked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from selenium.webdriver.common.keys import Keys
from sqlalchemy import Engine

from api.engine.facts import Facts
from api.store import articles, extractions
from tests import browser, stored
from tests.browser import Desk
from tests.stand_in import STORY, StandIn

pytestmark = pytest.mark.skipif(
    browser.CHROMIUM is None or browser.DRIVER is None,
    reason="needs Chromium: Debian's packages chromium and chromium-driver",
)

Apps = Callable[..., Flask]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.chromium() as driver:
        yield driver


@pytest.fixture
def desk(app: Flask, chromium: Any) -> Iterator[Desk]:
    """The desk of a service that reads with the stand-in, in a browser that starts anew."""
    with browser.served(app) as base:
        chromium.delete_all_cookies()
        at_it = Desk(chromium, base)
        at_it.requested()
        at_it.complaints()
        yield at_it
        chromium.get("about:blank")
        foreign = [url for url in at_it.requested() if not url.startswith((base, "data:", "about:", "chrome:"))]
        assert foreign == []


def put(engine: Engine, text: str, facts: Facts) -> str:
    """Store an article with made-up facts; its id."""
    article = stored.Article(text, title=text.split("\n")[0], language="en")
    with engine.begin() as conn:
        row = articles.save(conn, article)
        made = extractions.create(conn, row.id, row.id, provenance=stored.PROVENANCE)
        assert made
        extractions.claim_run(conn, made, "tests")
        extractions.finish(conn, made, replace(stored.extraction(), facts=facts, rejected=()), "tests")
    return row.id


def read(app: Flask, text: str = STORY) -> str:
    with app.test_client() as client:
        return str(client.post("/v1/extractions", json={"text": text}).json["article"]["id"])


def fact(app: Flask, fact_id: str) -> dict[str, Any]:
    with app.test_client() as client:
        found: dict[str, Any] = client.get(f"/v1/facts/{fact_id}").json
        return found


def test_the_whole_way_by_mouse(app: Flask, desk: Desk) -> None:
    desk.open("/")
    desk.one("#article").send_keys(STORY)
    desk.click("#paste button.main")
    desk.until(lambda: "Read: 5 facts" in desk.notice() or desk.all("#reviewing"), "it is read")
    desk.until(lambda: len(desk.all(".card")) == 5, "its facts")

    # From the text to a fact: the shortest under the click first, then the next one.
    name = desk.one('#t24 .s[data-f*="/mention"]')
    name.click()
    shortest = desk.active()
    assert shortest is not None
    assert shortest.startswith("c")
    name.click()
    assert desk.until(lambda: desk.active() != shortest and desk.active(), "another")

    # From a fact to the text.
    desk.click("#cards-people .card")
    assert {segment.text for segment in desk.all(".s.lit")} >= {"Ana Lima", "chief executive"}

    # Other words for a source, picked in the text.
    claim = desk.one("#cards-claims .card").get_attribute("data-fact")
    assert claim
    desk.click(f"#f-{claim} [data-act=edit]")
    desk.one(f"#f-{claim} [name=source]").click()
    desk.select("chief executive")
    desk.until(lambda: desk.one(f"#f-{claim} [name=source]").get_attribute("value") == "chief executive", "picked")
    desk.click(f"#f-{claim} .editing button.main")
    desk.until(lambda: desk.one(f"#f-{claim}").get_attribute("data-review") == "corrected", "corrected")
    assert fact(app, claim)["fact"]["source"]["name"] == "chief executive"

    # What was missed, added from a selection.
    desk.select("We have known each other for years")
    desk.click("#adding [data-key=c]")
    desk.one("#new [name=source]").send_keys("she")
    desk.click("#new .editing button.main")
    desk.until(lambda: len(desk.all("#cards-claims .card")) == 2, "added")
    assert desk.reviews().count("added") == 1

    # Rejected, and all of it undone.
    desk.click("#cards-deals .card .acts [value^=reject]")
    desk.until(lambda: "rejected" in desk.reviews(), "rejected")
    for _ in range(3):
        desk.click("#reviewing form button")
        desk.until(lambda: "Undone" in desk.notice(), "undone")
        desk.run("document.getElementById('notice').textContent = ''")
    desk.until(lambda: set(desk.reviews()) == {"unreviewed"} and len(desk.reviews()) == 5, "as it was")
    assert desk.complaints() == []


def test_the_whole_way_by_keyboard(app: Flask, desk: Desk) -> None:
    desk.open(f"/articles/{read(app)}")
    desk.one("#reviewing")
    cards = [card.get_attribute("data-fact") for card in desk.all(".card")]
    desk.press("j")
    assert desk.until(desk.active, "the first") == cards[0]
    desk.press("j")
    assert desk.active() == cards[1]
    desk.press("k")
    assert desk.active() == cards[0]
    desk.press("a")  # accepts and goes on
    desk.until(lambda: desk.reviews()[0] == "accepted" and desk.active() == cards[1], "accepted")
    desk.press("r")
    desk.until(lambda: desk.reviews()[1] == "rejected" and desk.active() == cards[2], "rejected")
    desk.press("u")
    desk.until(lambda: desk.reviews()[1] == "unreviewed", "undone")
    desk.press("k")
    desk.press("k")
    desk.until(lambda: desk.active() == cards[0], "back at the claim")
    desk.press("e")
    source = desk.one(f"#f-{cards[0]} [name=source]")
    desk.until(lambda: desk.run("return document.activeElement.name") == "content.0", "the form has the focus")
    source.clear()
    source.send_keys("jar chief executive"[4:])  # j, a, r are only letters while one types
    assert desk.reviews()[1:] == ["unreviewed"] * 4
    source.send_keys(Keys.ENTER)
    desk.until(lambda: desk.reviews()[0] == "corrected", "corrected")
    assert fact(app, str(cards[0]))["fact"]["source"]["name"] == "chief executive"
    desk.press("?")
    assert desk.one("#help").is_displayed()
    desk.press(Keys.ESCAPE)
    desk.until(lambda: not desk.one("#help").is_displayed(), "put away")
    desk.select("Monday")
    desk.press("n")
    desk.press("p")
    desk.until(lambda: desk.one("#new [name=name]").get_attribute("value") == "Monday", "a new person")
    desk.press(Keys.ESCAPE)
    desk.until(lambda: not desk.all("#new"), "put away")
    assert desk.complaints() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Deal day 🎉🎉\n\nNorthwind 🚀 cheers: “We won 👩‍👩‍👧 all”, its head said.", "won 👩‍👩‍👧 all"),
        ("Nu\n\nCafe\u0301 Noe\u0308l in Me\u0301rida said that it waits.", "Noe\u0308l in Me\u0301rida"),
        ("صفقة جديدة 😀\n\nقالت شركة النور إنها ستشتري 🏢 المصنع يوم الاثنين.", "ستشتري 🏢 المصنع"),
    ],
)
def test_offsets_are_those_of_the_article_in_every_script(
    app: Flask, stored: Engine, desk: Desk, text: str, words: str
) -> None:
    article = put(stored, text, Facts((), (), (), ()))
    desk.open(f"/articles/{article}")
    desk.one("#reviewing")
    desk.select(words)
    desk.click("#adding [data-key=o]")
    desk.click("#new .editing button.main")
    desk.until(lambda: desk.all("#cards-companies .card"), "added")
    with app.test_client() as client:
        added = client.get(f"/v1/companies?article={article}").json["items"]
    span = added[0]["mentions"][0]
    assert (span["start"], span["end"]) == (text.index(words), text.index(words) + len(words))
    assert span["quote"] == words


def test_two_reviewers_in_each_others_way(app_with: Apps, chromium: Any) -> None:
    app = app_with(StandIn(), api_keys=("ana:kite-1", "rui:kite-2"))
    with browser.served(app) as base, browser.chromium() as other:
        ana, rui = Desk(chromium, base), Desk(other, base)
        for person, key in ((ana, "kite-1"), (rui, "kite-2")):
            person.browser.delete_all_cookies()
            person.open("/sign-in")
            person.one("[name=key]").send_keys(key)
            person.click("main button.main")
            person.one("#paste")
        ana.one("#article").send_keys(STORY)
        ana.click("#paste button.main")
        ana.one("#reviewing")
        rui.open(ana.browser.current_url.removeprefix(base))
        rui.one("#reviewing")
        ana.press("ja")
        ana.until(lambda: "accepted" in ana.reviews(), "Ana accepts")
        rui.press("jr")
        rui.until(lambda: "ana has decided" in rui.notice(), "Rui is told")
        assert "accepted" in rui.reviews()
        assert "rejected" not in rui.reviews()
        ana.press("u")
        ana.until(lambda: "accepted" not in ana.reviews(), "Ana undoes what she did")
        rui.press("u")
        rui.until(lambda: "nothing left" in rui.notice(), "Rui has nothing to undo")
        rui.click(".leave button")
        rui.until(lambda: "/sign-in" in rui.browser.current_url, "signed out")


def test_without_its_key_the_desk_shows_nothing(app_with: Apps, chromium: Any) -> None:
    with browser.served(app_with(StandIn(), api_keys=("kite-1",))) as base:
        desk = Desk(chromium, base)
        chromium.delete_all_cookies()
        desk.open("/claims?q=docks")
        desk.one("[name=key]").send_keys("kite", Keys.ENTER)
        assert "none of our keys" in desk.one("#wrong").text
        desk.one("[name=key]").send_keys("kite-1", Keys.ENTER)
        desk.until(lambda: desk.browser.current_url.endswith("/claims?q=docks"), "where one wanted to go")


def test_a_stream_that_is_cut_goes_on_and_nothing_is_lost(app_with: Apps, chromium: Any) -> None:
    go_on = threading.Event()
    with browser.served(app_with(StandIn(midway=lambda article: go_on.wait(60)))) as base:
        desk = Desk(chromium, base)
        chromium.delete_all_cookies()
        desk.open("/")
        desk.one("#article").send_keys(STORY)
        desk.click("#paste button.main")
        desk.until(lambda: len(desk.all("#cards-companies .card")) == 2, "the first facts")
        desk.browser.execute_cdp_cmd("Network.enable", {})
        cut = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        desk.browser.execute_cdp_cmd("Network.emulateNetworkConditions", cut)
        go_on.set()
        browser.settled(1.0)
        whole = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        desk.browser.execute_cdp_cmd("Network.emulateNetworkConditions", whole)
        desk.until(lambda: desk.all("#reviewing") and len(desk.all(".card")) == 5, "all of them, once")


def test_facts_come_live_however_late_a_script_arrives(app_with: Apps, chromium: Any) -> None:
    go_on = threading.Event()
    app = app_with(StandIn(midway=lambda article: go_on.wait(60)))

    @app.before_request
    def late() -> None:
        if request.path.endswith("hx-sse.min.js"):
            browser.settled(1.0)

    with browser.served(app) as base:
        desk = Desk(chromium, base)
        chromium.delete_all_cookies()
        desk.open("/")
        desk.one("#article").send_keys(STORY)
        desk.click("#paste button.main")
        desk.until(lambda: len(desk.all("#cards-companies .card")) == 2, "the first facts")
        go_on.set()
        desk.until(lambda: desk.all("#reviewing"), "the end")


def test_reading_can_be_stopped(app_with: Apps, chromium: Any) -> None:
    with browser.served(app_with(StandIn(until_stopped=True))) as base:
        desk = Desk(chromium, base)
        chromium.delete_all_cookies()
        desk.open("/")
        desk.one("#article").send_keys(STORY)
        desk.click("#paste button.main")
        desk.until(lambda: desk.all("#cards-companies .card"), "the first facts")
        desk.click(".live button")
        desk.until(lambda: desk.all("#reviewing") and desk.all(".card"), "what was proven is kept")


def test_without_script_everything_can_be_read_and_decided(app: Flask) -> None:
    article = read(app)
    with browser.served(app) as base, browser.chromium(script=False) as driver:
        desk = Desk(driver, base)
        for path in ("/", f"/articles/{article}", "/claims?name=lima", "/person/Ana%20Lima", "/picture", "/docs"):
            desk.open(path)
            assert desk.one("h1, #t0").is_displayed()
        desk.open(f"/articles/{article}")
        assert len(desk.all(".card")) == 5
        assert not any(button.is_displayed() for button in desk.all(".scripted"))
        desk.click("#cards-claims .acts [value^=accept]")
        assert desk.one("#cards-claims .card").get_attribute("data-review") == "accepted"
        desk.click("label.k-co")
        assert desk.one("#show-k-co").is_selected() is False


HOSTILE = (
    "</mark></p><script>document.title = 'owned'</script>\n\n"
    "<img src=x onerror=\"document.title='owned'\"> Northwind \u202eevil\u202c said & <b>bold</b> {{ 7*7 }}\n\n"
    "\u2067isolated\u2069 &lt;i&gt; ${alert(1)} '); --"
)


def test_a_hostile_article_is_text(app: Flask, desk: Desk) -> None:
    desk.open(f"/articles/{read(app, HOSTILE)}")
    desk.one("#reviewing")
    assert [paragraph.get_attribute("textContent") for paragraph in desk.all(".t")] == HOSTILE.split("\n\n")
    assert desk.browser.title != "owned"
    assert desk.one(".turn").get_attribute("data-is") == "U+202E"
    assert desk.all("#text img, #text script, #text b") == []


def test_ten_thousand_spans_are_shown_and_found(stored: Engine, desk: Desk) -> None:
    from tests.crowd import crowd

    text, facts = crowd(characters=120_000, facts=2_000, spans=10_000)
    article = put(stored, text, facts)
    desk.open(f"/articles/{article}")
    assert len(desk.all(".t")) > 100
    desk.press("j")
    assert desk.until(desk.active, "a fact")
    last = facts.claims[-1].content[0].quote
    desk.run("[...document.querySelectorAll('.t')].at(-1).scrollIntoView()")
    segment = desk.all(".t:last-of-type .s")[-1]
    desk.run("arguments[0].scrollIntoView({block: 'center'})", segment)
    segment.click()
    assert desk.until(desk.active, "the fact beneath, fetched as it was not on the page yet")
    assert last


def test_a_picture_leads_to_its_sentences(app: Flask, desk: Desk) -> None:
    article = read(app)
    desk.open(f"/picture?article={article}")
    desk.until(lambda: desk.all("#graph canvas"), "it is drawn")
    desk.click("tbody tr td:last-child a")
    desk.until(lambda: article in desk.browser.current_url and desk.active(), "at the fact")
    assert desk.complaints() == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1400, 390])
def test_nobody_is_shut_out_and_nothing_is_loaded_from_elsewhere(app: Flask, dark: bool, width: int) -> None:
    article = read(app)
    paths = (
        "/", f"/articles/{article}", "/claims", "/deals?type=acquisition", "/articles", "/person/Ana%20Lima",
        "/company/Northwind", f"/picture?article={article}", "/sign-in", "/nowhere", "/problems/not-found",
    )  # fmt: skip
    with browser.served(app) as base, browser.chromium(width=width, dark=dark) as driver:
        desk = Desk(driver, base)
        for path in paths:
            desk.open(path)
            if path.startswith("/articles/"):
                desk.press("j")
            assert desk.faults() == [], path
            sideways = desk.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, f"{path} runs over its edge"
            complaints = [each for each in desk.complaints() if "404" not in each]
            assert complaints == [], path
        desk.open("/docs")
        desk.until(lambda: desk.all(".swagger-ui .opblock"), "the interface")
        assert desk.complaints() == []
        foreign = [url for url in desk.requested() if not url.startswith((base, "data:", "about:", "chrome:"))]
        assert foreign == []


def test_the_interface_is_tried_from_its_page(app: Flask, desk: Desk) -> None:
    read(app)
    desk.open("/docs")
    desk.until(lambda: desk.all(".swagger-ui .opblock-get"), "the interface")
    desk.run("document.querySelector('#operations-facts-listClaims button, [id$=listClaims] button').click()")
    desk.click("[id$=listClaims] .try-out__btn")
    desk.click("[id$=listClaims] .execute")
    desk.until(lambda: "Northwind" in desk.one("[id$=listClaims] .responses-wrapper").text, "an answer")

"""Facts as an Atom feed, read as feed readers read it."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from lxml import etree

from api.exports import atom_feed
from api.exports.fact_parts import Addresses
from api.exports.formats import FORMATS
from tests.conftest import CheckedClient
from tests.exported import exported
from tests.stand_in import STORY

AT = Addresses("https://facts.example")
ATOM = "{http://www.w3.org/2005/Atom}"


def read(body: bytes) -> Any:
    found = feedparser.parse(body)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def musts(body: bytes) -> list[str]:
    """What RFC 4287, section 4.1, wants of a feed and its entries and does not find."""
    feed = etree.fromstring(body)
    wrong = [f"feed {name}" for name in ("id", "title", "updated", "author") if len(feed.findall(ATOM + name)) != 1]
    for entry in feed.iter(f"{ATOM}entry"):
        wrong += [f"entry {name}" for name in ("id", "title", "updated") if len(entry.findall(ATOM + name)) != 1]
        wrong += [] if entry.find(f"{ATOM}link[@rel='alternate']") is not None else ["entry link"]
    return wrong


def test_a_query_is_a_feed_with_an_entry_for_each_fact(client: CheckedClient) -> None:
    for number in range(2):
        story = {"text": f"{number} {STORY}", "url": f"https://example.org/{number}", "publisher": "Kite & Sons"}
        client.post("/v1/extractions", json=story)
    address = "/v1/claims.atom?name=northwind"
    response = client.get(address)
    assert musts(response.data) == []
    found = read(response.data)
    assert (found.feed.id, found.feed.links[0].href) == (f"http://localhost{address}", f"http://localhost{address}")
    assert [entry.title for entry in found.entries] == ["Ana Lima: Northwind will buy Fabrikam for $2 million"] * 2
    claims = client.get("/v1/claims").json["items"]
    assert [entry.id for entry in found.entries] == [f"http://localhost{claim['href']}" for claim in claims]
    assert found.entries[0].link.endswith(f"#f-{claims[0]['id']}")
    assert found.entries[0].source.title == "Kite & Sons"
    assert len({entry.id for entry in found.entries}) == 2


def test_articles_have_an_entry_each(client: CheckedClient) -> None:
    client.post("/v1/extractions", json={"text": STORY})
    found = read(client.get("/v1/articles.atom").data)
    assert [entry.title for entry in found.entries] == [STORY.partition("\n")[0]]
    assert "deal: acquisition, agreed: Northwind (acquirer), Fabrikam (target)" in found.entries[0].summary
    assert read(client.get("/v1/articles.atom?language=fr").data).entries == []


def test_a_feed_has_the_newest_alone_unless_it_says_otherwise(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/v1/extractions", json={"text": STORY})
    monkeypatch.setitem(FORMATS, "atom", replace(FORMATS["atom"], usual=1))  # type: ignore[arg-type]
    assert len(read(client.get("/v1/companies.atom").data).entries) == 1
    assert len(read(client.get("/v1/companies.atom?limit=2").data).entries) == 2


def test_markup_and_characters_that_xml_cannot_hold_break_nothing() -> None:
    article = copy.deepcopy(exported(title='<b>&amp; "x" ]]>\x0b\x00\ufffe 𝔘', publisher="\x1b[1m"))
    body = b"".join(atom_feed.write([article], AT, "https://facts.example/v1/articles.atom?q=a&b=%3C"))
    assert musts(body) == []
    title = etree.fromstring(body).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == '<b>&amp; "x" ]]> \ufffd\ufffd 𝔘'


def test_the_language_of_an_entry_is_told() -> None:
    body = b"".join(atom_feed.write([exported(), exported(language="und")], AT, "https://facts.example/a"))
    entries = etree.fromstring(body).findall(f"{ATOM}entry")
    assert [entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries] == ["pt", None]

"""An article while it is read: the events of the interface as parts of a page, resumable, ended by the whole."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from flask import Flask

from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn
from tests.test_desk import BROWSER, token

Apps = Callable[..., Flask]


def messages(stream: str) -> list[tuple[str, str]]:
    """The type and the data of each message; the type is empty for parts of the page."""
    found = []
    for block in stream.split("\n\n"):
        if "data: " in block:
            kind = re.search(r"^event: (.+)$", block, re.MULTILINE)
            data = "\n".join(line[6:] for line in block.split("\n") if line.startswith("data: "))
            found.append((kind[1] if kind else "", data))
    return found


def test_an_article_that_is_being_read_shows_facts_as_they_are_proven(app_with: Apps) -> None:
    go_on = threading.Event()
    client = app_with(StandIn(midway=lambda article: go_on.wait(20))).test_client()
    sent = client.post("/", data={"token": token(client.get("/")), "article": STORY}, headers=BROWSER)
    page = client.get(sent.location, headers=BROWSER).text
    address = re.search(r'data-hx-sse:connect="([^"]+)"', page)
    assert address
    with client.get(address[1]) as stream:
        parts = iter(stream.response)
        seen = ""
        while 'hx-target="#cards-companies"' not in seen:
            seen += next(parts).decode()
        assert "Northwind" in seen
        assert re.search(r'hx-target="#t0"[^>]*><p [^>]*><span class="s k-co"', seen)
        assert "desk:over" not in seen
        go_on.set()
        rest = b"".join(parts).decode()
    told = messages(seen + rest)
    assert told[-1] == ("desk:over", "succeeded")
    assert 'hx-target="#beside"' in told[-2][1]
    assert "Reading." not in client.get(sent.location, headers=BROWSER).text


def test_a_stream_that_was_cut_goes_on_where_it_was(client: CheckedClient) -> None:
    made = client.post("/v1/extractions", json={"text": STORY}).json
    address = f"/articles/{made['article']['id']}/live/{made['id']}"
    whole = client.get(address).text
    numbers = [int(number) for number in re.findall(r"^id: (\d+)$", whole, re.MULTILINE)]
    middle = numbers[len(numbers) // 2]
    rest = client.get(address, headers={"Last-Event-ID": str(middle)}).text
    later = [int(number) for number in re.findall(r"^id: (\d+)$", rest, re.MULTILINE)]
    assert later == [number for number in numbers if number > middle]
    assert messages(rest)[-1] == ("desk:over", "succeeded")


def test_stopping_keeps_what_is_proven(app_with: Apps) -> None:
    client = app_with(StandIn(until_stopped=True)).test_client()
    sent = client.post("/", data={"token": token(client.get("/")), "article": STORY}, headers=BROWSER)
    page = client.get(sent.location, headers=BROWSER)
    stop = re.search(r'action="(/articles/[^"]+/stop/[^"]+)"', page.text)
    assert stop
    stopped = client.post(stop[1], data={"token": token(page)}, headers=BROWSER)
    assert stopped.status_code == 303
    assert "Northwind" in client.get(sent.location, headers=BROWSER).text


def test_an_extraction_of_another_article_is_not_shown(client: CheckedClient) -> None:
    one = client.post("/v1/extractions", json={"text": STORY}).json
    other = client.post("/v1/extractions", json={"text": f"{STORY} Again."}).json
    assert client.get(f"/articles/{one['article']['id']}/live/{other['id']}").status_code == 404
    assert client.get(f"/articles/{one['article']['id']}?extraction={other['id']}").status_code == 404

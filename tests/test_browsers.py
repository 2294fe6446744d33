"""Which requests of a browser are taken: those of our own pages, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]

FOREIGN = [
    "rebound.example",
    "rebound.example:8000",
    "127.0.0.1.rebound.example",
    "localhost.rebound.example",
    "192.0.2.7",
    "[2001:db8::1]:8000",
    "notlocalhost",
]
OURS = [
    "localhost",
    "LOCALHOST:8000",
    "127.0.0.1:8000",
    "127.1.2.3",
    "[::1]:8000",
    "[::1]",
    "desk.localhost:8000",
    "localhost.",
]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_is_not_ours_is_answered_nothing(client: CheckedClient, reader: StandIn, host: str) -> None:
    for response in (
        client.get("/v1/articles", headers={"Host": host}),
        client.get("/healthz", headers={"Host": host}),
        client.post("/v1/extractions", json={"text": STORY}, headers={"Host": host}),
    ):
        assert response.status_code == 421
        assert response.json["type"] == "/problems/foreign-host"
    assert reader.read == []


@pytest.mark.parametrize("host", OURS)
def test_every_loopback_name_is_ours(client: CheckedClient, host: str) -> None:
    assert client.get("/v1/articles", headers={"Host": host}).status_code == 200


def test_names_of_the_settings_are_ours_too(app_with: Apps) -> None:
    client = app_with(StandIn(), allowed_hosts=("facts.paper.example",)).test_client()
    for origin in ("https://facts.paper.example", "http://facts.paper.example:8443"):
        headers = {"Host": "Facts.paper.example", "Origin": origin, "Sec-Fetch-Site": "same-origin"}
        assert client.post("/v1/extractions", json={"text": STORY}, headers=headers).status_code in (200, 201)
    assert client.get("/v1/articles", headers={"Host": "other.paper.example"}).status_code == 421
    proxied = {"Host": "127.0.0.1:8000", "Origin": "https://facts.paper.example"}
    assert client.post("/v1/extractions", json={"text": STORY}, headers=proxied).status_code == 200


def test_beyond_loopback_any_name_leads_here_unless_the_settings_say_which(app_with: Apps) -> None:
    key = {"Authorization": "Bearer kite-1"}
    for names, status in (((), 200), (("facts.paper.example",), 421)):
        client = app_with(StandIn(), host="0.0.0.0", api_keys=("kite-1",), allowed_hosts=names).test_client()
        assert client.get("/v1/articles", headers={"Host": "newsbox.example", **key}).status_code == status
        assert client.get("/readyz", headers={"Host": "10.2.0.9:8000"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://rebound.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost.rebound.example"},
        {"Origin": "file://"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_another_page_can_neither_read_nor_spend(
    client: CheckedClient, reader: StandIn, headers: dict[str, str]
) -> None:
    for method, path in (
        ("GET", "/v1/articles"),
        ("POST", "/v1/extractions"),
        ("DELETE", "/v1/articles/1"),
        ("OPTIONS", "/v1/extractions"),
    ):
        response = client.open(path, method=method, data=STORY, content_type="text/plain", headers=headers)
        assert response.status_code == 403
        assert response.json["type"] == "/problems/foreign-origin"
        assert "Access-Control-Allow-Origin" not in response.headers
    assert reader.read == []


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost", "http://localhost"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:80", "http://127.0.0.1"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("localhost", "https://localhost"),
    ],
)
def test_our_own_pages_may_do_all(client: CheckedClient, host: str, origin: str) -> None:
    headers = {"Host": host, "Origin": origin, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert client.post("/v1/extractions", json={"text": STORY}, headers=headers).status_code == 201


def test_a_page_may_be_opened_by_a_link_and_by_typing(client: CheckedClient) -> None:
    link = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for site in ("cross-site", "same-site", "none"):
        assert client.get("/v1/articles", headers={"Sec-Fetch-Site": site, **link}).status_code == 200
    forged = {"Sec-Fetch-Site": "cross-site", **link}
    assert client.post("/v1/extractions", data=STORY, content_type="text/plain", headers=forged).status_code == 403

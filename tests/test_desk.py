"""The desk over HTTP: pages, forms, keys, files, and problems as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.desk.pages import sign_in
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def token(page: TestResponse) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', page.text)
    assert found
    return found[1]


def read(client: CheckedClient, text: str = STORY) -> str:
    """An article that has been read; its id."""
    return str(client.post("/v1/extractions", json={"text": text}).json["article"]["id"])


@pytest.mark.parametrize("path", ["/", "/claims", "/deals", "/people", "/companies", "/articles", "/docs", "/sign-in"])
def test_every_page_is_there_before_anything_was_read(client: CheckedClient, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert "<script>" not in page.text
    assert not re.search(r"\son\w+=|style=", page.text)


def test_an_article_stands_beside_its_facts(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    assert page.status_code == 200
    for fact in client.get("/v1/claims").json["items"]:
        assert f'id="f-{fact["id"]}"' in page.text
        assert f"{fact['id']}/content" in page.text
    assert "Contoso" in page.text  # what was not delivered


def test_a_pasted_article_is_left_to_be_read_and_shown(client: CheckedClient) -> None:
    sent = client.post("/", data={"token": token(client.get("/", headers=BROWSER)), "article": STORY}, headers=BROWSER)
    assert sent.status_code == 303
    assert "Northwind" in client.get(sent.location, headers=BROWSER).text


def test_the_example_is_one_click_away(client: CheckedClient) -> None:
    sent = client.post("/", data={"token": token(client.get("/", headers=BROWSER)), "example": "1"}, headers=BROWSER)
    assert "Brackwater" in client.get(sent.location, headers=BROWSER).text


def test_a_page_of_html_is_pasted_as_a_page(client: CheckedClient) -> None:
    html = f"<html><body><article><h1>Head</h1><p>{STORY.splitlines()[1]}</p></article></body></html>"
    sent = client.post("/", data={"token": token(client.get("/")), "article": html}, headers=BROWSER)
    assert "&lt;p&gt;" not in client.get(sent.location, headers=BROWSER).text


def test_an_empty_box_is_told_about_and_what_was_typed_stays(client: CheckedClient) -> None:
    sent = client.post("/", data={"token": token(client.get("/")), "article": " ", "title": "Kept"}, headers=BROWSER)
    assert sent.status_code == 422
    assert "Paste an article" in sent.text
    assert 'value="Kept"' in sent.text


@pytest.mark.parametrize("sent", ["", "00", "zz", "0" * 64])
def test_a_form_without_its_token_is_refused(client: CheckedClient, reader: StandIn, sent: str) -> None:
    client.get("/", headers=BROWSER)
    assert client.post("/", data={"token": sent, "article": STORY}).json["type"] == "/problems/forged-form"
    assert client.get("/v1/articles").json["items"] == []


def test_a_token_is_another_in_every_page_and_good_in_all(client: CheckedClient) -> None:
    first, second = token(client.get("/")), token(client.get("/"))
    assert first != second
    assert client.post("/", data={"token": first, "article": STORY}).status_code == 303


@pytest.mark.parametrize("kind", ["claims", "deals", "people", "companies", "articles"])
def test_a_list_shows_what_the_interface_lists_and_gives_it_as_files(client: CheckedClient, kind: str) -> None:
    read(client)
    name = "lima" if kind == "people" else "northwind"
    page = client.get(f"/{kind}?name={name}&q=", headers=BROWSER)
    assert page.status_code == 200
    assert name.title() in page.text
    for ending, accept in (("csv", "text/csv"), ("ndjson", "application/x-ndjson"), ("json", "application/json")):
        assert f"/{kind}.{ending}?name={name}" in page.text
        file = client.get(f"/{kind}.{ending}?name={name}", headers=BROWSER)
        assert file.data == client.get(f"/v1/{kind}?name={name}", headers={"Accept": accept}).data


def test_a_person_and_a_company_have_a_page_each(client: CheckedClient) -> None:
    article = read(client)
    for path, words in (("/person/Ana Lima", "chief executive"), ("/company/northwind", "Acquirer")):
        page = client.get(path, headers=BROWSER)
        assert page.status_code == 200
        assert words in page.text
        assert article in page.text
    assert client.get("/person/Nobody", headers=BROWSER).status_code == 404


def test_problems_are_pages_for_browsers_and_documents_for_others(client: CheckedClient) -> None:
    page = client.get("/v1/claims?sort=up", headers=BROWSER)
    assert page.mimetype == "text/html"
    assert page.status_code == 400
    assert "Unknown parameter" in unescape(page.text)
    assert client.get("/v1/claims?sort=up").mimetype == "application/problem+json"
    kind = client.get("/problems/not-found", headers=BROWSER)
    assert "There is no such route" in kind.text
    assert client.get("/problems/not-found").json["status"] == 404


def test_pages_let_nothing_in_and_are_not_framed(client: CheckedClient) -> None:
    policy = client.get("/", headers=BROWSER).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_desks_own_files_are_kept_for_good_by_their_digest(client: CheckedClient) -> None:
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/", headers=BROWSER).text):
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as file:
            assert file.status_code == 200
            assert "immutable" in file.headers["Cache-Control"]


def test_beyond_loopback_a_browser_is_led_to_where_one_signs_in(app_with: Apps) -> None:
    client = app_with(StandIn(), host="0.0.0.0", api_keys=("ana:kite-1", "kite-2")).test_client()
    led = client.get("/claims?q=docks", headers=BROWSER)
    assert led.status_code == 302
    assert led.location == "/sign-in?next=/claims?q%3Ddocks"
    page = client.get(led.location, headers=BROWSER)
    assert 'href="/claims"' not in page.text  # nothing is offered that leads back here
    wrong = client.post("/sign-in", data={"token": token(page), "key": "kite"}, headers=BROWSER)
    assert wrong.status_code == 403
    right = client.post(
        "/sign-in", data={"token": token(page), "key": "kite-1", "next": "/claims?q=docks"}, headers=BROWSER
    )
    assert right.location == "/claims?q=docks"
    cookie = next(each for each in right.headers.getlist("Set-Cookie") if each.startswith("onrecord-desk="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "kite" not in cookie
    page = client.get("/claims", headers=BROWSER)
    assert "Sign out <bdi>ana</bdi>" in page.text
    assert 'href="/deals"' in page.text
    assert client.get("/v1/claims").status_code == 200  # links to files and the interface work
    assert client.post("/v1/extractions", json={"text": STORY}).status_code == 403  # what changes things needs a token
    headers = {"X-Desk-Token": token(page)}
    assert client.post("/v1/extractions", json={"text": STORY}, headers=headers).status_code == 201
    client.post("/sign-out", data={"token": token(page)}, headers=BROWSER)
    assert client.get("/claims", headers=BROWSER).status_code == 302


def test_a_session_ends_with_its_key(app_with: Apps) -> None:
    client = app_with(StandIn(), api_keys=("kite-1",), secret="s").test_client()
    client.post("/sign-in", data={"token": token(client.get("/sign-in")), "key": "kite-1"}, headers=BROWSER)
    assert client.get("/claims", headers=BROWSER).status_code == 200
    cookie = client.get_cookie("onrecord-desk")
    assert cookie is not None
    other = app_with(StandIn(), api_keys=("kite-2",), secret="s").test_client()
    other.set_cookie("onrecord-desk", cookie.value)
    assert other.get("/claims", headers=BROWSER).status_code == 302


@pytest.mark.parametrize("onwards", ["https://example.org/", "//example.org", "/\\example.org", "javascript:x"])
def test_signing_in_leads_nowhere_else(app_with: Apps, onwards: str) -> None:
    client = app_with(StandIn(), api_keys=("kite-1",)).test_client()
    data = {"token": token(client.get("/sign-in")), "key": "kite-1", "next": onwards}
    assert client.post("/sign-in", data=data, headers=BROWSER).location == "/"


def test_wrong_keys_are_counted(app_with: Apps) -> None:
    client = app_with(StandIn(), api_keys=("kite-1",)).test_client()
    given = token(client.get("/sign-in"))
    for _ in range(sign_in.MOST):
        assert client.post("/sign-in", data={"token": given, "key": "x"}, headers=BROWSER).status_code == 403
    refused = client.post("/sign-in", data={"token": given, "key": "kite-1"}, headers=BROWSER)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_the_secret_is_made_once_and_is_its_owners_alone(app_with: Apps, tmp_path: object) -> None:
    first = app_with(StandIn(), data_dir=tmp_path, secret=None).test_client()
    first.get("/")
    kept = tmp_path / "desk.secret"  # type: ignore[operator]
    assert kept.stat().st_mode & 0o777 == 0o600
    cookie = first.get_cookie("onrecord-desk")
    second = app_with(StandIn(), data_dir=tmp_path, secret=None).test_client()
    assert cookie is not None
    second.set_cookie("onrecord-desk", cookie.value)
    sent = second.post("/", data={"token": token(first.get("/")), "article": STORY})
    assert sent.status_code == 303

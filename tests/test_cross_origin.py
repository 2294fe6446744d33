"""Pages of other origins: which may use the interface through a browser, and that a real one lets them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from api.app import create_app
from api.settings import Settings
from tests import browser
from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

Apps = Callable[..., Flask]

DESK = "https://desk.example"


@pytest.fixture
def client(app_with: Apps) -> CheckedClient:
    return app_with(StandIn(), cors_origins=(DESK,)).test_client()


def from_page(origin: str, **more: str) -> dict[str, str]:
    return {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", **more}


def test_a_page_that_the_settings_name_may_do_all_and_read_what_it_needs(client: CheckedClient) -> None:
    for response in (
        client.post("/v1/extractions", json={"text": STORY}, headers=from_page(DESK)),
        client.get("/v1/claims?limit=1", headers=from_page(DESK)),
        client.get("/v1/claims/none", headers=from_page(DESK)),
    ):
        assert response.headers["Access-Control-Allow-Origin"] == DESK
        assert "Link" in response.headers["Access-Control-Expose-Headers"].split(", ")
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize(
    "origin",
    ["https://other.example", "http://desk.example", "https://desk.example:444", "https://desk.example.other", "null"],
)
def test_another_page_may_do_nothing(client: CheckedClient, origin: str) -> None:
    asks = {"Access-Control-Request-Method": "POST"}
    for method, more in (("GET", {}), ("POST", {}), ("OPTIONS", asks)):
        response = client.open("/v1/articles", method=method, headers=from_page(origin, **more))
        assert response.status_code == 403
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_preflight_is_answered_without_a_key_and_what_follows_needs_one(app_with: Apps) -> None:
    client = app_with(StandIn(), cors_origins=("*",), api_keys=("kite-1",)).test_client()
    asks = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match"}
    response = client.open("/v1/facts/x", method="OPTIONS", headers=from_page("https://any.example", **asks))
    assert response.status_code == 204
    assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
    assert {"Authorization", "If-Match", "Prefer"} <= set(response.headers["Access-Control-Allow-Headers"].split(", "))
    assert client.get("/v1/claims", headers=from_page("https://any.example")).status_code == 401
    key = {"Authorization": "Bearer kite-1"}
    assert client.get("/v1/claims", headers=from_page("https://any.example", **key)).status_code == 200


@pytest.mark.parametrize(
    ("origins", "keys", "told"),
    [
        (("*",), (), "set ONRECORD_API_KEYS too"),
        (("desk.example",), (), "is no origin"),
        (("https://desk.example/",), (), "is no origin"),
        (("https://desk.example:x",), (), "is no origin"),
    ],
)
def test_what_would_open_the_service_to_all_or_means_nothing_is_refused_at_the_start(
    origins: tuple[str, ...], keys: tuple[str, ...], told: str
) -> None:
    database = create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(ValueError, match=told):
        create_app(Settings(cors_origins=origins, api_keys=keys), database=database)


@contextmanager
def another_page() -> Iterator[str]:
    """An empty page of another origin; the origin."""
    page = Response("<!doctype html><title>A page</title>", mimetype="text/html")
    server = make_server("127.0.0.1", 0, page, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


FETCH = """
const [address, options, done] = arguments;
fetch(address, options).then(async answer => done([answer.status, await answer.text()]), () => done(null));
"""

FRAME = """
const [address, done] = arguments;
const frame = document.createElement('iframe');
frame.onload = () => done(true);
frame.src = address;
document.body.append(frame);
"""


@pytest.mark.skipif(browser.CHROMIUM is None or browser.DRIVER is None, reason="needs Chromium")
def test_a_real_browser_lets_pages_do_what_they_may_and_no_more(app_with: Apps) -> None:
    with contextlib.ExitStack() as stack:
        here, named = (stack.enter_context(another_page()) for _ in range(2))
        driver = stack.enter_context(browser.chromium())
        base = stack.enter_context(browser.served(app_with(StandIn(), cors_origins=(named,))))

        def fetched(path: str, **options: Any) -> Any:
            return driver.execute_async_script(FETCH, base + path, options)

        form = {"method": "POST", "body": "queries=%7B%7D",
                "headers": {"Content-Type": "application/x-www-form-urlencoded"}}  # fmt: skip
        driver.get(here)
        assert fetched("/v1/reconcile")[0] == 200
        assert fetched("/v1/reconcile", **form) == [200, "{}\n"]
        assert fetched("/v1/claims") is None
        driver.get(named)
        article = {
            "method": "POST",
            "body": '{"text": "Nothing happened."}',
            "headers": {"Content-Type": "application/json"},
        }
        assert fetched("/v1/extractions", **article)[0] == 201
        assert fetched("/v1/claims", headers={"Authorization": "Bearer any"})[0] == 200


@pytest.mark.skipif(browser.CHROMIUM is None or browser.DRIVER is None, reason="needs Chromium")
def test_a_real_browser_shows_a_preview_in_a_frame_and_no_other_page(app_with: Apps) -> None:
    app = app_with(StandIn())
    app.test_client().post("/v1/extractions", json={"text": STORY})
    entity = app.test_client().get("/v1/entities").json["items"][0]
    with another_page() as here, browser.chromium() as driver, browser.served(app) as base:
        for path, shown in ((f"/entities/{entity['id']}/preview", True), (f"/entities/{entity['id']}", False)):
            driver.get(here)
            driver.execute_async_script(FRAME, base + path)
            driver.switch_to.frame(0)
            assert (entity["name"] in driver.find_element("css selector", "body").text) is shown

"""The whole service with the real engine, over a model's endpoint that plays every profile and every fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from api.settings import Settings
from tests.conftest import CheckedClient
from tests.fake_openai import FakeOpenAI, Fault, closed_port
from tests.stand_in import STORY

Clients = Callable[..., CheckedClient]


@contextmanager
def service(settings: Settings, **options: Any) -> Iterator[CheckedClient]:
    app = create_app(replace(settings, **options))
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    try:
        yield client
    finally:
        app.extensions["onrecord"].extractions.close()
        app.extensions["onrecord"].database.dispose()


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("fault", "status", "slug", "retry_after"),
    [
        (Fault("rate_limited", retry_after=17), 503, "model-rate-limited", "17"),
        (Fault("server_error"), 503, "model-unavailable", "10"),
        (Fault("dropped"), 503, "model-unavailable", "10"),
        (Fault("slow", seconds=3), 504, "model-too-slow", None),
        (Fault("unauthorized"), 502, "model-misconfigured", None),
        (Fault("unknown_model"), 502, "model-misconfigured", None),
        (Fault("no_choices"), 502, "model-unintelligible", None),
        (Fault("html"), 502, "model-unintelligible", None),
    ],
    ids=lambda value: getattr(value, "kind", str(value)),
)
@pytest.mark.parametrize("profile", ["llama.cpp", "openai"])
def test_what_the_endpoint_does_wrong_is_told_and_can_be_retried(
    settings: Settings, profile: str, fault: Fault, status: int, slug: str, retry_after: str | None
) -> None:
    with FakeOpenAI(profile, replies=[fault]) as fake, service(settings, **reaching(fake)) as client:
        response = client.post("/v1/extractions", json={"text": STORY})
        assert (response.status_code, response.json["type"]) == (status, f"/problems/{slug}")
        assert response.headers.get("Retry-After") == retry_after
        kept = client.get(f"/v1/extractions/{response.json['extraction_id']}").json
        assert kept["status"] == "failed"
        assert client.get(kept["article"]["href"]).json["text"] == STORY

        fake.then("[]" if profile == "llama.cpp" else "{}")
        again = client.post("/v1/extractions", json={"text": STORY})
        assert again.status_code == 201
        assert again.json["id"] == kept["id"]


@pytest.mark.usefixtures("stored")
def test_an_endpoint_that_is_down_is_told_and_the_article_is_kept(settings: Settings) -> None:
    with service(settings, llm_base_url=closed_port()) as client:
        response = client.post("/v1/extractions", json={"text": STORY})
        assert response.status_code == 503
        assert response.json["type"] == "/problems/model-unavailable"
        assert int(response.headers["Retry-After"]) > 0
        assert client.get(f"/v1/extractions/{response.json['extraction_id']}").json["status"] == "failed"
        assert len(client.get("/v1/articles").json["items"]) == 1


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("profile", "status"), [("openai", 502), ("llama.cpp", 201)])
def test_a_model_that_declines_is_a_problem_unless_rules_found_something(
    settings: Settings, profile: str, status: int
) -> None:
    with FakeOpenAI(profile, replies=[Fault("refusal")]) as fake, service(settings, **reaching(fake)) as client:
        response = client.post("/v1/extractions", json={"text": STORY})
        assert response.status_code == status
        assert status == 201 or response.json["type"] == "/problems/model-refused"


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("kind", ["garbage", "cut_off"])
@pytest.mark.parametrize("profile", ["llama.cpp", "openai", "plain"])
def test_an_answer_that_is_no_use_leaves_a_partial_extraction_that_says_so(
    settings: Settings, profile: str, kind: str
) -> None:
    with FakeOpenAI(profile, replies=[Fault(kind)]) as fake, service(settings, **reaching(fake)) as client:
        response = client.post("/v1/extractions", json={"text": STORY})
        assert response.status_code == 201
        assert response.json["status"] == "partial"
        assert response.json["warnings"]
        assert response.json["usage"]["calls"] == len(fake.requests)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("profile", ["llama.cpp", "vllm", "openai", "plain"])
def test_the_same_article_again_asks_the_model_nothing(settings: Settings, profile: str) -> None:
    with FakeOpenAI(profile, replies=nothing_found) as fake, service(settings, **reaching(fake)) as client:
        first = client.post("/v1/extractions", json={"text": STORY})
        asked = len(fake.requests)
        assert (first.status_code, asked > 0) == (201, True)
        assert client.post("/v1/extractions", json={"text": STORY}).status_code == 200
        assert len(fake.requests) == asked
        assert client.post("/v1/extractions?refresh=true", json={"text": STORY}).status_code == 201
        assert len(fake.requests) == 2 * asked


@pytest.mark.usefixtures("stored")
def test_the_stored_extraction_is_served_while_the_model_is_down(settings: Settings) -> None:
    with FakeOpenAI("llama.cpp", replies=nothing_found) as fake, service(settings, **reaching(fake)) as client:
        first = client.post("/v1/extractions", json={"text": STORY})
        assert first.json["status"] == "succeeded"
        fake.stop()
        again = client.post("/v1/extractions", json={"text": STORY})
        assert again.status_code == 200
        assert again.json == first.json


def nothing_found(request: dict[str, Any]) -> str:
    """A whole reply that finds nothing: every name asked about is something else, an article has no facts."""
    lines = request["messages"][-1]["content"].splitlines()
    if "grammar" in request:
        return json.dumps({line.partition(": ")[0]: "other" for line in lines if ": " in line})
    return json.dumps({kind: [] for kind in ("companies", "people", "deals", "claims")})


def reaching(fake: FakeOpenAI) -> dict[str, Any]:
    return {"llm_base_url": fake.url, "openai_api_key": "key", "llm_timeout": 1.0}


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("text", ["😀" * 40, "." * 500, '"""', "$ % &", "1", "x"])
@pytest.mark.parametrize("profile", ["llama.cpp", "openai"])
def test_an_article_without_a_word_has_no_facts(settings: Settings, profile: str, text: str) -> None:
    with FakeOpenAI(profile, replies=["[]"]) as fake, service(settings, **reaching(fake)) as client:
        response = client.post("/v1/extractions", json={"text": text})
        assert response.status_code == 201
        assert response.json["facts"] == {"companies": [], "people": [], "deals": [], "claims": []}


@pytest.mark.usefixtures("stored")
def test_a_partial_extraction_is_served_as_it_is_while_the_model_is_down(settings: Settings) -> None:
    with FakeOpenAI("llama.cpp", replies=["[]"]) as fake, service(settings, **reaching(fake)) as client:
        first = client.post("/v1/extractions", json={"text": STORY})
        assert first.json["status"] == "partial"
        fake.stop()
        again = client.post("/v1/extractions", json={"text": STORY})
        assert (again.json["id"], again.json["status"]) == (first.json["id"], "partial")
        assert again.json["facts"] == first.json["facts"]

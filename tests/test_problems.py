"""The tree of problems and the one renderer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, abort, redirect
from werkzeug.exceptions import ServiceUnavailable

from api import contracts, problems
from api.problems import ArticleTooLong, Fault, Problem, every_type, recalled
from tests.conftest import CheckedClient

TYPES = list(every_type())


def small_app() -> Flask:
    app = Flask("small")
    problems.register(app)
    return app


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn = re.findall(r"^([│ ├└─]*)(\w+) +(\d{3}) ", problems.__doc__ or "", re.MULTILINE)
    above: list[str] = ["Problem"]
    told = {}
    for branch, name, status in drawn:
        depth = len(branch) // 4
        above[depth:] = [name]
        told[name] = (above[depth - 1], int(status))
    real = {kind.__name__: (kind.__base__.__name__, kind.status) for kind in TYPES[1:] if kind.__base__}
    assert told == real


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_has_a_name_of_its_own_and_says_when_it_happens(kind: type[Problem]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.slug)
    assert [other.slug for other in TYPES].count(kind.slug) == 1
    assert [other.title for other in TYPES].count(kind.title) == 1
    assert kind.__doc__


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_can_be_raised_as_it_is_and_rendered(kind: type[Problem]) -> None:
    problem = kind(limit=1) if kind is ArticleTooLong else kind()
    app = small_app()

    @app.get("/")
    def fail() -> str:
        raise problem

    response = app.test_client().get("/")
    assert response.status_code == kind.status
    assert response.mimetype == "application/problem+json"
    document = contracts.parse("problem", response.data)
    assert document["type"] == f"/problems/{kind.slug}"
    assert document["instance"] == "/"
    if document["status"] == 503:
        assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_described_at_its_address(client: CheckedClient, kind: type[Problem]) -> None:
    described = client.get(f"/problems/{kind.slug}").json
    assert described["status"] == kind.status
    assert described["when"]


def test_an_unknown_type_is_not_found(client: CheckedClient) -> None:
    assert client.get("/problems/none").status_code == 404


def test_members_that_are_none_are_left_out() -> None:
    document = Problem("What happened.", extraction_id=None, limit=3).as_json()
    assert document == {
        "type": "/problems/internal-error",
        "title": "The service made a mistake",
        "status": 500,
        "detail": "What happened.",
        "limit": 3,
    }


def test_faults_name_only_the_places_that_apply() -> None:
    assert Fault("Wrong.", pointer="").as_json() == {"pointer": "", "detail": "Wrong."}
    assert Fault("Wrong.", parameter="q").as_json() == {"parameter": "q", "detail": "Wrong."}


@pytest.mark.parametrize(("seconds", "header"), [(0, "0"), (0.1, "1"), (7, "7"), (33.2, "34"), (-3, "0")])
def test_the_time_to_wait_is_told_in_whole_seconds(seconds: float, header: str) -> None:
    problem = problems.ModelRateLimited(retry_after=seconds)
    assert problem.all_headers()["Retry-After"] == header
    assert problem.as_json()["retry_after"] == int(header)


@pytest.mark.parametrize("kind", TYPES)
def test_a_problem_that_was_kept_is_the_same_when_recalled(kind: type[Problem]) -> None:
    problem = kind(limit=1) if kind is ArticleTooLong else kind()
    again = recalled(problem.as_json(), extraction_id="x")
    assert type(again) is kind
    assert (again.detail, again.retry_after) == (problem.detail, problem.retry_after)
    assert again.members == {"extraction_id": "x"}


def test_a_kept_problem_of_an_unknown_type_is_the_models() -> None:
    assert type(recalled({"type": "/problems/of-a-later-version", "detail": "x"})) is problems.ModelProblem
    assert type(recalled({})) is problems.ModelProblem


def test_werkzeugs_errors_keep_their_status_and_headers() -> None:
    app = small_app()

    @app.get("/<int:status>")
    def fail(status: int) -> str:
        abort(status)

    @app.get("/busy")
    def busy() -> str:
        raise ServiceUnavailable(retry_after=12)

    client = app.test_client()
    for status in (400, 401, 404, 406, 409, 413, 415, 418, 422, 429, 501, 503):
        response = client.get(f"/{status}")
        assert response.status_code == status
        assert contracts.parse("problem", response.data)["status"] == status
    assert client.get("/busy").headers["Retry-After"] == "12"
    assert client.post("/busy").headers["Allow"]


def test_a_redirect_is_no_problem() -> None:
    app = small_app()

    @app.get("/old")
    def old() -> object:
        return redirect("/new")

    @app.get("/folder/")
    def folder() -> str:
        return ""

    assert app.test_client().get("/old").status_code == 302
    assert app.test_client().get("/folder").status_code == 308


def test_a_path_is_told_as_a_reference_that_is_safe() -> None:
    response = small_app().test_client().get("/a b/é/%00/<script>")
    assert response.json["instance"] == "/a%20b/%C3%A9/%00/%3Cscript%3E"


def test_the_documentation_lists_every_type_with_its_status() -> None:
    page = Path(__file__).parent.parent.joinpath("docs", "http.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", page, re.MULTILINE)
    assert told == [(kind.slug, str(kind.status)) for kind in TYPES]

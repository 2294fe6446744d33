"""Who has to do with whom, and along time: what joins two is proven by a fact, and every point leads to one."""

from __future__ import annotations

from typing import Any

from api.desk import timeline
from api.desk.relations import Relations
from tests.conftest import CheckedClient
from tests.test_desk import BROWSER, read

NAMES = {"p1": ("people", "Ana Lima"), "c1": ("companies", "Northwind"), "c2": ("companies", "Fabrikam")}


def party(role: str, id_: str | None, name: str) -> dict[str, Any]:
    return {"role": role, "id": id_, "name": name}


def claim(id_: str, published: str | None) -> dict[str, Any]:
    article = {"id": "a1", "title": "T", "published_at": published}
    return {
        "id": id_,
        "text": "All is well",
        "source": {"id": "p1", "name": "she"},
        "about": ["c2"],
        "article": article,
    }


def test_a_deal_joins_who_leads_it_with_every_other_side() -> None:
    relations = Relations(NAMES)
    parties = [party("seller", None, "Arden"), party("target", "c2", "it"), party("acquirer", "c1", "NORTHWIND")]
    relations.add("deals", [{"id": "d1", "type": "acquisition", "status": "agreed", "parties": parties}], "a1")
    named = {(relations.nodes[tie.source].name, relations.nodes[tie.target].name) for tie in relations.ties}
    assert named == {("Northwind", "Arden"), ("Northwind", "Fabrikam")}
    assert "Acquisition, agreed: acquirer and target" in {tie.words for tie in relations.ties}


def test_titles_and_claims_join_people_with_organisations() -> None:
    relations = Relations(NAMES)
    role = {"title": "chair", "status": "former", "organization": {"id": "c1", "name": "the firm"}}
    relations.add("people", [{"id": "p1", "name": "Ana Lima", "roles": [role]}], "a1")
    relations.add("claims", [claim("q1", None)])
    assert [(tie.kind, tie.words) for tie in relations.ties] == [("role", "chair (former)"), ("claim", "All is well")]
    assert {node.name for node in relations.nodes.values()} == {"Ana Lima", "Northwind", "Fabrikam"}


def test_two_of_one_name_in_two_articles_are_one() -> None:
    relations = Relations({**NAMES, "c9": ("companies", "NORTHWIND")})
    for id_ in ("c1", "c9"):
        sides = [party("acquirer", id_, "x"), party("target", "c2", "y")]
        relations.add("deals", [{"id": "d", "type": "merger", "status": "unknown", "parties": sides}], "a1")
    assert len(relations.nodes) == 2


def test_points_stand_in_order_of_time_and_over_each_other() -> None:
    days = ["2026-01-01T00:00:00Z", "2026-01-01T08:00:00Z", "2026-03-01T00:00:00Z"]
    time = timeline.of({"claims": [claim(f"q{n}", day) for n, day in enumerate(days)]})
    assert time is not None
    assert [point.fact for point in time.points] == ["q0", "q1", "q2"]
    assert time.points[0].x == time.points[1].x < time.points[2].x
    assert time.points[0].y > time.points[1].y
    assert all(0 < point.y < time.height and 0 <= point.x <= timeline.WIDTH for point in time.points)
    assert next(words for _, words in time.ticks) == "1 Jan 2026"


def test_one_day_and_undated_articles_make_no_timeline() -> None:
    assert timeline.of({"claims": [claim("q1", None), claim("q2", "2026-01-01T00:00:00Z")]}) is None


def test_too_many_on_one_day_are_told_by_their_number() -> None:
    days = ["2026-01-01T00:00:00Z"] * 40 + ["2026-02-01T00:00:00Z"]
    time = timeline.of({"claims": [claim(f"q{n}", day) for n, day in enumerate(days)]})
    assert time is not None
    assert time.hidden == 40 - timeline.HIGHEST


def test_a_picture_can_be_read_in_words(client: CheckedClient) -> None:
    article = read(client)
    page = client.get(f"/picture?article={article}", headers=BROWSER)
    assert "Acquisition, agreed: acquirer and target" in page.text
    assert "chief executive" in page.text
    assert "Nothing joins anybody" in client.get("/picture?name=nobody", headers=BROWSER).text
    assert client.get("/picture?sort=up", headers=BROWSER).status_code == 400

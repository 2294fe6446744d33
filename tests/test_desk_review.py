"""Correcting at the desk: forms become decisions, words are found where they stand, and nobody overwrites another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.desk import corrections, quoting
from api.desk.corrections import Answers
from api.problems import WordsNotThere
from tests.conftest import CheckedClient
from tests.stand_in import STORY
from tests.test_desk import BROWSER, read, token

PART = {**BROWSER, "HX-Request": "true"}


def standing(client: CheckedClient, fact_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/facts/{fact_id}").json
    return found


def form(client: CheckedClient, fact_id: str) -> dict[str, str]:
    """The fields of the form that changes a fact, as a browser would send them."""
    return fields(client.get(f"/facts/{fact_id}/edit", headers=PART).text)


def fields(html: str) -> dict[str, str]:
    from lxml.html import fromstring

    return {name: value or "" for name, value in fromstring(html).forms[0].form_values()}


def first(client: CheckedClient, kind: str) -> str:
    return str(client.get(f"/v1/{kind}").json["items"][0]["id"])


@pytest.mark.parametrize(("decision", "review"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_button_decides_and_shows_what_changed(client: CheckedClient, decision: str, review: str) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, "claims")
    value = re.search(rf'value="({decision} [0-9a-f]+)" formaction="/facts/{fact}/decide"', page.text)
    assert value
    done = client.post(f"/facts/{fact}/decide", data={"token": token(page), "decision": value[1]}, headers=PART)
    assert done.status_code == 200
    assert f'hx-target="#f-{fact}"' in done.text
    assert f'data-review="{review}"' in done.text
    assert (f"{fact}/content" in done.text) == (decision == "accept")  # what is rejected is not drawn in
    assert standing(client, fact)["review"] == review


def test_without_script_a_button_leads_back_to_the_article(client: CheckedClient) -> None:
    article = read(client)
    page = client.get(f"/articles/{article}", headers=BROWSER)
    fact = first(client, "deals")
    done = client.post(f"/facts/{fact}/decide", data={"token": token(page), "decision": "accept"}, headers=BROWSER)
    assert done.location == f"/articles/{article}#f-{fact}"


def test_the_second_of_two_reviewers_is_told_and_writes_nothing(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, "claims")
    stale = re.search(rf'value="(reject [0-9a-f]+)" formaction="/facts/{fact}/', page.text)
    assert stale
    headers = {"X-Desk-Token": token(page)}
    assert client.patch(f"/v1/facts/{fact}", json={"action": "accept"}, headers=headers).status_code == 200
    late = client.post(f"/facts/{fact}/decide", data={"token": token(page), "decision": stale[1]}, headers=PART)
    assert late.status_code == 412
    assert "meanwhile" in late.text
    assert standing(client, fact)["review"] == "accepted"


def test_other_words_of_the_text_become_the_source(client: CheckedClient) -> None:
    article = read(client)
    page = client.get(f"/articles/{article}", headers=BROWSER)
    fact = first(client, "claims")
    start = STORY.index("chief executive")
    sent = form(client, fact) | {"source": "chief executive", "source.start": str(start), "source.end": str(start + 15)}
    done = client.post(f"/facts/{fact}/correct", data={**sent, "token": token(page)}, headers=PART)
    assert done.status_code == 200, done.text
    source = standing(client, fact)["fact"]["source"]
    assert (source["name"], source["span"]["start"]) == ("chief executive", start)
    assert standing(client, fact)["review"] == "corrected"


def test_a_form_that_changes_nothing_accepts(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    for kind in ("claims", "deals", "people", "companies"):
        fact = first(client, kind)
        before = standing(client, fact)["fact"]
        sent = {**form(client, fact), "token": token(page)}
        assert client.post(f"/facts/{fact}/correct", data=sent, headers=PART).status_code == 200
        assert standing(client, fact)["review"] == "accepted"
        assert standing(client, fact)["fact"] == before


@pytest.mark.parametrize(
    ("kind", "changes", "path", "wanted"),
    [
        ("claims", {"polarity": "denied", "certainty": "possible"}, ("polarity",), "denied"),
        ("claims", {"source.channel": "interview"}, ("source", "channel"), "interview"),
        ("claims", {"cue": ""}, ("cue",), None),
        ("deals", {"type": "merger"}, ("type",), "merger"),
        ("deals", {"parties.0.role": "seller"}, ("parties", 0, "role"), "seller"),
        ("deals", {"amounts.0": ""}, ("amounts",), []),
        ("companies", {"kind_of": "fund"}, ("kind",), "fund"),
        ("people", {"roles.0.status": "former"}, ("roles", 0, "status"), "former"),
    ],
)
def test_every_form_changes_what_it_says(
    client: CheckedClient, kind: str, changes: dict[str, str], path: tuple[Any, ...], wanted: Any
) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, kind)
    sent = {**form(client, fact), **changes, "token": token(page)}
    done = client.post(f"/facts/{fact}/correct", data=sent, headers=PART)
    assert done.status_code == 200, done.text
    found: Any = standing(client, fact)["fact"]
    for step in path:
        found = found[step]
    assert found == wanted


def test_words_that_stand_nowhere_are_refused(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, "claims")
    sent = {**form(client, fact), "source": "Nobody at all", "token": token(page)}
    done = client.post(f"/facts/{fact}/correct", data=sent, headers=PART)
    assert done.status_code == 422
    assert "nowhere reads" in done.text
    assert standing(client, fact)["review"] == "unreviewed"


def test_what_was_missed_is_added_from_a_selection_and_undone(client: CheckedClient) -> None:
    article = read(client)
    page = client.get(f"/articles/{article}", headers=BROWSER)
    words = "We have known each other for years"
    start = STORY.index(words)
    asked = {"selected": words, "selected.start": start, "selected.end": start + len(words)}
    sent = fields(client.get(f"/articles/{article}/new/claim", query_string=asked, headers=PART).text)
    assert sent["content.0"] == words
    sent |= {"source": "she", "token": token(page)}
    done = client.post(f"/articles/{article}/facts", data=sent, headers=PART)
    assert done.status_code == 200, done.text
    added = client.get("/v1/claims?review=added").json["items"]
    assert [claim["text"] for claim in added] == [words]
    assert f'data-open="{added[0]["id"]}"' in done.text
    client.post(f"/articles/{article}/undo", data={"token": token(page)}, headers=PART)
    assert client.get("/v1/claims?review=added").json["items"] == []


@pytest.mark.parametrize(("kind", "words"), [("person", "Monday"), ("company", "Monday")])
def test_a_name_is_added_with_all_its_mentions(client: CheckedClient, kind: str, words: str) -> None:
    article = read(client)
    page = client.get(f"/articles/{article}", headers=BROWSER)
    sent = {"kind": kind, "name": words, "token": token(page)}
    assert client.post(f"/articles/{article}/facts", data=sent, headers=PART).status_code == 200
    listed = client.get(f"/v1/{'people' if kind == 'person' else 'companies'}?review=added").json["items"]
    assert [one["name"] for one in listed] == [words]


def test_undoing_goes_back_as_far_as_one_likes_and_then_says_so(client: CheckedClient) -> None:
    article = read(client)
    page = client.get(f"/articles/{article}", headers=BROWSER)
    facts = [first(client, kind) for kind in ("claims", "deals", "people")]
    for fact in facts:
        data = {"token": token(page), "decision": "reject"}
        assert client.post(f"/facts/{fact}/decide", data=data, headers=PART).status_code == 200
    for fact in reversed(facts):
        assert standing(client, fact)["review"] == "rejected"
        client.post(f"/articles/{article}/undo", data={"token": token(page)}, headers=PART)
        assert standing(client, fact)["review"] == "unreviewed"
    left = client.post(f"/articles/{article}/undo", data={"token": token(page)}, headers=PART)
    assert "nothing left" in left.text


def test_the_history_of_a_fact_is_a_page(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, "claims")
    sent = {**form(client, fact), "polarity": "denied", "token": token(page)}
    client.post(f"/facts/{fact}/correct", data=sent, headers=PART)
    shown = client.get(f"/facts/{fact}/history", headers=BROWSER)
    assert "Corrected" in shown.text
    assert "Denied" in shown.text


def test_the_history_of_a_fact_shows_the_fact_as_it_stands(client: CheckedClient) -> None:
    page = client.get(f"/articles/{read(client)}", headers=BROWSER)
    fact = first(client, "companies")
    client.post(f"/facts/{fact}/decide", data={"decision": "accept", "token": token(page)}, headers=PART)
    shown = client.get(f"/facts/{fact}/history", headers=BROWSER)
    assert "Accepted" in shown.text
    assert standing(client, fact)["fact"]["name"] in shown.text.partition('class="time"')[0].partition("<main")[2]


@given(st.text(alphabet="ab\U0001f600é عر", min_size=1, max_size=40), st.data())
def test_words_are_found_where_they_were_picked_in_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].strip()
    if words:
        picked = {"x": words, "x.start": str(start), "x.end": str(end)}
        span = Answers(text, picked).span("x")
        assert span is not None
        assert text[span["start"] : span["end"]] == span["quote"] == words
        assert start <= span["start"] < span["end"] <= end


def test_words_that_were_typed_are_found_nearest_to_where_they_were() -> None:
    text = "Lima spoke. Lima left. Lima wrote."
    assert corrections.nearest(text, "Lima", 20) == (23, 27)
    assert corrections.nearest(text, "Lima", None) == (0, 4)
    assert corrections.nearest(text, "lima", None) is None
    with pytest.raises(WordsNotThere):
        corrections.whole("person", Answers(text, {"name": "Silva"}))


CLAIM: dict[str, Any] = {
    "content": [{"quote": "“Not a single post is at risk,”"}],
    "directness": "direct",
    "source": {"name": "Fiona Strand", "role": "spokeswoman", "speaks_for": {"name": "Corvane"}, "channel": "unknown"},
}


@pytest.mark.parametrize(
    ("claim", "article", "wanted"),
    [
        (
            CLAIM,
            {"publisher": "Harbour Post", "published_at": "2026-03-04T00:00:00Z"},
            "Fiona Strand, spokeswoman, Corvane: “Not a single post is at risk” (Harbour Post, 4 March 2026)",
        ),
        (
            {**CLAIM, "directness": "indirect", "source": {"name": "she", "resolved": {"name": "Fiona Strand"}}},
            {"title": "Docks"},
            "Fiona Strand: Not a single post is at risk (Docks)",
        ),
        (
            {**CLAIM, "content": [{"quote": "„Wir"}, {"quote": "kaufen“"}]},
            {},
            "Fiona Strand, spokeswoman, Corvane: “Wir … kaufen” (undated article)",
        ),
    ],
)
def test_a_quote_is_copied_with_its_attribution(claim: dict[str, Any], article: dict[str, Any], wanted: str) -> None:
    assert quoting.attributed(claim, article) == wanted

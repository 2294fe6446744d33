"""Facts under review: decided, corrected, added and undone over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import CheckedClient
from tests.stand_in import STORY, StandIn

KINDS = ["companies", "people", "deals", "claims"]
EMOJI = "🦀 Northwind 🤝 buys Fabrikam for $2 million, said Ana Lima. “We grow 🌱 at last,” Bea Kroon said."


@pytest.fixture
def article(client: CheckedClient) -> dict[str, Any]:
    return post(client)["article"]


def post(client: CheckedClient, text: str = STORY, address: str = "/v1/extractions") -> dict[str, Any]:
    response = client.post(address, json={"text": text, "language": "en"})
    assert response.status_code in (200, 201), response.json
    return response.json


def first(client: CheckedClient, kind: str, query: str = "") -> dict[str, Any]:
    return client.get(f"/v1/{kind}?{query}").json["items"][0]


def ids(client: CheckedClient, kind: str, query: str = "") -> list[str]:
    return [item["id"] for item in client.get(f"/v1/{kind}?{query}").json["items"]]


def at(client: CheckedClient, article: dict[str, Any], words: str) -> dict[str, Any]:
    text = client.get(article["href"]).json["text"]
    start = text.index(words)
    return {"start": start, "end": start + len(words), "quote": words}


def decide(client: CheckedClient, href: str, action: str, **more: Any) -> Any:
    headers = more.pop("headers", None)
    return client.patch(href, json={"action": action, **more}, headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_can_be_fetched_by_its_address(client: CheckedClient, article: dict[str, Any], kind: str) -> None:
    item = first(client, kind)
    fact = client.get(item["href"]).json
    assert fact["id"] == item["id"]
    assert fact["review"] == item["review"] == "unreviewed"
    assert fact["found"] == fact["fact"]
    assert fact["decision"] is None
    assert fact["article"]["id"] == article["id"]
    assert fact["extraction_id"] == item["extraction_id"]
    assert {name: part for name, part in item.items() if name in fact["fact"]} == fact["fact"]


@pytest.mark.parametrize("method", ["get", "patch"])
@pytest.mark.parametrize("fact_id", ["q0000000000000000", "c1", "x", "%00"])
def test_a_fact_that_is_not_there_is_not_found(client: CheckedClient, method: str, fact_id: str) -> None:
    body = {"json": {"action": "accept"}} if method == "patch" else {}
    assert client.open(f"/v1/facts/{fact_id}", method=method.upper(), **body).status_code == 404


def test_what_is_rejected_leaves_the_lists_unless_asked_for(client: CheckedClient, article: dict[str, Any]) -> None:
    for kind in KINDS:
        item = first(client, kind)
        assert decide(client, item["href"], "reject", note="Not what it says.").json["review"] == "rejected"
        assert item["id"] not in ids(client, kind)
        assert ids(client, kind, "review=rejected") == [item["id"]]
        assert item["id"] in ids(client, kind, "review=any")
        extraction = f"/v1/extractions/{item['extraction_id']}"
        assert item["id"] not in [fact["id"] for fact in client.get(extraction).json["facts"][kind]]
        everything = client.get(f"{extraction}?review=any").json["facts"][kind]
        assert [fact["review"] for fact in everything if fact["id"] == item["id"]] == ["rejected"]
    assert client.get(f"/v1/claims?review=rejected&article={article['id']}", headers={"Accept": "text/csv"}).text.count(
        ",rejected,"
    )


def test_articles_are_found_by_how_their_facts_stand(client: CheckedClient, article: dict[str, Any]) -> None:
    def listed(review: str) -> int:
        return len(client.get(f"/v1/articles?review={review}").json["items"])

    assert (listed("unreviewed"), listed("reviewed"), listed("rejected")) == (1, 0, 0)
    for item in [item for kind in KINDS for item in client.get(f"/v1/{kind}").json["items"]]:
        decide(client, item["href"], "accept")
    assert (listed("unreviewed"), listed("reviewed"), listed("accepted")) == (0, 1, 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_decision_outlives_every_reading(client: CheckedClient, kind: str, action: str) -> None:
    post(client)
    item = first(client, kind)
    stands = decide(client, item["href"], action).json
    again = post(client, address="/v1/extractions?refresh=true")
    fact = client.get(item["href"]).json
    assert fact["extraction_id"] == again["id"] != stands["extraction_id"]
    assert fact["review"] == stands["review"] == f"{action}ed"
    assert (item["id"] in ids(client, kind)) == (action == "accept")


def test_a_correction_changes_the_fact_in_all_lists_and_outlives_every_reading(client: CheckedClient) -> None:
    article = post(client)["article"]
    deal = first(client, "deals")
    changes = {"status": "completed", "amounts": [], "parties": list(reversed(deal["parties"]))}
    corrected = decide(client, deal["href"], "correct", fact=changes).json
    assert corrected["review"] == "corrected"
    assert corrected["fact"] | changes == corrected["fact"]
    assert corrected["found"]["status"] == deal["status"] == "agreed"
    for _ in range(2):
        assert first(client, "deals", "status=completed&review=corrected")["id"] == deal["id"]
        assert ids(client, "deals", "status=agreed") == []
        post(client, address="/v1/extractions?refresh=true")
    assert client.get(f"/v1/deals?article={article['id']}").json["items"][0]["status"] == "completed"


def test_a_claim_is_given_to_another_source_by_its_id_alone_or_by_its_place_alone(client: CheckedClient) -> None:
    article = post(client)["article"]
    claim, northwind = first(client, "claims"), first(client, "companies", "name=northwind")
    by_id = decide(client, claim["href"], "correct", fact={"source": {"id": northwind["id"]}}).json["fact"]
    assert by_id["source"]["id"] == northwind["id"]
    assert by_id["source"]["name"] == "Ana Lima", "as it is written"
    assert by_id["source"]["resolved"]["name"] == "Northwind", "whom the words mean"
    assert (by_id["source"]["kind"], by_id["source"]["class"]) == ("organization", "official")
    assert ids(client, "claims", "source=northwind") == [claim["id"]]
    place = at(client, article, "Fabrikam")
    by_place = decide(client, claim["href"], "correct", fact={"source": {"span": place}}).json["fact"]
    assert by_place["source"]["name"] == "Fabrikam"
    assert by_place["source"]["resolved"] is None
    assert by_place["source"]["id"] == first(client, "companies", "name=fabrikam")["id"]
    assert by_place["text"] == claim["text"]


def test_other_words_of_a_claim_bring_their_context_and_their_sentence(client: CheckedClient) -> None:
    article = post(client)["article"]
    claim = first(client, "claims")
    words = at(client, article, "Northwind will buy Fabrikam")
    fact = decide(client, claim["href"], "correct", fact={"content": [words]}).json["fact"]
    assert fact["text"] == "Northwind will buy Fabrikam"
    assert fact["content"][0]["suffix"].startswith(" for $2 million")
    assert fact["evidence"][0]["quote"].endswith("on Monday.")
    assert fact["id"] == claim["id"], "it is the same fact, told better"


def test_a_sum_is_read_from_its_words(client: CheckedClient) -> None:
    article = post(client, STORY + " Fabrikam once cost €30 million.")["article"]
    deal = first(client, "deals")
    sums = [{"span": at(client, article, "€30 million"), "kind": "valuation"}]
    amount = decide(client, deal["href"], "correct", fact={"amounts": sums}).json["fact"]["amounts"][0]
    assert (amount["text"], amount["value"], amount["currency"]) == ("€30 million", 30_000_000, "EUR")


def test_words_that_do_not_stand_there_are_refused_and_nothing_is_changed(client: CheckedClient) -> None:
    article = post(client, EMOJI)["article"]
    right = at(client, article, "We grow 🌱 at last")
    in_utf16 = {**right, "start": right["start"] + 2, "end": right["end"] + 3}
    for wrong in (in_utf16, {**right, "end": 10_000}, {**right, "start": -1}, {**right, "quote": "We grow"}):
        fact = {"content": [wrong], "source": {"span": at(client, article, "Bea Kroon")}}
        refused = client.post(f"{article['href']}/facts", json={"kind": "claim", "fact": fact})
        assert refused.status_code == 422
        assert refused.json["type"] == "/problems/words-not-there"
        assert refused.json["errors"][0]["pointer"] == "/fact/content/0"
    assert ids(client, "claims", "review=added") == []
    fact = {"content": [right], "source": {"span": at(client, article, "Bea Kroon")}}
    added = client.post(f"{article['href']}/facts", json={"kind": "claim", "fact": fact})
    assert added.status_code == 201
    assert added.json["fact"]["text"] == "We grow 🌱 at last"
    assert added.json["fact"]["directness"] == "direct"


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("claim", {}),
        ("claim", {"content": []}),
        ("claim", {"content": [{"start": 0, "end": 9, "quote": "Northwind"}]}),
        ("claim", {"content": [{"start": 0, "end": "9", "quote": "Northwind"}], "source": {}}),
        ("deal", {"type": "acquisition"}),
        ("deal", {"parties": [{"id": "c0000000000000000", "role": "target"}]}),
        ("deal", {"parties": [{"span": {"start": 0, "end": 9, "quote": "Northwind"}, "role": "king"}]}),
        ("company", {"name": "Northwind"}),
        ("company", {"mentions": [{"start": 0, "end": 9, "quote": "Northwind"}], "name": "Contoso"}),
        ("company", {"mentions": [{"start": 0, "end": 9, "quote": "Northwind"}], "colour": "red"}),
        ("person", {"mentions": []}),
        ("person", {"mentions": "Ana Lima"}),
    ],
)
def test_what_is_no_fact_is_refused_with_its_place(client: CheckedClient, kind: str, fact: dict[str, Any]) -> None:
    article = post(client)["article"]
    refused = client.post(f"{article['href']}/facts", json={"kind": kind, "fact": fact})
    assert refused.status_code == 422, refused.json
    assert refused.json["errors"][0]["pointer"].startswith("/fact")


def test_each_kind_of_fact_can_be_added_and_stays(client: CheckedClient) -> None:
    text = STORY + " Bea Kroon of Kite Cargo objects. Kite Cargo will supply Fabrikam, Kroon said."
    article = post(client, text)["article"]

    def add(kind: str, **fact: Any) -> dict[str, Any]:
        response = client.post(f"{article['href']}/facts", json={"kind": kind, "fact": fact, "note": "It is there."})
        assert response.status_code == 201, response.json
        assert response.headers["Location"] == response.json["href"]
        assert client.get(response.json["href"]).headers["ETag"] == response.headers["ETag"]
        return response.json

    kite = add("company", mentions=[at(client, article, "Kite Cargo")])
    assert len(kite["fact"]["mentions"]) == 2, "all places of the name are found"
    role = {
        "evidence": [at(client, article, "objects")],
        "organization": {"id": kite["id"], "span": at(client, article, "Kite Cargo")},
    }
    bea = add("person", mentions=[at(client, article, "Bea Kroon")], roles=[role])
    assert bea["fact"]["name"] == "Bea Kroon"
    assert bea["fact"]["roles"][0]["title"] == "objects"
    parties = [
        {"id": kite["id"], "role": "supplier"},
        {"span": at(client, article, "Fabrikam"), "role": "customer"},
    ]
    deal = add("deal", type="supply_contract", parties=parties)
    assert [party["name"] for party in deal["fact"]["parties"]] == ["Kite Cargo", "Fabrikam"]
    assert deal["fact"]["parties"][1]["id"] == first(client, "companies", "name=fabrikam")["id"]
    words = at(client, article, "Kite Cargo will supply Fabrikam")
    claim = add("claim", content=[words], source={"id": bea["id"]}, about=[deal["id"]])
    assert claim["fact"]["source"]["name"] == "Bea Kroon"
    for _ in range(2):
        for made, kind in ((kite, "companies"), (bea, "people"), (deal, "deals"), (claim, "claims")):
            assert ids(client, kind, "review=added") == [made["id"]]
            assert client.get(made["href"]).json["found"] is None
        assert ids(client, "claims", "source=kroon") == [claim["id"]]
        assert ids(client, "deals", f"entity={kite['id']}") == [deal["id"]]
        post(client, text, "/v1/extractions?refresh=true")


def test_a_fact_that_is_there_already_is_reviewed_and_not_added(client: CheckedClient, article: dict[str, Any]) -> None:
    mentions = [at(client, article, "Northwind")]
    refused = client.post(f"{article['href']}/facts", json={"kind": "company", "fact": {"mentions": mentions}})
    assert refused.status_code == 409
    assert refused.json["fact_id"] in ids(client, "companies")


def test_facts_are_added_to_articles_that_were_read(client: CheckedClient, reader: StandIn) -> None:
    assert client.post("/v1/articles/unknown/facts", json={"kind": "claim", "fact": {}}).status_code == 404
    queued = client.post("/v1/extractions", json={"text": STORY}, headers={"Prefer": "respond-async"})
    address = f"{queued.json['article']['href']}/facts"
    assert client.post(address, json={"kind": "claim", "fact": {}}).status_code == 409


def test_the_history_tells_what_was_changed_and_is_undone_from_its_end(client: CheckedClient) -> None:
    post(client)
    deal = first(client, "deals")
    decide(client, deal["href"], "accept", note="Read twice.")
    decide(client, deal["href"], "correct", fact={"status": "rumoured"})
    decide(client, deal["href"], "reject")
    history = client.get(f"{deal['href']}/history").json["items"]
    assert [one["action"] for one in history] == ["reject", "correct", "accept"]
    assert [one["before"]["review"] for one in history] == ["corrected", "accepted", "unreviewed"]
    assert [one["after"]["fact"]["status"] for one in history] == ["rumoured", "rumoured", "agreed"]
    assert history[2]["note"] == "Read twice."
    assert client.delete(history[1]["href"]).status_code == 409, "a later one rests on it"
    for one, review, status in zip(
        history, ["corrected", "accepted", "unreviewed"], ["rumoured", "agreed", "agreed"], strict=True
    ):
        assert client.delete(one["href"]).status_code == 204
        fact = client.get(deal["href"]).json
        assert (fact["review"], fact["fact"]["status"]) == (review, status)
        assert client.delete(one["href"]).status_code == 409, "once is enough"
    assert all(one["undone_at"] for one in client.get(f"{deal['href']}/history").json["items"])
    assert client.delete(f"{deal['href']}/decisions/unknown").status_code == 404
    assert client.get("/v1/facts/q0000000000000000/history").status_code == 404
    again = post(client, address="/v1/extractions?refresh=true")
    assert client.get(deal["href"]).json["extraction_id"] == again["id"]
    assert client.get(deal["href"]).json["review"] == "unreviewed", "what is undone does not come back"


def test_undoing_what_was_added_takes_it_away_and_keeps_its_history(client: CheckedClient) -> None:
    article = post(client)["article"]
    fact = {"content": [at(client, article, "We have known each other for years")]}
    fact["source"] = {"id": first(client, "people")["id"]}
    added = client.post(f"{article['href']}/facts", json={"kind": "claim", "fact": fact}).json
    assert client.delete(added["decision"]["href"]).status_code == 204
    assert client.get(added["href"]).status_code == 404
    assert ids(client, "claims", "review=any") != []
    assert added["id"] not in ids(client, "claims", "review=any")
    assert len(client.get(f"{added['href']}/history").json["items"]) == 1


def test_the_second_of_two_reviewers_is_told(client: CheckedClient, article: dict[str, Any]) -> None:
    href = first(client, "claims")["href"]
    seen = client.get(href).headers["ETag"]
    mine = decide(client, href, "accept", headers={"If-Match": seen})
    assert mine.status_code == 200
    lost = decide(client, href, "reject", headers={"If-Match": seen})
    assert lost.status_code == 412
    assert lost.json["type"] == "/problems/precondition-failed"
    assert client.get(href).json["review"] == "accepted"
    assert decide(client, href, "reject", headers={"If-Match": mine.headers["ETag"]}).status_code == 200
    assert decide(client, href, "accept", headers={"If-Match": "*"}).status_code == 200
    etag = client.get(href).headers["ETag"]
    assert client.get(href, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "praise"}, 422),
        ({}, 422),
        ({"action": "accept", "colour": "red"}, 422),
        ({"action": "correct"}, 422),
        ({"action": "correct", "fact": {}}, 422),
        ({"action": "correct", "fact": {"status": "married"}}, 422),
        ({"action": "correct", "fact": {"colour": "red"}}, 422),
        ({"action": "correct", "fact": {"id": "c0000000000000000"}}, 422),
        ({"action": "correct", "fact": {"parties": None}}, 422),
        ({"action": "correct", "fact": {"evidence": [{"start": 0, "end": 3, "quote": "xyz"}]}}, 422),
        ({"action": "correct", "fact": {"claim_id": "q0000000000000000"}}, 422),
        ({"action": "accept", "note": "x" * 2001}, 422),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    client: CheckedClient, article: dict[str, Any], body: dict[str, Any], status: int
) -> None:
    href = first(client, "deals")["href"]
    assert client.patch(href, json=body).status_code == status
    assert client.get(href).json["review"] == "unreviewed"


def test_a_decision_is_sent_as_json(client: CheckedClient, article: dict[str, Any]) -> None:
    href = first(client, "deals")["href"]
    assert client.patch(href, data="accept", content_type="text/plain").status_code == 415
    assert client.patch(href, data="{", content_type="application/json").status_code == 400


def test_keys_that_have_names_sign_decisions(app_with: Callable[..., Flask]) -> None:
    client = app_with(StandIn()).test_client()
    post(client)  # type: ignore[arg-type]
    href = first(client, "deals")["href"]  # type: ignore[arg-type]
    assert decide(client, href, "accept").json["decision"]["by"] is None  # type: ignore[arg-type]

"""Posting articles and fetching what they say."""

from __future__ import annotations

from tests.conftest import CheckedClient
from tests.stand_in import STORY


def test_an_article_is_read_and_its_facts_come_back(client: CheckedClient) -> None:
    response = client.post("/v1/extractions", json={"text": STORY})
    assert response.status_code == 201, response.json
    extraction = response.json
    assert response.headers["Location"] == f"/v1/extractions/{extraction['id']}"
    assert [company["name"] for company in extraction["facts"]["companies"]] == ["Northwind", "Fabrikam"]
    assert client.get(response.headers["Location"]).json == extraction

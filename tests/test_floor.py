"""The least seconds an article could take: what is counted, and what is said when the model's pace is not to be had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.evaluation import command, floor, gold_files, report, table
from api.evaluation.delivered import Amount, Claim, Deal, Delivered, Organization, Party, Role
from api.evaluation.outcomes import evaluate
from api.evaluation.respondents import OverHttp
from tests.fake_openai import closed_port
from tests.perfect_service import PerfectService

FOLDER = Path(__file__).parent / "articles"
FACTS = Delivered(
    organizations=(Organization("Harlow"), Organization("Crumb")),
    people=("Ana Rao",),
    roles=(Role("Ana Rao", "chief executive", "Harlow"),),
    deals=(Deal("acquisition", "agreed", (Party("Harlow", "acquirer"), Party("Crumb", "target")), (Amount("£4m"),)),),
    claims=(Claim("it will close", ("it will close",), ("Ana Rao",)),),
)


def test_each_name_claim_and_slot_of_a_deal_is_a_decision() -> None:
    assert floor.decisions(Delivered()) == 0
    assert floor.decisions(FACTS) == 3 + 1 + 5


def test_the_floor_is_one_reading_and_one_token_a_decision() -> None:
    article = gold_files.read(FOLDER / "en-port-sale.json")[0]
    pace = floor.Pace(reading=50.0, writing=20.0, density=4.0)
    expected = len(article.text) / 4.0 / 50.0 + 9 / 20.0
    assert floor.seconds(article, FACTS, {"en": pace}) == pytest.approx(expected)


def test_floors_stand_in_the_table_the_report_and_the_figures() -> None:
    articles = gold_files.read(FOLDER / "en-port-sale.json", FOLDER / "fr-marathon.json")
    stored = [json.loads((FOLDER / f"{each.id}.json").read_text(encoding="utf-8")) for each in articles]
    with PerfectService(stored) as service, OverHttp(service.url) as respondent:
        evaluation = evaluate(articles, respondent)
    assert evaluation.as_json()["cost"]["floor_seconds"] is None
    known = floor.under(evaluation, {language: floor.Pace(1e3, 1e2, 4.0) for language in ("en", "fr")})
    figures = known.as_json()
    each = [one["cost"]["floor_seconds"] for one in figures["each"]]
    assert figures["cost"]["floor_seconds"] == pytest.approx(sum(each), abs=1e-3)
    assert "times that was taken" in table.distance(known)
    assert table.distance(known) in report.page(known)
    assert "at the least" in report.page(known)
    assert "at the least" not in report.page(evaluation)


def test_without_a_model_to_watch_the_rest_is_told_all_the_same(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", closed_port())
    with PerfectService([json.loads((FOLDER / "pt-incendio.json").read_text(encoding="utf-8"))]) as service:
        arguments = [str(FOLDER / "pt-incendio.json"), "--url", service.url, "--floor"]
        assert command.main(arguments) == 0
    said = capsys.readouterr()
    assert "pace cannot be learnt" in said.err
    assert "claims" in said.out

"""`onrecord evaluate` from gold to report: against a service on a real socket and against the engine itself."""

from __future__ import annotations

import argparse
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from api import contracts
from api.evaluation import command, gold_files, report, table
from api.evaluation.delivered import of_extraction
from api.evaluation.gold import strays
from api.evaluation.outcomes import Cost, evaluate
from api.evaluation.respondents import OverHttp, Unanswered
from tests.perfect_service import PerfectService, extraction

FOLDER = Path(__file__).parent / "articles"
ARTICLES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
LANGUAGES = {article["language"] for article in ARTICLES}
SHORT = {"id": "short", "text": "Ann Roe left Arandu.", "gold": {"people": [{"name": "Ann Roe"}]}}


def run(*arguments: object) -> int:
    return command.main([str(argument) for argument in arguments])


def jsonl(path: Path, *documents: Any) -> Path:
    lines = (document if isinstance(document, str) else json.dumps(document) for document in documents)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


# Gold files


def test_gold_is_read_from_a_folder_a_file_and_json_lines(tmp_path: Path) -> None:
    together = jsonl(tmp_path / "all.jsonl", *ARTICLES)
    assert [article.id for article in gold_files.read(FOLDER)] == [article["id"] for article in ARTICLES]
    assert gold_files.read(FOLDER) == gold_files.read(together)
    assert len(gold_files.read(FOLDER / "pt-conservas.json")) == 1


def test_shorthands_mean_what_they_stand_for(tmp_path: Path) -> None:
    short = {
        "id": "x",
        "lang": "en",
        "title": "Ann Roe",
        "text": "Ann Roe left Arandu for $5.",
        "gold": {
            "companies_strict": ["Arandu"],
            "organisations": ["Arandu"],
            "people": ["Ann Roe"],
            "claims": [{"text": "left Arandu", "source": None, "note": "a trifle"}],
            "deals": [{"type": "other", "parties": ["Arandu"], "amount": "$5"}],
            "deal_slots": [["Arandu", "Ann"]],
        },
    }
    long = {
        "id": "x",
        "language": "en",
        "text": "Ann Roe left Arandu for $5.",
        "gold": {
            "companies": [{"name": "Arandu"}],
            "organizations": [{"name": "Arandu"}],
            "people": [{"name": "Ann Roe"}],
            "claims": [{"content": ["left Arandu"]}],
            "deals": [{"type": "other", "parties": [{"name": "Arandu"}], "amounts": [{"text": "$5"}]}],
            "deal_slots": [["Arandu", "Ann"]],
        },
    }
    one, other = (gold_files.read(jsonl(tmp_path / f"{n}.jsonl", each)) for n, each in enumerate((short, long)))
    assert one == other


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1"),
        ("[]", "object"),
        (json.dumps({"id": "a", "text": "b"}), "/gold"),
        (json.dumps({**SHORT, "gold": {"people": [{"nom": "Ann"}]}}), "/gold/people/0"),
        (json.dumps({**SHORT, "gold": {"claims": "none"}}), "/gold/claims"),
        (json.dumps({**SHORT, "gold": {"deals": [{"type": "theft", "parties": ["Ann Roe"]}]}}), "/gold/deals/0/type"),
        (json.dumps({**SHORT, "text": "\ud800"}), "surrogate"),
    ],
)
def test_a_fault_in_gold_is_told_with_its_line_and_its_place(tmp_path: Path, line: str, told: str) -> None:
    path = jsonl(tmp_path / "gold.jsonl", SHORT, "", line)
    with pytest.raises(gold_files.GoldError, match=re.escape(f"{path}:3")) as raised:
        gold_files.read(path)
    assert told in str(raised.value)


def test_two_articles_of_one_id_and_no_article_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(gold_files.GoldError, match="'short'"):
        gold_files.read(jsonl(tmp_path / "twice.jsonl", SHORT, SHORT))
    with pytest.raises(gold_files.GoldError, match="no gold article"):
        gold_files.read(jsonl(tmp_path / "none.jsonl", ""))
    with pytest.raises(gold_files.GoldError, match="absent"):
        gold_files.read(tmp_path / "absent.jsonl")


def test_gold_that_the_article_does_not_say_is_pointed_out(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "gold.jsonl", {**SHORT, "gold": {"people": ["Ann Roe", "Bob"]}})
    assert strays(gold_files.read(path)[0]) == ("Bob",)


# Scores of whole runs


def test_all_that_gold_holds_delivered_is_full_marks_everywhere() -> None:
    with PerfectService(ARTICLES) as service, OverHttp(service.url) as respondent:
        evaluation = evaluate(gold_files.read(FOLDER), respondent)
    imperfect = {kind: tally for kind, tally in evaluation.score.tallies.items() if tally.f1 != 1.0}
    assert imperfect == {}
    assert len(evaluation.score.tallies) == 13
    assert {share.value for share in evaluation.score.shares.values()} == {1.0}
    assert [difference for outcome in evaluation.outcomes for difference in outcome.score.differences] == []
    cost, count = evaluation.cost, len(ARTICLES)
    assert (cost.calls, cost.input_tokens, cost.output_tokens) == (3 * count, 1200 * count, 200 * count)
    assert set(evaluation.by_language()) == LANGUAGES


def test_each_article_is_extracted_anew_unless_stored_ones_will_do() -> None:
    articles = gold_files.read(FOLDER / "pt-incendio.json")
    with PerfectService(ARTICLES) as service:
        for stored in (False, True):
            with OverHttp(service.url, stored=stored) as respondent:
                evaluate(articles, respondent)
    assert service.asked == ["/v1/extractions?refresh=true", "/v1/extractions"]


def test_a_lost_article_counts_as_nothing_found_and_the_others_go_on() -> None:
    named = {article["id"]: article for article in ARTICLES}
    answers = {
        "de-wolf": (503, {"title": "The model is away", "detail": "Nothing answers at the model's address."}),
        "en-striker": (200, b"<html>not what was asked for"),
        "es-agua": (201, {**extraction(named["es-agua"]), "status": "failed", "failure": {"detail": "It went wrong."}}),
        "es-banco": (201, ["a list"]),
        "fr-marathon": (201, {"status": "succeeded", "facts": {"companies": [7], "people": []}}),
    }
    with PerfectService(ARTICLES, answers=answers) as service, OverHttp(service.url) as respondent:
        evaluation = evaluate(gold_files.read(FOLDER), respondent)
    told = {outcome.article.id: outcome.fault for outcome in evaluation.lost}
    assert set(told) == set(answers)
    assert "Nothing answers at the model's address." in (told["de-wolf"] or "")
    assert told["es-agua"] == "It went wrong."
    people = evaluation.score.tallies["people"]
    assert people.right == people.delivered < people.wanted


def test_an_extraction_that_is_queued_is_waited_for() -> None:
    article = ARTICLES[0]
    answers = {article["id"]: (202, extraction(article))}
    with PerfectService(ARTICLES, answers=answers) as service, OverHttp(service.url) as respondent:
        assert respondent(gold_files.read(FOLDER)[0])["status"] == "succeeded"


def test_an_article_that_takes_too_long_is_lost() -> None:
    article = ARTICLES[0]
    answers = {article["id"]: (202, {**extraction(article), "status": "running"})}
    with (
        PerfectService(ARTICLES, answers=answers) as service,
        OverHttp(service.url, timeout=0.1) as respondent,
        pytest.raises(Unanswered, match="still running"),
    ):
        respondent(gold_files.read(FOLDER)[0])


def test_a_source_with_an_id_is_known_by_whom_it_stands_for() -> None:
    document = extraction(next(article for article in ARTICLES if article["id"] == "en-optical-sensors"))
    she = next(claim for claim in document["facts"]["claims"] if claim["text"] == "the price was fair")
    she["source"] |= {"name": "She", "id": document["facts"]["people"][0]["id"]}
    claim = next(claim for claim in of_extraction(document).claims if claim.text == "the price was fair")
    assert claim.sources == ("She", "Priya Venkataraman")


# The command


def test_the_command_prints_a_table_and_writes_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "out.html"
    with PerfectService(ARTICLES) as service:
        assert run(FOLDER, "--url", service.url, "--report", page) == 0
    printed = capsys.readouterr()
    for kind in ("claims with source", "companies", "titles with employer", "deal slots", "verbatim 1.000"):
        assert kind in printed.out
    assert f"{ARTICLES[0]['id']}: 0 of {len(ARTICLES)}" in printed.err
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_prints_every_figure_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    with PerfectService(ARTICLES) as service:
        assert run(FOLDER, "--url", service.url, "--json", "--limit", 3) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["articles"] == len(figures["each"]) == 3
    assert figures["kinds"]["claims"]["f1"] == 1.0
    assert figures["provenance"]["model"] == "gold"
    assert set(figures["languages"]) == {article["language"] for article in ARTICLES[:3]}


def test_a_service_that_wants_a_key_gets_it_or_is_told_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with PerfectService(ARTICLES, key="secret") as service:
        assert run(FOLDER, "--url", service.url) == 1
        assert "--api-key" in capsys.readouterr().err
        assert run(FOLDER, "--url", service.url, "--api-key", "secret", "--limit", 1) == 0
        monkeypatch.setenv("ONRECORD_API_KEY", "secret")
        assert run(FOLDER, "--url", service.url, "--limit", 1) == 0


def test_lost_articles_make_the_command_fail(capsys: pytest.CaptureFixture[str]) -> None:
    with PerfectService(ARTICLES, answers={"pt-incendio": (503, {"detail": "Away."})}) as service:
        assert run(FOLDER / "pt-incendio.json", "--url", service.url) == 1
    assert "lost: pt-incendio" in capsys.readouterr().out


def test_wrong_input_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = jsonl(tmp_path / "bad.jsonl", "{")
    assert run(bad) == 2
    assert run(FOLDER, "--report", tmp_path / "no" / "such.html") == 2
    assert run(FOLDER, "--url", "http://127.0.0.1:9") == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("onrecord: ")]
    assert len(lines) == 3


def test_the_arguments_are_declared_on_any_parser() -> None:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    arguments = parser.parse_args(["gold.jsonl", "--url", "http://127.0.0.1:8000", "--report", "out.html"])
    assert arguments.gold == [Path("gold.jsonl")]


# The report

HOSTILE = "</td></script><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'too' \x07 ]]>"


class _Page(HTMLParser):
    """What a browser would see: tags, attributes, text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def spoilt_page() -> str:
    def spoil(document: dict[str, Any]) -> None:
        facts = document["facts"]
        facts["claims"] = facts["claims"][1:]
        facts["claims"][0]["source"]["name"] = HOSTILE
        facts["companies"].append({"id": "c99", "name": HOSTILE, "kind": "company"})
        facts["deals"] = []
        document["provenance"]["model"] = HOSTILE

    answers = {"nl-beursgang": (503, {"detail": HOSTILE})}
    with PerfectService(ARTICLES, spoil, answers) as service, OverHttp(service.url) as respondent:
        return report.page(evaluate(gold_files.read(FOLDER), respondent))


def test_whatever_an_article_or_a_model_says_is_text_in_the_report() -> None:
    page = _Page(spoilt_page())
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in page.text
    assert "\x07" not in page.text


def test_the_report_asks_nothing_of_anyone() -> None:
    html = spoilt_page()
    page = _Page(html)
    assert not {name for name, _ in page.attributes} & {"src", "href", "srcset", "action", "data"}
    assert not [value for _, value in page.attributes if value and "//" in value]
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert style
    assert "url(" not in style
    assert "@import" not in style


def test_the_report_shows_misses_and_false_facts_in_their_sentences() -> None:
    page = _Page(spoilt_page())
    assert page.tags.count("svg") == 1 + len(LANGUAGES) + 1
    assert page.tags.count("details") == len(ARTICLES)
    assert "Lumisense took eight million euros from the venture fund Oudegracht Partners in 2021." in page.text
    assert "nowhere in the article" in page.text
    assert page.tags.count("mark") > len(ARTICLES)


def test_a_report_of_gold_in_which_nothing_is_to_find_is_a_page_too(tmp_path: Path) -> None:
    empty = {"id": "empty", "text": "Nothing happened.", "gold": {}}

    class Silent:
        name = "nobody"

        def __call__(self, article: object) -> dict[str, Any]:
            raise Unanswered("no")

    evaluation = evaluate(gold_files.read(jsonl(tmp_path / "gold.jsonl", empty)), Silent())
    assert "Nothing" not in _Page(report.page(evaluation)).text.split("Misses")[0]
    assert evaluation.cost == Cost(evaluation.cost.seconds)
    assert table.number(None) == "–"


# The stand-in service


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article["id"]))
def test_what_the_stand_in_service_delivers_is_of_the_public_shape(article: dict[str, Any]) -> None:
    contracts.parse("facts", extraction(article)["facts"])

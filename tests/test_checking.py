"""Drafts set beside the record, as values: what is the same, what differs and in what, and how often that is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from api.engine.document import text
from api.engine.facts import as_json
from api.engine.identity import fingerprint, identified
from api.record.checking import wording
from api.record.checking.comparing import compare
from api.record.checking.findings import Finding, Record
from api.store.folding import fold
from tests.planted import planted
from tests.statements import STORIES, Story


def facts(words: str, language: str) -> dict[str, list[dict[str, Any]]]:
    article = text.read(words, language=language)
    found: dict[str, list[dict[str, Any]]] = as_json(identified(fingerprint(article), planted(article)))
    return found


def who(*several: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, frozenset[str]]:
    """Everybody under their name: the same name is the same person."""
    everybody = [one for found in several for kind in ("companies", "people") for one in found[kind]]
    return {one["id"]: frozenset({fold(one["name"])}) for one in everybody}


def findings(story: Story, statement: str, *later: str) -> list[Finding]:
    draft = facts(f"{story.names}\n{statement}", story.language)
    records = [facts(f"{story.names}\n{words}", story.language) for words in (story.record, *later)]
    given: dict[str, list[dict[str, Any]]] = {"claims": [], "deals": [], "people": []}
    for number, found in enumerate(records):
        article = {"id": str(number), "language": story.language, "published_at": f"2025-0{number + 1}-01"}
        for kind, some in given.items():
            some += [{**fact, "article": article} for fact in found[kind]]
    return compare(draft, story.language, Record(**given, who=who(draft, *records)))


def differences(found: list[Finding]) -> list[str]:
    return sorted(each for one in found for each in one.differs_in)


TRUE = [(story, statement) for story in STORIES for statement in story.true]
FALSE = [(story, wrong, statement) for story in STORIES for wrong, statement in story.false]


def test_planted_errors_are_found_and_true_statements_are_left_alone() -> None:
    assert len(TRUE) >= 60
    assert len(FALSE) >= 60
    found = [one for one in FALSE if differences(findings(one[0], one[2])) == sorted(one[1].split())]
    alarms = [one[1] for one in TRUE if differences(findings(*one))]
    assert len(found) / len(FALSE) >= 0.85, [one[1:] for one in FALSE if one not in found]
    assert len(alarms) / len(TRUE) <= 0.05, alarms


def test_true_statements_are_on_record() -> None:
    known = [one for one in TRUE if all(each.verdict == "on_record" for each in findings(*one))]
    assert len(known) / len(TRUE) >= 0.9, [one[1] for one in TRUE if one not in known]


@pytest.mark.parametrize(
    ("draft", "record", "kind"),
    [
        ("We are glad", "“We are glad,” she said", "same"),
        ("WE ARE  GLAD", "We are glad", "same"),
        ("costs rose by 4 percent", "costs rose by four per cent, as planned", "same"),
        ("costs … fell", "costs that we feared fell", "same"),
        ("it [the bank] will pay", "it will pay", "same"),
        ("fell … costs", "costs that we feared fell", "other"),
        ("We are very glad", "We are not glad", "altered"),
        ("sunny weather is coming back", "the board resigned yesterday", "other"),
        ("", "We are glad", "other"),
        ("“…”", "We are glad", "other"),
        ("A post is at risk", "Not a post is at risk", "altered"),
        ("a post is at risk", "Not a post is at risk", "same"),
        ("我们很高兴", "我们很高兴见到你", "same"),
    ],
)
def test_words_are_the_same_altered_or_other(draft: str, record: str, kind: str) -> None:
    assert wording.compare(draft, record, "zh" if draft.startswith("我") else "en").kind == kind


def test_altered_words_stand_side_by_side() -> None:
    runs = wording.compare(
        "We will open forty shops in the south", "Soon we will close forty shops, in the south", "en"
    )
    assert [(run.same, run.draft, run.record) for run in runs.runs] == [
        (True, "We will", "we will"),
        (False, "open", "close"),
        (True, "forty shops in the south", "forty shops, in the south"),
    ]


def test_the_newest_word_on_a_deal_that_is_off_goes_before_earlier_ones() -> None:
    story = STORIES[0]
    deal = "Deal: acquisition | {} | acquirer=Corvane Logistics; target=Brackwater Docks"
    assert differences(findings(story, deal.format("agreed"), deal.format("cancelled"))) == ["stage"]
    assert differences(findings(story, deal.format("agreed"), deal.format("completed"))) == []
    assert differences(findings(story, deal.format("terminated"), deal.format("cancelled"))) == []


@pytest.mark.parametrize(
    "statement",
    [
        "Quote: Fiona Strand | Ships are getting larger every single year",
        "Said: Owen Garrick | the weather had been kind to the harvest",
        "Title: Harold Finch | treasurer | Corvane Logistics",
        "Deal: acquisition | agreed | acquirer=Corvane Logistics; target=Merrow Bank | £5 million",
    ],
)
def test_what_the_record_does_not_tell_is_not_on_record(statement: str) -> None:
    found = findings(STORIES[0], statement)
    assert {one.verdict for one in found} == {"not_on_record"}


def test_a_finding_leads_to_the_place_in_the_record() -> None:
    story = STORIES[0]
    (found,) = findings(story, "Quote: Priya Nandan | The bank will open forty branches in the north")
    article = f"{story.names}\n{story.record}"
    assert found.why == "The record has other words."
    assert found.places[0].of == "Priya Nandan"
    assert article[found.places[0].start : found.places[0].end] == found.places[0].said


def test_words_of_another_language_are_passed_over() -> None:
    story = STORIES[0]._replace(language="en", record=STORIES[0].record)
    draft = facts(f"{story.names}\nQuote: Fiona Strand | Not a single post at the docks is at risk", "de")
    record = facts(f"{story.names}\n{story.record}", "en")
    claims = [{**claim, "article": {"id": "0", "language": "en"}} for claim in record["claims"]]
    found = compare(draft, "de", Record(claims=claims, who=who(draft, record)))
    assert [one.verdict for one in found] == ["not_on_record"]


def test_words_beside_a_claim_are_not_its_speakers_where_somebody_else_has_them() -> None:
    """A paragraph may quote two: what stands around one's claim is the other's."""
    story = STORIES[0]
    draft = facts(f"{story.names}\nQuote: Owen Garrick | Not a single post at the docks is at risk", "en")
    words = facts(f"{story.names}\n{story.record}", "en")
    claims = [{**claim, "article": {"id": "0", "language": "en"}} for claim in words["claims"]]
    around = {claim["id"]: story.record for claim in claims}
    (found,) = compare(draft, "en", Record(claims=claims, who=who(draft, words), around=around))
    assert (found.verdict, found.differs_in) == ("differs", ("speaker",))
    assert found.places[0].of == "Fiona Strand"


def test_words_that_go_on_beside_a_claim_are_on_record() -> None:
    story = STORIES[0]
    draft = facts(f"{story.names}\nQuote: Fiona Strand | Not a single post at the docks is at risk, I promise", "en")
    words = facts(f"{story.names}\nQuote: Fiona Strand | Not a single post at the docks is at risk", "en")
    claims = [{**claim, "article": {"id": "0", "language": "en"}} for claim in words["claims"]]
    around = {claims[0]["id"]: "“Not a single post at the docks is at risk, I promise,” she said."}
    (found,) = compare(draft, "en", Record(claims=claims, who=who(draft, words), around=around))
    assert found.verdict == "on_record"

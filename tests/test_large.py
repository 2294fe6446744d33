"""A large model is asked once about an article, and all that it answers is places in it or is rejected."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import contracts
from api.engine.document import text
from api.engine.document.text import Article, windows
from api.engine.draft import Draft, Place
from api.engine.llm import hosted_schema, prompts
from api.engine.readers import large
from api.engine.readers.placing import place_reply
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.gbnf import matches
from tests.harbour import ARTICLE, CLAIMS, COMPANIES, DEALS, GOOD, PEOPLE, conversation_at, reply, said
from tests.structured_outputs import violations

__all__ = ["fake_openai"]

Fakes = Callable[..., FakeOpenAI]


def placed(answer: Any, article: Article = ARTICLE) -> Draft:
    return place_reply(article, windows(article, 10**6, 0)[0], answer)


def words(place: Place | None, article: Article = ARTICLE) -> str:
    assert place is not None
    return article.quote(*place)


def changed(item: dict[str, Any], **change: Any) -> dict[str, Any]:
    return {**copy.deepcopy(item), **change}


def test_a_good_reply_becomes_names_roles_deals_and_claims() -> None:
    draft = placed(GOOD)
    assert [(words(name.place), name.kind) for name in draft.names] == [
        ("Northgate Plc", "company"),
        ("Northgate", "company"),
        ("Fellmere", "company"),
        ("Arden", "fund"),
        ("Ines Roca", "person"),
    ]
    (role,) = draft.roles
    assert (words(role.person), words(role.title), words(role.organization)) == (
        "Ines Roca",
        "chief executive",
        "Northgate Plc",
    )
    (deal,) = draft.deals
    assert [(role_, words(place)) for role_, place in deal.parties] == [
        ("acquirer", "Northgate Plc"),
        ("target", "Fellmere"),
        ("seller", "Arden"),
    ]
    assert [words(place) for place in deal.amounts] == ["12 million euros"]
    assert [words(place)[:13] for place in deal.evidence] == ["Northgate Plc"]
    assert [(words(claim.source), words(claim.cue), len(claim.content)) for claim in draft.claims] == [
        ("Ines Roca", "said", 1),
        ("Ines Roca", "added", 2),
        ("A person close to the talks", "said", 1),
    ]
    assert draft.rejected == []


def test_the_unit_of_a_claim_is_the_sentence_that_tells_it() -> None:
    assert words(placed(GOOD).claims[1].unit) == '"We are glad," she added, "and a little tired."'


@pytest.mark.parametrize("numbers", [[1], [99], [-4, 0], [3, 2], [], [True], ["4"], "4", None, [4.0]])
def test_a_wrong_sentence_number_costs_nothing(numbers: Any) -> None:
    draft = placed(reply(claims=[changed(CLAIMS[2], sentences=numbers)]))
    assert [words(claim.content[0]) for claim in draft.claims] == ["the price rose by 5 percent"]
    assert words(draft.claims[0].cue) == "said"
    assert draft.claims[0].cue is not None
    assert draft.claims[0].cue[0] > draft.claims[0].source[0], "the cue beside the content, not the first of its kind"


def test_a_sentence_number_tells_which_of_two_places_is_meant() -> None:
    article = text.read("The mill is old. The mill is old. The mill is old, said Ana Prado.")
    claim = {"sentences": [3], "source": "Ana Prado", "cue": "said", "content": ["The mill is old"]}
    draft = placed(reply(claims=[claim]), article)
    assert draft.claims[0].content[0][0] == article.text.rindex("The mill")


def test_an_interrupted_quotation_told_in_one_piece_is_two_places() -> None:
    draft = placed(reply(claims=[changed(CLAIMS[1], content=["We are glad, and a little tired."])]))
    assert [words(place) for place in draft.claims[0].content] == ["We are glad,", "and a little tired."]


@pytest.mark.parametrize(
    ("claim", "kind", "reason", "told"),
    [
        (
            changed(CLAIMS[2], content=["the price fell by 5 percent"]),
            "claim",
            "not_in_article",
            "like it, but",
        ),
        (changed(CLAIMS[2], content=["the price rose by 6 percent"]), "claim", "not_in_article", "numbers differ"),
        (changed(CLAIMS[2], content=["der Preis stieg"]), "claim", "not_in_article", "not in the article"),
        (changed(CLAIMS[2], source=""), "claim", "no_speaker", "Nobody is named"),
        (changed(CLAIMS[2], source="on Monday"), "claim", "no_speaker", "on Monday"),
        (changed(CLAIMS[2], source="Rui Meira"), "source", "not_in_article", "not in the article"),
        (changed(CLAIMS[1], content=["We are glad", "and very rich"]), "claim", "not_in_article", "not in the article"),
    ],
)
def test_a_claim_that_cannot_be_proven_is_rejected_with_its_reason(
    claim: dict[str, Any], kind: str, reason: str, told: str
) -> None:
    draft = placed(reply(claims=[claim]))
    assert draft.claims == []
    (rejection,) = draft.rejected
    assert (rejection.kind, rejection.reason) == (kind, reason)
    assert told in rejection.detail


def test_a_claim_without_a_cue_or_with_one_that_is_not_there_is_kept() -> None:
    draft = placed(reply(claims=[changed(CLAIMS[2], cue=""), changed(CLAIMS[0], cue="declared")]))
    assert [claim.cue for claim in draft.claims] == [None, None]
    assert [(one.kind, one.value) for one in draft.rejected] == [("cue", "declared")]


def test_names_that_are_not_the_article_s_are_rejected() -> None:
    ghost = {"name": "Ghost Holdings", "also": [], "kind": "company"}
    nobody = changed(PEOPLE[0], name="Rui Meira")
    draft = placed(reply(companies=[*COMPANIES, ghost], people=[nobody]))
    assert len(draft.names) == 4
    assert [(one.kind, one.value) for one in draft.rejected] == [("company", "Ghost Holdings"), ("person", "Rui Meira")]


def test_a_title_that_is_not_there_leaves_the_person_and_no_role() -> None:
    draft = placed(reply(people=[changed(PEOPLE[0], title="presidente")]))
    assert [name.kind for name in draft.names] == ["person"]
    assert draft.roles == []
    assert [one.kind for one in draft.rejected] == ["title"]


def test_a_deal_keeps_what_of_it_can_be_proven() -> None:
    deal = changed(DEALS[0], sentences=[5], amounts=["13 million euros"])
    deal["parties"][2]["name"] = "Ghost Holdings"
    draft = placed(reply(deals=[deal]))
    assert [words(place) for _, place in draft.deals[0].parties] == ["Northgate Plc", "Fellmere"]
    assert draft.deals[0].amounts == ()
    assert words(draft.deals[0].evidence[0]).startswith("Northgate"), "the sentence of its parties, not the one told"
    assert [one.kind for one in draft.rejected] == ["party", "amount"]


def test_what_is_not_among_the_schema_s_values_is_the_vaguest_of_them() -> None:
    deal = changed(DEALS[0], type="purchase", status="done", parties=[{"name": "Fellmere", "role": "thing"}])
    draft = placed(reply(deals=[deal], companies=[{"name": "Arden", "also": [], "kind": "firm"}]))
    assert (draft.deals[0].type, draft.deals[0].status, draft.deals[0].parties[0][0]) == ("other", "unknown", "party")
    assert draft.names[0].kind == "other"


WORDS = ["", "Fellmere", "said", "\ud83d", "港", "5 percent"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(WORDS),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD, *CLAIMS[0], *DEALS[0], *PEOPLE[0], "kind", "role"]), part, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({name: st.lists(json_values, max_size=3) | json_values for name in GOOD}))
def test_no_reply_makes_placing_fail(answer: Any) -> None:
    draft = placed(answer)
    for claim in draft.claims:
        assert all(words(place).strip() for place in (claim.source, *claim.content))


@pytest.mark.parametrize("answer", [None, [], "text", 3, {}, {"claims": "none"}, {"claims": [None, 3, []]}])
def test_a_reply_of_another_shape_tells_nothing(answer: Any) -> None:
    assert placed(answer) == Draft()


def test_sentences_are_numbered_from_one_with_a_line_between_paragraphs() -> None:
    article = text.read("Mill closes\n\nThe old\tmill  closes. Ana\xa0Prado said so.")
    assert large.numbered(article, windows(article, 10**6, 0)[0]) == (
        "[1] Mill closes\n\n[2] The old mill closes.\n[3] Ana Prado said so."
    )


def test_the_article_comes_last_and_what_never_changes_first(fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=[said(GOOD)])
    large.read(ARTICLE, conversation_at(fake))
    large.read(text.read("Another article, short."), conversation_at(fake))
    first, second = (request.body["messages"] for request in fake.requests)
    assert first[:-1] == second[:-1]
    assert first[-1]["content"].startswith("[1] Northgate to buy Fellmere\n\n[2] Northgate Plc will")
    assert "json" in first[0]["content"].lower()


def test_the_schema_sent_to_openai_is_in_its_documented_subset() -> None:
    assert violations(hosted_schema.strict(contracts.schema("reply_article"))) == []


def test_the_prompt_names_every_value_of_the_schema_s_enums() -> None:
    system = prompts.load("article").opening[0][1]
    asked = contracts.schema("reply_article")["properties"]
    company, deal = asked["companies"]["items"]["properties"], asked["deals"]["items"]["properties"]
    party = deal["parties"]["items"]["properties"]
    enums = (company["kind"], deal["type"], deal["status"], party["role"])
    assert [value for part in enums for value in part["enum"] if value not in system] == []


def test_the_enums_are_those_of_the_public_shape() -> None:
    asked = contracts.schema("reply_article")["properties"]
    deal = asked["deals"]["items"]["properties"]
    public = contracts.schema("deal")["properties"]
    assert deal["type"]["enum"] == public["type"]["enum"]
    assert deal["status"]["enum"] == public["status"]["enum"]
    party = contracts.schema("party")["properties"]["role"]["enum"]
    assert deal["parties"]["items"]["properties"]["role"]["enum"] == party
    kind = asked["companies"]["items"]["properties"]["kind"]["enum"]
    assert kind == contracts.schema("company")["properties"]["kind"]["enum"]


def test_a_grammar_server_can_write_the_good_reply_and_no_other_words(fake_openai: Fakes) -> None:
    fake = fake_openai("vllm", replies=[said(GOOD)])
    large.read(ARTICLE, conversation_at(fake))
    grammar = fake.requests[0].body["structured_outputs"]["grammar"]
    compact = said(GOOD).replace('": ', '":').replace(', "', ',"').replace(", {", ",{")
    assert matches(grammar, compact)
    assert not matches(grammar, compact.replace("Northgate Plc will", "Northgate Ltd will"))
    assert not matches(grammar, compact.replace("12 million euros", "13 million euros"))


LONG = text.read(
    "The long report\n\n"
    + "\n\n".join(
        f"Speaker Number{n} said that the bridge {n} is safe. Nobody crossed it. The river was brown and slow."
        for n in range(60)
    ),
    language="en",
)


def by_window(body: dict[str, Any]) -> str:
    """A reply that finds the speakers of the sentences it is shown."""
    claims = []
    for line in body["messages"][-1]["content"].splitlines():
        if "said that" in line:
            number, _, rest = line.partition("] ")
            source, content = rest.removesuffix(".").split(" said that ")
            content = content.split(". ")[0]
            claims.append({"sentences": [int(number[1:])], "source": source, "cue": "said", "content": [content]})
    return said(reply(claims=claims))


def test_a_long_article_is_asked_about_in_windows_whose_overlaps_count_once(fake_openai: Fakes) -> None:
    fake = fake_openai("openai", replies=by_window)
    draft = large.read(LONG, conversation_at(fake, parallel=4, window=1500))
    assert len(fake.requests) > 3
    told = [words(claim.content[0], LONG) for claim in draft.claims]
    assert told == [f"the bridge {n} is safe" for n in range(60)]
    later = [request.body["messages"][-1]["content"] for request in fake.requests]
    assert sum("Part of a longer article: The long report" in asked for asked in later) == len(later) - 1


def test_windows_fit_a_short_context(fake_openai: Fakes) -> None:
    fake = fake_openai("vllm", replies=by_window, context=6144)
    large.read(LONG, conversation_at(fake))
    assert len(fake.requests) > 1
    for request in fake.requests:
        asked = sum(len(message["content"].encode()) for message in request.body["messages"])
        assert asked // 3 + request.body["max_tokens"] <= 6144


def test_text_without_a_word_is_not_asked_about(fake_openai: Fakes) -> None:
    fake = fake_openai("vllm", replies=["{}"])
    draft = large.read(text.read("… — !!! 🎉"), conversation_at(fake))
    assert (draft.names, draft.claims, draft.deals, draft.rejected) == ([], [], [], [])
    assert fake.requests == []


@pytest.mark.parametrize("profile", ["openai", "vllm", "plain"])
@pytest.mark.parametrize(
    "story",
    [
        "港口将在五月关闭，市长说。",
        "قال الوزير إن الميناء سيغلق.",
        "🎉 Fim! 👩‍👧 disse Ana.",
        "a\u0301 e\u0301 disse Zé",
    ],
)
def test_any_script_is_asked_about_and_answered(profile: str, story: str, fake_openai: Fakes) -> None:
    fake = fake_openai(profile, replies=[said(reply(companies=[{"name": story[:5], "also": [], "kind": "company"}]))])
    large.read(text.read(story), conversation_at(fake))
    assert len(fake.requests) == 1


GOLD = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "articles").glob("*.json"))
]


@pytest.mark.parametrize("told", GOLD, ids=[each["id"] for each in GOLD])
def test_of_a_perfect_reply_nothing_is_lost(told: dict[str, Any]) -> None:
    article, gold = text.read(told["text"], language=told["language"]), told["gold"]

    def number(phrase: str) -> int:
        return article.sentence_at(article.text.index(phrase)) + 1

    claims = [
        {"sentences": [number(claim["content"][0])], "source": claim["source"], "cue": "", "content": claim["content"]}
        for claim in gold["claims"]
    ]
    people = [
        {"sentence": number(role["name"]), **{key: role.get(key) or "" for key in ("name", "title", "organization")}}
        for role in gold.get("roles", [])
    ]
    deals = [
        {
            "sentences": [number(deal["parties"][0]["name"])],
            **{key: deal[key] for key in ("type", "status", "parties")},
            "amounts": [amount["text"] for amount in deal.get("amounts", [])],
        }
        for deal in gold["deals"]
    ]
    draft = placed(reply(people=people, deals=deals, claims=claims), article)
    assert draft.rejected == []
    assert [[words(place, article) for place in claim.content] for claim in draft.claims] == [
        claim["content"] for claim in claims
    ]
    assert [words(claim.source, article) for claim in draft.claims] == [claim["source"] for claim in claims]
    assert [words(role.title, article) for role in draft.roles] == [one["title"] for one in people if one["title"]]
    assert [len(deal.parties) for deal in draft.deals] == [len(deal["parties"]) for deal in deals]

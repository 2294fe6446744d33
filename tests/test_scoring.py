"""The rules by which extractions are scored, each on the smallest case that shows it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.evaluation import delivered as found
from api.evaluation.delivered import Delivered
from api.evaluation.gold import GoldArticle
from api.evaluation.gold_files import _article as gold_article
from api.evaluation.likeness import bare, overlap, same_name, words
from api.evaluation.scoring import score
from api.evaluation.tallies import Score, Share, Tally, count, once, pair, total

TEXT = "Arandu bought Mar de Dentro for $5 million, said Ann Roe, chief of Arandu. She said it was cheap."


def gold(**keys: Any) -> GoldArticle:
    return gold_article("here", {"id": "a", "language": "en", "text": TEXT, "gold": keys})


def claim(text: str, *sources: str, **keys: Any) -> found.Claim:
    return found.Claim(text, (text,), sources, **keys)


def deal(*parties: tuple[str, str], type: str = "acquisition", status: str = "completed", **keys: Any) -> found.Deal:
    return found.Deal(type, status, tuple(found.Party(*party) for party in parties), keys.get("amounts", ()))


def tally(article: GoldArticle, kind: str, **facts: Any) -> Tally:
    return score(article, Delivered(**facts)).tallies[kind]


# Likeness


def test_words_are_compared_without_case_punctuation_and_width() -> None:
    assert words("“Ｄobrar”  SEUS\nesforços.") == ["dobrar", "seus", "esforços"]
    assert words(None) == []


def test_overlap_is_the_f1_of_two_bags_of_words() -> None:
    assert overlap("a b c d", "c d") == pytest.approx(2 * 2 / 6)
    assert overlap("the the cat", "the cat") == pytest.approx(4 / 5)
    assert overlap("", "cat") == 0.0
    assert overlap(None, None) == 0.0


def test_a_name_is_the_same_with_and_without_its_legal_form() -> None:
    assert same_name("Halden Robotics Inc", "the Halden Robotics")
    assert same_name("Friar", "Sarah Friar")
    assert not same_name("Sarah Friar", "Sarah Jones")
    assert not same_name("", "Sarah Jones")


def test_a_name_that_is_nothing_but_legal_forms_keeps_them() -> None:
    assert bare("The Company") == ("the", "company")
    assert not same_name("The Group", "Halden Group")


# Pairing


def test_each_gold_item_is_taken_once_and_the_more_alike_one_first() -> None:
    likeness = {("x", "m"): 0.6, ("x", "n"): 0.9, ("y", "n"): 0.9, ("y", "m"): 0.0}
    assert pair(["x", "y"], ["m", "n"], lambda one, two: likeness[one, two]) == [(0, 1)]


@given(st.lists(st.integers(0, 6), max_size=8), st.lists(st.integers(0, 6), max_size=8))
@settings(max_examples=100)
def test_a_pairing_uses_nothing_twice_and_never_pairs_the_unlike(left: list[int], right: list[int]) -> None:
    pairs = pair(left, right, lambda one, two: float(one == two))
    assert len({one for one, _ in pairs}) == len(pairs) == len({two for _, two in pairs})
    assert all(left[one] == right[two] for one, two in pairs)
    # Equality pairs up everything that can be paired.
    assert len(pairs) == sum(min(left.count(value), right.count(value)) for value in set(left))


def test_repeats_and_empty_items_are_counted_once_and_not_at_all() -> None:
    assert once(["Arandu", "arandu", "", "—"], bare) == ["Arandu"]


def test_what_is_optional_counts_on_neither_side() -> None:
    assert count([(0, 0), (1, 1)], ["x", "y", "z"], [False, True, True]) == Tally(1, 2, 1)


def test_figures_that_cannot_be_computed_are_none_not_zero() -> None:
    assert (Tally(0, 0, 3).precision, Tally(0, 3, 0).recall, Tally().f1) == (None, None, None)
    assert (Tally(0, 0, 3).recall, Tally(0, 0, 3).f1) == (0.0, 0.0)
    assert Tally(1, 2, 4).f1 == pytest.approx(2 / 6)
    assert Share().value is None


def test_scores_are_added_as_counts() -> None:
    one = Score({"claims": Tally(1, 1, 1)}, {"verbatim": Share(1, 2)})
    other = Score({"claims": Tally(0, 9, 9), "people": Tally(1, 1, 1)}, {"verbatim": Share(2, 2)})
    both = total([one, other])
    assert both.tallies == {"claims": Tally(1, 10, 10), "people": Tally(1, 1, 1)}
    assert both.shares == {"verbatim": Share(3, 4)}


# Claims


def test_a_claim_is_right_from_half_of_its_words_on() -> None:
    article = gold(claims=[{"content": ["one two three four"], "source": "Ann Roe"}])
    assert tally(article, "claims", claims=(claim("one two five six"),)) == Tally(1, 1, 1)
    assert tally(article, "claims", claims=(claim("one five six seven"),)) == Tally(0, 1, 1)


def test_a_claim_with_the_wrong_source_is_right_but_not_with_its_source() -> None:
    article = gold(claims=[{"content": ["it was cheap"], "source": "Ann Roe"}])
    result = score(article, Delivered(claims=(claim("it was cheap", "Arandu"),)))
    assert result.tallies["claims"] == Tally(1, 1, 1)
    assert result.tallies["claims with source"] == Tally(0, 1, 1)
    assert [(d.kind, d.words) for d in result.differences] == [("claims with source", "it was cheap")]


def test_a_source_is_right_by_any_of_its_wordings() -> None:
    article = gold(claims=[{"content": ["it was cheap"], "source": "Ann Roe", "source_also": ["She"]}])
    for sources in (("She",), ("she", "Ann Roe"), ("Roe",), ("a certain she", "chief Ann Roe")):
        assert tally(article, "claims with source", claims=(claim("it was cheap", *sources),)) == Tally(1, 1, 1)
    assert tally(article, "claims with source", claims=(claim("it was cheap"),)) == Tally(0, 1, 1)


def test_a_broken_quote_is_compared_as_a_whole() -> None:
    article = gold(claims=[{"content": ["bought Mar", "for $5 million"], "source": "Ann Roe"}])
    parts = found.Claim("bought Mar … for $5 million", ("bought Mar", "for $5 million"), ("Ann Roe",))
    result = score(article, Delivered(claims=(parts,)))
    assert result.tallies["claims"] == Tally(1, 1, 1)
    assert result.shares["verbatim"] == Share(3, 3)


def test_the_same_claim_twice_is_one_claim_and_two_claims_need_two() -> None:
    article = gold(claims=[{"content": ["it was cheap"], "source": "Ann Roe"}])
    assert tally(article, "claims", claims=(claim("it was cheap"), claim("It was cheap."))) == Tally(1, 1, 1)
    assert tally(article, "claims", claims=(claim("it was cheap"), claim("it was so cheap"))) == Tally(1, 2, 1)


def test_directness_channel_and_polarity_are_shares_of_the_right_claims() -> None:
    article = gold(
        claims=[
            {"content": ["it was cheap"], "source": "She", "directness": "indirect", "channel": "statement"},
            {"content": ["bought Mar de Dentro"], "source": "Ann Roe"},
        ]
    )
    said = (
        claim("it was cheap", directness="direct", channel="statement", polarity="affirmed"),
        claim("bought Mar de Dentro", directness="direct"),
        claim("nobody said that", directness="indirect"),
    )
    shares = score(article, Delivered(claims=said)).shares
    assert (shares["directness"], shares["channel"], shares["polarity"]) == (Share(0, 1), Share(1, 1), Share(1, 1))


def test_claims_without_annotated_sources_are_not_scored_by_source() -> None:
    article = gold(claims=[{"content": ["it was cheap"]}])
    assert "claims with source" not in score(article, Delivered(claims=(claim("it was cheap"),))).tallies


def test_an_optional_claim_is_no_merit_and_no_fault() -> None:
    article = gold(claims=[{"content": ["it was cheap"], "source": "She", "optional": True}])
    assert tally(article, "claims", claims=(claim("it was cheap"),)) == Tally(0, 0, 0)
    assert tally(article, "claims") == Tally(0, 0, 0)


# Names


def test_public_bodies_and_ngos_are_no_companies() -> None:
    article = gold(companies=[{"name": "Arandu", "kind": "company"}, {"name": "Navy", "kind": "public_body"}])
    named = (found.Organization("Arandu"), found.Organization("Navy", "public_body"), found.Organization("Red", "ngo"))
    assert tally(article, "companies", organizations=named) == Tally(1, 1, 1)
    assert tally(article, "organizations", organizations=named) == Tally(2, 3, 2)
    called_a_company = (found.Organization("Navy", "company"),)
    assert tally(article, "companies", organizations=called_a_company) == Tally(0, 1, 1)


def test_a_company_listed_under_two_names_is_one_right_and_one_false() -> None:
    article = gold(companies=[{"name": "Arandu Alimentos", "aliases": ["the food maker"]}])
    both = (found.Organization("Arandu"), found.Organization("the food maker"))
    assert tally(article, "companies", organizations=both) == Tally(1, 2, 1)


def test_gold_without_kinds_says_nothing_about_organisations() -> None:
    assert gold(companies=["Arandu"]).organizations is None
    assert "organizations" not in score(gold(companies=["Arandu"]), Delivered()).tallies


def test_what_gold_leaves_out_is_not_scored_and_an_empty_list_is() -> None:
    assert set(score(gold(), Delivered(people=("Ann Roe",))).tallies) == set()
    assert tally(gold(people=[]), "people", people=("Ann Roe",)) == Tally(0, 1, 0)


# Titles


def test_a_title_needs_its_person_and_its_employer_is_told_apart() -> None:
    article = gold(
        people=["Ann Roe"],
        companies=["Arandu"],
        roles=[{"name": "Ann Roe", "title": "chief", "organization": "Arandu"}],
    )
    for roles, titles, employers in (
        ((found.Role("Roe", "chief", "Arandu SA"),), Tally(1, 1, 1), Tally(1, 1, 1)),
        ((found.Role("Ann Roe", "chief", None),), Tally(1, 1, 1), Tally(0, 1, 1)),
        ((found.Role("Bob Hay", "chief", "Arandu"),), Tally(0, 1, 1), Tally(0, 1, 1)),
        ((found.Role("Ann Roe", "cook", "Arandu"),), Tally(0, 1, 1), Tally(0, 1, 1)),
    ):
        result = score(article, Delivered(roles=roles))
        assert (result.tallies["titles"], result.tallies["titles with employer"]) == (titles, employers)


# Deals

BOUGHT = {
    "type": "acquisition",
    "status": "completed",
    "parties": [{"name": "Arandu", "role": "acquirer"}, {"name": "Mar de Dentro", "role": "target"}],
    "amounts": [{"text": "$5 million", "value": 5_000_000, "currency": "USD"}],
}
PARTIES = (("Arandu", "acquirer"), ("Mar de Dentro", "target"))
FIVE = found.Amount("$5 million", 5e6, "USD")


def test_a_deal_is_found_by_half_of_its_parties() -> None:
    article = gold(deals=[BOUGHT])
    assert tally(article, "deals", deals=(deal(*PARTIES),)) == Tally(1, 1, 1)
    assert tally(article, "deals", deals=(deal(PARTIES[0], ("Navy", "target")),)) == Tally(1, 1, 1)
    assert tally(article, "deals", deals=(deal(("Navy", "acquirer"), ("Red", "target")),)) == Tally(0, 1, 1)
    assert tally(article, "deals", deals=(deal(),)) == Tally(0, 1, 1)


def test_type_status_roles_and_sum_are_each_told_apart() -> None:
    article = gold(deals=[BOUGHT])
    wrong = deal(
        ("Arandu", "target"), PARTIES[1], type="merger", status="rumoured", amounts=(found.Amount("$6 million"),)
    )
    tallies = score(article, Delivered(deals=(wrong,))).tallies
    assert {kind: tallies[kind].right for kind in tallies if kind.startswith("deal")} == {
        "deals": 1,
        "deal types": 0,
        "deal statuses": 0,
        "deal parties": 1,
        "deal amounts": 0,
        "deal slots": 2,
    }


def test_a_sum_is_right_by_its_words_or_by_its_value() -> None:
    article = gold(deals=[BOUGHT])
    for amount, right in (
        (FIVE, 1),
        (found.Amount("five million dollars", 5e6, "USD"), 1),
        (found.Amount("about $5 million"), 1),
        (found.Amount("$6 million", 6e6, "USD"), 0),
        (found.Amount("five thousand euros", 5e3, "EUR"), 0),
        (found.Amount("undisclosed", disclosed=False), 0),
    ):
        assert tally(article, "deal amounts", deals=(deal(*PARTIES, amounts=(amount,)),)) == Tally(right, 1, 1)


def test_a_secret_sum_is_right_when_it_is_told_as_secret() -> None:
    article = gold(deals=[{**BOUGHT, "amounts": [{"text": "it was cheap", "disclosed": False}]}])
    secret = deal(*PARTIES, amounts=(found.Amount("undisclosed", disclosed=False),))
    assert tally(article, "deal amounts", deals=(secret,)) == Tally(1, 1, 1)
    assert tally(article, "deal amounts", deals=(deal(*PARTIES, amounts=(FIVE,)),)) == Tally(0, 1, 1)


def test_two_deals_of_the_same_parties_are_told_apart_by_type_and_status() -> None:
    article = gold(deals=[BOUGHT, {**BOUGHT, "type": "partnership", "status": "terminated"}])
    ended = deal(*PARTIES, type="partnership", status="terminated")
    for order in ((ended, deal(*PARTIES)), (deal(*PARTIES), ended)):
        assert tally(article, "deal statuses", deals=order) == Tally(2, 2, 2)


def test_what_is_right_too_is_right() -> None:
    article = gold(deals=[{**BOUGHT, "type_also": ["stake_purchase"], "status_also": ["announced"]}])
    other = deal(*PARTIES, type="stake_purchase", status="announced")
    assert tally(article, "deal types", deals=(other,)) == Tally(1, 1, 1)
    assert tally(article, "deal statuses", deals=(other,)) == Tally(1, 1, 1)


def test_an_optional_deal_takes_its_parties_sums_and_slots_with_it() -> None:
    article = gold(deals=[{**BOUGHT, "optional": True}])
    tallies = score(article, Delivered(deals=(deal(*PARTIES, amounts=(FIVE,)),))).tallies
    assert {tallies[kind] for kind in tallies if kind.startswith("deal")} == {Tally(0, 0, 0)}


def test_a_deal_missed_or_made_up_costs_all_its_parts() -> None:
    article = gold(deals=[BOUGHT])
    tallies = score(article, Delivered(deals=(deal(("Navy", "acquirer"), amounts=(FIVE,)),))).tallies
    assert tallies["deal parties"] == Tally(0, 1, 2)
    assert tallies["deal amounts"] == Tally(0, 1, 1)


def test_slots_ask_who_and_how_much_whichever_deal_it_is() -> None:
    article = gold(deal_slots=[["Arandu SA"], ["Mar de Dentro"], ["5 million", "$5 million"]])
    pieces = (deal(PARTIES[0]), deal(PARTIES[1], PARTIES[0], amounts=(FIVE, found.Amount("4 million euros"))))
    assert tally(article, "deal slots", deals=pieces) == Tally(3, 3, 3)
    assert "deals" not in score(article, Delivered(deals=pieces)).tallies


def test_one_company_under_two_wordings_is_one_slot() -> None:
    article = gold(companies=[{"name": "Arandu", "aliases": ["chief"]}], deal_slots=[["Arandu"]])
    parties = (found.Party("Arandu", "acquirer", "Arandu"), found.Party("chief", "acquirer", "Arandu"))
    assert tally(article, "deal slots", deals=(found.Deal(None, None, parties, ()),)) == Tally(1, 1, 1)


# Verbatim


def test_every_delivered_string_must_be_words_of_the_article() -> None:
    facts = Delivered(
        organizations=(found.Organization("Arandu"), found.Organization("Arandu Inc")),
        people=("Ann\nRoe",),
        roles=(found.Role("Ann Roe", "chief", "Arandu"),),
        deals=(deal(PARTIES[0], amounts=(found.Amount("$5 millions"),)),),
        claims=(claim("it was Cheap", "She", "Ann Roe the first"),),
    )
    result = score(gold(), facts)
    assert result.shares["verbatim"] == Share(6, 9)
    assert {d.words for d in result.differences} == {"Arandu Inc", "$5 millions", "it was Cheap"}


def test_no_delivery_has_no_verbatim_rate() -> None:
    assert score(gold(), Delivered()).shares["verbatim"].value is None


# An oracle: facts spoilt in known ways


@pytest.mark.parametrize("seed", range(20))
def test_known_faults_give_known_figures(seed: int) -> None:
    dice = random.Random(seed)
    vocabulary = [f"w{n}" for n in range(400)]
    dice.shuffle(vocabulary)
    contents = [" ".join(vocabulary[n * 8 : n * 8 + 8]) for n in range(20)]
    article = gold(claims=[{"content": [content], "source": f"s{n}"} for n, content in enumerate(contents)])
    kept = [n for n in range(20) if dice.random() < 0.6]
    sourced = [n for n in kept if dice.random() < 0.5]
    invented = dice.randrange(5)
    claims = [claim(contents[n], f"s{n}" if n in sourced else "nobody") for n in kept]
    claims += [claim(" ".join(vocabulary[200 + n * 8 : 208 + n * 8]), "s0") for n in range(invented)]
    dice.shuffle(claims)
    result = score(article, Delivered(claims=tuple(claims)))
    assert result.tallies["claims"] == Tally(len(kept), len(kept) + invented, 20)
    assert result.tallies["claims with source"] == Tally(len(sourced), len(kept) + invented, 20)
    missed = [d for d in result.differences if d.kind == "claims" and d.missed]
    assert len(missed) == 20 - len(kept)

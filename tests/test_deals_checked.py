"""What a model says of deals is delivered only as far as words tell it, whatever the model."""

from __future__ import annotations

from api.engine.deals import delivery
from api.engine.deals.checking import checked
from api.engine.document import text
from api.engine.document.text import Article
from api.engine.draft import DraftDeal, DraftName, Place
from api.engine.entities.grouping import gathered
from api.engine.entities.roster import Roster

WORDS = """Harrow Mills bought the dairy Ostin from Vale Group for £12m. The mill had sales of £80m last year.

Brandle Bank opened a branch in Leith. Its chairman, Ada Pell, said she was happy."""


def place(article: Article, words: str) -> Place:
    at = article.text.index(words)
    return at, at + len(words)


def read(*names: str) -> tuple[Article, Roster]:
    article = text.read(WORDS, language="en")
    kinds = {"Ada Pell": "person"}
    return article, gathered(article, [DraftName(place(article, name), kinds.get(name, "company")) for name in names])


NAMES = ("Harrow Mills", "Ostin", "Vale Group", "Brandle Bank", "Ada Pell")


def said(article: Article, *parties: tuple[str, str], amounts: tuple[str, ...] = ()) -> DraftDeal:
    places = tuple((role, place(article, name)) for role, name in parties)
    sentence = article.sentences[0]
    told = tuple(place(article, amount) for amount in amounts)
    return DraftDeal("acquisition", "completed", places, told, ((sentence.start, sentence.end),))


def test_a_frame_corrects_the_roles_of_a_model() -> None:
    article, roster = read(*NAMES)
    swapped = said(article, ("target", "Harrow Mills"), ("acquirer", "Vale Group"), ("seller", "Ostin"))
    (deal,), rejected = checked(article, roster, [swapped])
    assert sorted((role, article.quote(*at)) for role, at in deal.parties) == [
        ("acquirer", "Harrow Mills"),
        ("seller", "Vale Group"),
        ("target", "Ostin"),
    ]
    assert rejected == ()


def test_a_party_that_no_trigger_joins_is_rejected_with_its_reason() -> None:
    article, roster = read(*NAMES)
    invented = said(article, ("acquirer", "Harrow Mills"), ("target", "Ostin"), ("partner", "Brandle Bank"))
    (deal,), rejected = checked(article, roster, [invented])
    assert "Brandle Bank" not in {article.quote(*at) for _, at in deal.parties}
    assert [(each.kind, each.value, each.reason) for each in rejected] == [("party", "Brandle Bank", "no_trigger")]


def test_a_deal_that_no_word_tells_is_rejected() -> None:
    article, roster = read(*NAMES)
    deals, rejected = checked(article, roster, [said(article, ("acquirer", "Brandle Bank"), ("target", "Ada Pell"))])
    assert all("Brandle Bank" not in article.quote(*at) for deal in deals for _, at in deal.parties)
    assert ("deal", "no_trigger") in {(each.kind, each.reason) for each in rejected}


def test_an_amount_without_a_sum_and_a_sum_of_something_else_are_rejected() -> None:
    article, roster = read(*NAMES)
    parties = (("acquirer", "Harrow Mills"), ("target", "Ostin"))
    deal = said(article, *parties, amounts=("£12m", "opened a branch in Leith", "£80m"))
    (made,), rejected = delivery.deals(article, roster, [deal])
    assert [(amount.text, amount.kind) for amount in made.amounts] == [("£12m", "total")]
    assert [(each.value, each.reason) for each in rejected] == [
        ("opened a branch in Leith", "no_sum"),
        ("£80m", "no_price"),
    ]


def test_a_whole_sentence_told_as_amount_is_cut_to_its_sum() -> None:
    article, roster = read(*NAMES)
    whole = "Harrow Mills bought the dairy Ostin from Vale Group for £12m."
    deal = said(article, ("acquirer", "Harrow Mills"), ("target", "Ostin"), amounts=(whole,))
    (made,), _ = delivery.deals(article, roster, [deal])
    assert [amount.text for amount in made.amounts] == ["£12m"]


def test_a_person_is_not_bought() -> None:
    article, roster = read(*NAMES)
    deal = said(article, ("acquirer", "Harrow Mills"), ("target", "Ada Pell"))
    (made,), rejected = delivery.deals(article, roster, [deal])
    assert [party.role for party in made.parties] == ["acquirer"]
    assert [(each.kind, each.value) for each in rejected] == [("party", "Ada Pell")]

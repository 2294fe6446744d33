"""Drafts of deals become facts: parties resolved, sums, stakes and dates read, and whatever cannot be so refused.

The same guards for every way of reading: an amount holds a sum or says that it is kept back, nobody takes part twice,
a person is not bought, and a party stands where a trigger tells of the deal. What is refused is rejected with its
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.engine.deals import sums
from api.engine.deals.frames import OWNED
from api.engine.deals.vocabulary import Vocabulary, vocabulary
from api.engine.document.span import Span as Stretch
from api.engine.document.text import Article
from api.engine.draft import DraftDeal, Place
from api.engine.entities.roster import Roster
from api.engine.facts import Amount, Deal, DealDate, Party, Rejection, Span, Stake
from api.engine.grounding.align import span
from api.engine.languages.language import language
from api.engine.values import money, normalise

ALONE = frozenset({"ipo", "divestiture", "acquisition", "stake_purchase", "investment"})
"""Deals that are worth telling with one party named."""

_BOUGHT = frozenset({"target", "investee"})
_SLACK = 12
"""Code points that an amount may have beside its sum ("a total of …"); more is a clause, and the sum alone is kept."""


_NEAR = 200
"""Deals back among which one is looked for that is told again."""


def deals(
    article: Article, roster: Roster, drafts: Sequence[DraftDeal]
) -> tuple[tuple[Deal, ...], tuple[Rejection, ...]]:
    """The deals to deliver, in order, and what is refused."""
    words = vocabulary(language(article.language))
    made: list[Deal] = []
    rejected: list[Rejection] = []
    for draft in drafts:
        parties = _parties(article, roster, draft, rejected)
        trouble = _trouble(draft, parties, made)
        if trouble:
            named = ", ".join(party.name for party in parties) or draft.type
            rejected.append(Rejection("deal", named, "no_deal", trouble, draft.evidence[0] if draft.evidence else None))
            continue
        made.append(_deal(article, draft, f"d{len(made) + 1}", parties, words, rejected))
    return tuple(made), tuple(rejected)


def _deal(
    article: Article,
    draft: DraftDeal,
    id_: str,
    parties: tuple[Party, ...],
    words: Vocabulary,
    rejected: list[Rejection],
) -> Deal:
    return Deal(
        id=id_,
        type=draft.type,
        status=draft.status,
        status_evidence=span(article, *draft.status_evidence) if draft.status_evidence else None,
        trigger=span(article, *draft.trigger) if draft.trigger else None,
        parties=parties,
        amounts=tuple(_amounts(article, draft, words, rejected)),
        stake=_stake(article, draft) if draft.type in OWNED else None,
        dates=tuple(_dates(article, draft)),
        evidence=tuple(_sentence(article, place) for place in draft.evidence),
    )


def _words(article: Article, place: Place) -> str:
    return " ".join(article.quote(*place).split())


def _sentence(article: Article, place: Place) -> Span:
    """The sentences that hold the place."""
    first = article.sentences[article.sentence_at(place[0])]
    last = article.sentences[article.sentence_at(place[1] - 1)]
    return span(article, first.start, max(last.end, place[1]))


def _parties(article: Article, roster: Roster, draft: DraftDeal, rejected: list[Rejection]) -> tuple[Party, ...]:
    """The parties, each company once however it was called, and nobody on two sides."""
    parties: dict[str, Party] = {}
    for role, place in draft.parties:
        name = _words(article, place)
        id_ = _id(roster, place, name)
        if role in _BOUGHT and id_ is not None and id_.startswith("p"):
            rejected.append(Rejection("party", name, "no_party", "a person is not bought", place))
            continue
        parties.setdefault(id_ or name, Party(id_, name, role, span(article, *place)))
    return tuple(parties.values())


def _id(roster: Roster, place: Place, name: str) -> str | None:
    """Whom the place names; nobody where it is a phrase that only holds a name ("the Tolmann family")."""
    within = roster.within(place)
    whole = next((mention.entity.id for mention in within if mention.span == Stretch(*place)), None)
    return whole if within else roster.resolve(name)


def _trouble(draft: DraftDeal, parties: Sequence[Party], made: Sequence[Deal]) -> str | None:
    """Why this is no deal to deliver, in words a person understands."""
    if len(parties) < 2 and draft.type not in ALONE:
        return "fewer than two parties are named"
    if not any(party.id and party.id.startswith("c") for party in parties):
        return "no party is a company"
    names = {party.id or party.name for party in parties}
    for other in made[-_NEAR:]:
        if other.type == draft.type and names == {party.id or party.name for party in other.parties}:
            return "the same deal is told already"
    return None


def _amounts(article: Article, draft: DraftDeal, words: Vocabulary, rejected: list[Rejection]) -> Iterator[Amount]:
    seen: set[str] = set()
    found: list[Amount] = []
    for place in draft.amounts:
        kept = _sum(article, place)
        if kept is None:
            detail = "no sum of money, and no word that one is kept back"
            rejected.append(Rejection("amount", _words(article, place), "no_sum", detail, place))
            continue
        kind = sums.kind(article.text, _of(article, kept), kept, words)
        text = _words(article, kept)
        if kind is None:
            rejected.append(Rejection("amount", text, "no_price", "the words beside it tell of another sum", kept))
        elif text not in seen:
            seen.add(text)
            read = money.money(text, article.language)
            found.append(
                Amount(text, read.value, read.currency, kind, read.approximate, read.disclosed, span(article, *kept))
            )
    whole = any(amount.kind != "per_share" and amount.disclosed for amount in found)
    for amount in found:
        if amount.kind == "per_share" and not whole:
            detail = "the price of one share, and the article does not tell what that makes in all"
            rejected.append(
                Rejection("amount", amount.text, "share_alone", detail, (amount.span.start, amount.span.end))
            )
        else:
            yield amount


def _sum(article: Article, place: Place) -> Stretch | None:
    """The place of the sum itself: all of it, or the one sum in it where more than a few words stand beside."""
    quoted = article.quote(*place)
    found = [Stretch(*each).shifted(place[0]) for each in money.find_money(quoted, article.language)]
    if not found:
        read = money.money(quoted, article.language)
        bare = len(quoted) <= 4 * _SLACK and (read.value is not None or not read.disclosed)
        return Stretch(*place) if bare else None
    if len(found) == 1 and len(quoted) - len(found[0]) > _SLACK:
        one = found[0]
        stop = article.quote(*one).endswith(".") and one.end == place[1]  # of the sentence, not of "Mio."
        return Stretch(one.start, one.end - stop)
    return Stretch(*place) if len(quoted) - sum(map(len, found)) <= 2 * _SLACK else None


def _of(article: Article, place: Place) -> Stretch:
    sentence = article.sentences[article.sentence_at(place[0])]
    return Stretch(sentence.start, max(sentence.end, place[1]))


def _stake(article: Article, draft: DraftDeal) -> Stake | None:
    place = draft.stake
    if place is None and draft.trigger is None:
        for start, end in draft.evidence:
            found = normalise.find_stakes(article.quote(start, end), article.language)
            if found:
                place = (start + found[0][0], start + found[0][1])
                break
    if place is None:
        return None
    text = _words(article, place)
    return Stake(text, normalise.percent(text), span(article, *place))


def _dates(article: Article, draft: DraftDeal) -> Iterator[DealDate]:
    seen: set[tuple[str, str]] = set()
    for event, place in draft.dates:
        text = _words(article, place)
        if (event, text) in seen:
            continue
        seen.add((event, text))
        value, precision = normalise.date(text, article.language, article.published_at)
        yield DealDate(event, text, value, precision, span(article, *place))

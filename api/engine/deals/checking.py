"""What a large model says of deals, held against the words that tell of them.

The model finds deals in any wording; grammar knows who stands where. So a deal needs a word that tells of one in its
sentences, a party needs such a sentence, and where a frame reads the same parties its roles and its stage hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.engine.deals import stages, telling
from api.engine.deals.vocabulary import Vocabulary, vocabulary
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.draft import DraftDeal, Place
from api.engine.entities.roster import Roster
from api.engine.facts import Rejection
from api.engine.languages.language import language

_HELD_BACK = frozenset({"rumoured", "cancelled", "terminated", "postponed", "pending_approval"})
"""Stages that words tell and no model may go beyond."""


def checked(
    article: Article, roster: Roster, said: Sequence[DraftDeal]
) -> tuple[tuple[DraftDeal, ...], tuple[Rejection, ...]]:
    """The deals of a model's reply as far as words tell them, the frames' own beside them, and what is refused."""
    words = vocabulary(language(article.language))
    if not words.triggers:
        return tuple(said), ()
    sentences = telling.sentences(article, roster, words)
    read = telling.told(article, roster, sentences)
    telling_at = frozenset(at for at, found in enumerate(sentences) if any(item.is_trigger for item in found))
    kept: list[DraftDeal] = []
    rejected: list[Rejection] = []
    matched: set[int] = set()
    for deal in said:
        known = next((i for i, other in enumerate(read) if i not in matched and _same(roster, deal, other)), None)
        parties = []
        for role, place in deal.parties:
            if _named_where_told(article, roster, place, telling_at):
                parties.append((role, place))
            else:
                detail = "no sentence with a word for a deal names it"
                rejected.append(Rejection("party", _words(article, place), "no_trigger", detail, place))
        if not parties:
            named = ", ".join(_words(article, place) for _, place in deal.parties)
            rejected.append(Rejection("deal", named, "no_trigger", "no word of the article tells of a deal", None))
            continue
        deal = replace(deal, parties=tuple(parties))
        if known is not None:
            matched.add(known)
            kept.append(_joined(roster, deal, read[known]))
        else:
            kept.append(_with_stage(article, deal, words))
    kept += [deal for index, deal in enumerate(read) if index not in matched]
    return tuple(kept), tuple(rejected)


def _words(article: Article, place: Place) -> str:
    return " ".join(article.quote(*place).split())


def _who(article_roster: Roster, place: Place) -> str:
    """Whom the place names, as a key to compare by."""
    entity = article_roster.at(place)
    return entity.id if entity is not None else f"{place[0]}-{place[1]}"


def _named_where_told(article: Article, roster: Roster, place: Place, telling_at: frozenset[int]) -> bool:
    entity = roster.at(place)
    places = entity.mentions if entity is not None else (place,)
    return any(article.sentence_at(start) in telling_at for start, _ in (place, *places))


def _same(roster: Roster, deal: DraftDeal, other: DraftDeal) -> bool:
    """Whether two tell of the same deal: two parties in common, or all of the one that has fewer."""
    mine, theirs = ({_who(roster, place) for _, place in each.parties} for each in (deal, other))
    return len(mine & theirs) > 1 or bool(mine & theirs and (mine <= theirs or theirs <= mine))


def _joined(roster: Roster, deal: DraftDeal, read: DraftDeal) -> DraftDeal:
    """The model's deal with the roles, the stage and the words that a frame reads for it."""
    known = {_who(roster, place) for _, place in read.parties}
    more = tuple((role, place) for role, place in deal.parties if _who(roster, place) not in known)
    return replace(
        read,
        parties=(*read.parties, *more),
        amounts=tuple(dict.fromkeys((*deal.amounts, *read.amounts))),
        evidence=tuple(sorted({*deal.evidence, *read.evidence})),
    )


def _with_stage(article: Article, deal: DraftDeal, words: Vocabulary) -> DraftDeal:
    """The deal no further than the words of its sentences let it be."""
    told, place = stages.stage(article.text, deal.type, (), [Span(*each) for each in deal.evidence], words)
    if told in _HELD_BACK or deal.status == "unknown":
        return replace(deal, status=told if place else deal.status, status_evidence=place)
    return deal

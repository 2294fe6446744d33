"""The deals of an article: a small model is asked once, over the sentences that have words of deals.

It can only choose among the names and the sums of money of those sentences. Roles follow from the type of the deal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace

from api.engine.claims import cues
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import Draft, DraftDeal, DraftName, Place
from api.engine.entities.filters import not_a_company
from api.engine.languages.language import language
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Choices
from api.engine.readers.name_questions import folded
from api.engine.values import money

CHARS_AT_ONCE = 1500
"""Code points of deal sentences in one question."""

_A_SHARE = re.compile(
    r"\s*(?:a|per|each|por|je|pro|par|la|l['’])?\s*(?:common\s+)?"
    r"(?:share|each|apiece|ação|ações|acción|aktie|action|titre|azione|aandeel)\b",
    re.IGNORECASE,
)
"""What follows the price of one share, which is not the price of the deal."""
_BETWEEN_FIRMS = frozenset({"merger", "joint_venture", "partnership", "supply_contract", "licensing", "ipo"})
_PRICED = frozenset({"acquisition", "merger", "investment", "divestiture"})
_ROLES = {
    "merger": ("party", "party"),
    "investment": ("investor", "investee"),
    "joint_venture": ("partner", "partner"),
    "partnership": ("partner", "partner"),
    "supply_contract": ("customer", "supplier"),
    "licensing": ("licensee", "licensor"),
    "ipo": ("party", "party"),
    "other": ("party", "party"),
}


def ask(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """Add the deals to the draft; nothing is asked where no company or no word of a deal is found."""
    companies = [name for name in draft.names if name.kind in ("company", "media")]
    words = cues.pattern(article.language, "deals")
    telling = [
        unit for unit in parts if words.search(article.text, unit.start, unit.end) or _pays(article, unit, companies)
    ]
    if not companies or not telling:
        return
    people, bodies = (
        frozenset(folded(article.quote(*name.place)) for name in draft.names if name.kind == kind)
        for kind in ("person", "public_body")
    )
    for batch in _batches(telling):
        text = " ".join(folded(article.text[unit.start : unit.end]) for unit in batch)
        parties = _parties(article, batch, draft)
        amounts = {
            folded(article.text[start:end]): (start, end) for unit in batch for start, end in _amounts(article, unit)
        }
        if not parties:
            continue
        place = batch[0].start, batch[-1].end
        question = Question(
            prompts.load("deals"),
            {"sentences": text, "names": "; ".join(parties), "amounts": "; ".join(amounts)},
            place,
            200,
            {"parties": Choices(tuple(parties)), "amounts": Choices(tuple(amounts))},
        )
        rows = conversation.ask_all([question])[0]
        for row in rows if isinstance(rows, list) else ():
            deal = _deal(row, parties, amounts, people, bodies, [(unit.start, unit.end) for unit in batch])
            if deal is not None and _told_together(article, parts, deal):
                draft.deals.append(_not_yet(article, deal))


def _pays(article: Article, unit: Unit, companies: Sequence[DraftName]) -> bool:
    """Whether a sum of money stands beside two companies: a deal may be told in any words ("Harlow paid …")."""
    words = article.quote(unit.start, unit.end)
    return _names_two(words, {article.quote(*name.place) for name in companies}) and any(_amounts(article, unit))


def _batches(telling: Sequence[Unit]) -> Iterator[list[Unit]]:
    batch: list[Unit] = []
    for unit in telling:
        if batch and sum(each.end - each.start for each in batch) + unit.end - unit.start > CHARS_AT_ONCE:
            yield batch
            batch = []
        batch.append(unit)
    if batch:
        yield batch


def _parties(article: Article, batch: Sequence[Unit], draft: Draft) -> dict[str, Place]:
    """The names that the sentences hold, fullest form first, each with a place in them."""
    found: dict[str, Place] = {}
    listed = {
        article.quote(*name.place): name.place
        for name in draft.names
        if name.kind == "person" or not_a_company(article.quote(*name.place), language(article.language)) is None
    }
    for words in sorted(listed, key=lambda words: listed[words]):
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        for unit in batch:
            match = pattern.search(article.text, unit.start, unit.end)
            if match is not None:
                found.setdefault(folded(words), match.span())
                break
    return found


def _amounts(article: Article, unit: Unit) -> Iterator[Place]:
    """The sums of money in a unit, those for a single share left out."""
    words = article.quote(unit.start, unit.end)
    for start, end in money.find_money(words, article.language):
        end -= words[:end].endswith(".") and end == len(words)  # the full stop of the sentence, not of "Mio."
        if not _A_SHARE.match(words, end):
            yield unit.start + start, unit.start + end


def _deal(
    row: object,
    parties: Mapping[str, Place],
    amounts: Mapping[str, Place],
    people: frozenset[str],
    bodies: frozenset[str],
    evidence: Sequence[Place],
) -> DraftDeal | None:
    """One row of the reply as a deal; None when it names nobody."""
    if not isinstance(row, list) or len(row) != 6 or not all(isinstance(cell, str) for cell in row):
        return None
    kind, status, first, second, seller, amount = row
    if second in bodies and not seller and kind not in _ROLES:
        second, seller = "", second  # a council or a ministry is not bought; it sells
    elif not second or (second in people and first and first not in people):
        first, second = second, first  # nobody buys nothing, or a person
    if kind in _BETWEEN_FIRMS and people & {first, second}:
        return None
    roles = (*_ROLES.get(kind, ("acquirer", "target")), "seller")
    told: dict[str, tuple[str, Place]] = {}
    for role, name in zip(roles, (first, second, seller), strict=True):
        if name in parties and name not in told:
            told[name] = (role, parties[name])
    if not told:
        return None
    if kind == "acquisition" and seller in told and not first:
        kind = "divestiture"
    held = [place for place in evidence if any(place[0] <= party[0] < place[1] for _, party in told.values())]
    places = (amounts[amount],) if amount in amounts else _in_the_telling(kind, told, amounts, held)
    return DraftDeal(kind, status, tuple(told.values()), places, tuple(held or evidence[:1]))


def _told_together(article: Article, parts: Sequence[Unit], deal: DraftDeal) -> bool:
    """Whether some sentence names two of the parties: a model links companies that the article does not."""
    names = {article.quote(*place) for _, place in deal.parties}
    units = (article.quote(unit.start, unit.end) for unit in parts)
    return len(names) < 2 or any(_names_two(words, names) for words in units)


def _names_two(words: str, names: Set[str]) -> bool:
    """Whether two of the names stand in the words, each in its own place: "Harlow" is not in "Harlow Foods"."""
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return len(set(re.findall(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", words))) > 1


def _not_yet(article: Article, deal: DraftDeal) -> DraftDeal:
    """The deal as agreed rather than completed, where the first sentence that tells of it says that it was agreed."""
    agreed = cues.pattern(article.language, "agreed").search(article.quote(*deal.evidence[0]))
    return replace(deal, status="agreed") if deal.status == "completed" and agreed else deal


def _in_the_telling(
    kind: str, told: Mapping[str, tuple[str, Place]], amounts: Mapping[str, Place], held: Sequence[Place]
) -> tuple[Place, ...]:
    """The one sum of money in the sentence that names the parties, where the model named none."""
    if kind not in _PRICED:
        return ()
    for start, end in held:
        if sum(start <= place[0] < end for _, place in told.values()) == len(told):
            within = [place for place in amounts.values() if start <= place[0] < end]
            return tuple(within) if len(within) == 1 else ()
    return ()

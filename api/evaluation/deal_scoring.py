"""Scores the deals of an article: the deals, their types, statuses, parties with roles and sums, and their slots.

A delivered deal is the gold deal with which it shares at least half of its parties (F1 of 0.5); the type and then the
status tell apart two deals of the same parties. Slots ask only who takes part in deals, and for how much.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.evaluation import delivered as found
from api.evaluation import gold as wanted
from api.evaluation.likeness import ENOUGH, any_name, bare, same_wording, words
from api.evaluation.tallies import Sheet, Tally, count, once, pair


def deals(sheet: Sheet, gold: Sequence[wanted.Deal], delivered: Sequence[found.Deal]) -> None:
    def likeness(deal: found.Deal, model: wanted.Deal) -> float:
        shared = len(pair(deal.parties, model.parties, lambda one, two: float(any_name(one.names, two.name.wordings))))
        parties = 2 * shared / ((len(deal.parties) + len(model.parties)) or 1)
        # The parties decide; the type and then the status tell apart two deals of the same parties.
        return (
            0.0
            if parties < ENOUGH
            else parties + 0.2 * (deal.type in model.types) + 0.1 * (deal.status in model.statuses)
        )

    pairs = pair(delivered, gold, likeness)
    tally = count(pairs, delivered, [deal.optional for deal in gold])
    scored = [(delivered[index], gold[other]) for index, other in pairs if not gold[other].optional]
    forgiven = {index for index, other in pairs if gold[other].optional}
    counted = [deal for index, deal in enumerate(delivered) if index not in forgiven]
    models = [deal for deal in gold if not deal.optional]
    sheet.tallies["deals"] = tally
    for kind, right in (
        ("deal types", sum(deal.type in model.types for deal, model in scored)),
        ("deal statuses", sum(not model.statuses or deal.status in model.statuses for deal, model in scored)),
    ):
        sheet.tallies[kind] = Tally(right, tally.delivered, tally.wanted)
    parties = sum(len(pair(deal.parties, model.parties, _same_party)) for deal, model in scored)
    sheet.tallies["deal parties"] = Tally(
        parties, sum(len(deal.parties) for deal in counted), sum(len(deal.parties) for deal in models)
    )
    sums = Tally()
    for deal, model in scored:
        met = pair(deal.amounts, model.amounts, _same_amount)
        sums += count(met, deal.amounts, [amount.optional for amount in model.amounts])
    paired = {id(deal) for deal, _ in scored}
    sums += Tally(0, sum(len(deal.amounts) for deal in counted if id(deal) not in paired), 0)
    reached = {id(model) for _, model in scored}
    sums += Tally(0, 0, sum(not a.optional for model in models if id(model) not in reached for a in model.amounts))
    sheet.tallies["deal amounts"] = sums
    _tell_deals(sheet, scored, [d for d in counted if id(d) not in paired], [m for m in models if id(m) not in reached])


def _same_party(party: found.Party, model: wanted.Party) -> float:
    """A party is right when it is named and its role is right."""
    return float(any_name(party.names, model.name.wordings) and (not model.roles or party.role in model.roles))


def _same_amount(amount: found.Amount, model: wanted.Amount) -> float:
    """A sum is right by its words, or by its value in the same currency; one kept secret by being told as such."""
    if not model.disclosed:
        return float(not amount.disclosed)
    equal = model.value is not None and amount.value == model.value and amount.currency == model.currency
    # "$6 million" shares half of its words with "$5 million" and is wrong all the same.
    numbers, others = _numbers(amount.text), _numbers(model.text)
    return float(equal or (same_wording(amount.text, model.text) and (not numbers or not others or numbers == others)))


def _numbers(text: str) -> list[str]:
    return [word for word in words(text) if any(character.isdigit() for character in word)]


def _tell_deals(
    sheet: Sheet,
    scored: Sequence[tuple[found.Deal, wanted.Deal]],
    false: Sequence[found.Deal],
    missed: Sequence[wanted.Deal],
) -> None:
    for deal, model in scored:
        faults = []
        if deal.type not in model.types:
            faults.append(f"type {deal.type}, gold: {' / '.join(sorted(model.types))}")
        if model.statuses and deal.status not in model.statuses:
            faults.append(f"status {deal.status}, gold: {' / '.join(sorted(model.statuses))}")
        met = {other for _, other in pair(deal.parties, model.parties, _same_party)}
        for number, party in enumerate(model.parties):
            if number not in met:
                faults.append(f"not {party.name.wordings[0]} as {' / '.join(sorted(party.roles)) or 'a party'}")
        if faults:
            sheet.false("deal details", deal.parties[0].name, "; ".join(faults), beside=_found_words(deal))
    for deal in false:
        told = ", ".join(f"{party.name} ({party.role})" for party in deal.parties)
        name = deal.parties[0].name if deal.parties else ""
        sheet.false("deals", name, f"{deal.type}, {deal.status}: {told}", beside=_found_words(deal))
    for model in missed:
        told = ", ".join(party.name.wordings[0] for party in model.parties)
        beside = (*(w for party in model.parties for w in party.name.wordings), *(a.text for a in model.amounts))
        sheet.miss("deals", model.parties[0].name.wordings[0], f"{' / '.join(sorted(model.types))}: {told}", beside)


def _found_words(deal: found.Deal) -> tuple[str, ...]:
    return (*(party.name for party in deal.parties), *(amount.text for amount in deal.amounts))


def slots(sheet: Sheet, gold: Sequence[wanted.Slot], deals: Sequence[found.Deal]) -> None:
    """Who takes part in deals and for how much, whichever deal it is; one sum a deal, one slot a company."""
    names = [party.names for deal in deals for party in deal.parties]
    names += [(deal.amounts[0].text,) for deal in deals if deal.amounts]
    delivered = once(names, lambda names: bare(names[-1]))

    def likeness(names: tuple[str, ...], slot: wanted.Slot) -> float:
        return float(any_name(names, slot.wordings)) * (0.5 if slot.optional else 1.0)

    pairs = pair(delivered, gold, likeness)
    sheet.tallies["deal slots"] = count(pairs, delivered, [slot.optional for slot in gold])

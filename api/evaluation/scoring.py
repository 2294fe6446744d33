"""Scores what was delivered for an article against its gold: the same rules for every tool.

Each delivered item is paired with at most one gold item, in the order of delivery, the most alike first; a claim is
right from a word-level F1 of 0.5 on, a name when one's words contain the other's, articles and legal forms aside.
What gold marks optional counts neither for nor against. Nothing here looks at offsets; it compares words.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.evaluation import deal_scoring
from api.evaluation import delivered as found
from api.evaluation import gold as wanted
from api.evaluation.likeness import ENOUGH, any_name, bare, overlap, same_wording, words
from api.evaluation.tallies import Score, Share, Sheet, Tally, count, once, pair


def score(article: wanted.GoldArticle, facts: found.Delivered) -> Score:
    """The score of one article."""
    sheet = Sheet()
    _verbatim(sheet, article.text, facts)
    if article.claims is not None:
        _claims(sheet, article.claims, facts.claims)
    if article.companies is not None:
        _names(sheet, "companies", "company", article.companies, facts.companies)
    if article.organizations is not None:
        everyone = tuple(each.name for each in facts.organizations)
        _names(sheet, "organizations", "", article.organizations, everyone)
    if article.people is not None:
        _names(sheet, "people", "person", article.people, facts.people)
    if article.roles is not None:
        _titles(sheet, article.roles, facts.roles)
    if article.deals is not None:
        deal_scoring.deals(sheet, article.deals, facts.deals)
    if article.deal_slots is not None:
        deal_scoring.slots(sheet, article.deal_slots, facts.deals)
    return Score(sheet.tallies, sheet.shares, tuple(sheet.differences))


def _verbatim(sheet: Sheet, text: str, facts: found.Delivered) -> None:
    folded = " ".join(text.split())
    strings = [string for string in facts.strings() if string.strip()]
    stray = [string for string in strings if " ".join(string.split()) not in folded]
    sheet.shares["verbatim"] = Share(len(strings) - len(stray), len(strings))
    for string in dict.fromkeys(stray):
        sheet.false("verbatim", string, "not words of the article")


def _claims(sheet: Sheet, gold: Sequence[wanted.Claim], claims: Sequence[found.Claim]) -> None:
    delivered = once(claims, lambda claim: tuple(words(claim.text)))

    def likeness(claim: found.Claim, other: wanted.Claim) -> float:
        value = overlap(claim.text, other.text)
        return value if value >= ENOUGH else 0.0

    pairs = pair(delivered, gold, likeness)
    tally = count(pairs, delivered, [claim.optional for claim in gold])
    sheet.tallies["claims"] = tally
    right = 0
    for index, other in pairs:
        claim, model = delivered[index], gold[other]
        if model.optional:
            continue
        good = not model.sources or any(same_wording(one, two) for one in claim.sources for two in model.sources)
        right += good
        if not good:
            said = " / ".join(claim.sources) or "nobody"
            told = f"source: {said}; gold: {' / '.join(model.sources)}"
            sheet.false("claims with source", claim.text, told, min(claim.starts, default=None))
        for name, value, wanted_values in (
            ("directness", claim.directness, {model.directness} - {None}),
            ("channel", claim.channel, model.channels),
            ("polarity", claim.polarity, {model.polarity} - {None}),
        ):
            if wanted_values:
                sheet.shares[name] = sheet.shares.get(name, Share()) + Share(int(value in wanted_values), 1)
    if all(claim.sources for claim in gold if not claim.optional):
        sheet.tallies["claims with source"] = Tally(right, tally.delivered, tally.wanted)
    paired, met = {index for index, _ in pairs}, {other for _, other in pairs}
    for index, claim in enumerate(delivered):
        if index not in paired:
            told = f"said by {claim.sources[0] if claim.sources else 'nobody'}"
            sheet.false("claims", claim.text, told, min(claim.starts, default=None))
    for other, model in enumerate(gold):
        if other not in met and not model.optional:
            sheet.miss("claims", model.content[0], f"said by {model.sources[0] if model.sources else '?'}")


def _names(sheet: Sheet, kind: str, told: str, gold: Sequence[wanted.Name], names: Sequence[str]) -> None:
    delivered = once(names, bare)
    models = once(gold, lambda name: bare(name.wordings[0]))
    pairs = pair(delivered, models, lambda name, other: float(any_name((name,), other.wordings)))
    sheet.tallies[kind] = count(pairs, delivered, [name.optional for name in models])
    if not told:
        return
    paired, met = {index for index, _ in pairs}, {other for _, other in pairs}
    for index, name in enumerate(delivered):
        if index not in paired:
            sheet.false(kind, name, f"no {told} of the gold, or there already")
    for other, model in enumerate(models):
        if other not in met and not model.optional:
            sheet.miss(kind, model.wordings[0], told)


def _titles(sheet: Sheet, gold: Sequence[wanted.Role], roles: Sequence[found.Role]) -> None:
    delivered = once(roles, lambda role: role.title and (bare(role.person), tuple(words(role.title))))

    def likeness(role: found.Role, model: wanted.Role) -> float:
        if not any_name((role.person,), model.person.wordings) or not same_wording(role.title, model.title):
            return 0.0
        # Of two titles that could be meant the one closer in words, and a wanted one before an optional one.
        return 1.0 + overlap(role.title, model.title) + (0.0 if model.optional else 0.25)

    pairs = pair(delivered, gold, likeness)
    tally = count(pairs, delivered, [role.optional for role in gold])
    right = 0
    for index, other in pairs:
        role, model = delivered[index], gold[other]
        if model.optional:
            continue
        good = model.organization is None or any_name((role.organization or "",), model.organization.wordings)
        right += good
        if not good:
            there = model.organization.wordings[0] if model.organization else ""
            told = f"{role.person}, at {role.organization or 'no organisation'}; gold: {there}"
            sheet.false("titles with employer", role.title, told)
    sheet.tallies["titles"] = tally
    sheet.tallies["titles with employer"] = Tally(right, tally.delivered, tally.wanted)
    paired, met = {index for index, _ in pairs}, {other for _, other in pairs}
    for index, role in enumerate(delivered):
        if index not in paired:
            sheet.false("titles", role.title, f"given to {role.person}")
    for other, model in enumerate(gold):
        if other not in met and not model.optional:
            sheet.miss("titles", model.title, f"of {model.person.wordings[0]}")

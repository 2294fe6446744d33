"""One occasion, several claims: who goes on in a paragraph does so at the press conference or interview told before.

Only where the words go on by themselves: a pronoun, a subject left out, a verb such as "added". Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from api.engine.document.text import Article
from api.engine.draft import DraftClaim
from api.engine.facts import Claim
from api.engine.languages.language import Language

OCCASIONS = frozenset(("press_conference", "interview"))

_FARTHEST = 2
"""Sentences back within which the occasion was told."""


def going_on(article: Article, drafts: Sequence[DraftClaim], made: Sequence[Claim], tongue: Language) -> list[Claim]:
    """The claims, those that go on with an occasion with its channel and the words that told it."""
    order = sorted(range(len(made)), key=lambda number: drafts[number].unit)
    told = list(made)
    for before, number in pairwise(order):
        one, last = told[number], told[before]
        if last.source.channel in OCCASIONS and _goes_on(article, drafts[before], drafts[number], last, one, tongue):
            source = replace(one.source, channel=last.source.channel, channel_evidence=last.source.channel_evidence)
            told[number] = replace(one, source=source)
    return told


def _goes_on(
    article: Article, before: DraftClaim, draft: DraftClaim, last: Claim, one: Claim, tongue: Language
) -> bool:
    """Whether the claim has no channel of its own and goes on with the words of the one before."""
    if one.source.channel not in ("statement", "unknown") or one.source.id is None or one.source.id != last.source.id:
        return False
    here, there = article.sentence_at(draft.unit[0]), article.sentence_at(before.unit[0])
    same = article.sentences[here].paragraph == article.sentences[there].paragraph
    if not same or not 0 <= here - there <= _FARTHEST:
        return False
    left_out = draft.source == before.source or not draft.unit[0] <= draft.source[0] < draft.unit[1]
    pronoun = any(tongue.has(one.source.name, f"linking.{name}") for name in ("she", "he", "it", "latter"))
    adds = one.cue is not None and tongue.has(one.cue.text, "reporting.adding")
    return left_out or pronoun or adds

"""Who a sentence is about: the person whose name opens it, with a title before it or not.

Whoever is left out of the next sentence, in languages that leave subjects out, is that person unless somebody else
spoke since. None where a preposition, a verb or a quotation stands before the name.
"""

from __future__ import annotations

from api.engine.claims import cues
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.entities.roster import Roster
from api.engine.languages.language import Language

_LONGEST_LEAD = 6
"""Words before the name: an article and a title."""


def topic(article: Article, roster: Roster, unit: Unit, language: Language) -> Span | None:
    """The name of the person that the sentence is about."""
    named = roster.within((unit.start, unit.end))
    if unit.heading or not named or not named[0].entity.is_person:
        return None
    lead = article.text[unit.start : named[0].span.start]
    words = lead.replace(",", " ").split()
    if len(words) > _LONGEST_LEAD or any(mark in lead for mark in '“„«"—–-:;('):
        return None
    if any(language.has(word, "function.finite") or cues.find(word, language.code) for word in words):
        return None
    if words and language.has(words[0], "sources.locative"):
        return None
    return named[0].span

"""Through which channel a claim came, with the words that tell it, and which outlet passed it on.

Only words of the attribution tell a channel: the source, its verb, and what stands with them ("In a post on X, …",
"said in a filing"). What is said, other clauses and appositions tell nothing, and what no words tell is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.engine.claims.sources import CHANNELS, Standing
from api.engine.document.quotations import quoted_names
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.draft import DraftClaim
from api.engine.entities import kinds
from api.engine.entities.roster import Roster
from api.engine.languages import places
from api.engine.languages.language import Language

_LONGEST_LEAD = 6
"""Words between who tells and the outlet that is told ("sagte sie am Montag der Zeitung")."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its name, and the words that tell it; None where it is unknown."""

    name: str
    evidence: Span | None = None


UNKNOWN = Channel("unknown")


def channel(article: Article, one: DraftClaim, standing: Standing, via: Span | None, language: Language) -> Channel:
    """The channel of a claim; the more telling wins: a leak before an interview, an interview before a statement."""
    stretches = attribution_words(article, one, language)
    interviewed = via is not None and _is_told_to(article, one, via, language)
    for name in CHANNELS:
        if name == "other_media" and interviewed and via is not None:
            return Channel("interview", via)
        pattern = language.pattern(f"channels.{name}")
        for stretch in stretches:
            found = pattern.search(article.text, *stretch)
            if found is not None and name != "statement":
                return Channel(name, Span(*found.span()))
    if standing.is_medium:
        return Channel("other_media", Span(*one.source))
    if via is not None:
        return Channel("other_media", via)
    if _answers_questions(article, one):
        return Channel("interview", Span(*one.source))
    if standing.kind == "unnamed" and standing.grade == "anonymous":
        return Channel("leak", Span(*one.source))
    spoken = standing.kind == "unnamed" and standing.grade == "partially_anonymous"
    if (spoken or standing.kind in ("person", "organization")) and one.cue is not None:
        return Channel("statement", Span(*one.cue))
    return UNKNOWN


def _is_told_to(article: Article, one: DraftClaim, outlet: Span, language: Language) -> bool:
    """Whether the outlet is whom somebody told it: right behind verb and speaker, but for words on to whom and when."""
    if one.cue is None or outlet.start < one.cue[1]:
        return False
    last = max(one.cue[1], one.source[1]) if one.source[1] <= outlet.start else one.cue[1]
    between = article.quote(last, outlet.start)
    words = re.findall(r"[^\W\d_]+", between)
    if len(words) > _LONGEST_LEAD or re.search(r"[.;:“„«\"]\s", between):
        return False
    small = ("function.determiners", "function.linking", "reporting.audience_by", "organizations.media",
             "organizations.leading", "linking.company", "sources.audience")  # fmt: skip
    heard = {word for word in words if language.has(word, "reporting.audience_by")}
    where = [word for word in words if language.has(word, "sources.locative") and word not in heard]
    named = all(
        any(language.has(word, table) for table in small) or places.is_calendar_word(word, language.code)
        for word in words
    )
    return named and not where


def _answers_questions(article: Article, one: DraftClaim) -> bool:
    """Whether a label gives the words to somebody in an article of which other paragraphs ask."""
    if one.cue is not None or one.unit[0] != one.source[0] or one.content[0][0] < one.source[1]:
        return False
    asks = (article.quote(paragraph.start, paragraph.end).rstrip() for paragraph in article.paragraphs)
    return any(words.endswith(("?", "？", "؟")) for words in asks)


def attribution_words(article: Article, one: DraftClaim, language: Language) -> tuple[Span, ...]:
    """The stretches of a claim's sentences that belong to its attribution, in order."""
    anchors = [Span(*one.source), *([Span(*one.cue)] if one.cue else [])]
    start, end = one.unit
    inside = [anchor for anchor in anchors if anchor.within(one.unit)]
    if not inside:
        return ()
    first = article.sentences[article.sentence_at(min(anchor.start for anchor in inside))]
    last = article.sentences[article.sentence_at(max(anchor.start for anchor in inside))]
    start, end = max(start, first.start), min(end, last.end)
    left_out = sorted([*(Span(*place) for place in one.content), *_apposition(article, one, language)])
    return tuple(_without(Span(start, end), left_out))


def _apposition(article: Article, one: DraftClaim, language: Language) -> Iterator[Span]:
    """What stands between source and verb: who somebody is, unless a preposition tells where it was said."""
    if one.cue is None or one.source[1] >= one.cue[0] or language.flag("caseless"):
        return
    between = Span(one.source[1], one.cue[0]).trimmed(article.text, ",")
    words = between.of(article.text).split()
    if words and not language.has(words[0], "sources.locative"):
        yield between


def _without(whole: Span, places: Sequence[Span]) -> Iterator[Span]:
    at = whole.start
    for place in places:
        if at < min(place.start, whole.end):
            yield Span(at, min(place.start, whole.end))
        at = max(at, place.end)
    if at < whole.end:
        yield Span(at, whole.end)


def passed_on_by(article: Article, roster: Roster, one: DraftClaim, language: Language) -> Span | None:
    """The outlet that a claim was made to or is passed on by: a medium named in its attribution beside the source."""
    for stretch in attribution_words(article, one, language):
        for mention in roster.within(stretch):
            if mention.entity.kind == "media" and not mention.span.overlaps(one.source):
                return mention.span
        for start, end in quoted_names(stretch.of(article.text)):
            place = Span(start, end).shifted(stretch.start)
            if kinds.told_by_name(place.of(article.text), language) == "media" and not place.overlaps(one.source):
                return place
    return None

"""Whom words mean that hold a name: the name itself, with its title, an interview's label, "Mr" and a shared surname.

The first sieves of `linking`. A name that is only part of the words ("Harlow's lawyer") means nobody here.
"""

from __future__ import annotations

import re

from api.engine.document.span import Span
from api.engine.entities import linking_words
from api.engine.entities.linking_cast import Cast, Profile
from api.engine.entities.mention import Mention, by_initials

OWNS = re.compile(r"[’'](?:s\b|(?<=s[’'])(?!\w))")

_TITLES = 3
"""Words of a title between a description and the name set beside it ("The lead author, biologist Ana Rao")."""

_HONORIFIC_AND_NAME = 2


def beside(cast: Cast, span: Span) -> Mention | None:
    """Sieve 0: a title with the name set beside it ("its lawyer, Simon Orme, said")."""
    text = cast.article.text
    if any(mention.entity.is_person and not _owns(cast, mention, span) for mention in cast.mentions_in(span)):
        return None
    apart = re.match(r",?\s", text[span.end : span.end + 2])
    if apart is None:
        return None
    at = span.end + apart.end()
    named = cast.roster.within((at, min(at + 60, len(text))))
    between = text[at : named[0].span.start] if named else ","
    if not named or re.search(r"[,.;:()“„«\"]", between) or len(between.split()) > _TITLES:
        return None
    first, _, rest = span.of(text).partition(" ")
    indefinite = bool(rest) and cast.language.has(first, "function.indefinite")  # "A lawyer at Harlow, Ana Rao, …"
    meaning = linking_words.sense(rest if indefinite else span.of(text), cast.language, headline=True)
    fits = meaning.kind == ("person" if named[0].entity.is_person else "company")
    return named[0] if meaning.form == "description" and fits else None


def _owns(cast: Cast, mention: Mention, span: Span) -> bool:
    """Whether the one named is only whose the other is: "Rao's predecessor"."""
    return OWNS.match(cast.article.text[mention.span.end : span.end]) is not None


def named(cast: Cast, span: Span) -> Mention | None:
    """Sieve 1: the words are a name, or a name with its title ("Chief executive Ana Rao", "Ana Rao, of Harlow")."""
    inside = cast.mentions_in(span)
    whole = cast.roster.resolve(span.of(cast.article.text))
    headed = not inside or any(mention.entity.id == whole and _is_head(cast, mention, span) for mention in inside)
    if whole is not None and headed and (one := cast.profile(whole)) is not None:
        one = _by_article(cast, span, one)
        at = next((mention.span for mention in inside if mention.entity.id == whole), None)
        return Mention(at or span, one.entity)
    titled = _by_honorific(cast, span) if whole is None and not inside else None
    if titled is not None:
        return Mention(span, titled.entity)
    people = [mention for mention in inside if mention.entity.is_person and _is_head(cast, mention, span)]
    if people:
        return people[0]
    return next((mention for mention in inside if _is_head(cast, mention, span)), None)


def labelled(cast: Cast, span: Span) -> Profile | None:
    """Sieve 1b: a label of an interview: initials, or the one letter before the answers of the only person named."""
    people = cast.people
    called = by_initials(span.of(cast.article.text), (one.entity for one in people))
    if called is not None:
        return cast.profile(called.id)
    begins = cast.article.paragraphs[cast.article.sentences[cast.article.sentence_at(span.start)].paragraph].start
    if span.end - span.start != 1 or span.start != begins or cast.article.text[span.end : span.end + 1] not in ":.":
        return None
    return people[0] if len(people) == 1 else None


def _by_article(cast: Cast, span: Span, one: Profile) -> Profile:
    """The company called by a person's surname where the article is not his ("A Ferraz", founded by Ivo Ferraz)."""
    first, _, rest = span.of(cast.article.text).partition(" ")
    language = cast.language
    if not one.is_person or not rest or " " in rest or not language.flag("gendered_things"):
        return one
    if not language.has(first, "linking.definite"):
        return one
    namesakes = [other for other in cast.profiles if not other.is_person and rest.casefold() in other.nouns]
    return namesakes[0] if len(namesakes) == 1 else one


def _is_head(cast: Cast, mention: Mention, span: Span) -> bool:
    """Whether the words are about the one named, not about something of his ("Harlow's lawyer", "head of Harlow")."""
    text, language = cast.article.text, cast.language
    before = text[span.start : mention.span.start]
    after = text[mention.span.end : span.end]
    if OWNS.match(after) or re.match(r"[-–]\w", after):
        return False
    if language.flag("head_last") and re.match(r"\s+[^\W\d_]", after):
        return False
    opening = before.split()
    if not opening:
        return True
    linked = any(
        language.has(word.strip(",’'"), "function.linking") or language.has(word.strip(","), "function.relative")
        for word in opening[1:]
    ) or bool(re.search(r"\b\w{1,4}[’']$", before.rstrip()) and len(opening) > 1)
    if mention.entity.is_person:
        return not linked or before.rstrip().endswith(",")
    return not linked and not before.rstrip().endswith(",") and not OWNS.search(before)


def _by_honorific(cast: Cast, span: Span) -> Profile | None:
    """The only one of several of one surname whose gender the honorific tells ("Mr Tarn" of Ivo and Ada Tarn)."""
    words = span.of(cast.article.text).split()
    if len(words) != _HONORIFIC_AND_NAME or not cast.language.has_too(words[0], "people.honorifics"):
        return None
    gender = linking_words.gender_of(words[0].rstrip("."), cast.language)
    fitting = [one for one in cast.surnamed(words[1]) if gender and one.gender == gender]
    return fitting[0] if len(fitting) == 1 else None

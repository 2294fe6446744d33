"""Whom words mean: "Friar", "the coach", "she", "the company" to the person or company of the article.

A multi-pass sieve (Raghunathan et al. 2010; for quotations Muzny et al. 2017): names, then nouns that the article ties
to somebody, then whoever alone is left by kind, gender and nearness. Each sieve leaves alone what it is not sure of;
what no sieve is sure of means nobody: null rather than wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from api.engine.document.span import Span
from api.engine.entities import linking_words
from api.engine.entities.linking_cast import Cast, Profile, cast
from api.engine.entities.linking_names import OWNS, beside, labelled
from api.engine.entities.linking_names import named as named_within
from api.engine.entities.linking_words import Sense
from api.engine.entities.mention import Mention
from api.engine.languages.language import Language

__all__ = ["Cast", "Mention", "Said", "candidates", "cast", "resolve"]

FARTHEST = 8
"""Sentences back within which a pronoun's antecedent stands; one that means farther ones is not seen in news."""

MARGIN = 0.7
"""By how much the likeliest candidate has to lead. Found on texts of ten languages: below, errors doubled."""


_ARTICLE_AND_NOUN = 2
_GOES_ON_WITHIN = 3
"""Sentences since somebody spoke after which a verb may still go on with it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known when words are resolved in the order of the article: who spoke so far, whom pronouns meant."""

    speakers: tuple[str, ...] = ()
    """The last two who spoke, the last one last."""
    genders: Mapping[str, str] = field(default_factory=dict)
    stranger: int | None = None
    """Where somebody spoke last whom the article does not name: a pronoun soon after means that one."""
    at: int | None = None
    """Where the last one spoke."""
    goes_on: bool = False
    """Whether the reporting word of the words to resolve goes on with what was said ("the defender added")."""

    def then(self, mention: Mention, gender: str | None, at: int | None = None) -> Said:
        """After these words too."""
        id_ = mention.entity.id
        known = not gender or not mention.entity.is_person or self.genders.get(id_) == gender
        genders = self.genders if known or gender is None else {**self.genders, id_: gender}
        return Said((*[one for one in self.speakers if one != id_][-1:], id_), genders, None, at)

    def then_somebody(self, at: int) -> Said:
        """After words at `at` that mean somebody without a name."""
        return Said(self.speakers, self.genders, at, self.at)


NOTHING = Said()


def resolve(cast: Cast, span: Span, said: Said = NOTHING) -> Mention | None:
    """The company or person that the words at `span` mean, at its nearest mention; None when unclear or nobody.

    `span` is in code points of the article. `said` is what resolving the earlier sources of the article brought.
    """
    words = span.of(cast.article.text)
    called = labelled(cast, span)
    named = beside(cast, span) or named_within(cast, span)
    if called is not None and (named is None or not named.entity.is_person):
        return _mention(cast, called, span)
    if named is not None:
        return named
    represented = _represented(cast, span, said)
    if represented is not None:
        return _mention(cast, represented, span)
    meaning = sense_at(cast, span)
    if meaning.form == "nobody" or not cast.language.known or not words.strip():
        return None
    for sieve in _SIEVES:
        found = sieve(cast, span, meaning, said)
        if found is not None:
            return _mention(cast, found, span)
    return None


def sense_at(cast: Cast, span: Span) -> Sense:
    """What the words at `span` can mean."""
    paragraph = cast.article.sentences[cast.article.sentence_at(span.start)].paragraph
    headline = cast.article.paragraphs[paragraph].heading
    words = span.of(cast.article.text)
    if cast.language.has(words, "linking.plural_too") and _has_plural_verb(cast, span):
        return linking_words.NOBODY
    return linking_words.sense(words, cast.language, headline=headline)


def _has_plural_verb(cast: Cast, span: Span) -> bool:
    """Whether the verb beside "sie", "ze" is a plural one: in German and Dutch these end in "-en"."""
    text = cast.article.text
    after = re.match(r"\s([^\W\d_]+)", text[span.end : span.end + 30])
    before = re.search(r"([^\W\d_]+)\s$", text[max(span.start - 30, 0) : span.start])
    verbs = [found[1] for found in (after, before) if found is not None and found[1].islower()]
    return bool(verbs) and (verbs[0] if after is not None and after[1].islower() else verbs[-1]).endswith("en")


def candidates(cast: Cast, span: Span, said: Said = NOTHING) -> tuple[Profile, ...]:
    """Whom the words could mean by kind and gender, the likeliest first; empty when they can mean nobody named."""
    meaning = sense_at(cast, span)
    if meaning.form == "nobody":
        return ()
    return tuple(one for _, one in _ranked(cast, span, meaning, said))


def _tied(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 2: the one whom the article calls by this noun ("supplier Tarn Castings … the supplier")."""
    if meaning.form != "description":
        return None
    owner = _owner(cast, span, said) if meaning.owned or cast.mentions_in(span) else None
    fitting = [one for one in cast.called(meaning.head) if _fits(one, meaning, said)]
    if owner is not None:
        held = [one for one in fitting if owner in one.employers]
        fitting = held or ([] if len(fitting) > 1 else fitting)
    return _only(cast, span, fitting, meaning, said)


def _akin(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 3: the only one whom the article calls by a noun of the same kin ("head coach … the manager")."""
    if meaning.form != "description" or not meaning.kin:
        return None
    fitting = [one for one in _fitting(cast, meaning, said) if one.kin & meaning.kin]
    owner = _owner(cast, span, said) if meaning.owned or cast.mentions_in(span) else None
    if owner is not None:
        held = [one for one in fitting if owner in one.employers]
        return held[0] if len(held) == 1 else (fitting[0] if len(fitting) == 1 and not fitting[0].employers else None)
    return _only(cast, span, fitting, meaning, said)


def _latter(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 4: "the latter", "celui-ci" is who was named last of all."""
    if meaning.form != "latter":
        return None
    named = (cast.profile(mention.entity.id) for mention in reversed(cast.roster.within(_before(cast, span, 1))))
    return next((one for one in named if one is not None and _fits(one, meaning, said)), None)


def _salient(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 7: for pronouns, "the company" and "the woman", whoever leads by nearness, place and gender."""
    if meaning.form == "description" and (meaning.owned or cast.mentions_in(span)):
        return None
    if meaning.form == "latter":
        return None
    if meaning.form == "description" and not (meaning.generic or meaning.kind == "company"):
        return None
    ranked = _ranked(cast, span, meaning, said)
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    best = ranked[0][1]
    return None if meaning.form == "pronoun" and _is_the_strangers(cast, span, best, said) else best


def _is_the_strangers(cast: Cast, span: Span, best: Profile, said: Said) -> bool:
    """Whether somebody without a name spoke since the best candidate was named, in this sentence or the two before."""
    if said.stranger is None:
        return False
    since = [mention for mention in best.mentions if said.stranger < mention.start and mention.end <= span.start]
    return not since and cast.article.sentence_at(span.start) - cast.article.sentence_at(said.stranger) <= 2


def _represented(cast: Cast, span: Span, said: Said) -> Profile | None:
    """The organisation for which a spokesperson without a name speaks: the one that spoke last, a sentence before."""
    words = linking_words.phrase(span.of(cast.article.text), cast.language)
    if len(words) != _ARTICLE_AND_NOUN or not said.speakers or said.at is None or said.stranger is not None:
        return None
    tables = ("function.indefinite", "linking.definite")
    if not (any(cast.language.has(words[0], table) for table in tables) and is_for_somebody(words[1], cast.language)):
        return None
    last = cast.profile(said.speakers[-1])
    near = cast.article.sentence_at(span.start) - cast.article.sentence_at(said.at) <= 1
    return last if last is not None and near and not last.is_person else None


def is_for_somebody(noun: str, language: Language) -> bool:
    """Whether the noun is one for who speaks for an organisation, not for a lawyer, who speaks for a person."""
    spoken = language.has(noun, "sources.spokespeople") and not language.has(noun, "linking.lawyer")
    return spoken and "speaker" in linking_words.kin_of(noun, language)


def _going_on(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 5: a description with a verb that goes on means who spoke right before ("the defender added")."""
    if not said.goes_on or said.at is None or said.stranger is not None or not said.speakers:
        return None
    if meaning.form == "latter" or meaning.owned or meaning.kind == "company" or cast.mentions_in(span):
        return None
    last = cast.profile(said.speakers[-1])
    near = cast.article.sentence_at(span.start) - cast.article.sentence_at(said.at) <= _GOES_ON_WITHIN
    return last if last is not None and last.is_person and near and _fits(last, meaning, said) else None


def _accused(cast: Cast, span: Span, meaning: Sense, said: Said) -> Profile | None:
    """Sieve 6: "the defendant" is the only one of whom the article tells a trial ("the case against …")."""
    if meaning.form != "description" or meaning.owned or not cast.language.has(meaning.head, "linking.accused"):
        return None
    fitting = cast.tried
    return fitting[0] if len(fitting) == 1 and _fits(fitting[0], meaning, said) else None


_Sieve = Callable[[Cast, Span, Sense, Said], Profile | None]
_SIEVES: tuple[_Sieve, ...] = (_tied, _akin, _latter, _going_on, _accused, _salient)


def _before(cast: Cast, span: Span, sentences: int) -> tuple[int, int]:
    """The stretch before the words from the beginning of so many sentences back."""
    here = cast.article.sentence_at(span.start)
    return cast.article.sentences[here - sentences].start if here > sentences else 0, span.start


def _fitting(cast: Cast, meaning: Sense, said: Said) -> list[Profile]:
    """Those whom the words can mean by kind and gender."""
    return [one for one in cast.profiles if _fits(one, meaning, said)]


def _fits(one: Profile, meaning: Sense, said: Said) -> bool:
    if meaning.form == "description" and meaning.kind == "company" and one.entity.kind == "media":
        return bool(meaning.head) and meaning.head in one.nouns
    if meaning.kind == "person" and not one.is_person:
        return False
    if meaning.kind == "company" and one.is_person:
        return False
    gender = one.gender or said.genders.get(one.entity.id)
    return not (one.is_person and meaning.gender and gender and gender != meaning.gender)


def _owner(cast: Cast, span: Span, said: Said) -> str | None:
    """Whose somebody is: the company named within the words, or the one that "its" means."""
    inside = cast.mentions_in(span)
    if inside:
        return inside[0].entity.id
    words = span.of(cast.article.text).split()
    its = Span(span.start, span.start + len(words[0])) if words else span
    ranked = _ranked(cast, its, Sense("pronoun", "company"), said)
    return ranked[0][1].entity.id if ranked else None


def _only(cast: Cast, span: Span, fitting: Sequence[Profile], meaning: Sense, said: Said) -> Profile | None:
    """The only one, or the one named nearest before when it leads."""
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    ids = {one.entity.id for one in fitting}
    ranked = [pair for pair in _ranked(cast, span, meaning, said) if pair[1].entity.id in ids]
    if len(ranked) == 1:
        return ranked[0][1]
    return ranked[0][1] if len(ranked) > 1 and ranked[0][0] - ranked[1][0] >= MARGIN else None


def _ranked(cast: Cast, span: Span, meaning: Sense, said: Said) -> list[tuple[float, Profile]]:
    """The fitting ones by salience, the likeliest first."""
    near = [one for one in cast.named_within(_before(cast, span, FARTHEST)) if _fits(one, meaning, said)]
    weighed = [(weight, one) for one in near if (weight := _salience(cast, one, span, meaning, said))]
    return sorted(weighed, key=lambda pair: -pair[0])


def _salience(cast: Cast, one: Profile, span: Span, meaning: Sense, said: Said) -> float | None:
    """How present somebody is at the words: near, in a subject's place, the last who spoke; None if not at all."""
    article = cast.article
    here = article.sentence_at(span.start)
    best: float | None = None
    last = bisect_right(one.mentions, span.start, key=lambda mention: mention.end)
    for mention in one.mentions[max(last - 6, 0) : last]:
        distance = here - article.sentence_at(mention.start)
        if distance > FARTHEST:
            continue
        weight = 10.0 - distance + _prominence(cast, mention)
        best = weight if best is None else max(best, weight)
    if best is None:
        return None
    if one.entity.id in said.speakers:
        best += 1.5 if one.entity.id == said.speakers[-1] else 0.5
    gender = one.gender or said.genders.get(one.entity.id)
    if one.is_person and meaning.gender and gender == meaning.gender:
        best += 1.5
    if meaning.kind is None:
        best += 1.0 if one.is_person else 0.0
    return best


def _prominence(cast: Cast, mention: Span) -> float:
    """Named as the subject of its sentence, as somebody's owner, within a quotation."""
    article, text = cast.article, cast.article.text
    sentence = article.sentences[article.sentence_at(mention.start)]
    mentions = cast.roster.mentions
    first = mentions[bisect_left(mentions, sentence.start, key=lambda mention: mention.span.start)]
    weight = 1.0 if mention.start == first.span.start else 0.0
    lead = text[max(mention.start - 12, sentence.start) : mention.start].split()
    if OWNS.match(text[mention.end : mention.end + 3]) or (
        lead and cast.language.has(lead[-1].strip(",’'"), "function.linking")
    ):
        weight -= 1.0
    if cast.is_quoted(mention):
        weight -= 1.5
    if article.paragraphs[sentence.paragraph].heading:
        weight -= 0.5
    return weight


def _mention(cast: Cast, one: Profile, span: Span) -> Mention:
    """The nearest mention before the words, else the nearest after."""
    last = bisect_right(one.mentions, span.start, key=lambda mention: mention.end)
    place = one.mentions[last - 1] if last else min(one.mentions, key=span.gap)
    return Mention(place, one.entity)

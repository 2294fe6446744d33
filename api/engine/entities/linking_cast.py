"""What an article tells of each company and person it names: nouns, gender, employer.

Nouns come from titles and appositions beside a name ("the biologist Ada Lowe", "Tarn, a drivers' association,").
Gender comes from such nouns, from honorifics, from a pronoun that can mean nobody else, and last from the first name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.entities import first_names, linking_words
from api.engine.entities.mention import Entity, Mention
from api.engine.entities.roster import Roster
from api.engine.languages.language import Language, language

Titled = tuple[Span, Span, Span | None]
"""A person, the title beside the name, and whose employer stands beside the title."""

_NOUNS_BEFORE = 6
"""Words before a name among which its titles and descriptions stand."""

_SHORTEST_END, _LONGEST_END = 5, 40
"""Letters of a noun that another ends in; words are no longer."""

_APPOSITION = re.compile(r"\s*(?:,|–|—|\()\s*([^,;.:()–—“”„«»\"\n]{3,70})(?=[,;.:)–—\n]|$)")
_TITLED = 4
"""Words between "against" and a name: an article and a title."""

_SET_BEFORE = re.compile(r"(?:^|(?<=[\s;.]))((?:[^\W\d_][\w’'-]*\s){1,4}[^\W\d_][\w’'-]*),\s$")
_BEFORE = re.compile(r"[^\W\d_][\w’'.-]*")
_BREAK = re.compile(r"[.!?;:,“”„«»\"()\n–—]")


@dataclass(frozen=True, slots=True)
class Profile:
    """One company or person: where it is named, the nouns the article has for it (folded), gender f, m or None."""

    entity: Entity
    mentions: tuple[Span, ...]
    nouns: frozenset[str]
    kin: frozenset[str]
    gender: str | None
    employers: frozenset[str] = frozenset()

    @property
    def is_person(self) -> bool:
        """Whether it is a person."""
        return self.entity.is_person


@dataclass(frozen=True)
class Cast:
    """All who are named in an article, with what it tells of them."""

    article: Article
    language: Language
    roster: Roster
    profiles: tuple[Profile, ...]
    quoted: tuple[Span, ...]

    def profile(self, id_: str) -> Profile | None:
        """The profile of a fact's id."""
        at = self._places.get(id_)
        return None if at is None else self.profiles[at]

    def named_within(self, place: tuple[int, int]) -> tuple[Profile, ...]:
        """Those who are named there, each once, in the order of `profiles`."""
        ids = {mention.entity.id for mention in self.roster.within(place)}
        return tuple(self.profiles[at] for at in sorted(self._places[id_] for id_ in ids))

    def called(self, noun: str) -> tuple[Profile, ...]:
        """Those for whom the article has this noun, or a compound with it ("Vorstandschef", "der Konzernchef")."""
        found = {*self._by_noun.get(noun, ()), *self._by_end.get(noun, ())}
        for at in range(1, len(noun) - _SHORTEST_END + 1):
            found.update(self._by_noun.get(noun[at:], ()))
        return tuple(self.profiles[at] for at in sorted(found))

    def surnamed(self, word: str) -> tuple[Profile, ...]:
        """The people whose names end in this word."""
        return tuple(self._by_surname.get(word, ()))

    @cached_property
    def _by_surname(self) -> Mapping[str, list[Profile]]:
        found: dict[str, list[Profile]] = defaultdict(list)
        for one in self.profiles:
            if one.is_person:
                found[one.entity.name.split()[-1]].append(one)
        return found

    @cached_property
    def tried(self) -> tuple[Profile, ...]:
        """The people to whose names an "against" leads, their article and title between ("the case against …")."""
        return tuple(one for one in self.profiles if one.is_person and any(map(self._is_tried, one.mentions)))

    def _is_tried(self, mention: Span) -> bool:
        lead = self.article.text[max(mention.start - 60, 0) : mention.start]
        against = [found.end() for found in self.language.pattern("linking.against").finditer(lead)]
        between = lead[against[-1] :] if against else ""
        return bool(against) and len(between.split()) <= _TITLED and not re.search(r"[.,;:]", between)

    def is_quoted(self, place: Span) -> bool:
        """Whether it stands within a quotation."""
        at = bisect_right(self.quoted, place.start, key=lambda quoted: quoted.start) - 1
        return at >= 0 and place.within(self.quoted[at])

    @cached_property
    def people(self) -> tuple[Profile, ...]:
        """The people among them."""
        return tuple(one for one in self.profiles if one.is_person)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {one.entity.id: at for at, one in enumerate(self.profiles)}

    @cached_property
    def _by_noun(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.profiles):
            for noun in one.nouns:
                found[noun].append(at)
        return found

    @cached_property
    def _by_end(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for noun, places in self._by_noun.items():
            for at in range(max(1, len(noun) - _LONGEST_END), len(noun) - _SHORTEST_END + 1):
                found[noun[at:]] += places
        return found

    def mentions_in(self, span: tuple[int, int]) -> list[Mention]:
        """The names within a stretch, in order."""
        return list(self.roster.within(span))


def cast(article: Article, roster: Roster, titles: Iterable[Titled] = ()) -> Cast:
    """The cast of an article, with the titles that the article has beside names."""
    tongue = language(article.language)
    everyone = (*roster.people, *roster.companies)
    told: dict[str, list[Titled]] = defaultdict(list)
    for each in titles:
        if not any(mention.entity.is_person for mention in roster.touching(each[1])):
            for id_ in dict.fromkeys(mention.entity.id for mention in roster.touching(each[0])):
                told[id_].append(each)
    profiles = tuple(_profile(article, tongue, roster, one, told.get(one.id, ())) for one in everyone)
    quoted = tuple(
        Span(paragraph.start + start, paragraph.start + end)
        for paragraph in article.paragraphs
        for start, end in quotations(article.quote(paragraph.start, paragraph.end))
    )
    return Cast(article, tongue, roster, profiles, quoted)


def _profile(
    article: Article,
    tongue: Language,
    roster: Roster,
    one: Entity,
    titles: Sequence[Titled],
) -> Profile:
    text = article.text
    mentions = tuple(Span(*place) for place in one.mentions)
    nouns: Counter[str] = Counter()
    genders: Counter[str] = Counter()
    employers: set[str] = set()
    person = one.is_person
    for _, title, employer in titles:
        if person:
            nouns.update(_nouns(title.of(text), tongue))
            id_ = roster.resolve(employer.of(text)) if employer else None
            employers.update([id_] if id_ else [])
    for mention in mentions:
        beside = (_before(text, mention, tongue), *_set_before(text, mention, tongue), *_after(text, mention, tongue))
        for words in beside:
            nouns.update(_nouns(words, tongue))
            genders.update(_genders(words, tongue) if person else ())
    if not person:
        nouns.update(word for form in (one.name, *one.aliases) for word in _nouns(form, tongue))
    genders.update(gender for noun in nouns if person and (gender := linking_words.gender_of(noun, tongue)))
    kin = frozenset(name for noun in nouns for name in linking_words.kin_of(noun, tongue)) if person else frozenset()
    gender = _settled(genders) or (first_names.gender(one.name, tongue.code) if person else None)
    return Profile(one, mentions, frozenset(nouns), kin, gender, frozenset(employers))


def _settled(genders: Counter[str]) -> str | None:
    """The gender that most words tell; None where as many tell the other."""
    if genders["f"] == genders["m"]:
        return None
    return max(genders, key=lambda gender: genders[gender])


def _before(text: str, mention: Span, tongue: Language) -> str:
    """The words right before a name that belong to it: titles, nouns and their article."""
    lead = text[max(mention.start - 90, 0) : mention.start]
    cut = max((found.end() for found in _BREAK.finditer(lead)), default=0)
    words = list(_BEFORE.finditer(lead, cut))[-_NOUNS_BEFORE:]
    kept: list[str] = []
    for word in reversed(words):
        noun = word.group()
        if tongue.has(noun, "function.finite") or tongue.has(noun, "function.relative"):
            break
        if tongue.has(noun, "linking.definite") or tongue.has(noun, "function.indefinite"):
            kept.append(noun)
            break
        if tongue.has(noun, "function.linking") or tongue.has(noun, "function.function"):
            break
        kept.append(noun)
    return " ".join(reversed(kept))


def _set_before(text: str, mention: Span, tongue: Language) -> Iterator[str]:
    """A noun phrase set before the name by a comma ("sa rivale, Inès Calmel"): an article and up to three words."""
    lead = text[max(mention.start - 60, 0) : mention.start]
    found = _SET_BEFORE.search(lead)
    if found is None or not found[1][0].isalpha():
        return
    words = found[1].split()
    while len(words) > 1 and not _determines(words[0], tongue):
        words = words[1:]
    small = ("function.finite", "function.relative", "function.linking", "function.function")
    plain = not any(tongue.has(word, table) for word in words[1:] for table in small)
    if len(words) > 1 and _determines(words[0], tongue) and plain:
        owned = words[0].casefold() in tongue.phrases("linking.possessive")
        yield " ".join(words[1:] if owned else words)  # the gender of "her" is not that of her colleague


def _determines(word: str, tongue: Language) -> bool:
    return tongue.has(word, "linking.definite") or word.casefold() in tongue.phrases("linking.possessive")


def _after(text: str, mention: Span, tongue: Language) -> Iterator[str]:
    """The apposition after a name, where it tells what somebody or something is."""
    found = _APPOSITION.match(text, mention.end, mention.end + 90)
    if found is None:
        return
    words = linking_words.phrase(found[1], tongue)
    opens = bool(words) and (
        tongue.has(words[0], "linking.definite")
        or tongue.has(words[0], "function.indefinite")
        or linking_words.is_person_noun(words[0], tongue)
        or linking_words.is_company_noun(words[0], tongue)
    )
    if opens and not any(tongue.has(word, "function.finite") for word in words):
        yield " ".join(words)


def _nouns(words: str, tongue: Language) -> list[str]:
    """The folded nouns of a title or description, phrases of the tables whole."""
    parts = linking_words.content_words(words, Span(0, len(words)), tongue)
    pairs = [" ".join(pair) for pair in pairwise(parts)]
    return [*parts, *(pair for pair in pairs if linking_words.is_person_noun(pair, tongue))]


def _genders(words: str, tongue: Language) -> Iterator[str]:
    """What an article or honorific before a name tells of its gender."""
    parts = words.split()
    known = len(parts) < 2 or any(linking_words.is_person_noun(part, tongue) for part in parts)
    for part in parts[:1] if known else ():
        gender = linking_words.gender_of(part.rstrip("."), tongue)
        if gender:
            yield gender

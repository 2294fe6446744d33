"""What a person is, where the article says it: "CEO Ana Rao", "Ana Rao, who is chairwoman of Harlow", "Tarn-Chef Rao".

Constructions of a noun phrase, read on the pieces of a sentence: a title before the name, an apposition or relative
clause after it, a verb of being or becoming between the two, a line in a list of officers. A title that none of them
ties to an organisation is handed to `employers`. Every title and organisation is a span of the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.engine.document.units import Unit
from api.engine.draft import DraftRole
from api.engine.entities import titles
from api.engine.entities.clauses import Piece, is_relative, pieces
from api.engine.entities.employers import Open, Scene, employer
from api.engine.entities.roster import Roster
from api.engine.entities.title_phrases import GENITIVES, NounPhrases, Phrase
from api.engine.languages import lexicon
from api.engine.languages.language import Language

_REACH = 14
"""Pieces before a name within which its title begins."""

_BETWEEN = 6
"""Words between a name and the title that a verb gives it ("will take over in May as")."""

_OPENERS = frozenset(",–—-(:")
_DASHES = frozenset("–—-")


def roles(text: str, units: Sequence[Unit], roster: Roster, language: Language) -> list[DraftRole]:
    """The roles that the article gives each person of the roster, in its order; the same title once a person."""
    found: list[tuple[str, DraftRole]] = []
    earlier: list[DraftRole] = []
    scene = Scene(text, units, roster, language)
    called = frozenset(lexicon.fold(word) for one in roster.companies for word in one.name.split() if len(word) > 3)
    for unit in units:
        parts = pieces(text, (unit.start, unit.end), roster.within((unit.start, unit.end)))
        for at, piece in enumerate(parts):
            if piece.entity is not None and piece.is_person:
                for phrase, cues in _Reading(parts, at, language, called).phrases():
                    role = _role(text, parts, at, phrase, cues, language)
                    if role is not None:
                        found.append((piece.entity.id, _with_employer(scene, role, earlier)))
                        earlier += [found[-1][1]] if found[-1][1].organization is not None else []
    return _distinct(text, found)


def _role(
    text: str, parts: Sequence[Piece], at: int, phrase: Phrase, cues: str, language: Language
) -> tuple[DraftRole, Open] | None:
    title = titles.span(text, parts[phrase.first : phrase.last])
    if title is None:
        return None
    status = titles.status(f"{cues} {title.of(text)}", language)
    organization = phrase.organization.span if phrase.organization is not None else None
    description = phrase.description.words if phrase.description is not None else None
    return DraftRole(parts[at].span, title, organization, status), Open(parts, at, description, phrase.possessive)


def _with_employer(scene: Scene, told: tuple[DraftRole, Open], earlier: Sequence[DraftRole]) -> DraftRole:
    role, open_ = told
    if role.organization is not None:
        return role
    return replace(role, organization=employer(scene, role, open_, earlier))


def _distinct(text: str, found: Sequence[tuple[str, DraftRole]]) -> list[DraftRole]:
    """One role for each title of a person: the fullest, the one with its organisation before others."""
    kept: dict[str, list[DraftRole]] = defaultdict(list)
    for id_, role in sorted(found, key=lambda one: (one[1].organization is None, one[1].person)):
        words = _key(text, role)
        same = [one for one in kept[id_] if _is_part(words, _key(text, one))]
        if not any(role.organization in (None, one.organization) or _key(text, one) == words for one in same):
            kept[id_].append(role)
    return sorted((role for held in kept.values() for role in held), key=lambda role: role.person)


def _key(text: str, role: DraftRole) -> frozenset[str]:
    start, end = role.title
    return frozenset(text[start:end].casefold().replace("-", " ").split())


def _is_part(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


class _Reading(NounPhrases):
    """Reads what is said of the person at one piece."""

    def phrases(self) -> Iterator[tuple[Phrase, str]]:
        """Each title of the person, with the words beside it that tell its status."""
        before = self._before()
        if before is not None and before.organization is None and before.description is None:
            owner = self._owner(self._at + 1, len(self._parts))
            link = self._parts[self._at + 1] if self._at + 1 < len(self._parts) else None
            told = link is not None and self._language.has(link.words, "reporting.audience_by")
            linked = owner is not None and link is not None and self._is_link(link) and not told
            linked = linked and owner is not None and owner[1] <= self._at + 4
            if owner is not None and linked and owner[0].is_organization:
                before = replace(before, organization=owner[0])  # "analyst Ana Rao of Harlow"
        if before is not None:
            yield before, self._words(max(before.first - 1, 0), before.first)
        after = self._apposition()
        if after is not None:
            yield after, self._words(self._at + 1, after.first)
        begin = self._at + 1 if after is None else after.end + 1
        stated = self._predicate(begin) if after is None or self._is_comma(after.end) else None
        if stated is not None:
            yield stated, self._words(begin, stated.first)

    # -- before the name ------------------------------------------------------------------------------------------

    def _before(self) -> Phrase | None:
        """A title that leads up to the name: "CEO Ana Rao", "o presidente da Câmara, Rui Meira", "Chair: Ana Rao"."""
        parts, end = self._parts, self._before_honorifics(self._at)
        comma = end > 0 and parts[end - 1].words in ",–—:"
        if comma:
            end = self._before_honorifics(end - 1)
        begin = end
        while begin > 0 and end - begin < _REACH and not self._bounds(begin - 1):
            begin -= 1
        if comma and begin > 1 and parts[begin - 1].words in ",(" and parts[begin - 2].is_person:
            return None  # "Bo Lind, chairman, Ana Rao, treasurer": his
        for first, last in reversed(titles.heads(parts[begin:end], self._language)):
            phrase = self._complemented(begin + first, begin + last, end)
            if phrase is None or (phrase.end < end and not comma):
                continue
            if phrase.end == end and self._follows(phrase, comma):
                return self._chained(self._owned(phrase, begin), begin)
        return None

    def _before_honorifics(self, end: int) -> int:
        while end > 0 and self._is_honorific(end - 1):
            end -= 1
        return end

    def _follows(self, phrase: Phrase, comma: bool) -> bool:
        """Whether the name may follow the phrase: after a comma, or with an adjective of titles between."""
        between = self._parts[phrase.last : phrase.end]
        if comma or phrase.organization is not None:
            return True
        if len(between) == 1 and self._is_genitive(between[0]):
            return True  # "Dyrektorka firmy" Ana Rao
        head = next(iter(titles.heads(self._parts[phrase.first : phrase.last], self._language)), None)
        rest = self._parts[phrase.first + (head[1] if head else 0) : phrase.last]
        linked = any(self._is_link(piece) for piece in rest)
        if linked:
            return rest[-1].is_capitalised and not self._is_link(rest[-1])  # "ministra de Pesca" Ana Rao
        return not between and all(self._is_adjective(piece) for piece in rest)

    def _chained(self, phrase: Phrase, begin: int) -> Phrase:
        """With an earlier title that "and" joins to it: "founder and chief executive" Ana Rao."""
        parts = self._parts
        if phrase.first - 2 >= begin and self._language.has(parts[phrase.first - 1].words, "reporting.and"):
            for first, last in titles.heads(parts[begin : phrase.first - 1], self._language):
                if begin + last == phrase.first - 1:
                    earlier = self._owned(replace(phrase, first=begin + first), begin)
                    return replace(earlier, organization=phrase.organization or earlier.organization)
        return phrase

    # -- after the name -------------------------------------------------------------------------------------------

    def _apposition(self) -> Phrase | None:
        """What follows the name after a comma, dash or bracket: ", 54, president of Harlow", "(CEO, Harlow)"."""
        parts, at = self._parts, self._at + 1
        if at < len(parts) and parts[at].words == "(":
            close = next((i for i in range(at, min(at + 6, len(parts))) if parts[i].words == ")"), at)
            inside = self._noun_phrase(at + 1)
            if inside is not None:
                return inside
            at = close + 1 if close > at else at
        if at >= len(parts) or parts[at].words not in _OPENERS:
            return None
        at += 1
        at = self._after_age(at)
        if at < len(parts) and is_relative(parts[at], self._language):
            return self._stated(at + 1) or self._noun_phrase(at + 1)
        phrase = self._noun_phrase(at)
        if phrase is None:
            return None
        following = phrase.end
        if following < len(parts) and parts[following].is_person:
            return None  # "…, chairman Bo Lind": his
        closes = following + 1 < len(parts) and parts[following].words == ","
        if closes and parts[following + 1].is_person and phrase.definite:
            return None  # "to Ana Rao, Harlow's chairman, Bo Lind, wrote": his
        return phrase

    def _after_age(self, at: int) -> int:
        parts = self._parts
        if at < len(parts) and parts[at].words.isdigit() and len(parts[at].words) < 3:
            comma = next((i for i in range(at, min(at + 4, len(parts))) if parts[i].words == ","), None)
            return at if comma is None else comma + 1
        return at

    def _is_comma(self, at: int) -> bool:
        return at < len(self._parts) and self._parts[at].words == ","

    def _predicate(self, begin: int) -> Phrase | None:
        """A title that a verb gives: "Rao is chairman of Harlow", "named Rao chief executive"."""
        phrase = self._stated(begin)
        if phrase is not None or begin > self._at + 1:
            return phrase
        cues = ("people.incoming", "people.holds")
        given = any(
            piece.is_word and any(self._language.has(piece.words, table) for table in cues)
            for piece in self._parts[max(self._at - 2, 0) : self._at]
        )
        return self._noun_phrase(self._at + 1) if given else None

    def _stated(self, at: int) -> Phrase | None:
        """A title after words that say somebody is it, or becomes it, at `at`."""
        parts, told = self._parts, False
        for step in range(min(_BETWEEN, len(parts) - at)):
            piece = parts[at + step]
            if not piece.is_word:
                return None
            if told and (phrase := self._noun_phrase(at + step)) is not None:
                return phrase
            two = self._words(at + step, at + step + 2)
            gives = any(
                self._language.has(words, f"people.{table}")
                for table in ("holds", "incoming", "former")
                for words in (piece.words, two)
            )
            if not (gives or told or self._is_function(piece)):
                return None
            told = told or (gives and not self._is_small(piece))
        return None

    def _is_small(self, piece: Piece) -> bool:
        """Whether the word is an article or a linking word, which by itself gives nobody a title."""
        return self._is_link(piece) or any(
            self._language.has(piece.words, table)
            for table in ("function.determiners", "function.pronouns", "linking.possessive", "reporting.and")
        )

    def _noun_phrase(self, at: int) -> Phrase | None:
        """The title that the noun phrase at `at` is: article, owner, modifiers, title, and what it is of."""
        parts = self._parts
        end = at
        while end < len(parts) and not self._bounds(end) and end - at < _REACH + titles.LONGEST:
            end += 1
        for first, last in titles.heads(parts[at:end], self._language)[:1]:
            owned = self._owned(Phrase(at + first, at + last), at)
            lead = owned.first
            while lead > at and self._opens(lead - 1, owned):
                lead -= 1
            if lead > at:
                return None
            phrase = self._complemented(at + first, at + last, end, open_end=True)
            if phrase is None:
                return None
            organization = owned.organization or phrase.organization or self._listed(phrase.end)
            return replace(
                phrase,
                first=owned.first,
                organization=organization,
                description=owned.description or phrase.description,
                possessive=owned.possessive,
                definite=owned.definite or owned.organization is not None,
            )
        return None

    def _opens(self, at: int, phrase: Phrase) -> bool:
        """Whether the piece may open the noun phrase: an article, the owner and its genitive, words of status."""
        piece = self._parts[at]
        if piece is phrase.organization or piece is phrase.description or piece.words in GENITIVES:
            return True
        tables = ("function.determiners", "people.holds", "organizations.demonyms", "people.former", "people.incoming")
        return piece.is_word and (
            any(self._language.has(piece.words, table) for table in tables) or self._is_link(piece)
        )

    def _listed(self, at: int) -> Piece | None:
        """The organisation after one more comma where that closes the line: "Ana Rao, chief executive, Harlow"."""
        parts = self._parts
        if at + 1 < len(parts) and parts[at].words == "," and parts[at + 1].is_organization:
            closed = at + 2 == len(parts) or parts[at + 2].words in ";)" or at + 3 == len(parts)
            return parts[at + 1] if closed else None
        return None

"""Where somebody works when the title alone does not say it: "its chief executive", "direttore della cantina".

In sieves from sure to less sure: a noun that the article has for one company, the company that owns the sentence, the
one that the text is about. Only offices of an organisation are given one, never a profession or a public office, and
two readings give none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from api.engine.document.span import Span
from api.engine.document.units import Unit
from api.engine.draft import DraftRole
from api.engine.entities.clauses import Piece, is_relative, pieces
from api.engine.entities.mention import Entity, Mention
from api.engine.entities.roster import Roster
from api.engine.languages import lexicon
from api.engine.languages.language import Language

_EMPLOYERS = ("company", "fund")
_NO_FIRMS = ("public_body", "media")
_BACK = 4
"""Sentences back within which a company is still what is spoken of."""

_OFFICERS = 40
"""Roles back among which the officers of the sentences before are."""

_OPENING = 30
"""Code points before a sentence's subject, at most ("The Bremen-based shipyard" Tarn)."""

_BODY_WITHIN = 4
"""Words that open a sentence among which its subject's noun stands ("The seafarers' union")."""

_CLAUSE = re.compile("[,;:()–—]")

_STEM = 5
"""Letters that "cantina" and "Cantina", "brouwerij" and "Brouwerijen" share."""


@dataclass(frozen=True)
class Scene:
    """An article as this module reads it; what is asked of it for every title is found out once."""

    text: str
    units: Sequence[Unit]
    roster: Roster
    language: Language

    @cached_property
    def firms(self) -> tuple[Mention, ...]:
        """The mentions of those who can employ."""
        return tuple(
            mention
            for mention in self.roster.mentions
            if mention.entity.kind in _EMPLOYERS and not self._is_told(mention)
        )

    def _is_told(self, mention: Mention) -> bool:
        """Whether it is to whom somebody speaks: "siger Ana Rao til Havneposten"."""
        number = self.number(mention.span.start)
        if number is None or not self.language.flag("verb_second"):
            return False
        lead = self.text[self.units[number].start : mention.span.start]
        before = lead.split()[-1:]
        audience = bool(before) and self.language.has(before[0], "reporting.audience_by")
        return audience and self.language.pattern("channels.statement").search(lead) is not None

    @cached_property
    def subject(self) -> Entity | None:
        """The company that the article is about."""
        return _subject(self.units, self.roster, self.firms)

    def within(self, unit: Unit) -> list[Mention]:
        """The mentions of those who can employ in a unit."""
        first = bisect_left(self.firms, unit.start, key=lambda mention: mention.span.start)
        last = bisect_left(self.firms, unit.end, key=lambda mention: mention.span.start)
        return list(self.firms[first:last])

    def number(self, at: int) -> int | None:
        """Which unit holds the offset."""
        number = bisect_right(self.units, at, key=lambda unit: unit.start) - 1
        return number if number >= 0 and at < self.units[number].end else None

    def described(self, noun: str) -> Entity | None:
        """The company for which the article has the noun: in its name ("Cantina Bo"), or right beside it."""
        folded = lexicon.fold(noun)
        if folded not in self._described:
            self._described[folded] = self._describe(folded)
        return self._described[folded]

    def _describe(self, folded: str) -> Entity | None:
        for words in (self._in_names, self._beside_names):
            found = {id_: one for word, held in words.items() if _alike(word, folded) for id_, one in held.items()}
            if len(found) == 1:
                return next(iter(found.values()))
        return None

    @cached_property
    def _described(self) -> dict[str, Entity | None]:
        return {}

    @cached_property
    def _in_names(self) -> dict[str, dict[str, Entity]]:
        words: dict[str, dict[str, Entity]] = defaultdict(dict)
        for one in self.roster.companies:
            if one.kind not in _NO_FIRMS:
                for word in one.name.split():
                    words[lexicon.fold(word)][one.id] = one
        return words

    @cached_property
    def _beside_names(self) -> dict[str, dict[str, Entity]]:
        words: dict[str, dict[str, Entity]] = defaultdict(dict)
        for mention in self.roster.mentions:
            one = mention.entity
            if not one.is_person and one.kind not in _NO_FIRMS:
                for word in _beside(self.text, mention):
                    words[word][one.id] = one
        return words


@dataclass(frozen=True, slots=True)
class Open:
    """A title without its organisation: where the person stands, the noun it is of, and whether "its" leads it."""

    parts: Sequence[Piece]
    at: int
    description: str | None
    possessive: bool


def employer(scene: Scene, role: DraftRole, open_: Open, earlier: Sequence[DraftRole]) -> Span | None:
    """A mention of the organisation where the role is held, the nearest before it; None where that is not clear.

    `earlier` are the roles told so far that have their organisation.
    """
    if not (open_.possessive or open_.description or is_office(Span(*role.title).of(scene.text), scene.language)):
        return None
    chosen = _chosen(scene, role, open_, earlier)
    return None if chosen is None else _nearest(chosen, role.person[0])


def is_office(title: str, language: Language) -> bool:
    """Whether the title is an office that companies have, rather than a profession or a public one."""
    words = lexicon.fold(title)
    if _tells(words, ("people.offices",), language):
        return True
    return _tells(words, ("linking.chief", "linking.speaker"), language) and not _is_public(words, language)


def _is_public(title: str, language: Language) -> bool:
    """Whether the title may as well be one of politics, of science or of sport ("president")."""
    return _tells(lexicon.fold(title), ("linking.politician", "linking.scholar", "linking.coach"), language)


def _tells(words: str, tables: tuple[str, ...], language: Language) -> bool:
    if language.has_too(words, *tables):
        return True
    return any(language.pattern(table).search(words) for table in tables)


def _chosen(scene: Scene, role: DraftRole, open_: Open, earlier: Sequence[DraftRole]) -> Entity | None:
    text, language = scene.text, scene.language
    number = scene.number(role.person[0])
    if number is None:
        return None
    if open_.possessive and (_is_somebodys(Span(*role.title).of(text), language) or _is_anothers(scene, number)):
        return None
    if open_.description:
        told = scene.described(open_.description.removesuffix("'s").removesuffix("’s"))
        if told is not None:
            return told
    here = scene.within(scene.units[number])
    before = [m for m in here if m.span.start < min(role.title[0], role.person[0])]
    if _only(before) is not None and not _is_owned_by_another(before, scene.roster, role):
        return None if _meets_another(text, before[-1], role, language) else _only(before)
    if before:
        return before[0].entity if open_.possessive or open_.description else None
    if role.status == "former" and _only(here) is not None and _left(text, role, here[0], language):
        return _only(here)
    led = _led(open_, language)
    if led is not None:
        return led
    local = _local(scene, number, earlier)
    if local is None and not open_.possessive and _is_public(Span(*role.title).of(text), language):
        return None
    return local or scene.subject


def _is_somebodys(title: str, language: Language) -> bool:
    """Whether the title is held for a person, not in a company ("his barrister")."""
    return _tells(lexicon.fold(title), ("linking.lawyer",), language)


def _is_anothers(scene: Scene, number: int) -> bool:
    """Whether the sentence before begins with a union or a body that the roster has not: "its chairwoman" is theirs."""
    before = scene.units[number - 1] if number else None
    if before is None or before.heading:
        return False
    opening = Span(before.start, min(before.start + _OPENING, before.end))
    words = opening.of(scene.text).split()[:_BODY_WITHIN]
    tables = ("organizations.ngo", "organizations.public_body")
    body = any(scene.language.has(word.strip(",’'s"), table) for word in words[1:] for table in tables)
    determined = bool(words) and scene.language.has(words[0], "linking.definite")
    return body and determined and not scene.roster.within(opening)


def _left(text: str, role: DraftRole, firm: Mention, language: Language) -> bool:
    """Whether words between a person and a company after it say that he left it."""
    between = text[role.person[1] : firm.span.start]
    return len(between) < 60 and language.pattern("people.former").search(between) is not None


def _only(mentions: Sequence[Mention]) -> Entity | None:
    """The one company that is named there."""
    named = {mention.entity.id: mention.entity for mention in mentions}
    return next(iter(named.values())) if len(named) == 1 else None


def _is_owned_by_another(before: Sequence[Mention], roster: Roster, role: DraftRole) -> bool:
    """Whether another person stands between the company and this one, so that it may be his."""
    last = max(mention.span.end for mention in before)
    return any(
        mention.entity.is_person and last <= mention.span.start < role.title[0] < role.person[0]
        for mention in roster.within((last, role.title[0]))
    )


def _meets_another(text: str, firm: Mention, role: DraftRole, language: Language) -> bool:
    """Whether the company's own clause has another one, by a noun: "Meta" in "Meta closed a deal with the start-up".

    A noun phrase is not whom the subject of its own clause means (principle B of binding; Chomsky 1981).
    """
    clause = _CLAUSE.split(text[firm.span.end : role.title[0]], maxsplit=1)[0].split()
    ends = (number for number, word in enumerate(clause) if language.has(word, "function.relative"))
    words = clause[: next(ends, len(clause))]
    return any(
        language.has(before, "linking.definite") and language.has(word, "linking.company")
        for before, word in pairwise(words)
    )


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > _STEM and (one.startswith(other) or other.startswith(one)))


def _beside(text: str, mention: Mention) -> list[str]:
    """The three words before a mention, and those of an apposition after it."""
    start, end = mention.span
    around = pieces(text, (max(start - 40, 0), start), ())[-3:]
    after = pieces(text, (end, min(end + 60, len(text))), ())
    apposed = after[1:6] if after and after[0].words in ",(–—" else ()
    return [lexicon.fold(piece.words) for piece in (*around, *apposed) if piece.is_word]


def _led(open_: Open, language: Language) -> Entity | None:
    """The one company in a relative clause that says whom somebody leads: ", who has run Harlow since 2016,"."""
    parts, at = open_.parts, open_.at + 1
    if at + 1 >= len(parts) or parts[at].words != "," or not is_relative(parts[at + 1], language):
        return None
    clause = []
    for piece in parts[at + 1 :]:
        if piece.words in ",.;:–—" or piece.is_person:
            break
        clause.append(piece)
    leads = any(piece.is_word and language.has(piece.words, "people.leads") for piece in clause)
    firms = {piece.entity.id: piece.entity for piece in clause if piece.entity is not None and piece.is_organization}
    return next(iter(firms.values())) if leads and len(firms) == 1 else None


def _local(scene: Scene, number: int, earlier: Sequence[DraftRole]) -> Entity | None:
    """The company of which the sentences before tell: that of their officer, their subject, else their only one.

    One that is only named in passing gives way to the company that the article is about.
    """
    for unit in reversed(scene.units[max(number - _BACK, 0) : number]):
        if unit.heading:
            continue
        there = scene.within(unit)
        officers = {
            employer.id: employer
            for role in reversed(earlier[-_OFFICERS:])
            if role.organization is not None and unit.start <= role.person[0] < unit.end
            if (employer := scene.roster.at(role.organization)) is not None and employer.kind in _EMPLOYERS
        }
        if len(officers) == 1:
            return next(iter(officers.values()))
        if there and _leads(unit, there[0]):
            return there[0].entity
        if there:
            return scene.subject or _only(there)
    return None


def _leads(unit: Unit, mention: Mention) -> bool:
    """Whether a sentence begins with the mention, so that it is its subject."""
    return mention.span.start - unit.start <= _OPENING


def _subject(units: Sequence[Unit], roster: Roster, firms: Sequence[Mention]) -> Entity | None:
    """The company that the article is about: alone in the headline, alone in the article, or named far most often."""
    heading = units[0] if units and units[0].heading else None
    if heading is not None:
        titled = _only([m for m in firms if heading.start <= m.span.start < heading.end])
        if titled is not None:
            return titled
    counts = Counter(mention.entity.id for mention in firms)
    ranked = counts.most_common(2)
    if not ranked:
        return None
    if len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1]:
        return roster.entity(ranked[0][0])
    return None


def _nearest(entity: Entity, at: int) -> Span:
    """Its last mention before the place, else its first."""
    before = [span for span in entity.mentions if span.start < at]
    return before[-1] if before else entity.mentions[0]

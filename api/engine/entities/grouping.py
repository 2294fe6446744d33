"""One company, one person per article, whatever they were called.

`gather` takes the names a model listed, refuses what is no name, merges what names the same ("a Ferrolar", "Ferrolar
Metais S.A."; "Lowe", "Ada Lowe") and finds every mention. It never guesses: a surname that fits two people
belongs to neither and makes no third. Names are verbatim, white space folded; each mention is a span of the article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.draft import DraftName
from api.engine.entities import company_groups, mentions, person_groups
from api.engine.entities.candidates import LONGEST_NAME, MOST_WORDS
from api.engine.entities.company_names import company_key, legal_form, organization_span
from api.engine.entities.filters import not_a_company, not_a_person
from api.engine.entities.kinds import KINDS, kind_of, told_by_name
from api.engine.entities.mention import Entity
from api.engine.entities.person_names import person_key, person_span
from api.engine.entities.roster import Refused, Roster
from api.engine.languages.language import Language
from api.engine.languages.language import language as language_of

_ENGLISH = language_of("en")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n\"“„«»–—-]\s*)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the model listed it, with the span of one mention.

    `kind` is person or one of the organisation kinds.
    """

    name: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A listed name, cut to what names, ready to be grouped."""

    name: str
    start: int
    end: int
    kind: str


def gathered(article: Article, names: Iterable[DraftName]) -> Roster:
    """The roster of the names found in an article at these places."""
    named = [Named(article.quote(*name.place), *name.place, name.kind) for name in names]
    return gather(article.text, language_of(article.language), named)


def gather(article_text: str, language: Language, named: Sequence[Named]) -> Roster:
    """Make one roster of the names listed for an article. Offsets are code points into `article_text`."""
    entries: list[_Entry] = []
    refused: list[Refused] = []
    for one in named:
        entry = _entry(article_text, language, one)
        if isinstance(entry, Refused):
            refused.append(entry)
        else:
            entries.append(entry)
    settled = _agreed(entries)
    refused += _other_than_agreed(entries, settled)
    entries = settled
    companies = company_groups.group([(e.name, e.start) for e in entries if e.kind != "person"], article_text, language)
    people = person_groups.group([(e.name, e.start) for e in entries if e.kind == "person"], article_text, language)
    people = _without_company_names(people, companies)
    companies = _without_surnames(companies, people)
    kinds = _kinds(entries, companies, language)
    return _roster(article_text, language, companies, people, kinds, tuple(refused))


def _entry(text: str, language: Language, one: Named) -> _Entry | Refused:
    """One listed name, cut to the name proper, or the reason why there is none."""
    place = _place(text, one)
    if place is None:
        return Refused(one.name, one.start, one.end, one.kind, "not in the article")
    words = text[place[0] : place[1]]
    if len(words) > LONGEST_NAME or len(words.split()) > MOST_WORDS:
        return Refused(one.name, place[0], place[1], one.kind, "too long for a name")
    person = one.kind == "person"
    reason = not_a_person(words, language) if person else not_a_company(words, language)
    if person and reason in ("organisation word", "acronym") and not_a_company(words, language) is None:
        person, reason = False, None
    elif not person and reason == "person" and not_a_person(words, language) is None:
        person, reason = True, None
    if reason:
        return Refused(one.name, place[0], place[1], one.kind, reason)
    if person:
        start, end = person_span(words, language)
    else:
        opens = bool(_SENTENCE_START.search(text[max(0, place[0] - 3) : place[0]]))
        start, end = organization_span(words, language, opens_sentence=opens)
    name = " ".join(words[start:end].split())
    return _Entry(name, place[0] + start, place[0] + end, "person" if person else one.kind)


def _place(text: str, one: Named) -> tuple[int, int] | None:
    """Where the name stands: at its own offsets when they hold it, else its first occurrence."""
    if 0 <= one.start < one.end <= len(text) and " ".join(text[one.start : one.end].split()) == " ".join(
        one.name.split()
    ):
        return one.start, one.end
    return mentions.locate(text, one.name)


def _agreed(entries: list[_Entry]) -> list[_Entry]:
    """Settle names listed as both person and organisation: the majority decides, then the look of the name."""
    votes: dict[str, Counter[bool]] = defaultdict(Counter)
    for entry in entries:
        votes[company_key(entry.name)][entry.kind == "person"] += 1
    settled = []
    for entry in entries:
        count = votes[company_key(entry.name)]
        person = count[True] > count[False] or (count[True] == count[False] and _looks_like_a_person(entry.name))
        kind = "person" if person else ("company" if entry.kind == "person" else entry.kind)
        settled.append(_Entry(entry.name, entry.start, entry.end, kind))
    return settled


def _other_than_agreed(listed: list[_Entry], settled: list[_Entry]) -> list[Refused]:
    """What was listed as the one and is the other, once a name."""
    differing = {
        (one.name, one.kind == "person"): one
        for one, other in zip(listed, settled, strict=True)
        if (one.kind == "person") != (other.kind == "person")
    }
    return [
        Refused(
            one.name,
            one.start,
            one.end,
            one.kind,
            "the same name is a company" if person else "the same name is a person",
        )
        for (_, person), one in differing.items()
    ]


def _looks_like_a_person(name: str) -> bool:
    words = name.split()
    branded = any(re.search(r"\d|[a-z][A-Z]|^[A-Z]{2,}$", word) for word in words)
    return len(words) > 1 and not branded and not legal_form(name)[1] and not told_by_name(name, _ENGLISH)


def _without_company_names(
    people: list[person_groups.Group], companies: list[company_groups.Group]
) -> list[person_groups.Group]:
    """A single word listed as a person that a company is called by is that company."""
    taken = {key for company in companies for key in company.short_keys}
    return [person for person in people if len(person_key(person.name)) > 1 or company_key(person.name) not in taken]


def _without_surnames(
    companies: list[company_groups.Group], people: list[person_groups.Group]
) -> list[company_groups.Group]:
    """A single word listed as a company that is a person's first or last name is that person."""
    surnames = {
        part
        for person in people
        if len(person_key(person.name)) > 1
        for part in (person_key(person.name)[0], person_key(person.name)[-1])
    }
    return [c for c in companies if legal_form(c.name)[1] or " " in c.name or company_key(c.name) not in surnames]


def _kinds(entries: list[_Entry], companies: list[company_groups.Group], language: Language) -> list[str]:
    """The kind of each company: the majority of what was said, corrected by what its fullest name tells."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if entry.kind in KINDS:
            said[company_key(entry.name)][entry.kind] += 1
    kinds = []
    for company in companies:
        count = sum((said[company_key(form)] for form in company.forms), Counter[str]())
        kinds.append(kind_of(company.name, language, count.most_common(1)[0][0] if count else "company"))
    return kinds


def _roster(
    text: str,
    language: Language,
    companies: list[company_groups.Group],
    people: list[person_groups.Group],
    kinds: list[str],
    refused: tuple[Refused, ...],
) -> Roster:
    """Find every mention and give out the ids."""
    owners: dict[str, set[str]] = defaultdict(set)
    derived: set[str] = set()
    numbered: dict[str, company_groups.Group | person_groups.Group] = {
        **{f"c{number}": company for number, company in enumerate(companies, 1)},
        **{f"p{number}": person for number, person in enumerate(people, 1)},
    }
    for id_, group in numbered.items():
        for form in (*group.forms, *group.short_forms):
            owners[form].add(id_)
        derived.update(group.short_forms)
    spans: dict[str, list[Span]] = defaultdict(list)
    seen: dict[str, set[str]] = defaultdict(set)
    for start, end, form in mentions.occurrences(text, owners, language):
        if len(owners[form]) == 1 and (form not in derived or mentions.stands_alone(text, start, end, language)):
            owner = next(iter(owners[form]))
            spans[owner].append(Span(start, end))
            seen[owner].add(form)

    def made(id_: str, kind: str) -> Entity:
        group = numbered[id_]
        others = (form for form in (*group.forms, *group.short_forms) if form != group.name and form in seen[id_])
        return Entity(id_, kind, group.name, tuple(dict.fromkeys(others)), tuple(spans[id_]))

    keys = company_groups.keys(companies) | person_groups.keys(people)
    # A form that two names share is nobody's mention; who has no other is not named anywhere.
    return Roster(
        tuple(made(f"c{number}", kind) for number, kind in enumerate(kinds, 1) if spans[f"c{number}"]),
        tuple(made(f"p{number}", "person") for number in range(1, len(people) + 1) if spans[f"p{number}"]),
        refused,
        language,
        {key: id_ for key, id_ in keys.items() if id_ is None or spans[id_]},
    )

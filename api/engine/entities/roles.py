"""What a person is, where the article says it beside the name: "CEO Ana Rao", "Ana Rao, chief executive of Harlow".

Titles are known by the word tables; the organisation must be a name of the article beside the title. Nothing is
inferred from elsewhere: a title without an organisation stays without. Offsets are code points into the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from api.engine.document.units import Unit
from api.engine.draft import DraftName, DraftRole, Place
from api.engine.entities.person_names import person_span
from api.engine.languages.language import Language

_WORD = re.compile(r"[\w&’'.\-]+")
_REACH = 60
"""Code points before or after a name within which its title stands."""

STATUSES = {
    "interim": r"interin[oa]s?|interim|acting|interimistisch\w*|kommissarisch\w*|intérim\w*|ad interim|"
    r"provis[óo]ri[oa]|en funciones|waarnemend",
    "former": r"ex|former|antig[oa]s?|antigu[oa]s?|ehemalig\w*|früher\w*|ancien\w*|voormalig\w*|then|então|past",
    "incoming": r"incoming|designad[oa]|elect|eleit[oa]|electo|designiert\w*|künftig\w*|futur[oae]?|nieuwe|designato",
}
_STATUS = {status: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for status, words in STATUSES.items()}


def status(title: str) -> str:
    """Whether the title is held now, was, will be, or for the time being."""
    return next((name for name, pattern in _STATUS.items() if pattern.search(title)), "current")


def roles(text: str, units: Sequence[Unit], names: Iterable[DraftName], language: Language) -> list[DraftRole]:
    """The roles told beside the first mention, and every other full mention, of each person among `names`."""
    named = list(names)
    people = dict.fromkeys(text[slice(*name.place)] for name in named if name.kind == "person")
    organizations = {text[slice(*name.place)] for name in named if name.kind != "person"}
    found: list[DraftRole] = []
    taken: list[Place] = []  # by the full names, so that "Rao" is not read within "chief executive Ana Rao"
    for words in sorted(people, key=len, reverse=True):
        start, end = person_span(words, language)
        inner = words[start:end] or words
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(inner)}(?!\w)", text)]
        free = [place for place in places if not any(a <= place[0] < b for a, b in taken)]
        taken += free
        for place in free:
            unit = next((unit for unit in units if unit.start <= place[0] < unit.end), None)
            role = _beside(text, unit, place, organizations, language) if unit else None
            if role is not None:
                found.append(role)
                break
    return sorted(found, key=lambda role: role.person)


def _beside(text: str, unit: Unit, person: Place, organizations: Set[str], language: Language) -> DraftRole | None:
    return _after(text, unit, person, organizations, language) or _before(text, unit, person, organizations, language)


def _after(text: str, unit: Unit, person: Place, organizations: Set[str], language: Language) -> DraftRole | None:
    """A title in the apposition that follows: "Ana Rao, chief executive of Harlow, …"."""
    rest = text[person[1] : min(person[1] + 2 * _REACH, unit.end)]
    comma = re.match(r"\s*(?:\([^)]*\)\s*)?(?:,|–|—|\()\s*(?:\d{1,2}\s*(?:anos|años|ans|anni|jaar)?,\s*)?", rest)
    if comma is None:
        return None
    begin = person[1] + comma.end()
    apposition = (begin, begin + len(re.split(r"[,;.)](?=\s|$)|\s[–—]\s", rest[comma.end() :], maxsplit=1)[0]))
    return _titled(text, person, apposition, organizations, language)


def _before(text: str, unit: Unit, person: Place, organizations: Set[str], language: Language) -> DraftRole | None:
    """A title right before: "CEO Ana Rao", "o presidente da Câmara, Rui Meira"."""
    begin = max(unit.start, person[0] - _REACH)
    lead = text[begin : person[0]]
    cut = max((match.end() for match in re.finditer(r"[;:.!?“”\"]\s|,\s(?=\S)", lead)), default=0)
    titles = list(_titles(language).finditer(lead, cut))
    if not titles:
        return None
    gap = lead[titles[-1].end() :].strip()
    organization = _organization(text, (begin + cut, person[0]), organizations)
    if len(gap.rstrip(",").split()) > (4 if organization else 2) or re.search(r"[.;:]", gap):
        return None
    title = (begin + titles[0].start() if len(titles) < 3 else begin + titles[-1].start(), person[0])
    if organization is not None and organization[0] >= title[0]:
        title = (title[0], _before_link(text, title[0], organization[0]))
    if organization is None:
        organization = _following(text, unit, person, organizations, language)
    return _role(text, person, title, organization)


def _following(text: str, unit: Unit, person: Place, organizations: Set[str], language: Language) -> Place | None:
    """The organisation that a linking word ties to the name: "analyst Ana Rao of Harlow"."""
    after = text[person[1] : min(person[1] + 2 * _REACH, unit.end)]
    link = re.match(rf"\s+{language.pattern('function.linking').pattern}\s+(?:[^\W_]{{1,3}}\s+)?", after)
    if link is None:
        return None
    named = _organization(text, (person[1], person[1] + len(after)), organizations)
    return named if named is not None and named[0] <= person[1] + link.end() else None


def _titled(
    text: str, person: Place, apposition: Place, organizations: Set[str], language: Language
) -> DraftRole | None:
    title = _titles(language).search(text, *apposition)
    if title is None or len(text[apposition[0] : title.start()].split()) > 4:
        return None
    organization = _organization(text, apposition, organizations)
    begin = _without_article(text, apposition[0], title.start(), language)
    end = apposition[1]
    if organization is not None:
        end = _before_link(text, begin, organization[0]) if organization[0] > title.start() else end
        begin = max(begin, organization[1]) if organization[1] <= title.start() else begin
    return _role(text, person, (begin, end), organization)


def _role(text: str, person: Place, title: Place, organization: Place | None) -> DraftRole | None:
    start, end = title
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start = next((at for at in range(start - 2, 0, -1) if not text[at - 1].isalnum()), 0)
    owner = max((match.end() for match in re.finditer(r"\w[’']s\s", text[start:end])), default=0)
    start += owner  # "the firm's chief executive"
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if end <= start or len(text[start:end].split()) > 8:
        return None
    return DraftRole(person, (start, end), organization)


def _organization(text: str, place: Place, organizations: Set[str]) -> Place | None:
    """The organisation named first within the place."""
    found = [
        (match.start(), -len(name), match.span())
        for name in organizations
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text[place[0] : place[1]])
    ]
    if not found:
        return None
    start, end = min(found)[2]
    return place[0] + start, place[0] + end


def _before_link(text: str, start: int, end: int) -> int:
    """Where the title ends before "of", "da", "der" and its article lead on to the organisation."""
    words = list(_WORD.finditer(text, start, end))
    while len(words) > 1 and len(words[-1].group()) <= 4 and words[-1].group().islower():
        words.pop()
    return words[-1].end() if words else end


def _without_article(text: str, start: int, title: int, language: Language) -> int:
    first = _WORD.search(text, start, title)
    if first is not None and language.has(first.group(), "function.determiners"):
        return first.end()
    return start


def _titles(language: Language) -> re.Pattern[str]:
    return language.pattern("people.titles")

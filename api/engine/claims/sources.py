"""What a claim's source is, through which channel it spoke, how sure it sounded, and whether it denied.

The rules read word tables only; what the words do not tell is answered with the plain case. Classes follow the
newsroom's usual grades: official, unofficial, partially anonymous, anonymous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.engine.claims.speakers import is_function_word, speaker_trouble
from api.engine.entities import kinds
from api.engine.entities.company_names import organization_span
from api.engine.entities.filters import not_a_company, not_a_person
from api.engine.entities.names import is_capitalised, is_lower, tokens
from api.engine.entities.person_names import follows_linking, person_span
from api.engine.languages import lexicon
from api.engine.languages.language import language as language_of

__all__ = ["CHANNELS", "Standing", "certainty_of", "channel_of", "polarity_of", "source_kind", "speaker_trouble"]

CHANNELS = (
    "leak",
    "press_conference",
    "press_release",
    "court_document",
    "filing",
    "interview",
    "blog_post",
    "social_post",
    "other_media",
    "statement",
)
_PLURAL_S = frozenset(("en", "pt", "es", "ca", "gl", "fr", "nl"))
"""Languages whose plurals end in an "s"."""
_ORGANIZATION_KINDS = frozenset({"company", "public_body", "media", "fund", "ngo", "other", "organization"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a source is. `grade` is published as `class`; `speaks_for` is a span of the source's own words.

    kind: person, organization, document, group, unnamed. role: the word for what the source is ("porta-voz").
    """

    kind: str
    grade: str
    role: str | None = None
    speaks_for: tuple[int, int] | None = None
    is_medium: bool = False


def source_kind(name: str, language: str, known_kind: str | None = None) -> Standing:
    """What kind of source these words are. `known_kind` is the kind of the entity that they resolve to, if any.

    "um porta-voz da Ferrolar" is unnamed, partially anonymous, a porta-voz, speaks for Ferrolar; "fontes internas" is
    anonymous; "analistas" is a group; "o relatório" a document.
    """
    if known_kind == "person":
        return Standing("person", _grade_of_person(name, language), *_role_of_named(name, language))
    if known_kind in _ORGANIZATION_KINDS:
        return Standing("organization", "official", is_medium=known_kind == "media")
    role = _head(name, language, ("sources.spokespeople", "sources.unnamed"))
    named = _named_person(name, language)
    document = _head(name, language, ("sources.documents",))
    if named and document and _is_author_only(name, named, document, language):
        named = None
    if named and (role is None or named[0] > role[0] or named[1] <= role[0]):
        return Standing("person", _grade_of_person(name, language), *_role_of_named(name, language))
    group = _head(name, language, ("sources.groups",))
    first = min((found[0] for found in (role, document, group) if found), default=None)
    if document and document[0] == first:
        return Standing("document", "official", None, _organization_after(name, document[1], language))
    if group and group[0] == first and not (role and role[0] == first):
        if (
            len(_telling(name, language)) == 1
            and kinds.told_by_name(_telling(name, language)[0], language_of(language)) == "public_body"
        ):
            return Standing("organization", "official")
        return Standing("group", _grade_of_group(name, language), None, _organization_after(name, group[1], language))
    if role:
        return _unnamed(name, role, language)
    if lexicon.is_in(name, "function.pronouns", language) or lexicon.is_in(name, "people.friends", language):
        return Standing("person", "unofficial")
    if lexicon.pattern("people.titles", language).search(name) and not _is_plural(name, language):
        return Standing("person", "official")
    if _is_body(name, language) or (_has_a_name(name, language) and not_a_company(name, language_of(language)) is None):
        return Standing(
            "organization", "official", is_medium=kinds.told_by_name(name, language_of(language)) == "media"
        )
    return Standing("group" if _is_plural(name, language) else "unnamed", "unofficial")


def _unnamed(name: str, role: tuple[int, int], language: str) -> Standing:
    speaks_for = _organization_after(name, role[1], language) or _organization_before(name, role, language)
    spokesperson = lexicon.is_in(name[slice(*role)], "sources.spokespeople", language)
    others = name[: role[0]] + " " + name[role[1] :]
    partially = spokesperson or speaks_for is not None or _is_body(others, language) or _belongs(others, language)
    word = name[slice(*role)]
    return Standing(
        "unnamed", "partially_anonymous" if partially else "anonymous", word if partially else None, speaks_for
    )


def _head(name: str, language: str, tables: tuple[str, ...]) -> tuple[int, int] | None:
    """The first phrase of these tables in the name; in a German compound ("Nordwerk-Sprecher") only its last part."""
    found = [match for table in tables for match in [lexicon.pattern(table, language).search(name)] if match]
    if not found:
        return None
    first = min(found, key=lambda match: (match.start(), -match.end()))
    start, end = first.span()
    hyphen = name.rfind("-", start, end)
    if hyphen > start and lexicon.is_in(name[hyphen + 1 : end], tables[0], language):
        start = hyphen + 1
    return start, end


def _organization_after(name: str, at: int, language: str) -> tuple[int, int] | None:
    """Who stands after the role, behind a linking word: "porta-voz da Ferrolar", "sources at the Fed"."""
    link = re.match(r"[\s,]+(?:\S+\s+){0,2}?(?=(\S+))", name[at:])
    rest = name[at:]
    linking = lexicon.pattern("function.linking", language).match(rest.lstrip())
    if not link or not linking:
        return None
    return _organization_in(name, at + len(rest) - len(rest.lstrip()) + linking.end(), len(name), language)


def _organization_before(name: str, role: tuple[int, int], language: str) -> tuple[int, int] | None:
    """Who stands before the role: "a Tarn spokesman", "Nordwerk-Sprecher"."""
    end = role[0] - 1 if role[0] and name[role[0] - 1] == "-" else role[0]
    return _organization_in(name, 0, end, language)


def _organization_in(name: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    first, last = organization_span(name[start:end], language_of(language))
    found = name[start + first : start + last]
    if not found or is_lower(found.split()[0]) or not_a_company(found, language_of(language)) or len(found) < 2:
        return None
    return start + first, start + last


def _named_person(name: str, language: str) -> tuple[int, int] | None:
    """A full name within the words, if one is there."""
    start, end = person_span(name, language_of(language))
    words = name[start:end].split()
    full = len(words) > 1 and sum(is_capitalised(word) for word in words) > 1
    return (start, end) if full and not_a_person(name, language_of(language)) is None else None


def _is_author_only(name: str, named: tuple[int, int], document: tuple[int, int], language: str) -> bool:
    """Whether the words mean a document, not the person named with it: "a letter from Ada Lowe"."""
    if document[0] < named[0]:
        return follows_linking(f"x {name}", (named[0] + 2, named[1] + 2), language_of(language)) or "/" in name
    return "," not in name[named[1] : document[0]]


def _role_of_named(name: str, language: str) -> tuple[str | None, tuple[int, int] | None]:
    """The spokesperson's role of a named person, and who they speak for, as far as the words tell."""
    role = _head(name, language, ("sources.spokespeople",))
    if role is None:
        return None, None
    speaks_for = _organization_after(name, role[1], language)
    if speaks_for is None:
        before = name[: role[0]].rpartition(",")[2]
        speaks_for = _organization_in(name, role[0] - len(before), role[0], language) if before.strip() else None
    return name[slice(*role)], speaks_for


def _is_body(name: str, language: str) -> bool:
    """Whether the words, names or not, mean an organisation: "die Staatsanwaltschaft", "the company"."""
    telling = _telling(name, language)
    if not telling:
        return False
    head = telling[-1] if language_of(language).flag("head_last") else telling[0]
    if kinds.told_by_name(head, language_of(language)) or kinds.told_by_name(
        " ".join(telling[:2]), language_of(language)
    ):
        return True
    return lexicon.is_in(" ".join(telling), "organizations.generic", language) and not _is_plural(name, language)


def _telling(name: str, language: str) -> list[str]:
    """The words that are no articles, pronouns, prepositions and the like."""
    words = (name[slice(*part)].strip(".,;:") for part in tokens(name))
    return [word for word in words if word and not is_function_word(word, language)]


def _has_a_name(name: str, language: str) -> bool:
    """Whether some word is written as a name: with a capital that the beginning of a sentence does not explain."""
    parts = [name[slice(*part)] for part in tokens(name)]
    if len(parts) < 2 or not any(char.islower() or char.isupper() for char in name):
        return True
    counted = lexicon.fold(parts[0]) in lexicon.mapping("numbers", language)
    opening = counted or is_function_word(parts[0], language) or language[:2] == "de"
    return any(is_capitalised(part) for part in (parts[1:] if opening else parts))


def _belongs(words: str, language: str) -> bool:
    """Whether a company is among the words: "uma fonte da empresa", "a company official"."""
    bare = (part.strip(".,;:'’") for part in re.split(r"\s+|['’]s\b", words))
    return any(lexicon.is_in(part, "organizations.leading", language) for part in bare if part)


def _grade_of_person(name: str, language: str) -> str:
    return "unofficial" if lexicon.pattern("people.friends", language).search(name) else "official"


def _grade_of_group(name: str, language: str) -> str:
    return "official" if kinds.told_by_name(name, language_of(language)) else "unofficial"


def _is_plural(name: str, language: str) -> bool:
    return name.rstrip(".,").endswith("s") and language[:2] in _PLURAL_S


def channel_of(sentence: str, language: str, source: Standing | None = None) -> str:
    """The channel through which the claim of this sentence came, by its words; "unknown" when nothing tells.

    The more telling channel wins: a leak before an interview, an interview before a plain statement. With the standing
    of the source, what the words leave open is filled in: people and organisations make statements, media report,
    anonymous sources leak, and a document or a group states nothing.
    """
    told = next((c for c in CHANNELS if lexicon.pattern(f"channels.{c}", language).search(sentence)), "unknown")
    if source is None or told not in ("statement", "unknown"):
        return told
    if source.is_medium:
        return "other_media"
    if source.kind in ("person", "organization"):
        return "statement"
    if source.kind == "unnamed":
        return "leak" if source.grade == "anonymous" else told
    return "unknown"


def certainty_of(words: str, language: str) -> str:
    """How sure the cue and claim words sound: uncertain, possible, probable, else certain."""
    words = re.sub(r"(?<=\S )May\b", "", words)  # the month, not the verb
    for certainty in ("uncertain", "possible", "probable"):
        if lexicon.pattern(f"signs.{certainty}", language).search(words):
            return certainty
    return "certain"


def polarity_of(cue: str, language: str) -> str:
    """Answer "denied" when the cue says that the source denies the claim ("negou", "did deny"), else "affirmed"."""
    denies = bool(lexicon.pattern("signs.denial", language).search(cue))
    negated = bool(lexicon.pattern("signs.negation", language).search(cue))
    return "denied" if denies and not negated else "affirmed"

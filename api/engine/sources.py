"""Who a claim's source is: whether it can speak at all, what kind of source it is, and through which channel it spoke.

The rules read word tables only. They promise to refuse plain mistakes (a place of speaking, a date, a clause) and to
let documents and organisations speak ("a statement", "uma nota da Secretaria"); they do not prove that the source
said anything. Classes follow the newsroom's usual grades: official, unofficial, partially anonymous, anonymous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from api.engine import kinds, lexicon, places
from api.engine.company_names import organization_span
from api.engine.names import is_capitalised, is_lower, tokens
from api.engine.person_names import follows_linking, person_span
from api.engine.refusals import not_a_company, not_a_person

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
_ORGANIZATION_KINDS = frozenset({"company", "public_body", "media", "fund", "ngo", "other", "organization"})
_QUOTES = "\"'“”„‟‘’«»‹›"
_MAX_WORDS = 25


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


def speaker_trouble(source: str, language: str) -> str | None:
    """Why these words are nobody who speaks, in words a person understands; None when they may be a source."""
    words = source.strip().strip(_QUOTES + " \n\t")
    parts = [words[slice(*part)].strip(".,;:" + _QUOTES) for part in tokens(words)]
    parts = [part for part in parts if part]
    if not any(char.isalpha() for char in words):
        return "a number is no speaker" if any(char.isdigit() for char in words) else "no words"
    if len(parts) > _MAX_WORDS:
        return "too long for a speaker"
    if lexicon.is_in(words, "function.personal", language):
        return None
    if all(_is_function_word(part, language) for part in parts):
        return "only function words"
    if _is_date(parts, language):
        return "a date is no speaker"
    if _is_place_of_speaking(words, parts, language):
        return "the place or medium of speaking, not the speaker"
    if _has_finite_verb(words, language):
        return "a clause, not a speaker"
    return None


def _is_function_word(part: str, language: str) -> bool:
    tables = ("function.function", "function.determiners", "function.relative", "function.pronouns")
    return not (part.isupper() and len(part) > 1) and any(lexicon.is_in(part, table, language) for table in tables)


def _is_date(parts: list[str], language: str) -> bool:
    telling = [part for part in parts if not _is_function_word(part, language)]
    return bool(telling) and all(
        places.is_calendar_word(part, language)
        or re.fullmatch(r"\d{1,4}(?:[./-]\d{1,4}){0,2}(?:st|nd|rd|th|º|er|\.)?", part)
        for part in telling
    )


def _is_place_of_speaking(words: str, parts: list[str], language: str) -> bool:
    """Whether a preposition of place opens it ("em um post em seu blog", "on Twitter"), or it is a bare meeting."""
    folded = lexicon.fold(words)
    if lexicon.pattern("signs.approximate", language).match(folded):
        return False
    locative = re.match(rf"(?:{lexicon.pattern('sources.locative', language).pattern})", folded, re.IGNORECASE)
    if locative and locative.end() < len(folded) and not (is_capitalised(words) and _names_somebody(words, language)):
        return True
    bare = [part for part in parts if not _is_function_word(part, language)]
    return bool(bare) and len(bare) <= 2 and all(lexicon.is_in(part, "sources.meeting", language) for part in bare)


def _names_somebody(words: str, language: str) -> bool:
    """Whether capitals go on after the first word, so that it may be part of a name ("Via Varejo", "In Touch")."""
    following = words.split()[1:2]
    document = lexicon.pattern("sources.documents", language).search(words) or lexicon.pattern(
        "sources.meeting", language
    ).search(words)
    return (
        bool(following)
        and not is_lower(following[0])
        and is_capitalised(following[0])
        and language[:2] != "de"
        and not document
    )


def _has_finite_verb(words: str, language: str) -> bool:
    """Whether a verb stands in the main part, before any relative clause and outside any name."""
    relative = re.search(rf"[,\s]\s*{lexicon.pattern('function.relative', language).pattern}", words, re.IGNORECASE)
    head = words[: relative.start()] if relative and relative.start() > 0 else words
    if language[:2] in ("de", "nl"):  # their relative pronouns are their articles; only the comma tells
        head = head.partition(",")[0]
    return any(
        is_lower(token) and lexicon.is_in(token, "function.finite", language)
        for token in (head[slice(*part)].strip(".,;:" + _QUOTES) for part in tokens(head))
    )


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
            and kinds.told_by_name(_telling(name, language)[0], language) == "public_body"
        ):
            return Standing("organization", "official")
        return Standing("group", _grade_of_group(name, language), None, _organization_after(name, group[1], language))
    if role:
        return _unnamed(name, role, language)
    if lexicon.is_in(name, "function.pronouns", language) or lexicon.is_in(name, "people.friends", language):
        return Standing("person", "unofficial")
    if lexicon.pattern("people.titles", language).search(name) and not _is_plural(name, language):
        return Standing("person", "official")
    if _is_body(name, language) or (_has_a_name(name, language) and not_a_company(name, language) is None):
        return Standing("organization", "official", is_medium=kinds.told_by_name(name, language) == "media")
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
    first, last = organization_span(name[start:end], language)
    found = name[start + first : start + last]
    if not found or is_lower(found.split()[0]) or not_a_company(found, language) or len(found) < 2:
        return None
    return start + first, start + last


def _named_person(name: str, language: str) -> tuple[int, int] | None:
    """A full name within the words, if one is there."""
    start, end = person_span(name, language)
    words = name[start:end].split()
    full = len(words) > 1 and sum(is_capitalised(word) for word in words) > 1
    return (start, end) if full and not_a_person(name, language) is None else None


def _is_author_only(name: str, named: tuple[int, int], document: tuple[int, int], language: str) -> bool:
    """Whether the words mean a document, not the person named with it: "a letter from Ada Lowe"."""
    if document[0] < named[0]:
        return follows_linking(f"x {name}", (named[0] + 2, named[1] + 2), language) or "/" in name
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
    # In English, German and Dutch the last noun is what it is, elsewhere the first.
    head = telling[-1] if language[:2] in ("en", "de", "nl") else telling[0]
    if kinds.told_by_name(head, language) or kinds.told_by_name(" ".join(telling[:2]), language):
        return True
    return lexicon.is_in(" ".join(telling), "organizations.generic", language) and not _is_plural(name, language)


def _telling(name: str, language: str) -> list[str]:
    """The words that are no articles, pronouns, prepositions and the like."""
    words = (name[slice(*part)].strip(".,;:") for part in tokens(name))
    return [word for word in words if word and not _is_function_word(word, language)]


def _has_a_name(name: str, language: str) -> bool:
    """Whether some word is written as a name: with a capital that the beginning of a sentence does not explain."""
    parts = [name[slice(*part)] for part in tokens(name)]
    if len(parts) < 2 or not any(char.islower() or char.isupper() for char in name):
        return True
    counted = lexicon.fold(parts[0]) in lexicon.mapping("numbers", language)
    opening = counted or _is_function_word(parts[0], language) or language[:2] == "de"
    return any(is_capitalised(part) for part in (parts[1:] if opening else parts))


def _belongs(words: str, language: str) -> bool:
    """Whether a company is among the words: "uma fonte da empresa", "a company official"."""
    bare = (part.strip(".,;:'’") for part in re.split(r"\s+|['’]s\b", words))
    return any(lexicon.is_in(part, "organizations.leading", language) for part in bare if part)


def _grade_of_person(name: str, language: str) -> str:
    return "unofficial" if lexicon.pattern("people.friends", language).search(name) else "official"


def _grade_of_group(name: str, language: str) -> str:
    return "official" if kinds.told_by_name(name, language) else "unofficial"


def _is_plural(name: str, language: str) -> bool:
    return name.rstrip(".,").endswith("s") and language[:2] != "de"


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

"""Why a name that a model listed is no organisation, or no person: pronouns, places, job titles, generic words.

Small models list too much; these rules refuse what no newsroom would file as a name. They promise precision on plain
cases only: a product or a brand that looks like a company passes.
"""

from __future__ import annotations

import re

from api.engine.entities import kinds
from api.engine.entities.company_names import GROUPS, legal_form, organization_span
from api.engine.entities.names import is_lower, tokens
from api.engine.entities.person_names import follows_linking, person_span
from api.engine.languages import dictionary, lexicon, places
from api.engine.languages.language import Language
from api.engine.languages.once import remembered
from api.engine.values.money import find_money

_AMOUNT = re.compile(r"^(?:[A-Z]{0,3}[$€£¥₹₩]|\d)[\d.,\s]*(?:%|\w+)?$")
_MODEL = re.compile(r"[A-Z]{1,2}-?\d{1,4}[a-z]?")
"""A product by its number."""
_MAX_COMPANY_WORDS = 12
_MAX_PERSON_WORDS = 5
_MAX_CASELESS_PERSON = 16


@remembered(8192)
def not_a_company(name: str, language: Language) -> str | None:
    """Why the name is no company, public body, medium or other organisation; None when nothing speaks against it."""
    start, end = organization_span(name, language)
    core = name[start:end]
    reason = _no_name_at_all(name, core, language)
    if reason:
        return reason
    words = [core[slice(*part)] for part in tokens(core)]
    has_form = bool(legal_form(core)[1])
    if not has_form and not kinds.is_known_body(core) and _is_indefinite(name, language):
        return "generic word"
    if not has_form and not kinds.told_by_name(core, language):
        if len(words) > 1 and _MODEL.fullmatch(words[-1]):
            return "product"  # "Tarn X4"
        if _all_in(words, ("people.titles", "people.honorifics", "people.regnal"), language):
            return "job title"
        if _all_lower(words) and not re.search(r"\w\.\w|\d", core):
            return "generic word"
        if len(words) > 1 and _is_honorific(words[0], language):
            return "person"
        if _opens_with_locative(name, core, language):
            return "place"
    return "too long for a name" if len(words) > _MAX_COMPANY_WORDS else None


@remembered(8192)
def not_a_person(name: str, language: Language) -> str | None:
    """Why the name is no person; None when nothing speaks against it."""
    start, end = person_span(name, language)
    core = name[start:end]
    if not core:
        whole = lexicon.fold(name)
        if language.has(whole, "function.pronouns"):
            return "pronoun"
        return "job title" if language.pattern("people.titles").search(name) else "generic word"
    reason = _no_name_at_all(name, core, language)
    if reason:
        return reason
    if follows_linking(name, (start, end), language):
        return "job title"
    words = [core[slice(*part)] for part in tokens(core)]
    if any(char.isdigit() for char in core):
        return "number"
    if (
        legal_form(name)[1]
        or legal_form(core)[1]
        or _written_like_a_brand(words)
        or _names_an_organization(words, core, language)
    ):
        return "organisation word"
    if _all_in(words, ("people.titles", "people.honorifics", "people.regnal"), language):
        return "job title"
    if _all_lower(words):
        return "generic word"
    return _wrong_shape(name, words, core, language)


def _is_indefinite(name: str, language: Language) -> bool:
    """Whether the name opens with "a", "several", "uma": names do not."""
    first = name.split(maxsplit=1)
    return len(first) > 1 and language.has(first[0], "function.indefinite")


def _is_honorific(word: str, language: Language) -> bool:
    """Whether the word is a form of address; "General" of "General Motors" is none."""
    return language.has(word, "people.honorifics") and not language.has(word, "organizations.common_first")


def _no_name_at_all(name: str, core: str, language: Language) -> str | None:
    if not any(char.isalpha() for char in core):
        return "number" if any(char.isdigit() for char in name) else "no letters"
    whole = lexicon.fold(name)
    if language.has(whole, "function.pronouns") and not (core.isupper() and len(core) > 1):
        return "pronoun"
    if _AMOUNT.match(core) or any(end - start >= len(core) for start, end in find_money(core, language.code)):
        return "amount"
    if places.is_calendar_word(core, language.code):
        return "date word"
    if places.is_place(core, language.code):
        return "place"
    words = [core[slice(*part)].strip(".,;:'’\"") for part in tokens(core)]
    if language.has(core.rpartition("-")[2], "organizations.demonyms"):
        return "nationality"  # "German", "Franco-German"
    if len(words) == 1 and language.flag("hyphened_adjectives") and re.search(r"\w-[a-z]{3,}$", core):
        return "attribute"  # "US-led"
    if _is_a_clause(words, language):
        return "headline"
    if _is_a_thing(core, words, language):
        return "law, event or place"
    if language.has_too(core, "organizations.generic"):
        return "generic word"
    plain_words = (
        "organizations.generic",
        "organizations.demonyms",
        "function.function",
        "function.determiners",
        "sources.groups",
    )
    if _all_in(words, plain_words, language) and not legal_form(core)[1] and not kinds.is_known_body(core):
        return "generic word"
    return None


def _is_a_clause(words: list[str], language: Language) -> bool:
    """Whether a finite verb stands in it ("Former Doctor Says"): capitals of a headline or of a book's title."""
    return any(
        language.has(word, "function.finite") and not lexicon.is_in(word, "people.surnames_too")
        for word in words[1:]
        if len(word) > 2 and word.istitle()
    )


def _is_a_thing(core: str, words: list[str], language: Language) -> bool:
    """Whether its head tells of a law, an event, a place: "Clean Air Act", "Operação Maré"."""
    if len(words) < 2 or legal_form(core)[1] or kinds.told_by_name(core, language):
        return False
    head = words[-1] if language.flag("head_last") and "of" not in words else words[0]
    return language.has(head, "organizations.things")


def _all_in(words: list[str], tables: tuple[str, ...], language: Language) -> bool:
    """Whether every word is in one of the tables (of the language, or of English); particles do not count."""
    if any(language.has(" ".join(words), table) for table in tables):
        return True
    telling = [word.strip(".,") for word in words if not language.has(word, "function.function")]
    return bool(telling) and all(
        language.has_too(word, *tables)
        or (language.has(word.rpartition("-")[2], tables[0]) and not _names_a_group(word, language))
        for word in telling
    )


def _names_a_group(word: str, language: Language) -> bool:
    """Whether a compound is the name of a group, as it begins with one: "Nordring-Gruppe", but no "Hotel-Gruppe"."""
    head, _, tail = word.rpartition("-")
    plain = not head or head.isupper() or head.islower() or dictionary.is_known(head.lower(), language.code)
    return not plain and tail.casefold() in GROUPS


def _all_lower(words: list[str]) -> bool:
    lettered = [word for word in words if any(char.isalpha() for char in word)]
    return bool(lettered) and all(is_lower(word) for word in lettered)


def _opens_with_locative(name: str, core: str, language: Language) -> bool:
    first = name.split(maxsplit=1)[0] if name.split() else ""
    return is_lower(first) and language.has(first, "sources.locative") and places.is_place(core, language.code)


def _names_an_organization(words: list[str], core: str, language: Language) -> bool:
    described = language.has_too(words[-1], "organizations.descriptors")
    inner_form = any(legal_form(f"x {word}")[1] for word in words if len(word) > 2)
    if not (kinds.told_by_name(core, language) or (len(words) > 1 and described) or inner_form):
        return False
    family_name = len(words) == 2 and lexicon.is_in(words[1], "people.surnames_too")
    return not family_name


def _written_like_a_brand(words: list[str]) -> bool:
    """Capitals inside a word ("DeepTarn") or an acronym at the end ("Vexel AI"); not "McCain", not "John III"."""
    if any(
        re.search(r"[a-z][A-Z]", re.sub(r"^(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|Ó|O['’])(?=[A-Z])", "", word))
        for word in words
    ):
        return not re.match(r"^[A-Z][a-z]{1,2}[A-Z][a-z]+$", words[0])
    last = words[-1]
    acronym = last.isupper() and last.isalpha() and 2 <= len(last) <= 4 and not lexicon.is_in(last, "people.suffixes")
    return len(words) > 1 and acronym and not all(word.isupper() for word in words)


def _wrong_shape(name: str, words: list[str], core: str, language: Language) -> str | None:
    cased = any(char.isupper() or char.islower() for char in core)
    if not cased:
        return "too long for a name" if len(core) > _MAX_CASELESS_PERSON and len(words) == 1 else None
    capitalised = [word for word in words if not is_lower(word)]
    if len(capitalised) > _MAX_PERSON_WORDS:
        return "too long for a name"
    if len(words) == 1 and core.isupper() and len(core.replace(".", "")) <= 4 and len(core) > 1:
        return "acronym"
    if len([char for char in core if char.isalpha()]) < 2:
        return "too short for a name"
    if language.flag("capital_nouns") and len(words) == 1:
        before = name.split(maxsplit=1)[0]
        if before != core and language.has(before, "function.determiners"):
            return "generic word"
    return None

"""Why a name that a model listed is no organisation, or no person: pronouns, places, job titles, generic words.

Small models list too much; these rules refuse what no newsroom would file as a name. They promise precision on plain
cases only: a product or a brand that looks like a company passes.
"""

from __future__ import annotations

import re

from api.engine.entities import kinds
from api.engine.entities.company_names import legal_form, organization_span
from api.engine.entities.names import is_lower, tokens
from api.engine.entities.person_names import follows_linking, person_span
from api.engine.languages import lexicon, places
from api.engine.values.money import find_money

_AMOUNT = re.compile(r"^(?:[A-Z]{0,3}[$€£¥₹₩]|\d)[\d.,\s]*(?:%|\w+)?$")
_MODEL = re.compile(r"[A-Z]{1,2}-?\d{1,4}[a-z]?")
"""A product by its number."""
_MAX_COMPANY_WORDS = 12
_MAX_PERSON_WORDS = 5
_MAX_CASELESS_PERSON = 16


def not_a_company(name: str, language: str) -> str | None:
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


def not_a_person(name: str, language: str) -> str | None:
    """Why the name is no person; None when nothing speaks against it."""
    start, end = person_span(name, language)
    core = name[start:end]
    if not core:
        whole = lexicon.fold(name)
        if lexicon.is_in(whole, "function.pronouns", language):
            return "pronoun"
        return "job title" if lexicon.pattern("people.titles", language).search(name) else "generic word"
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


def _is_indefinite(name: str, language: str) -> bool:
    """Whether the name opens with "a", "several", "uma": names do not."""
    first = name.split(maxsplit=1)
    return len(first) > 1 and lexicon.is_in(first[0], "function.indefinite", language)


def _is_honorific(word: str, language: str) -> bool:
    """Whether the word is a form of address; "General" of "General Motors" is none."""
    return lexicon.is_in(word, "people.honorifics", language) and not lexicon.is_in(
        word, "organizations.common_first", language
    )


def _no_name_at_all(name: str, core: str, language: str) -> str | None:
    if not any(char.isalpha() for char in core):
        return "number" if any(char.isdigit() for char in name) else "no letters"
    whole = lexicon.fold(name)
    if lexicon.is_in(whole, "function.pronouns", language) and not (core.isupper() and len(core) > 1):
        return "pronoun"
    if _AMOUNT.match(core) or any(end - start >= len(core) for start, end in find_money(core, language)):
        return "amount"
    if places.is_calendar_word(core, language):
        return "date word"
    if places.is_place(core, language):
        return "place"
    words = [core[slice(*part)].strip(".,;:'’\"") for part in tokens(core)]
    if lexicon.is_in(core.rpartition("-")[2], "organizations.demonyms", language):
        return "nationality"  # "German", "Franco-German"
    if len(words) == 1 and language[:2] == "en" and re.search(r"\w-[a-z]{3,}$", core):
        return "attribute"  # "US-led"
    if _is_a_clause(words, language):
        return "headline"
    if _is_a_thing(core, words, language):
        return "law, event or place"
    if lexicon.is_in(core, "organizations.generic", language) or lexicon.is_in(core, "organizations.generic", "en"):
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


def _is_a_clause(words: list[str], language: str) -> bool:
    """Whether a finite verb stands in it ("Former Doctor Says"): capitals of a headline or of a book's title."""
    return any(
        lexicon.is_in(word, "function.finite", language) and not lexicon.is_in(word, "people.surnames_too")
        for word in words[1:]
        if len(word) > 2 and word.istitle()
    )


def _is_a_thing(core: str, words: list[str], language: str) -> bool:
    """Whether its head tells of a law, an event, a place: "Clean Air Act", "Operação Maré"."""
    if len(words) < 2 or legal_form(core)[1] or kinds.told_by_name(core, language):
        return False
    head = words[-1] if language[:2] in kinds.HEAD_LAST and "of" not in words else words[0]
    return lexicon.is_in(head, "organizations.things", language)


def _all_in(words: list[str], tables: tuple[str, ...], language: str) -> bool:
    """Whether every word is in one of the tables (of the language, or of English); particles do not count."""
    if any(lexicon.is_in(" ".join(words), table, language) for table in tables):
        return True
    telling = [word.strip(".,") for word in words if not lexicon.is_in(word, "function.function", language)]
    return bool(telling) and all(
        any(lexicon.is_in(word, table, code) for table in tables for code in (language, "en"))
        or lexicon.is_in(word.rpartition("-")[2], tables[0], language)
        for word in telling
    )


def _all_lower(words: list[str]) -> bool:
    lettered = [word for word in words if any(char.isalpha() for char in word)]
    return bool(lettered) and all(is_lower(word) for word in lettered)


def _opens_with_locative(name: str, core: str, language: str) -> bool:
    first = name.split(maxsplit=1)[0] if name.split() else ""
    return is_lower(first) and lexicon.is_in(first, "sources.locative", language) and places.is_place(core, language)


def _names_an_organization(words: list[str], core: str, language: str) -> bool:
    described = any(lexicon.is_in(words[-1], "organizations.descriptors", code) for code in (language, "en"))
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


def _wrong_shape(name: str, words: list[str], core: str, language: str) -> str | None:
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
    if language[:2] == "de" and len(words) == 1:
        before = name.split(maxsplit=1)[0]
        if before != core and lexicon.is_in(before, "function.determiners", "de"):
            return "generic word"
    return None

"""What words other than a name can mean: a person, a company, or nobody that an article would name.

Grammar and word tables (`[linking]` of the language files) only; whom they mean is for `linking`. Plural, indefinite
and counted words, groups and documents mean nobody in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from api.engine.document.span import Span
from api.engine.languages.language import Language
from api.engine.languages.once import remembered

KINSHIP = ("chief", "coach", "lawyer", "politician", "scholar", "artist", "performer", "player", "speaker")
"""Tables of nouns that may stand for each other: whoever is called "coach" may be called "manager" next."""

_WORD = re.compile(r"[^\W_]+(?:[’'\-.][^\W_]+)*[’']?")
_CUT = re.compile(r"[,;:(–—“„«\"]")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])(?=\s)")
_SHORTEST_TAIL = 4
"""Letters that a noun at the end of a compound has at least ("Konzernchef" is a "chef")."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What words can mean. `form`: pronoun, latter ("celui-ci"), description or nobody; `kind`: person, company, None.

    `head` is the noun, folded; `kin` the tables that hold it; `owned` tells that a "his", "its" or "X's" stands before;
    `generic` that the noun says no more than "the woman".
    """

    form: str
    kind: str | None = None
    gender: str | None = None
    head: str = ""
    kin: frozenset[str] = frozenset()
    owned: bool = False
    generic: bool = False


NOBODY = Sense("nobody")


def sense(words: str, language: Language, *, headline: bool = False) -> Sense:
    """What the words can mean. In a headline a noun needs no article."""
    folded = " ".join(words.split()).strip(" .,;:“”„«»\"'’")
    pronoun = _pronoun(folded, language)
    if pronoun is not None:
        return pronoun
    parts = phrase(folded, language)
    if not parts or _means_nobody(folded, parts, language):
        return NOBODY
    owned = _POSSESSIVE.search(folded) is not None or _is_possessive(parts[0], language)
    head = _head(parts, language)
    determined = len(parts) > 1 and language.has(parts[0], "linking.definite")
    determined = determined or _elided(folded) or owned
    if not (determined or headline or language.flag("bare_nouns")):
        return NOBODY
    return _described(head, parts, language, owned=owned)


def phrase(words: str, language: Language) -> list[str]:
    """The words of the noun phrase that opens `words`, up to the first comma, "of" or relative pronoun."""
    owner = _POSSESSIVE.search(words)
    main = words[owner.end() :] if owner else words
    main = main[: cut.start()] if (cut := _CUT.search(main)) else main
    parts: list[str] = []
    for found in _WORD.finditer(main):
        word = found.group()
        elided = re.fullmatch(r"([^\W\d_]{1,4}[’'])(.+)", word)
        pieces = [elided[1], elided[2]] if elided and not language.has(word, "people.titles") else [word]
        first = pieces[0]
        opens = not parts
        ends = language.has(first, "function.linking") or language.has(first, "function.relative")
        if ends and not opens:
            break
        parts += pieces
    return parts


def gender_of(words: str, language: Language) -> str | None:
    """The gender that a title or a noun for a person tells ("spokeswoman", "directora", "Frau"): f, m or None."""
    tables = (("f", "linking.feminine"), ("m", "linking.masculine"))
    told = {gender for gender, table in tables if language.has(words, table)}
    if told == {"f", "m"} or (told == {"m"} and language.code == "de" and words.lower().endswith("in")):
        return "f"  # the more telling ending: "Ministerin" is no "Minister"
    return told.pop() if told else None


@remembered(16384)
def kin_of(noun: str, language: Language) -> frozenset[str]:
    """The tables of like nouns that hold this one."""
    return frozenset(name for name in KINSHIP if language.has(noun, f"linking.{name}"))


@remembered(16384)
def is_company_noun(noun: str, language: Language) -> bool:
    """Whether the noun is one for a company or another body ("carmaker", "the club")."""
    return language.has(noun, "linking.company") or language.has(noun, "organizations.leading")


@remembered(16384)
def is_person_noun(noun: str, language: Language) -> bool:
    """Whether the noun is one for a person."""
    return (
        language.has(noun, "people.titles")
        or language.has(noun, "linking.somebody")
        or bool(kin_of(noun, language))
        or (language.flag("head_last") and _has_tail(noun, language))
    )


def content_words(text: str, span: Span, language: Language) -> list[str]:
    """The folded words of a stretch without its function words and determiners."""
    words = (match.group() for match in _WORD.finditer(text, *span))
    tables = ("function.function", "function.determiners", "function.pronouns")
    return [word.casefold() for word in words if not any(language.has(word, table) for table in tables)]


def _pronoun(words: str, language: Language) -> Sense | None:
    bare = re.sub(r"^-?t-", "", words)
    gendered = language.flag("gendered_things")
    told = [name for name in ("she", "he", "it") if language.has(bare, f"linking.{name}")]
    if language.has(bare, "linking.nobody"):
        return NOBODY
    if not told and _is_possessive(bare, language) and len(bare.split()) == 1:
        return Sense("pronoun", "person")  # "en su opinión"
    if not told and not language.has(bare, "linking.latter"):
        return NOBODY if language.has(bare, "function.pronouns") and len(bare.split()) == 1 else None
    if language.has(bare, "linking.latter"):
        return Sense("latter", None, _one({"she": "f", "he": "m"}.get(name) for name in told))
    if told == ["it"]:
        return Sense("pronoun", "company")
    both = bool({"she", "he"} <= set(told)) or not language.phrases("linking.she")
    gender = None if both else {"she": "f", "he": "m"}[told[0]]
    return Sense("pronoun", None if gendered else "person", gender)


def _one(genders: Iterable[str | None]) -> str | None:
    told = {gender for gender in genders if gender}
    return told.pop() if len(told) == 1 else None


def _means_nobody(words: str, parts: list[str], language: Language) -> bool:
    """Whether the words are plural, indefinite, counted, a group or a document."""
    first = parts[0]
    if any(language.has(first, f"{table}") for table in ("function.indefinite", "linking.nobody")):
        return not _names_a_kind(parts, language) or language.has(first, "function.indefinite")
    if first[:1].isdigit() or first.casefold() in language.mapping("numbers"):
        return True
    head = _head(parts, language)
    if is_company_noun(head, language) and not language.has(head, "sources.groups"):
        return False
    plain = ("sources.groups", "sources.documents")
    if any(language.has(head, table) for table in plain):
        return not (kin_of(head, language) and language.has(first, "linking.definite"))
    return language.has(head, "sources.unnamed") and not (is_person_noun(head, language) and first != head)


def _names_a_kind(parts: list[str], language: Language) -> bool:
    """Whether a "that", "her" that could open a plural opens a singular noun that the tables hold."""
    head = _head(parts, language)
    return len(parts) > 1 and (is_company_noun(head, language) or is_person_noun(head, language))


def _is_possessive(word: str, language: Language) -> bool:
    return word.casefold() in language.phrases("linking.possessive")


def _elided(words: str) -> bool:
    return re.match(r"[lL][’']", words) is not None


def _head(parts: list[str], language: Language) -> str:
    """The noun of the phrase: one of the tables, the last in languages whose head is last, else the first."""
    last = language.flag("head_last")
    runs = [(i, j) for i in range(len(parts)) for j in range(len(parts), i, -1)]
    known = [(i, j) for i, j in runs if j - i <= 3 and _is_known(" ".join(parts[i:j]), language)]
    sure = [(i, j) for i, j in known if _is_sure(" ".join(parts[i:j]), language)]
    known = sure or known  # "l'ancien cadre": "ancien" is among the titles too
    if known:
        end = max(j for _, j in known)
        i, j = max((run for run in known if run[1] == end), key=lambda run: run[1] - run[0]) if last else known[0]
        return " ".join(parts[i:j]).casefold()
    telling = [part for part in parts if not language.has(part, "function.determiners")]
    if not telling:
        return parts[-1].casefold()
    return telling[-1 if last else 0].casefold()


def _is_known(words: str, language: Language) -> bool:
    return is_company_noun(words, language) or is_person_noun(words, language)


def _is_sure(words: str, language: Language) -> bool:
    return bool(kin_of(words, language)) or is_company_noun(words, language) or language.has(words, "linking.somebody")


def _has_tail(noun: str, language: Language) -> bool:
    """Whether a compound ends in a title ("Strathmoyle-Chef", "Betriebsratschef")."""
    folded = noun.casefold()
    titles = language.phrases("people.titles")
    return " " not in noun and any(folded[at:] in titles for at in range(1, len(folded) - _SHORTEST_TAIL + 1))


def _described(head: str, parts: list[str], language: Language, *, owned: bool) -> Sense:
    company, person = is_company_noun(head, language), is_person_noun(head, language)
    kind = "company" if company and not person else "person" if person else None
    gender = None
    if kind != "company":
        determiner = gender_of(parts[0], language) if len(parts) > 1 else None
        gender = gender_of(head, language) or (determiner if not owned else None)
    generic = language.has(head, "linking.somebody")
    return Sense("description", kind, gender, head, kin_of(head, language), owned, generic)

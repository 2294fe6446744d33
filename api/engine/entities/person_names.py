"""Where in a stretch of words a person's name stands: without titles, affiliations, possessives and what follows.

Every function works on spans of the words it is given, so a name stays verbatim. Nothing here knows the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from api.engine.entities.genitives import may_have_genitive
from api.engine.entities.names import POSSESSIVE, Words, is_capitalised, is_lower, plain, tokens, trimmed, word
from api.engine.languages import lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import remembered

_MAX_PHRASE = 4
# Endings that are part of the family name in Portuguese and Spanish, and are kept when names are compared.
_KEPT_SUFFIXES = frozenset({"neto", "filho", "sobrinho", "hijo", "fils"})


@remembered(8192)
def person_span(words: str, language: Language) -> Words:
    """Where in `words` the person's name stands, without titles, affiliations and possessive; empty when nowhere.

    "Gov. Ada Lowe" -> "Ada Lowe", "Sen. Omar Pell, R-Ohio" -> "Omar Pell", "Nordwerk-Chef Kessler" -> "Kessler".
    """
    spans = [_without_titles(words, part, language) for part in _parts(words)]
    found = [span for span in spans if span[1] > span[0]]
    capitalised = [span for span in found if is_capitalised(words[slice(*span)])]
    # "the chairman of the Bakers Federation, Karl Ebers": what follows "of" is where he works.
    own = [span for span in capitalised if not follows_linking(words, span, language)]
    return next(iter([*own, *capitalised, *found]), (0, 0))


def follows_linking(words: str, span: Words, language: Language) -> bool:
    """Whether a title and a linking word stand right before the span: "um porta-voz da" Ferrolar."""
    before = words[: span[0]].rpartition(",")[2].split()
    if len(before) < 2 or not is_lower(before[-1]):
        return False  # "Secretary of State" Ada Lowe
    return any(is_lower(each) and language.has(each, "function.linking") for each in before[-2:])


def _parts(words: str) -> Iterator[Words]:
    """The stretches between commas, brackets and dashes; a suffix after a comma ("Jr.") belongs to what it follows."""
    start = 0
    for match in re.finditer(r"\s*[,;()\[\]\n/|]\s*|\s+[–—-]\s+", words):
        following = words[match.end() :].split(maxsplit=1)
        if following and lexicon.is_in(following[0].strip(".,"), "people.suffixes") and "," in match.group():
            continue
        if match.group() == "\n" or (match.group().isspace() and "\n" in match.group()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(words)


def _without_titles(words: str, part: Words, language: Language) -> Words:
    parts = tokens(words, *trimmed(words, part))
    parts = _after_leading_titles(words, parts, language)
    parts = _after_inner_title(words, parts, language)
    parts = _before_tail(words, parts, language)
    if not parts:
        return part[0], part[0]
    start, end = trimmed(words, (parts[0][0], parts[-1][1]))
    possessive = POSSESSIVE.search(words[start:end])
    return start, end - (len(possessive.group()) if possessive else 0)


def _after_leading_titles(words: str, parts: list[Words], language: Language) -> list[Words]:
    """Drop determiners, honorifics and titles in front, as long as something stays."""
    at, dropped = 0, False
    while at < len(parts):
        length = _title_at(words, parts, at, language)
        if not length and dropped and language.has(word(words, parts[at]), "function.linking"):
            length = 1
        if not length and is_lower(words[slice(*parts[at])]) and not _is_particle(words, parts[at], language):
            length = 1
        if not length and word(words, parts[at]).casefold().endswith("-based"):
            length = 1
        if not length:
            break
        at, dropped = at + length, True
    return parts[at:]


def _title_at(words: str, parts: list[Words], at: int, language: Language) -> int:
    """How many tokens from `at` on are one determiner, honorific or title; 0 for none."""
    for length in range(min(_MAX_PHRASE, len(parts) - at), 0, -1):
        phrase = " ".join(word(words, part) for part in parts[at : at + length])
        particle = length == 1 and _is_particle(words, parts[at], language) and not is_lower(phrase)
        # "De Blasio" keeps its particle, "Der Sprecher" has none.
        if particle and (at + 1 == len(parts) or not _title_at(words, parts, at + 1, language)):
            continue
        if language.has(phrase, "function.determiners") or language.has_too(
            phrase, "people.honorifics", "people.titles"
        ):
            return length
        if length == 1 and _is_title(phrase, language):
            return 1
    return 0


def _is_title(phrase: str, language: Language) -> bool:
    """Whether the phrase is a title, or a German compound or genitive of one ("CDU-Politikers")."""
    if language.has(phrase, "people.titles"):
        return True
    head = phrase.rpartition("-")[2]
    bare = head.removesuffix("s") if may_have_genitive(language) else head
    return any(language.has(each, "people.titles") for each in {head, bare} - {phrase})


def _after_inner_title(words: str, parts: list[Words], language: Language) -> list[Words]:
    """Drop what stands before an inner title or possessive: "Fire Chief Ada Lowe", "the Herald's Ada Lowe"."""
    for at in range(len(parts) - 2, -1, -1):
        token = words[slice(*parts[at])]
        if at and (length := _inner_title(words, parts, at, language)) > 1:
            return _after_leading_titles(words, parts[at + length :], language)
        if not is_capitalised(words[slice(*parts[at + 1])]):
            continue
        if POSSESSIVE.search(token) and not re.match(r"[A-Z]['’]", token):
            return parts[at + 1 :]
        if (
            at
            and not lexicon.is_in(word(words, parts[at]), "people.surnames_too")
            and _is_title(word(words, parts[at]), language)
        ):
            return _after_leading_titles(words, parts[at + 1 :], language)
    return parts


def _inner_title(words: str, parts: list[Words], at: int, language: Language) -> int:
    """How many tokens from `at` on are a title that a name follows ("Secretary of State" Ada Lowe); 0 for none."""
    for length in range(min(_MAX_PHRASE, len(parts) - at - 1), 0, -1):
        phrase = " ".join(word(words, part) for part in parts[at : at + length])
        if language.has(phrase, "people.titles") and is_capitalised(words[slice(*parts[at + length])]):
            return length
    return 0


def _before_tail(words: str, parts: list[Words], language: Language) -> list[Words]:
    """Drop what follows the name: from the first small-letter word on that is no particle of a name."""
    for at, part in enumerate(parts):
        token = words[slice(*part)]
        if at and is_lower(token) and not _is_particle(words, part, language):
            before = word(words, parts[at - 1])
            named_thing = words[parts[at - 1][0] : parts[at - 1][1]] != before and POSSESSIVE.search(
                words[slice(*parts[at - 1])]
            )
            if named_thing or not _opens_a_tail(token, language):
                return []
            parts = parts[:at]
            break
    while parts and is_lower(words[slice(*parts[-1])]) and _is_particle(words, parts[-1], language) and len(parts) > 1:
        parts = parts[:-1]
    return parts


def _opens_a_tail(token: str, language: Language) -> bool:
    """Whether a small-letter word may follow a name without being part of a longer noun ("Lowe campaign")."""
    tables = (
        "function.function",
        "function.finite",
        "function.relative",
        "function.linking",
        "channels.statement",
        "people.titles",
    )
    return any(language.has(token.strip(".,;:"), table) for table in tables)


def _is_particle(words: str, part: Words, language: Language) -> bool:
    token = lexicon.fold(words[slice(*part)])
    return token in _PARTICLES or language.has(token, "people.particles")


_PARTICLES = frozenset(
    lexicon.split(
        "de, da, do, dos, das, di, del, della, der, den, dem, des, du, van, von, vom, zu, zur, ter, ten, te, la, le, "
        "el, al, bin, bint, ibn, ben, abu, e, y, i, af, av"
    )
)


@lru_cache(maxsize=8192)
def person_key(name: str) -> tuple[str, ...]:
    """The name's words for comparison, without suffixes such as "Jr."."""
    parts = plain(name).split()
    while (
        len(parts) > 1
        and parts[-1] in lexicon.phrases("people.suffixes")
        and parts[-1] not in {"neto", "filho", "sobrinho", "hijo", "fils"}
    ):
        parts.pop()
    return tuple(parts)

"""Where in a stretch of words an organisation's name stands, and its form to compare by: without its legal form.

Every function works on spans of the words it is given, so a name stays verbatim. Nothing here knows the article.
"""

from __future__ import annotations

import re
from functools import lru_cache

from api.engine.entities.names import POSSESSIVE, Words, is_capitalised, is_lower, plain, tokens, trimmed, word
from api.engine.languages import lexicon
from api.engine.languages.language import Language
from api.engine.languages.once import remembered

GROUPS = frozenset({"gruppe", "holding", "bank", "werke"})
"""What a compound ends in that is a group's name as a whole; before other nouns stands the name alone."""

_ELIDED = re.compile(r"(?:[dl]|dell|all|nell|sull|dall|un)['’](?=\w)")


@remembered(8192)
def organization_span(words: str, language: Language, *, opens_sentence: bool = True) -> Words:
    """Where in `words` the organisation's name stands, legal form included; empty when nowhere.

    Within a sentence a capital article belongs to the name ("La Poste"), at its start nobody can tell.

    "a Ferrolar" -> "Ferrolar", "the Oslo-based Nordfisk AS" -> "Nordfisk AS", "startup Vexel, dona" -> "Vexel".
    """
    start, end = trimmed(words, (0, len(words)))
    end = start + _end_of_organization(words[start:end], language)
    parts = tokens(words, start, end)
    parts = _after_leading_words(words, parts, language, opens_sentence)
    if not parts:
        return start, start
    start, end = trimmed(words, (parts[0][0], parts[-1][1]))
    possessive = POSSESSIVE.search(words[start:end])
    return start, end - (len(possessive.group()) if possessive else 0)


def _end_of_organization(words: str, language: Language) -> int:
    """Where the name ends: before a bracket, and before a comma unless a legal form closes what follows it."""
    bracket = re.search(r"\s*[(\[]", words)
    end = bracket.start() if bracket and bracket.start() > 0 else len(words)
    comma = re.search(r",\s", words[:end])
    if comma and not legal_form(words[:end])[1]:
        end = comma.start()
    clause = next(
        (
            match
            for match in re.finditer(r"\s(\S+)", words[:end])
            if is_lower(match[1]) and language.has(match[1], "function.finite")
        ),
        None,
    )
    return clause.start() if clause else end


def _after_leading_words(words: str, parts: list[Words], language: Language, opens_sentence: bool) -> list[Words]:
    elided = _ELIDED.match(words[slice(*parts[0])]) if parts else None
    if elided and language.flag("elision"):
        parts = [(parts[0][0] + elided.end(), parts[0][1]), *parts[1:]]
    at = max(
        (i + 1 for i, part in enumerate(parts[:-1]) if words[slice(*part)].casefold().endswith("-based")), default=0
    )
    while at < len(parts) - 1:
        token = word(words, parts[at])
        rest = words[parts[at][0] : parts[-1][1]]
        if lexicon.is_in(rest, "organizations.media"):
            break
        described = (
            is_capitalised(words[slice(*parts[at + 1])])
            and legal_form("x " + words[parts[at + 1][0] : parts[-1][1]])[0] != "x"
        )
        small = described and is_lower(token) and "." not in token
        leading = (
            described
            and is_lower(token) | language.flag("capital_nouns")
            and language.has(token, "organizations.leading")
        )
        article = language.has(token, "function.determiners")
        if article and is_capitalised(token) and not opens_sentence and language.flag("articles_in_names"):
            break
        if not (article or small or leading):
            break
        at += 1
    return parts[at:]


@lru_cache(maxsize=8192)
def legal_form(name: str) -> tuple[str, str]:
    """The name without its legal form, and that form in its canonical spelling ("" when there is none).

    A form only counts at the end of the name, or in front of it for the few that stand there; a name that would be
    nothing else is left whole. Several forms in a row ("co Pty Ltd") are dropped together.
    """
    core = name.strip()
    forms: list[str] = []
    while True:
        stripped, form = _one_form_off(core)
        if not form or not stripped:
            break
        core = stripped
        forms.insert(0, form)
    return core, " ".join(forms)


def _one_form_off(name: str) -> tuple[str, str]:
    parts = tokens(name)
    after, before = lexicon.legal_forms("after"), lexicon.legal_forms("before")
    for length in range(min(5, len(parts) - 1), 0, -1):
        written = name[parts[-length][0] :]
        tail = _form_spelling(written)
        # "Sa" and "Ag" with one capital are syllables of names, "SA" and "AG" are not.
        if tail in after and (len(tail) > 2 or not written.replace(".", "").istitle() or tail == "co"):
            return name[: parts[-length - 1][1]].rstrip(" ,"), after[tail]
    head = _form_spelling(name[slice(*parts[0])]) if len(parts) > 1 else ""
    if head in before and name[slice(*parts[0])].isupper():
        return name[parts[1][0] :], before[head]
    for spelling, form in lexicon.legal_forms("attached").items():
        for stripped in (name.removesuffix(spelling), name.removeprefix(spelling)):
            if stripped and stripped != name:
                return stripped.strip(), form
    return name, ""


def _form_spelling(words: str) -> str:
    return " ".join(lexicon.fold(words).replace(".", "").replace(",", " ").replace("(", " ").replace(")", " ").split())


@lru_cache(maxsize=8192)
def company_key(name: str) -> str:
    """The name for comparison: no legal form, small letters, no accents, no punctuation."""
    core, _ = legal_form(name)
    return plain(re.sub(r"^(?:the|The)\s+(?=\S)", "", core)) or plain(name)

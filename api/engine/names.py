"""What in a stretch of words is the name: of a person without titles, of an organisation without article or legal form.

Every function works on spans of the words it is given, so a name stays verbatim. Nothing here knows the article; a
rule that needs other mentions is in `entities.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from api.engine import lexicon

_TOKEN = re.compile(r"\S+")
_WRAPPING = "\"'“”„‟‘’‚«»‹›()[]{}<>*_.,;:!?…–—- \t\n\u00a0"
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ](?:s|S)?$")
_MAX_PHRASE = 4
_ARTICLES_IN_NAMES = frozenset({"fr", "es", "it", "pt", "nl", "de"})

Words = tuple[int, int]


def tokens(words: str, start: int = 0, end: int | None = None) -> list[Words]:
    """The stretches between white space, as offsets into `words`."""
    return [match.span() for match in _TOKEN.finditer(words, start, len(words) if end is None else end)]


def trimmed(words: str, span: Words) -> Words:
    """The span without quotation marks, brackets and punctuation around it. The dot of "Inc." or "Jr." stays."""
    start, end = span
    while start < end and words[start] in _WRAPPING:
        start += 1
    while end > start and words[end - 1] in _WRAPPING:
        if words[end - 1] == "." and _keeps_dot(words[start : end - 1]):
            break
        end -= 1
    return start, end


def _keeps_dot(before: str) -> bool:
    last = before.split()[-1] if before.split() else ""
    folded = last.replace(".", "").casefold()
    return (
        folded in lexicon.legal_forms("after") or folded in lexicon.phrases("people.suffixes") or re.search(r"\.\w$", last) is not None
    )


def is_lower(token: str) -> bool:
    """Whether a word is written in small letters throughout; never so in scripts without case."""
    letters = [char for char in token if char.isalpha()]
    return bool(letters) and all(char.islower() for char in letters)


def is_capitalised(token: str) -> bool:
    """Whether the first letter is a capital one, or of a script without case."""
    first = next((char for char in token if char.isalpha()), "")
    return bool(first) and not first.islower()


def plain(text: str) -> str:
    """A name for comparison: NFKC, small letters, no accents, no dots inside initials, single spaces."""
    decomposed = unicodedata.normalize("NFKD", lexicon.fold(unicodedata.normalize("NFKC", text)))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w&+'*/-]+", " ", bare.replace(".", "")).split()).strip("'-* ")


# People


def person_span(words: str, language: str) -> Words:
    """Where in `words` the person's name stands, without titles, affiliations and possessive; empty when nowhere.

    "Gov. Mike Pence" -> "Mike Pence", "Sen. Tim Kaine, D-Va." -> "Tim Kaine", "VW-Chef Winterkorn" -> "Winterkorn".
    """
    spans = [_without_titles(words, part, language) for part in _parts(words)]
    found = [span for span in spans if span[1] > span[0]]
    capitalised = [span for span in found if is_capitalised(words[slice(*span)])]
    # "the chairman of the Shoe Federation, Phillip Urban": what follows "of" is where he works.
    own = [span for span in capitalised if not follows_linking(words, span, language)]
    return next(iter([*own, *capitalised, *found]), (0, 0))


def follows_linking(words: str, span: Words, language: str) -> bool:
    """Whether a title and a linking word stand right before the span: "um porta-voz da" OpenAI."""
    before = words[: span[0]].rpartition(",")[2].split()
    return len(before) > 1 and any(
        is_lower(word) and lexicon.is_in(word, "function.linking", language) for word in before[-2:]
    )


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


def _without_titles(words: str, part: Words, language: str) -> Words:
    parts = tokens(words, *trimmed(words, part))
    parts = _after_leading_titles(words, parts, language)
    parts = _after_inner_title(words, parts, language)
    parts = _before_tail(words, parts, language)
    if not parts:
        return part[0], part[0]
    start, end = trimmed(words, (parts[0][0], parts[-1][1]))
    possessive = _POSSESSIVE.search(words[start:end])
    return start, end - (len(possessive.group()) if possessive else 0)


def _after_leading_titles(words: str, parts: list[Words], language: str) -> list[Words]:
    """Drop determiners, honorifics and titles in front, as long as something stays."""
    at, dropped = 0, False
    while at < len(parts):
        length = _title_at(words, parts, at, language)
        if not length and dropped and lexicon.is_in(_word(words, parts[at]), "function.linking", language):
            length = 1
        if not length and is_lower(words[slice(*parts[at])]) and not _is_particle(words, parts[at], language):
            length = 1
        if not length and _word(words, parts[at]).casefold().endswith("-based"):
            length = 1
        if not length:
            break
        at, dropped = at + length, True
    return parts[at:]


def _title_at(words: str, parts: list[Words], at: int, language: str) -> int:
    """How many tokens from `at` on are one determiner, honorific or title; 0 for none."""
    for length in range(min(_MAX_PHRASE, len(parts) - at), 0, -1):
        phrase = " ".join(_word(words, part) for part in parts[at : at + length])
        if length == 1 and _is_particle(words, parts[at], language) and not is_lower(phrase):
            continue
        if any(
            lexicon.is_in(phrase, table, code)
            for table in ("function.determiners", "people.honorifics", "people.titles")
            for code in ((language, "en") if table != "function.determiners" else (language,))
        ):
            return length
        if length == 1 and "-" in phrase and lexicon.is_in(re.split(r"-", phrase)[-1], "people.titles", language):
            return 1
    return 0


def _after_inner_title(words: str, parts: list[Words], language: str) -> list[Words]:
    """Drop what stands before an inner title or possessive: "NYPD Commissioner James O'Neill", "NBC's Dante Chinni"."""
    for at in range(len(parts) - 2, -1, -1):
        token = words[slice(*parts[at])]
        if not all(is_capitalised(words[slice(*part)]) for part in parts[at + 1 :][:1]):
            continue
        if _POSSESSIVE.search(token) and not re.match(r"[A-Z]['’]", token):
            return parts[at + 1 :]
        if at and not lexicon.is_in(_word(words, parts[at]), "people.surnames_too") and (
            lexicon.is_in(_word(words, parts[at]), "people.titles", language)
        ):
            return _after_leading_titles(words, parts[at:], language)
    return parts


def _before_tail(words: str, parts: list[Words], language: str) -> list[Words]:
    """Drop what follows the name: from the first small-letter word on that is no particle of a name."""
    for at, part in enumerate(parts):
        token = words[slice(*part)]
        if at and is_lower(token) and not _is_particle(words, part, language):
            before = _word(words, parts[at - 1])
            named_thing = words[parts[at - 1][0] : parts[at - 1][1]] != before and _POSSESSIVE.search(words[slice(*parts[at - 1])])
            if named_thing or not _opens_a_tail(token, language):
                return []
            parts = parts[:at]
            break
    while parts and is_lower(words[slice(*parts[-1])]) and _is_particle(words, parts[-1], language) and len(parts) > 1:
        parts = parts[:-1]
    return parts


def _opens_a_tail(token: str, language: str) -> bool:
    """Whether a small-letter word may follow a name without being part of a longer noun ("Trump campaign")."""
    tables = ("function.function", "function.finite", "function.relative", "function.linking", "channels.statement", "people.titles")
    return any(lexicon.is_in(token.strip(".,;:"), table, language) for table in tables)


def _is_particle(words: str, part: Words, language: str) -> bool:
    token = lexicon.fold(words[slice(*part)])
    return token in _PARTICLES or lexicon.is_in(token, "people.particles", language)


_PARTICLES = frozenset(
    "de da do dos das di del della der den dem des du van von vom zu zur ter ten te la le el al bin bint ibn ben abu e y i af av".split()
)


def _word(words: str, part: Words) -> str:
    """A token without the punctuation and possessive around it."""
    return _POSSESSIVE.sub("", words[slice(*trimmed(words, part))])


def person_key(name: str) -> tuple[str, ...]:
    """The name's words for comparison, without suffixes such as "Jr."."""
    parts = plain(name).split()
    while len(parts) > 1 and parts[-1] in lexicon.phrases("people.suffixes") and parts[-1] not in {"neto", "filho", "sobrinho", "hijo", "fils"}:
        parts.pop()
    return tuple(parts)


# Organisations


def organization_span(words: str, language: str, *, opens_sentence: bool = True) -> Words:
    """Where in `words` the organisation's name stands, legal form included; empty when nowhere.

    Within a sentence a capital article belongs to the name ("La Poste"), at its start nobody can tell.

    "a Meta" -> "Meta", "the San Francisco-based OpenAI" -> "OpenAI", "startup Scale AI, provedora" -> "Scale AI".
    """
    start, end = trimmed(words, (0, len(words)))
    end = start + _end_of_organization(words[start:end], language)
    parts = tokens(words, start, end)
    parts = _after_leading_words(words, parts, language, opens_sentence)
    if not parts:
        return start, start
    start, end = trimmed(words, (parts[0][0], parts[-1][1]))
    possessive = _POSSESSIVE.search(words[start:end])
    return start, end - (len(possessive.group()) if possessive else 0)


def _end_of_organization(words: str, language: str) -> int:
    """Where the name ends: before a bracket, and before a comma unless a legal form closes what follows it."""
    bracket = re.search(r"\s*[(\[]", words)
    end = bracket.start() if bracket and bracket.start() > 0 else len(words)
    comma = re.search(r",\s", words[:end])
    if comma and not legal_form(words[:end])[1]:
        end = comma.start()
    clause = next(
        (match for match in re.finditer(r"\s(\S+)", words[:end]) if is_lower(match[1]) and lexicon.is_in(match[1], "function.finite", language)),
        None,
    )
    return clause.start() if clause else end


def _after_leading_words(words: str, parts: list[Words], language: str, opens_sentence: bool) -> list[Words]:
    at = max((i + 1 for i, part in enumerate(parts[:-1]) if words[slice(*part)].casefold().endswith("-based")), default=0)
    while at < len(parts) - 1:
        token = _word(words, parts[at])
        rest = words[parts[at][0] : parts[-1][1]]
        if lexicon.is_in(rest, "organizations.media"):
            break
        described = is_capitalised(words[slice(*parts[at + 1])]) and not legal_form("x " + words[parts[at + 1][0] : parts[-1][1]])[0] == "x"
        small = described and is_lower(token) and "." not in token
        leading = described and is_lower(token) | (language[:2] == "de") and lexicon.is_in(token, "organizations.leading", language)
        article = lexicon.is_in(token, "function.determiners", language)
        if article and is_capitalised(token) and not opens_sentence and language[:2] in _ARTICLES_IN_NAMES:
            break
        if not (article or small or leading):
            break
        at += 1
    elided = re.match(r"(?:[dl]|dell|all|nell|sull|dall|un)['’](?=\w)", words[parts[at][0] : parts[at][1]]) if parts else None
    if elided and language[:2] in ("fr", "it"):
        parts[at] = (parts[at][0] + elided.end(), parts[at][1])
    return parts[at:]


def legal_form(name: str) -> tuple[str, str]:
    """The name without its legal form, and that form in its canonical spelling ("" when there is none).

    A form only counts at the end of the name, or in front of it for the few that stand there; a name that would be
    nothing else is left whole. Several forms in a row ("co Pty Ltd") are dropped together.
    """
    core, forms = name.strip(), []
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
        tail = _form_spelling(name[parts[-length][0] :])
        if tail in after:
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


def company_key(name: str) -> str:
    """The name for comparison: no legal form, small letters, no accents, no punctuation."""
    core, _ = legal_form(name)
    return plain(re.sub(r"^(?:the|The)\s+(?=\S)", "", core)) or plain(name)

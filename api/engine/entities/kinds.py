"""What sort of organisation a name names: company, public_body, media, fund, ngo or other.

The model's word is taken unless the name itself says otherwise ("Ministério da Saúde", "NATO", a legal form); the
words that say so are in the word files, of all languages at once, because articles name foreign bodies too.
"""

from __future__ import annotations

from functools import lru_cache

from api.engine.entities.company_names import legal_form
from api.engine.entities.names import tokens
from api.engine.languages import borders, lexicon
from api.engine.languages.language import Language
from api.engine.languages.language import language as language_of
from api.engine.languages.once import once, remembered

KINDS = ("company", "public_body", "media", "fund", "ngo", "other")

_ENGLISH = language_of("en")
_UNMISTAKABLE = 7
"""Letters beyond which a word of another language is not something else in this one."""

_ORDER = ("media", "public_body", "other", "ngo", "fund")


def kind_of(name: str, language: Language, said: str) -> str:
    """The kind of the organisation `name`, given what the model said it was (any word; unknown ones mean company)."""
    form = legal_form(name)[1]
    told = told_by_name(name, language)
    if form and form not in ("ev", "eg"):
        return told if told in ("fund", "media") else (said if said in ("fund", "media") else "company")
    if told == "other" and said == "public_body":
        return "ngo"  # a party, a club, a university: no business, and what else it is the article need not tell
    if told:
        return told
    return said if said in KINDS else "company"


@lru_cache(maxsize=16384)
def told_by_name(name: str, language: Language) -> str | None:
    """The kind that the words of the name give away, or None. Short words count only when they are the whole name."""
    whole = next((kind for own in (True, False) for kind in _ORDER if _whole(name, kind, language, own=own)), None)
    if whole:
        return whole
    best: tuple[int, int, str] | None = None
    for rank, kind in enumerate(_ORDER):
        for match in _within(kind, language).finditer(name):
            # The first telling word of a name is its head ("Ministry of Universities"), in English the last one.
            place = -match.end() if language.flag("head_last") and " of " not in name else match.start()
            if kind == "media" and language.has_too(match.group(), "organizations.descriptors"):
                continue  # "Capital" is a magazine, "Tarn Capital" a firm
            if _says_enough(match.group()) and (best is None or (place, rank) < best[:2]):
                best = (place, rank, kind)
    return best[2] if best else None


@remembered(8192)
def is_known_body(name: str) -> bool:
    """Whether the whole name is in the word files as one body ("European Union", "Reuters")."""
    return any(_whole(name, kind, _ENGLISH, own=own) for kind in _ORDER for own in (True, False))


def _whole(name: str, kind: str, language: Language, *, own: bool) -> bool:
    """Whether the whole name is one body of the article's language or of English (`own`), or of any other.

    A short word of another language is one of its bodies only in capitals: "LIGA" but not "Liga" in English.
    """
    bare = name.split(maxsplit=1)[1] if len(tokens(name)) > 1 and name[:4].lower() == "the " else name
    table = f"organizations.{kind}"
    if own:
        return any(language.has_too(each, table) for each in {name, bare})
    return (bare.isupper() or len(bare) > _UNMISTAKABLE) and lexicon.is_in(bare, table)


@once
def _within(kind: str, language: Language) -> lexicon.Pattern:
    own = language.phrases(f"organizations.{kind}")
    return lexicon.compiled(own | lexicon.phrases(f"organizations.{kind}", "en") | _unmistakable(kind))


@once
def _unmistakable(kind: str) -> frozenset[str]:
    """Words of other languages that are long enough not to be something else in this one."""
    return frozenset(
        phrase
        for phrase in lexicon.phrases(f"organizations.{kind}") - lexicon.phrases("people.titles")
        if len(phrase) > _UNMISTAKABLE and "*" not in phrase
    )


def _says_enough(word: str) -> bool:
    """An acronym or a short name of one body ("AP", "SEC", "Globo") tells the kind of the whole name only."""
    if borders.packs_more(word):
        return len(word) > 1
    return len(word) > 3 and not word.isupper()

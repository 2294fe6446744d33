"""The gender that a first name mostly has, from the name lists of Faker: the weakest evidence there is, used last."""

from __future__ import annotations

from importlib import import_module

from faker.providers import person

from api.engine.languages.once import once

_LOCALES = {
    "ca": ("es_CA", "es_ES"),
    "cs": ("cs_CZ",),
    "da": ("da_DK",),
    "de": ("de_DE", "de_AT", "de_CH"),
    "el": ("el_GR",),
    "en": ("en_US", "en_GB", "en_IE", "en_IN"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL"),
    "fi": ("fi_FI",),
    "fr": ("fr_FR", "fr_BE", "fr_CH"),
    "gl": ("es_ES", "pt_PT"),
    "hu": ("hu_HU",),
    "id": ("id_ID",),
    "it": ("it_IT",),
    "nb": ("no_NO",),
    "nl": ("nl_NL", "nl_BE"),
    "pl": ("pl_PL",),
    "pt": ("pt_BR", "pt_PT"),
    "ro": ("ro_RO",),
    "ru": ("ru_RU",),
    "sv": ("sv_SE",),
    "tr": ("tr_TR",),
    "uk": ("uk_UA",),
}
_NEIGHBOURS = ("en", "de", "fr", "es", "it", "pt", "nl", "sv")
"""News name foreigners too: their lists answer where the language's own do not know a name."""


def gender(name: str, language: str) -> str | None:
    """Answer "f" or "m" for a full name whose first part is a woman's or a man's name only, else None."""
    parts = name.split()
    if len(parts) < 2:
        return None
    first = parts[0].split("-")[0].casefold()
    for lists in (_lists(language), _neighbours()):
        told = [sex for sex, names in zip("fm", lists, strict=True) if first in names]
        if told:
            return told[0] if len(told) == 1 else None
    return None


def is_first_name(word: str, language: str) -> bool:
    """Whether the word is a first name of the language or of its neighbours, whatever else it may mean."""
    return any(word.casefold() in names for lists in (_lists(language), _neighbours()) for names in lists)


@once
def _lists(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return _read(_LOCALES.get(language, ()))


@once
def _neighbours() -> tuple[frozenset[str], frozenset[str]]:
    women, men = _read(tuple(locale for language in _NEIGHBOURS for locale in _LOCALES[language]))
    return women - men, men - women


def _read(locales: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    women: set[str] = set()
    men: set[str] = set()
    for locale in locales:
        try:
            provider = import_module(f"{person.__name__}.{locale}").Provider
        except ImportError:
            continue
        women.update(name.casefold() for name in getattr(provider, "first_names_female", ()))
        men.update(name.casefold() for name in getattr(provider, "first_names_male", ()))
    return frozenset(women), frozenset(men)

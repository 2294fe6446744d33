"""Dictionary forms of words: simplemma, with its dictionaries held small and each loaded once.

Its default backend keeps a dictionary as a Python dict, which takes up to 400 MB for one language (Polish, Finnish),
and loads it once for each thread that asks first at the same time. Its compact backend takes 3 to 50 MB a language, so
that all of them together stay below what two take otherwise and none need ever be dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import StreamDictionaryFactory
from simplemma.utils import normalize_token

WORDS = 8192
"""Lemmas kept; whoever asks often keeps them too."""


class _Dictionaries(StreamDictionaryFactory):
    """Every dictionary that was asked for, each loaded by one thread while the others wait."""

    def __init__(self) -> None:
        super().__init__()
        self._loaded: dict[str, Mapping[str, str]] = {}
        self._loading = threading.Lock()

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The dictionary of a language. Raises ValueError where there is none."""
        if (found := self._loaded.get(lang)) is not None:
            return found
        with self._loading:
            if lang not in self._loaded:
                self._loaded[lang] = self._get_dictionary_uncached(lang)
            return self._loaded[lang]


_dictionaries = _Dictionaries()
_lookup = DictionaryLookupStrategy(_dictionaries)
_lemmatizer = Lemmatizer(cache_max_size=WORDS, lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionaries))


def lemma(word: str, code: str) -> str | None:
    """The dictionary form of a word in a language (ISO 639-1); None where the language has no dictionary."""
    try:
        return _lemmatizer.lemmatize(word, lang=code)
    except ValueError:
        return None


def is_known(word: str, code: str) -> bool:
    """Whether the dictionary of the language (ISO 639-1) has the word; no where it has none."""
    try:
        return bool(word) and _lookup.get_lemma(normalize_token(word), code) is not None
    except ValueError:
        return False

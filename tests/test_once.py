"""What is made of tables is made once, however many ask first at the same time, and what is kept is bounded."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from api.engine import preparing
from api.engine.languages import dictionary, lexicon, once
from api.engine.values import normalise
from api.settings import Settings


def test_many_threads_that_ask_at_once_make_it_once() -> None:
    made: list[str] = []
    gate = threading.Barrier(16)

    @once.once
    def table(code: str) -> list[str]:
        made.append(code)
        time.sleep(0.05)
        return [code]

    def ask(number: int) -> list[str]:
        gate.wait()
        return table("xx")

    with ThreadPoolExecutor(16) as pool:
        got = list(pool.map(ask, range(16)))
    assert made == ["xx"]
    assert all(value is got[0] for value in got)


def test_what_fails_is_not_kept() -> None:
    tries: list[int] = []

    @once.once
    def broken() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError
        return 7

    with pytest.raises(ValueError):
        broken()
    assert broken() == 7


def test_only_so_many_values_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "MOST", 2)
    made: list[int] = []

    @once.once
    def number(n: int) -> int:
        made.append(n)
        return n

    for n in (1, 2, 3, 3, 1):
        assert number(n) == n
    assert made == [1, 2, 3, 1]


def test_a_dictionary_is_loaded_once_and_a_language_without_one_has_no_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    own = dictionary._Dictionaries()
    loads: list[str] = []
    load = own._get_dictionary_uncached

    def slowly(lang: str) -> object:
        loads.append(lang)
        time.sleep(0.05)
        return load(lang)

    monkeypatch.setattr(dictionary._Dictionaries, "_get_dictionary_uncached", lambda self, lang: slowly(lang))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(own.get_dictionary, ["ms"] * 8))
    assert loads == ["ms"]
    assert all(one is found[0] for one in found)
    assert (dictionary.lemma("houses", "en"), dictionary.lemma("家", "zh")) == ("house", None)
    assert (dictionary.is_known("house", "en"), dictionary.is_known("qzxv", "en")) == (True, False)
    assert (dictionary.is_known("house", "xx"), dictionary.is_known("", "en")) == (False, False)


def test_the_moments_of_articles_are_not_kept_for_good() -> None:
    for minutes in range(100):
        normalise.date("last Monday", "en", datetime(2025, 1, 1) + timedelta(minutes=minutes))
    kept = normalise._parser.cache_info()
    assert kept.maxsize is not None
    assert kept.currsize <= kept.maxsize < 100


def test_preparing_leaves_the_next_article_of_its_language_nothing_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    preparing.prepare(Settings())
    made: list[object] = []
    compiled = lexicon.compiled
    monkeypatch.setattr(lexicon, "compiled", lambda listed: made.append(listed) or compiled(listed))
    preparing.prepare(Settings())
    assert made == []


def test_what_is_remembered_of_words_is_asked_once_and_long_ones_are_not_kept() -> None:
    asked: list[str] = []

    @once.remembered(2)
    def length(words: str, times: int = 1) -> int:
        asked.append(words)
        return times * len(words)

    assert [length("one"), length("one"), length("one", 2), length("one", times=2)] == [3, 3, 6, 6]
    assert asked == ["one"] * 3
    long = "x" * (once.LONGEST_KEPT + 1)
    assert length(long) == length(long) == len(long)
    assert asked[3:] == [long] * 2
    once.forget()
    length("one")
    assert asked[5:] == ["one"]

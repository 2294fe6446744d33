"""The word files: every language has the same tables, and an unknown language is answered all the same."""

from __future__ import annotations

import random
import re
import tomllib
from importlib.resources import files

import pytest

from api.engine.languages import lexicon

FREE_TABLES = {"grammar", "numbers", "units", "magnitudes", "money", "deals", "frames", "stages"}
DEALS = {"deals", "frames", "stages"}
"""Sections that a language has once its deals are told by grammar."""


def raw(language: str) -> dict[str, object]:
    return tomllib.loads(files("api.engine.languages").joinpath(f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_language_has_every_table_that_english_has(language: str) -> None:
    ours, english = raw(language), raw("en")
    assert set(ours) | DEALS == set(english)
    for section, tables in english.items():
        if isinstance(tables, dict) and section not in FREE_TABLES:
            # Not every language needs family names that are common nouns, or companies that are, or parts its verbs.
            missing = set(tables) - set(ours[section]) - {"surnames_too", "companies", "split"}  # type: ignore[call-overload]
            assert not missing, (language, section)


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_language_can_tell_who_buys_and_who_sells(language: str) -> None:
    """Not every frame has a verb and a noun everywhere, nor every relation a preposition."""
    told = raw(language)
    frames, deals = told["frames"], told["deals"]
    assert isinstance(frames, dict)
    assert isinstance(deals, dict)
    assert {"buy", "buy_nouns", "sell", "sell_nouns", "bid_nouns", "merge", "invest", "supply", "license"} <= set(
        frames
    )
    assert {"shares", "things", "companies", "price", "not_price", "per_share", "deal_words", "past", "open"} <= set(
        deals
    )


@pytest.mark.parametrize("language", lexicon.languages())
def test_every_ready_expression_compiles(language: str) -> None:
    for name in ("undisclosed", "vague_money"):
        assert re.compile(lexicon.wording(name, language))


@pytest.mark.parametrize("language", lexicon.languages())
def test_no_word_stands_on_both_sides_of_a_pair_of_opposites(language: str) -> None:
    for left, right in lexicon.opposites(language):
        assert not left & right


def test_an_unknown_language_is_answered_with_the_tables_of_all() -> None:
    assert lexicon.is_in("Geschäftsführer", "people.titles", "xx")
    assert lexicon.is_in("diretora financeira", "people.titles", "xx")
    assert not lexicon.is_in("Geschäftsführer", "people.titles", "pt")


def test_a_region_does_not_matter() -> None:
    assert lexicon.phrases("signs.negation", "pt-BR") == lexicon.phrases("signs.negation", "pt")


def test_a_star_stands_for_letters_and_case_does_not_matter() -> None:
    assert lexicon.is_in("Landesfinanzministerium", "organizations.public_body", "de")
    assert lexicon.pattern("sources.spokespeople", "de").search("die KONZERNSPRECHERIN")
    assert not lexicon.pattern("sources.spokespeople", "de").search("die Sprecherinnenrolle")
    assert lexicon.pattern("sources.spokespeople", "de").search("der Konzernsprecher sagte")


def test_accents_part_words() -> None:
    assert lexicon.is_in("não", "signs.negation", "pt")
    assert not lexicon.is_in("nao", "signs.negation", "pt")


def first_letters() -> set[str]:
    """Every letter that a phrase of any table begins with."""
    tables = [table for language in lexicon.languages() for table in raw(language).values() if isinstance(table, dict)]
    listed = [phrases for table in tables for phrases in table.values() if isinstance(phrases, str)]
    return {phrase[0] for phrases in listed for phrase in lexicon.split(phrases)}


def test_a_letter_is_spelled_out_in_all_cases_that_ignoring_case_would_take() -> None:
    every = "".join(chr(point) for point in range(0x3000) if not 0xD800 <= point < 0xE000)
    known = [(letter, cases) for letter in first_letters() if (cases := lexicon.cases(letter)) is not None]
    assert len(known) > 200
    for letter, cases in known:
        if letter < "\u3000":
            assert set(re.findall(letter, every, re.IGNORECASE)) == set(cases), letter


@pytest.mark.parametrize("seed", range(40))
def test_phrases_grouped_by_their_first_letter_match_what_one_branch_a_phrase_would(seed: int) -> None:
    chance = random.Random(seed)
    letters = "abikså éßıвт*א'"
    phrases = {"".join(chance.choices(letters, k=chance.randint(1, 6))).strip() for _ in range(30)}
    listed = sorted((phrase for phrase in phrases if phrase), key=lambda phrase: (-len(phrase), phrase))
    plain = re.compile("|".join(lexicon.spelling(phrase) for phrase in listed), re.IGNORECASE)
    grouped = re.compile(lexicon.branches(listed), re.IGNORECASE)
    for _ in range(300):
        text = "".join(chance.choices(letters + "ABIKS\u212aſİ", k=12))
        assert [m.span() for m in grouped.finditer(text)] == [m.span() for m in plain.finditer(text)]


@pytest.mark.parametrize("language", ["tr", "hi", "en", "de"])
def test_a_word_is_in_a_table_whenever_the_whole_pattern_of_the_table_matches_it(language: str) -> None:
    for table in ("people.titles", "organizations.public_body", "function.function"):
        whole = lexicon.whole(table, language)
        for phrase in sorted(lexicon.phrases(table, language)):
            word = phrase.replace("*", "x")
            for written in (word, word.upper(), word.replace("i", "ı"), word + "x"):
                folded = lexicon.fold(written)
                dotless = folded.rstrip(".") in lexicon.phrases(table, language)
                assert lexicon.is_in(written, table, language) == (dotless or bool(whole.fullmatch(folded))), written

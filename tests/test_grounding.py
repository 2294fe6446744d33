"""Words to spans: known spans planted in seeded text, the borders of words and numbers, and what must not be taken."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.document import text
from api.engine.grounding.align import CONTEXT, Match, ground, refusal, sentence_at, span

WORDS = [
    *(
        "ação",
        "fábrica",
        "preço",
        "governo",
        "said",
        "the",
        "company",
        "of",
        "would",
        "shares",
        "März",
        "Straße",
        "für",
    ),
    *("Übernahme", "société", "à", "l’usine", "Größe", "müßte", "coração", "năm", "žluťoučký", "İzmir", "ﬁrst", "café"),
]
TEXT = (
    "A Meta Norte comprou 12% da Fiação por US$ 1.200.300 em 2020.\n“Não haverá demissões”, disse  Ana\nReis à "
    "imprensa. Metalúrgicos duvidam. Profit rose to $3.5 billion; the Straße is closed. Cafe\u0301 Norte, café. 35 men."
)


def _random_text(rng: random.Random, size: int) -> str:
    pieces: list[str] = []
    while sum(map(len, pieces)) < size:
        word = rng.choice(WORDS) + rng.choice(["", "", "", "x", "er", "s"]) + rng.choice(["", "", "", ",", "."])
        pieces.append(word + rng.choice([" ", " ", " ", "  ", "\n", "\u00a0"]))
    return "".join(pieces)


def _planted(rng: random.Random) -> tuple[str, str, int]:
    """A text, a span of it that stands there once, and its start."""
    quote = " ".join(f"{rng.choice(WORDS)}{rng.randrange(100, 999)}" for _ in range(rng.randrange(2, 12)))
    before = _random_text(rng, rng.randrange(0, 3000))
    return before + quote + " " + _random_text(rng, rng.randrange(0, 3000)), quote, len(before)


def _found(body: str, words: str, language: str = "und") -> str | None:
    match = ground(body, words, language=language)
    return match and body[match.start : match.end]


@pytest.mark.parametrize("seed", range(40))
def test_a_planted_span_is_found_where_it_was_planted(seed: int) -> None:
    body, quote, start = _planted(random.Random(seed))
    assert ground(body, quote) == Match(start, start + len(quote), "exact", 1.0)


@pytest.mark.parametrize("seed", range(40))
def test_a_planted_span_is_found_in_another_case_and_form(seed: int) -> None:
    rng = random.Random(seed)
    body, quote, start = _planted(rng)
    other = unicodedata.normalize(rng.choice(["NFD", "NFKC"]), quote.swapcase())
    other = other.replace(" ", rng.choice(["  ", "\n", "\u00a0", " \u200b"])).replace("’", "'")
    match = ground(body, f"„{other}“.")
    assert match is not None
    assert (match.start, match.end) == (start, start + len(quote))
    assert match.kind in ("folded", "exact")


@pytest.mark.parametrize("seed", range(40))
def test_a_planted_span_is_found_with_a_word_changed(seed: int) -> None:
    rng = random.Random(seed)
    words = [
        rng.choice(["vendas", "linhas", "unidade", "trimestre", "empresa", "contratos", "mercado"]) for _ in range(12)
    ]
    quote = " ".join(words)
    before, after = _random_text(rng, 2000), _random_text(rng, 2000)
    body = f"{before}{quote} {after}"
    words[rng.randrange(2, 10)] = rng.choice(["das", "com", "lote"])
    match = ground(body, " ".join(words))
    assert match == Match(len(before), len(before) + len(quote), "approximate", match.score if match else 0)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=20), st.integers(-5, 130), st.integers(-5, 130))
def test_a_match_lies_within_bounds_and_holds_the_words(body: str, words: str, start: int, end: int) -> None:
    match = ground(body, words, start=start, end=end)
    if match is not None:
        assert max(start, 0) <= match.start < match.end <= min(end, len(body))
        if match.kind == "exact":
            assert body[match.start : match.end] in words


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, "12", "1,5", "👍🏽", "شركة", "e\u0301", "会社", "-", "“"]), min_size=1, max_size=30
    ),
    st.data(),
)
def test_any_run_of_words_of_a_text_is_found_in_it(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    wanted = " ".join(words[first:last])
    match = ground("\n".join(words), wanted.upper() if data.draw(st.booleans()) else wanted)
    assert (match is not None) == any(map(str.isalnum, wanted))


@pytest.mark.parametrize(
    ("words", "found", "kind"),
    [
        ("Meta Norte", "Meta Norte", "exact"),
        ("meta norte", "Meta Norte", "folded"),
        ('"Não haverá demissões"', "Não haverá demissões", "exact"),
        ("Não haverá demissões", "Não haverá demissões", "exact"),
        ("Ana Reis à imprensa.", "Ana\nReis à imprensa.", "folded"),
        ("nao havera demissoes", "Não haverá demissões", "folded"),
        ("STRASSE", "Straße", "folded"),
        ("Café Norte", "Cafe\u0301 Norte", "folded"),
        ("café", "café", "exact"),
        ("a Meta Norte comprou 12% de Fiação", "A Meta Norte comprou 12% da Fiação", "approximate"),
    ],
)
def test_words_are_found_exactly_then_folded_then_approximately(words: str, found: str, kind: str) -> None:
    match = ground(TEXT, words)
    assert match is not None
    assert (TEXT[match.start : match.end], match.kind) == (found, kind)


@pytest.mark.parametrize(
    "words",
    ["Metal", "rte", "Stra", "2%", "200", "1.200", "300", "3", "5 billion", "20", "Cafe\u0301 N", "", " ", "“”", "…"],
)
def test_nothing_is_found_inside_a_word_or_a_number(words: str) -> None:
    assert ground(TEXT, words) is None


@pytest.mark.parametrize(
    "words",
    [
        "A Meta Norte comprou 13% da Fiação",
        "A Meta Norte comprou 12% da Fiação por US$ 1.200.301 em 2020",
        "A Meta Norte comprou 12% da Fiação por US$ 1.200.300 em 2021",
        "Profit rose to $35 billion; the Straße is closed",
        "Profit rose to $3.4 billion; the Straße is closed",
        "Profit rose to billion; the Straße is closed",
        "A Meta Norte comprou da Fiação por US$ 1.200.300 em 2020",
    ],
)
def test_a_wrong_or_missing_number_is_never_taken(words: str) -> None:
    assert ground(TEXT, words) is None


def test_the_same_number_written_otherwise_is_taken() -> None:
    assert _found(TEXT, "Meta Norte comprou os 12% da Fiação por US$ 1,200,300 em 2020") is not None
    assert _found(TEXT, "Profits rose to $3,5 billion") == "Profit rose to $3.5 billion"


def test_another_name_is_never_taken() -> None:
    assert ground(TEXT, "A Rota Norte comprou 12% da Fiação por US$ 1.200.300 em 2020") is None
    assert ground(TEXT, "A Meta Sul comprou 12% da Fiação por US$ 1.200.300 em 2020") is None


def test_another_statement_in_like_words_is_never_taken() -> None:
    body = "The union denied that it will receive a share of the profits through the sale of the stores."
    assert _found(body, "union denies that it will receive a share of profits through sale of the stores") is not None
    assert (
        _found(body, "The board denied that it will receive a share of the profits through the sale of the stores")
        is None
    )
    assert (
        _found(body, "The union denied that it will receive a share of the profits through the repair of stores")
        is None
    )


def test_of_two_like_sentences_the_one_with_the_right_number_is_taken() -> None:
    body = "The first mill employs about 300 people in Hull. The second mill employs about 450 people in Hull."
    assert (
        _found(body, "second mill employed about 450 people in Hull", language="en")
        == "second mill employs about 450 people in Hull"
    )
    assert _found(body, "mill employed about 300 people", language="en") == "mill employs about 300 people"


def test_a_word_that_turns_the_meaning_is_never_taken() -> None:
    body = "The company said on Monday that its profit rose in the last quarter of the year."
    assert (
        ground(body, "the company said on Monday that its profit rose in this last quarter", language="en") is not None
    )
    assert ground(body, "the company said on Monday that its profit fell in this last quarter", language="en") is None
    assert ground(body, "the company said on Monday that its profit did not rise in the quarter", language="en") is None


def test_a_refusal_says_why() -> None:
    assert "12" in str(refusal(TEXT, "A Meta Norte comprou 13% da Fiação", "pt"))
    assert "Rota" in str(refusal(TEXT, "A Rota Norte comprou 12% da Fiação", "pt"))
    assert refusal(TEXT, "Os trabalhadores entraram em greve contra a venda da companhia", "pt") is None


def test_what_is_not_there_is_not_found() -> None:
    assert ground(TEXT, "Os trabalhadores entraram em greve contra a venda da companhia") is None


def test_of_several_places_the_nearest_is_taken() -> None:
    body = "Bolt fell. Nut rose. Bolt rose. Nut fell. bolt."
    assert [ground(body, "Bolt", near=near).start for near in (0, 9, 20, 45)] == [0, 0, 21, 21]  # type: ignore[union-attr]
    assert ground(body, "Nut", start=15) == Match(32, 35, "exact", 1.0)
    assert ground(body, "Bolt", start=25, end=40) is None


def test_scripts_without_spaces_have_borders_between_their_characters() -> None:
    assert _found("公司昨天宣布收购北方工厂。", "宣布收购") == "宣布收购"
    assert _found("会社はABC社を買収した。", "ABC社") == "ABC社"


def test_approximate_matching_can_be_left_out() -> None:
    assert ground(TEXT, "a Meta Norte comprou 12% de Fiação", approximate=False) is None


def test_an_approximate_match_keeps_whole_words_and_no_punctuation_at_its_edges() -> None:
    body = "Ontem (segunda), a diretora negou que a fábrica vá fechar em maio, apesar dos rumores."
    assert (
        _found(body, "diretora nega que a fábrica fechará em maio") == "diretora negou que a fábrica vá fechar em maio"
    )


def test_a_span_carries_its_quote_context_and_sentence() -> None:
    article = text.read(TEXT, language="pt")
    match = ground(article.text, "metalúrgicos duvidam")
    assert match is not None
    made = span(article, match.start, match.end, match.kind)
    assert made.quote == "Metalúrgicos duvidam"
    assert article.text[made.start : made.end] == made.quote
    assert made.prefix == article.text[made.start - CONTEXT : made.start]
    assert article.text[made.end :].startswith(made.suffix)
    assert len(made.suffix) == CONTEXT
    sentence = article.sentences[made.sentence]
    assert sentence.start <= made.start < made.end <= sentence.end
    assert made.match == "folded"
    assert sentence_at(article, 0) == 0
    assert span(article, 0, 1).prefix == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("a " * 100_000, "a a a a a a b a a a a a a"),
        ("ab" * 100_000, "ab" * 400 + "c"),
        ("the mill said " * 14_000, "the mill never said that the mill " * 20),
        ("e\u0301" * 100_000, "e\u0301" * 30),
        ("1,2 " * 50_000, "1,2 1,2 1,3 said"),
    ],
    ids=["letters", "one word", "phrases", "marks", "numbers"],
)
def test_two_hundred_thousand_characters_take_no_more_than_seconds(body: str, words: str) -> None:
    began = time.process_time()
    ground(body, words)
    assert time.process_time() - began < 5  # some tenths of a second when nothing else runs

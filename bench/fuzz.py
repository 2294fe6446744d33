"""`python -m bench.fuzz [CASES]`: seeded nonsense for the reply parser, grounding, the copy grammar and the segmenter.

None may raise, and each has an oracle: words that are found stand there, sentences leave out white space alone.
"""

from __future__ import annotations

import random
import sys

from api.engine.document import text
from api.engine.grounding import align
from api.engine.llm import reply
from api.engine.llm.copy_grammar import Words, compile_grammar
from api.problems import EmptyArticle, UnreadableText

PIECES = (
    *("{", "}", "[", "]", '"', "\\", ":", ",", "null", "1e999", "-", '"said"', "```json\n", "<think>", "\n", "\t", " "),
    *("A", "word", "Straße", "ﬁ", "é", "e\u0301", "🙂", "\u200d", "\u200b", "\u202e", "“", "”", "«", "»", "'", "’"),
    *("1,100", "5 %", "$3m", "...", ". ", "! ", "No.", "中", "文", "。", "「", "」", "ا", "ל", "क", "\u0000", "\ud800"),
)
SCHEMA = {"type": "array", "items": {"type": "string", "x-copy": "words"}, "maxItems": 3}


def run(cases: int, seed: int = 1) -> None:
    """That many cases of each kind. Raises AssertionError with the case that broke."""
    chance = random.Random(seed)
    for number in range(cases):
        made = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 40)))
        reply.read(made, chance.choice(("reply_names", "reply_roster", "reply_speakers", "reply_article")))
        try:
            article = text.read(made, language=chance.choice(("en", "de", "zh", "ar", "eo")))
        except (EmptyArticle, UnreadableText):
            continue
        at = 0
        for sentence in article.sentences:
            assert not article.text[at : sentence.start].strip(), (seed, number, made)
            assert sentence.start < sentence.end, (seed, number, made)
            at = sentence.end
        assert not article.text[at:].strip(), (seed, number, made)
        start = chance.randrange(len(article.text))
        words = article.text[start : start + chance.randrange(1, 30)]
        found = align.ground(article.text, words)
        assert found is None or found.kind != "exact" or article.text[found.start : found.end] in words, (number, made)
        grammar = compile_grammar(SCHEMA, {"words": Words(article.text, chance.choice((None, 3)))})
        assert len(grammar) < 400 * (len(article.text) + 2), (seed, number, made)


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

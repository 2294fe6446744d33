"""Reading an article with a large model: all of it in one question, a long one in overlapping windows at once.

The sentences are numbered, the reply points at their numbers and copies short words; `placing` proves them. The same
code serves endpoints with a JSON Schema, with a copy grammar and with neither: only how the reply is held differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.engine.deals import checking
from api.engine.document.span import Span, Spans
from api.engine.document.text import Article, Passage, windows
from api.engine.draft import Draft, DraftDeal, Place
from api.engine.entities.grouping import gathered
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Choices, Vocabulary, Words
from api.engine.llm.prompts import Prompt
from api.engine.readers.placing import place_reply
from api.engine.telling import Stage
from api.engine.values import money

PROMPTS: tuple[str, ...] = ("article",)

OVERLAP = 1500
"""Code points that two windows share, so that who speaks and what "the company" is are known in the second."""

SMALLEST = 1500
"""Code points of the smallest window, however short the model's context is told to be."""

REPLY_BASE = 1200
"""Tokens of a reply beyond what it copies from the article."""

LEAST_REPLY = 400
"""Tokens that a reply is given in any case."""

BYTES_A_TOKEN = 3
"""Of UTF-8, at least, for the tokenizers in use: fewer in no language we know of."""

SAME = 0.7
"""The part of two claims' words that is shared when they are one."""


def read(article: Article, conversation: Conversation, after: Stage = lambda stage, draft: None) -> Draft:
    """What the model makes of the article. A failed window leaves its part out and is noted in `conversation`.

    Raises what `Model.capabilities` raises.
    """
    prompt = prompts.load(PROMPTS[0])
    shown = [window for window in _windows(article, conversation, prompt) if _has_words(article, window)]
    answers = conversation.ask_all([_question(article, window, conversation, prompt) for window in shown])
    draft = merge(place_reply(article, window, answer) for window, answer in zip(shown, answers, strict=True))
    draft.roster = gathered(article, draft.names)
    deals, refused = checking.checked(article, draft.roster, draft.deals)
    draft.deals = list(deals)
    draft.rejected += refused
    return draft


def _windows(article: Article, conversation: Conversation, prompt: Prompt) -> tuple[Passage, ...]:
    """The article in parts that the model can hold, one if it can."""
    limit = conversation.window
    context = conversation.capabilities.context
    if context is not None:
        room = context - _tokens("".join(content for _, content in prompt.opening)) - REPLY_BASE
        # The reply may copy all that was asked about, so the window counts twice.
        density = len(article.text.encode()) / len(article.text)
        limit = min(limit, max(int(room * BYTES_A_TOKEN / density / 2), SMALLEST))
    return windows(article, limit, min(OVERLAP, limit // 4))


def _tokens(text: str) -> int:
    return len(text.encode()) // BYTES_A_TOKEN


def _has_words(article: Article, window: Passage) -> bool:
    return any(map(str.isalnum, article.text[window.start : window.end]))


def _question(article: Article, window: Passage, conversation: Conversation, prompt: Prompt) -> Question:
    text = article.text[window.start : window.end]
    about = f"Part of a longer article: {article.title}\n\n" if window.first_sentence and article.title else ""
    variables = {"about": about, "sentences": numbered(article, window)}
    can = conversation.capabilities
    most = REPLY_BASE + _tokens(text)
    if can.context is not None:
        asked = _tokens("".join(message["content"] for message in prompt.messages(**variables)))
        most = max(min(most, can.context - asked), LEAST_REPLY)
    vocabularies = _vocabularies(article, window) if can.grammar == "vllm" else None
    return Question(prompt, variables, (window.start, window.end), most, vocabularies)


def numbered(article: Article, window: Passage) -> str:
    """The window's sentences, a line each with its number in the article (from 1), an empty line between paragraphs."""
    lines: list[str] = []
    paragraph: int | None = None
    for sentence in article.sentences[window.first_sentence : window.last_sentence]:
        if paragraph is not None and sentence.paragraph != paragraph:
            lines.append("")
        paragraph = sentence.paragraph
        lines.append(f"[{sentence.index + 1}] {' '.join(article.quote(sentence.start, sentence.end).split())}")
    return "\n".join(lines)


def _vocabularies(article: Article, window: Passage) -> dict[str, Vocabulary]:
    """Any words of the window within a paragraph, and its money."""
    text = article.text[window.start : window.end]
    within = article.sentences[window.first_sentence : window.last_sentence]
    pairs = pairwise(within)
    breaks = tuple(after.start - window.start for before, after in pairs if before.paragraph != after.paragraph)
    amounts = (text[start:end] for start, end in money.find_money(text, article.language))
    return {
        "words": Words(text, None, breaks=breaks),
        "amounts": Choices(tuple(dict.fromkeys(" ".join(amount.split()) for amount in amounts))),
    }


def merge(drafts: Iterator[Draft]) -> Draft:
    """One draft of those of overlapping windows: what stands at the same place is kept once."""
    whole = Draft()
    claims, deals = Spans(), _Deals()
    for draft in drafts:
        names = {name.place for name in whole.names}
        whole.names += [name for name in draft.names if name.place not in names]
        roles = set(whole.roles)
        whole.roles += [role for role in draft.roles if role not in roles]
        for claim in draft.claims:
            place = Span(*max(claim.content, key=lambda place: place[1] - place[0]))
            if not any(_is_mostly(place, other) for other in claims.overlapping(place)):
                claims.add(place)
                whole.claims.append(claim)
        for deal in draft.deals:
            deals.add(deal)
        whole.matches.update(draft.matches)
        told = {(each.kind, each.value, each.reason) for each in whole.rejected}
        whole.rejected += [each for each in draft.rejected if (each.kind, each.value, each.reason) not in told]
    whole.deals = deals.listed
    return whole


def _is_mostly(one: Span, other: Span) -> bool:
    """Whether the longest parts of two claims are mostly the same words."""
    return min(one.end, other.end) - max(one.start, other.start) >= SAME * max(len(one), len(other))


class _Deals:
    """Deals in the order in which they were told first, each with what later windows add to it."""

    def __init__(self) -> None:
        self.listed: list[DraftDeal] = []
        self._at: dict[tuple[str, Place | None], list[int]] = defaultdict(list)
        """By type and the place of a party, or None where there are none: which of `listed`."""

    def add(self, deal: DraftDeal) -> None:
        """Add the deal, or what it adds to the same deal that another window told of."""
        named = _places(deal)
        shared = {at for place in (*named, None) for at in self._at[deal.type, place]}
        near = sorted(shared) if named else range(len(self.listed))
        for at in near:
            known = self.listed[at]
            others = _places(known)
            if known.type == deal.type and (others <= named or named <= others):
                parties = known.parties if len(others) >= len(named) else deal.parties
                status = deal.status if known.status == "unknown" else known.status
                amounts, evidence = _union(known.amounts, deal.amounts), _union(known.evidence, deal.evidence)
                self._set(at, DraftDeal(known.type, status, parties, amounts, evidence))
                return
        self.listed.append(deal)
        self._set(len(self.listed) - 1, deal)

    def _set(self, at: int, deal: DraftDeal) -> None:
        self.listed[at] = deal
        for place in _places(deal) or (None,):
            if at not in self._at[deal.type, place]:
                self._at[deal.type, place].append(at)


def _places(deal: DraftDeal) -> set[Place]:
    return {place for _, place in deal.parties}


def _union(one: Sequence[Place], other: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(sorted({*one, *other}))

"""Subjects behind their verb: after a quotation, a comma or an adverbial ("“…”, said Ana Rao on Monday")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.engine.claims import cues
from api.engine.claims.clauses import ENDS, TOKEN, Clause, Subject, is_helper, tokens_of
from api.engine.claims.phrases import phrase_after, phrase_before
from api.engine.document.span import Span
from api.engine.entities.names import is_capitalised
from api.engine.languages import places
from api.engine.languages.language import Language

_LONGEST_NAME = 4
"""Words of a name between two commas."""

_LONGEST_DESCRIPTION = 7
"""Words between two commas that tell who somebody is."""


def subject_after(clause: Clause) -> Iterator[Subject]:
    """The noun phrase right after the verb where a quotation, a comma or an adverbial stands before it."""
    if clause.cue.kind == "noun":
        return
    pronoun = _pronoun_behind(clause)
    if pronoun is not None:
        yield Subject(clause.cue, pronoun, "after")
        return
    if not _inverts(clause):
        return
    following = tokens_of(clause, clause.cue.end, len(clause.words))[:1]
    if following and clause.language.has(following[0][0], "reporting.that"):
        return
    span = phrase_after(clause, clause.cue.end)
    if span is not None and (follows_quotation(clause) or _is_closed(clause, span)):
        yield Subject(clause.cue, span, "after")


def _pronoun_behind(clause: Clause) -> Span | None:
    """The pronoun right behind a verb that stands second, behind when or where ("I en mail skriver hun, at …")."""
    following = tokens_of(clause, clause.cue.end, len(clause.words))[:2]
    lead = tokens_of(clause, 0, clause.cue.start)
    if not clause.language.flag("verb_second") or len(following) < 2 or not lead:
        return None
    word, closing = following[0][0], following[1][0]
    opens = closing == "," or clause.language.has(closing, "reporting.that")
    setting = any(clause.language.has(lead[0][0], table) for table in ("sources.locative", "function.function"))
    if not (opens and setting and clause.language.has(word, "function.personal")) or "," in {one for one, _ in lead}:
        return None
    return following[0][1] if phrase_before(clause, clause.cue.start) is None else None


def _is_closed(clause: Clause, span: Span) -> bool:
    """Whether the phrase ends its clause: a mark follows, or when, where and to whom; no verb, no "that"."""
    rest = tokens_of(clause, span.end, len(clause.words))
    if not rest or leads_away(rest[0][0], clause.language):
        return True
    relative = clause.language.has(rest[0][0], "function.relative")
    return relative and not clause.language.has(rest[0][0], "reporting.that")


def _inverts(clause: Clause) -> bool:
    """Whether what stands before the verb lets its subject follow: a quotation, a comma, an adverbial, nothing."""
    lead = clause.words[: clause.cue.start].rstrip()
    tokens = tokens_of(clause, 0, clause.cue.start)
    while tokens and is_helper(tokens[-1][0], clause.language):
        tokens.pop()
    if not lead:
        return False
    if follows_quotation(clause):
        return True
    if not tokens or (len(tokens) == 1 and clause.language.has(tokens[0][0], "reporting.thus")):
        return True
    last = tokens[-1]
    if last[0] in {",", "–", "—"}:
        return _said_before(clause, last[1].start) and not _is_set_apart(clause, last[1].start)
    return False


def _is_set_apart(clause: Clause, comma: int) -> bool:
    """Whether the comma closes what is told of the subject before the verb ("The mayor, who was away, …")."""
    tokens = tokens_of(clause, 0, comma)
    opened = max((index for index, (word, _) in enumerate(tokens) if word == ","), default=None)
    if opened is None or opened + 1 >= len(tokens):
        return False
    inside = [word for word, _ in tokens[opened + 1 :]]
    language = clause.language
    relative = language.has(inside[0], "function.relative")
    named = len(inside) <= _LONGEST_NAME and all(is_capitalised(word) for word in (inside[0], inside[-1]))
    aged = inside[-1].isdigit() or (len(inside) > 1 and inside[-2].isdigit())
    if not (relative or aged or _describes(inside, language) or (named and not language.flag("capital_nouns"))):
        return False
    return phrase_before(clause, clause.cue.start) is not None


def _describes(words: Sequence[str], language: Language) -> bool:
    """Whether the words between two commas only tell who somebody is ("the defendant's sister"): no verb in them."""
    opens = any(language.has(words[0], table) for table in ("function.determiners", "people.titles"))
    return (
        opens
        and len(words) <= _LONGEST_DESCRIPTION
        and not any(language.has(word, "function.finite") for word in words)
        and not any(cues.find(word, language.code) for word in words if word.islower())
    )


def _said_before(clause: Clause, comma: int) -> bool:
    """Whether a clause stands before the comma, not an opening or an apposition: it has a finite verb or four words."""
    words = [token for token, _ in tokens_of(clause, 0, comma)]
    return len(words) >= 4 or any(clause.language.has(word, "function.finite") for word in words)


def follows_quotation(clause: Clause) -> bool:
    """Whether nothing but a word stands between the verb and the end of a quotation before it."""
    mark = max((end for _, end in clause.marks if end <= clause.cue.start), default=-1)
    between = TOKEN.findall(clause.words[max(mark, 0) : clause.cue.start].strip(" ,–—"))
    spoken = any(clause.language.has(word, "function.personal") or is_capitalised(word) for word in between)
    return mark >= 0 and len(between) <= 1 and not spoken


def leads_away(word: str, language: Language) -> bool:
    """Whether the word begins no subject but tells where, when, to whom, or ends the clause."""
    tables = ("sources.locative", "reporting.audience_by", "reporting.adverbs", "function.linking")
    ends = word in ENDS or word == ","
    return ends or places.is_calendar_word(word, language.code) or any(language.has(word, table) for table in tables)

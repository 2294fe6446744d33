"""Subjects left out: a finite verb that opens the sentence in a language that leaves them out ("Contou que …")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.engine.claims import cues
from api.engine.claims.clauses import ENDS, Clause, Subject, is_adverb, is_helper, tokens_of
from api.engine.claims.inversion import follows_quotation, leads_away
from api.engine.entities.names import is_capitalised
from api.engine.languages import lexicon, places
from api.engine.languages.language import Language

_SETTING = 2
"""Words of a setting before the verb without its article."""


def dropped(clause: Clause) -> Iterator[Subject]:
    """A finite verb that opens the sentence in a language that leaves subjects out ("Contou ainda que …")."""
    if clause.cue.kind not in ("speech", "thought") or not clause.language.flag("drops_subjects"):
        return
    if clause.language.has(clause.cue_words, "reporting.gerunds"):
        return
    lead = [token for token, _ in tokens_of(clause, 0, clause.cue.start)]
    while lead and (is_helper(lead[-1], clause.language) or is_adverb(lead[-1], clause.language)):
        lead.pop()
    if len(lead) == 1 and is_helper(lead[0].lower(), clause.language):
        lead.pop()  # "Ha aggiunto che …"
    following = [token for token, _ in tokens_of(clause, clause.cue.end, len(clause.words))]
    opens = not lead or (lead[-1] == "," and not _may_be_subject(lead, clause.language))
    opens = opens or _is_setting(lead, clause.language)
    that = any(clause.language.has(token, "reporting.that") for token in following[:5])
    quoted = follows_quotation(clause) and (not following or leads_away(following[0], clause.language))
    rest = following[: next((index for index, word in enumerate(following) if word in ENDS or word == ","), None)]
    named = any(is_capitalised(word) and not places.is_calendar_word(word, clause.language.code) for word in rest)
    if clause.cue.kind == "thought":
        that, quoted = any(clause.language.has(token, "reporting.that") for token in following[:2]), False
    if (opens and that) or (quoted and not named):
        yield Subject(clause.cue, None, "dropped")


def _is_setting(lead: Sequence[str], language: Language) -> bool:
    """Whether all that stands before the verb tells when or where ("Po meczu zapewnił, że …")."""
    if not lead or not (language.has(lead[0], "sources.locative") or language.has(lead[0], "function.function")):
        return False
    determined = len(lead) == _SETTING + 1 and language.has(lead[1], "function.determiners")
    return (len(lead) == _SETTING or determined) and lead[-1].islower()


def _may_be_subject(lead: Sequence[str], language: Language) -> bool:
    """Whether what stands before the comma may hold a subject ("A neighbour, who wants no name,")."""
    first = lead[0]
    tables = ("sources.locative", "reporting.adverbs", "function.function", "function.linking")
    return any(language.has(word, "function.relative") for word in lead) or not (
        any(language.has(first, table) for table in tables)
        or cues.find(first, language.code)
        or _is_participle(lead, language)
    )


def _is_participle(lead: Sequence[str], language: Language) -> bool:
    """Whether a participle with its preposition opens the sentence ("Consultado a la salida, …"), which is no noun."""
    first, following = lead[0], lead[1] if len(lead) > 1 else ""
    if language.has(first, "people.titles") or not language.has(following, "function.function"):
        return False
    return language.pattern("deals.participles").fullmatch(lexicon.fold(first)) is not None

"""Who speaks, by grammar: the subject of a reporting word where the sentence plainly has one.

Before the word ("In May, Harlow said"), after it ("“…”, said Ana Rao on Monday"), behind "according to", behind "by" in
a passive, or carried over from the verb before ("He called it fair and said …"). Where the sentence is not that plain
nothing is said and the model is asked. Offsets are code points into the words that are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from api.engine.claims import cues
from api.engine.claims.asides import passing_on
from api.engine.claims.clauses import ENDS, Clause, Subject, is_adverb, is_helper, phrase_of, tokens_of
from api.engine.claims.dropped import dropped
from api.engine.claims.inversion import subject_after
from api.engine.claims.phrases import phrase_after, phrase_before
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.entities.names import is_capitalised
from api.engine.languages.language import Language
from api.engine.values import money

_AGENT_WITHIN = 6
"""Words after a passive verb among which its "by" stands, quotations not counted."""

_CLITICS = re.compile(r"-(?:t-)?(?P<pronoun>ils?|elles?|on)$")


def subjects(words: str, found: Sequence[cues.Cue], language: Language) -> dict[cues.Cue, Subject]:
    """The subject of each reporting word that plainly has one, or plainly has none; the others are left out."""
    marks = quotations(words)
    told: dict[cues.Cue, Subject] = {}
    for cue in found:
        clause = Clause(words, cue, language, marks, tuple(found), tuple(told.values()))
        subject = next((each for rule in _RULES for each in rule(clause)), None)
        if subject is not None:
            told[cue] = _able_to_speak(words, subject, language)
    return told


def _able_to_speak(words: str, subject: Subject, language: Language) -> Subject:
    """The subject, nobody where it is a sum ("a deal of 3.4 billion dollars announced in May").

    A preposition that stands apart from its article has an infinitive, whose subject begins with the article
    ("depois de | o jornal revelar que").
    """
    if subject.span is None:
        return subject
    told = subject.span.of(words)
    if money.find_money(told, language.code):
        return replace(subject, span=None, rule="sum")
    apart = [*language.pattern("grammar.uncontracted").finditer(told)]
    if not apart:
        return subject
    article = apart[-1].start() + apart[-1].group().rindex(" ") + 1
    return replace(subject, span=Span(subject.span.start + article, subject.span.end))


Rule = Callable[[Clause], Iterator[Subject]]


def _object(clause: Clause) -> Iterator[Subject]:
    """A noun that is another reporting word's object reports nothing by itself ("denied any suggestion that")."""
    if clause.cue.kind != "noun":
        return
    verbs = [cue for cue in clause.cues if cue.kind in ("speech", "thought") and cue.end <= clause.cue.start]
    if verbs and re.fullmatch(r"\s(?:\S+\s){0,3}", clause.words[verbs[-1].end : clause.cue.start]):
        yield Subject(clause.cue, None, "object")


def _relative(clause: Clause) -> Iterator[Subject]:
    """What a relative clause says somebody wants or thinks, set apart by commas, tells who that is: no claim."""
    if clause.cue.kind != "thought":
        return
    tokens = [token for token, _ in tokens_of(clause, max(clause.cue.start - 60, 0), clause.cue.start)]
    while (
        tokens and is_helper(tokens[-1], clause.language) and not clause.language.has(tokens[-1], "function.relative")
    ):
        tokens.pop()
    if len(tokens) > 1 and clause.language.has(tokens[-1], "function.relative") and tokens[-2] == ",":
        yield Subject(clause.cue, None, "relative")


def _phrase(clause: Clause) -> Iterator[Subject]:
    """According to whom: the noun phrase behind the words, or before them in "der Polizei zufolge"."""
    if clause.cue.kind != "phrase":
        return
    if clause.language.has(clause.cue_words, "reporting.postpositions"):
        before = phrase_before(clause, clause.cue.start)
        if before is not None:
            yield Subject(clause.cue, before, "phrase")
        return
    whose = _whose(clause)
    if whose is not None:
        yield Subject(clause.cue, whose, "phrase")
        return
    after = phrase_after(clause, clause.cue.end)
    article = re.search(r"\s(\w+)$", clause.cue_words)
    if after is not None and article is not None and clause.language.has(article[1], "linking.definite"):
        after = Span(clause.cue.start + article.start(1), after.end)  # "so der Manager"
    if after is not None:
        yield Subject(clause.cue, after, "phrase")


def _whose(clause: Clause) -> Span | None:
    """The pronoun of "in her view", "Jego zdaniem", "A suo avviso": before the reporting words, or within them."""
    if clause.language.has(clause.cue_words, "reporting.views"):
        found = re.search(r"\b\w+\b(?=\s\S+$)", clause.cue_words)
        own = [
            match
            for match in re.finditer(r"\w+", clause.cue_words)
            if any(
                clause.language.has(match.group(), table)
                for table in ("linking.possessive", "linking.she", "linking.he")
            )
        ]
        place = own[-1] if own else found
        return None if place is None else Span(*place.span()).shifted(clause.cue.start)
    lead = tokens_of(clause, max(clause.cue.start - 20, 0), clause.cue.start)[-1:]
    if not lead or not clause.language.has(clause.cue_words, "reporting.views_behind"):
        return None
    word, span = lead[0]
    pronoun = any(clause.language.has(word, f"linking.{name}") for name in ("she", "he", "possessive"))
    return span if pronoun else None


def _enclitic(clause: Clause) -> Iterator[Subject]:
    """The pronoun that a French verb carries: "dit-elle", "a-t-il ajouté"."""
    held = _CLITICS.search(clause.cue_words)
    if held is not None:
        yield Subject(clause.cue, Span(clause.cue.start + held.start("pronoun"), clause.cue.end), "enclitic")
        return
    lead = re.search(r"-(?:t-)?(ils?|elles?|on)\s(?:\w+\s)?$", clause.words[: clause.cue.start])
    if lead is not None:
        yield Subject(clause.cue, Span(*lead.span(1)), "enclitic")


def _verb_last(clause: Clause) -> Iterator[Subject]:
    """In Turkish the subject opens the sentence, set apart by a comma, and the verb closes it."""
    if not clause.language.phrases("reporting.verb_last") or clause.cue.kind not in ("speech", "thought"):
        return
    tokens = tokens_of(clause, 0, clause.cue.start)
    comma = next((index for index, (word, _) in enumerate(tokens) if word == ","), 0)
    while comma > 1 and clause.language.has(tokens[comma - 1][0], "sources.audience"):
        comma -= 1  # "Demir gazetecilere, “…” dedi"
    span = phrase_of(tokens[:comma], clause) if comma else None
    if span is not None:
        yield Subject(clause.cue, span, "verb last")


def _passive(clause: Clause) -> Iterator[Subject]:
    """Behind "by": "It was alleged by the union that …", "was criticised by the union for “…”"."""
    if clause.cue.kind not in ("speech", "thought"):
        return
    quoted = max((end for _, end in clause.marks if end <= clause.cue.start), default=0)
    lead = tokens_of(clause, max(clause.cue.start - 40, quoted), clause.cue.start)[-3:]
    cuts = (index for index, (word, _) in enumerate(lead) if word == "," or clause.language.has(word, "reporting.and"))
    lead = lead[max((index + 1 for index in cuts), default=0) :]
    helpers = (re.sub(r"^n[’']", "", token) for token, _ in lead)  # "n’était"
    if not any(clause.language.has(token, "reporting.passive") for token in helpers):
        return
    if clause.language.has(clause.cue_words, "reporting.gerunds"):
        return
    agent = _agent(clause)
    if agent is not None or clause.language.flag("plain_passive"):
        yield Subject(clause.cue, agent, "passive")


def _passed_on(clause: Clause) -> Iterator[Subject]:
    """Whose words a clause that passes on tells: ", as reported by the Post", ", como adelantó Radio Sur"."""
    cue = (clause.cue.start, clause.cue.end)
    if clause.cue.kind == "noun" or passing_on(clause.words, cue, clause.language) is None:
        return
    lead = [word for word, _ in tokens_of(clause, 0, clause.cue.start)]
    while lead and is_helper(lead[-1], clause.language):
        lead.pop()
    joined = any(clause.language.has(word, "reporting.as") for word in (*lead[-1:], *clause.cue_words.split()[:1]))
    if not joined:
        return
    source = _agent(clause) or phrase_after(clause, clause.cue.end)
    if source is not None:
        yield Subject(clause.cue, source, "passed on")


def _agent(clause: Clause) -> Span | None:
    """Who stands behind "by" after the verb, a quotation between or not ("was branded “…” by the opposition")."""
    following = tokens_of(clause, clause.cue.end, len(clause.words))[:_AGENT_WITHIN]
    for word, span in following:
        if word in ENDS or word == ",":
            return None
        if clause.language.has(word, "reporting.agent"):
            agent = phrase_after(clause, span.end)
            if agent is not None:
                return agent
    return None


def _subject_before(clause: Clause) -> Iterator[Subject]:
    """The noun phrase right before the verb, auxiliaries and adverbs aside."""
    if clause.cue.kind == "noun" or bool(clause.language.phrases("reporting.verb_last")):
        return
    span = phrase_before(clause, clause.cue.start)
    if span is not None:
        first = span.of(clause.words).split()[0]
        denied = clause.language.has(first, "signs.negation") and not is_capitalised(first[1:])
        yield Subject(clause.cue, None if denied else span, "before")


def _shared(clause: Clause) -> Iterator[Subject]:
    """The name that opens the clause, shared by two verbs of which only the second reports ("Dahl rose and said …")."""
    if clause.cue.kind not in ("speech", "thought") or clause.earlier:
        return
    tokens = tokens_of(clause, 0, clause.cue.start)
    cut = max((index + 1 for index, (word, _) in enumerate(tokens) if word in ENDS or word == ","), default=0)
    tokens = tokens[cut:]
    while tokens and is_adverb(tokens[-1][0], clause.language):
        tokens.pop()
    if len(tokens) < 3 or not clause.language.has(tokens[-1][0], "reporting.and"):
        return
    lead = next((index for index, (word, _) in enumerate(tokens) if index and word.islower()), 0)
    named = tokens[:lead]
    if named and all(is_capitalised(word) for word, _ in named):
        span = phrase_of(named, clause)
        if span is not None:
            yield Subject(clause.cue, span, "shared")


def _order(clause: Clause) -> Iterator[Subject]:
    """A verb in its bare form that opens the sentence orders, where subjects are not left out: nobody says it."""
    if clause.cue.kind == "noun" or clause.cue.kind == "phrase" or clause.language.flag("drops_subjects"):
        return
    lead = [word for word, _ in tokens_of(clause, 0, clause.cue.start)]
    if not [word for word in lead if word != ":" and not word.isupper()] and clause.language.flag("bare_orders"):
        bare = cues.lemmas(clause.cue_words, clause.language.code) == frozenset([clause.cue_words.casefold()])
        if bare:
            yield Subject(clause.cue, None, "order")


def _nobody(clause: Clause) -> Iterator[Subject]:
    """A "nobody", "none" or "neither" right before the verb."""
    lead = tokens_of(clause, max(clause.cue.start - 30, 0), clause.cue.start)
    while lead and is_helper(lead[-1][0], clause.language) and not clause.language.has(lead[-1][0], "linking.nobody"):
        lead.pop()
    word = lead[-1][0] if lead else ""
    if clause.language.has(word, "linking.nobody") and clause.language.has(word, "signs.negation"):
        yield Subject(clause.cue, None, "nobody")


def _carried_over(clause: Clause) -> Iterator[Subject]:
    """The subject of the verb before: "He called it fair and said …", "…, said Rao, adding that …"."""
    if clause.cue.kind == "noun" or clause.cue.kind == "phrase" or not clause.earlier:
        return
    last = next((each for each in reversed(clause.earlier) if each.span and each.rule != "phrase"), None)
    if last is None:
        return
    lead = clause.words[last.cue.end : clause.cue.start]
    if re.search(r"[.;?!]\s", re.sub(r"[.?!][”\"»“]", "", lead)):
        return
    tokens = [token for token, _ in tokens_of(clause, last.cue.end, clause.cue.start)]
    while tokens and is_adverb(tokens[-1], clause.language):
        tokens.pop()
    joined = bool(tokens) and clause.language.has(tokens[-1], "reporting.and")
    gerund = bool(tokens) and tokens[-1] in {",", "”", '"', "»"} and _is_gerund(clause.cue_words, clause.language)
    while_ = bool(tokens) and clause.language.has(tokens[-1], "reporting.meanwhile")
    if joined or gerund or while_:
        yield Subject(clause.cue, last.span, "carried over")


_RULES: tuple[Rule, ...] = (
    _object,
    _order,
    _nobody,
    _relative,
    _passed_on,
    _phrase,
    _enclitic,
    _verb_last,
    _passive,
    _carried_over,
    _shared,
    subject_after,
    _subject_before,
    dropped,
)


def _is_gerund(word: str, language: Language) -> bool:
    return language.has(word, "reporting.gerunds")

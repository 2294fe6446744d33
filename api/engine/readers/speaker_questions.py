"""Who says what: grammar tells whose words most reporting words bring; a small model is asked about the others.

Where the reporting words of a language are not known, the model is asked for them too. What is said follows from word
and speaker by `attribution`. A sentence that is all quotation goes on with the last speaker's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.engine.claims import cues
from api.engine.claims.attribution import Attribution
from api.engine.claims.labels import labelled, undecided, unsigned
from api.engine.claims.speakers import speaker_trouble
from api.engine.claims.told import Sentence, claims_of, of_label, sentence
from api.engine.claims.verdicts import verdicts
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import DraftClaim, Place
from api.engine.entities.names import CAPITAL
from api.engine.entities.roster import Roster
from api.engine.facts import Rejection
from api.engine.languages.language import Language, language
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Choices, Words

LONGEST_SPEAKER = 12
LONGEST_CUE = 4
BESIDE = 40
"""Code points within which a speaker stands beside a reporting word."""

_ROMANCE = re.compile(r"(?:[ai]d[oa]s?|[aei]ndo|iendo|[aei]r|[ai]t[oaie]|uto|are|ere|ire)$")
_SLAVIC = re.compile(r"(?:[aeiyoóąę]ć|[aeiíyýou]t)$")
_NOT_FINITE = {
    **dict.fromkeys(("pt", "es", "it", "ca", "gl", "ro"), _ROMANCE),
    **dict.fromkeys(("pl", "cs"), _SLAVIC),
    "hu": re.compile(r"ni$"),
    "el": re.compile(r"οντας$"),
}
"""Languages that leave the subject out, with what their infinitives and participles end in."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an article's sentences tell of speakers: the claims, everybody who speaks, and what is not delivered."""

    claims: tuple[DraftClaim, ...] = ()
    speakers: tuple[Place, ...] = ()
    rejected: tuple[Rejection, ...] = ()


Replies = Mapping[int, Any]
"""What the model says of sentences, by where these begin."""


def ask_ahead(article: Article, parts: Sequence[Unit], conversation: Conversation) -> Replies:
    """Ask about the sentences for which it does not matter who is named, so that both can be asked at once."""
    asked, known = _sentences(article, parts, undecided(article)), cues.known(article.language)
    return _replies(asked, known, conversation) if conversation.affords(len(_posed(asked, known))) else {}


def ask(
    article: Article, parts: Sequence[Unit], roster: Roster, conversation: Conversation, ahead: Replies | None = None
) -> Told:
    """Who says what in the article; `ahead` is what was asked before."""
    tongue = language(article.language)
    shown = labelled(article, roster)
    covered = {one.paragraph for one in shown if one.whole} | unsigned(article, roster)
    asked = _sentences(article, parts, covered)
    known = dict(ahead or {})
    left = [one for one in asked if one.unit.start not in known]
    answers = {**known, **_replies(left, cues.known(article.language), conversation)}
    read = [(one, *_attributions(one, answers.get(one.unit.start), tongue)) for one in asked]
    claims = (*claims_of(article, read, tongue, roster), *(of_label(one) for one in shown))
    return Told(
        tuple(sorted(claims, key=lambda claim: claim.content[0])),
        tuple(one.place(each.source) for one, found, _ in read for each in found if each.source),
        tuple(rejection for *_, rejected in read for rejection in rejected),
    )


def _has_free_word(words: str) -> bool:
    """Whether a word stands outside of quotations, from which neither speaker nor reporting words are taken."""
    at = 0
    for start, end in quotations(words):
        if any(map(str.isalnum, words[at:start])):
            return True
        at = end
    return any(map(str.isalnum, words[at:]))


def _weight(one: Sentence) -> float:
    """How likely the sentence tells who said something: it quotes, and it reports by verbs of speech."""
    quoted = sum(end - start for start, end in quotations(one.words))
    return min(quoted / 40, 1.0) + sum(cue.kind == "speech" for cue in one.open[:2])


def _sentences(article: Article, parts: Sequence[Unit], without: Collection[int]) -> list[Sentence]:
    """The sentences outside these paragraphs, with their reporting words."""
    tongue, known = language(article.language), cues.known(article.language)
    shown = (unit for unit in parts if (known or not unit.heading) and unit.paragraph not in without)
    return [sentence(article, unit, tongue) for unit in shown]


def _posed(asked: Sequence[Sentence], known: bool) -> list[Sentence]:
    """The sentences that grammar leaves open."""
    # Without a word there is nothing that a reply could copy.
    return [one for one in asked if (one.open if known else _has_free_word(one.words))]


def _replies(asked: Sequence[Sentence], known: bool, conversation: Conversation) -> Replies:
    """What the model says of the sentences that grammar leaves open."""
    posed = _posed(asked, known)
    answers = conversation.ask_all([_question(one, known) for one in posed])
    return {one.unit.start: answer for one, answer in zip(posed, answers, strict=True)}


def _question(one: Sentence, known: bool) -> Question:
    place = one.unit.start, one.unit.end
    if not known:
        vocabularies = {
            "speaker": Words(one.words, LONGEST_SPEAKER, quotations(one.words)),
            "cue": Words(one.words, LONGEST_CUE, quotations(one.words)),
        }
        return Question(prompts.load("statements"), {"sentence": one.words}, place, 120, vocabularies, _weight(one))
    listed = tuple(dict.fromkeys(one.words[cue.start : cue.end] for cue in one.open))
    barred = (*quotations(one.words), *((cue.start, cue.end) for cue in one.cues))
    vocabulary = Words(one.words, LONGEST_SPEAKER, barred)
    return Question(
        prompts.load("speakers"),
        {"sentence": one.words, "cues": ", ".join(listed)},
        place,
        36 * len(listed),
        {"cues": Choices(listed), "speaker": vocabulary},
        _weight(one),
    )


def _attributions(one: Sentence, answer: object, tongue: Language) -> tuple[list[Attribution], list[Rejection]]:
    """What grammar and the answer tell, as places in the unit's words; speakers that are none are rejected."""
    found = [
        Attribution((cue.start, cue.end), cue.kind, subject.span)
        for cue, subject in one.plain.items()
        if subject.span is not None or subject.rule == "dropped"
    ]
    taken = [each.cue for each in found]
    found += [each for each in verdicts(one.words, tongue) if not any(Span(*each.cue).overlaps(cue) for cue in taken)]
    rejected: list[Rejection] = []
    pairs = list(_pairs(one, answer))
    for cue, speaker in pairs:
        source = _nearest(one.words, speaker, cue.start) if speaker else _beside(one.words, cue)
        if source is None and not speaker:
            source = _beside_too(one.words, cue, pairs)
        if cue.kind == "noun" and (source is None or source[1] + 1 == cue.start):
            # "relatos de que …", "a new poll that …": the reports, the poll are the source
            source = (source[0] if source else cue.start, cue.end)
            speaker = one.words[slice(*source)]
        if cue.kind == "phrase" and not speaker:
            source = _within(one.words, cue)
        if source is not None and _speaks_elsewhere(one, cue, source):
            continue
        trouble = speaker_trouble(speaker, tongue.code) if speaker else None
        if trouble:
            rejected.append(Rejection("claim", speaker, "no_speaker", trouble, (one.unit.start, one.unit.end)))
        elif source is not None or _subject_is_dropped(one.words, cue, tongue.code):
            found.append(Attribution((cue.start, cue.end), cue.kind, source))
    return sorted(found, key=lambda each: each.cue), rejected


def _speaks_elsewhere(one: Sentence, cue: cues.Cue, source: Place) -> bool:
    """Whether a comma parts the cue from a speaker who stands right before another ("was worried, two men said")."""
    plain = {subject.span: other for other, subject in one.plain.items() if subject.span is not None}
    other = plain.get(Span(*source))
    behind = cue.end < source[0] and "," in one.words[cue.end : source[0]]
    return other is not None and other != cue and behind and source[1] < other.start


def _pairs(one: Sentence, answer: object) -> Iterator[tuple[cues.Cue, str]]:
    """Reporting words with the speakers of the answer. One that stands there again has the same, if beside it."""
    if isinstance(answer, list):
        for row in answer:
            place = _nearest(one.words, str(row[1]), 0) if isinstance(row, list) and len(row) == 2 else None
            if place is not None:
                yield cues.Cue(*place, "speech"), str(row[0])
    if not isinstance(answer, dict):
        return
    told: set[str] = set()
    for cue in one.open:
        word = one.words[cue.start : cue.end]
        if word not in answer:
            continue
        speaker = str(answer[word])
        near = one.words[max(cue.start - BESIDE, 0) : cue.end + BESIDE]
        if word not in told or (speaker and speaker in near):
            yield cue, speaker
        told.add(word)


def _within(words: str, cue: cues.Cue) -> Place | None:
    """The source that the reporting words hold themselves ("Nach Unternehmensangaben")."""
    noun = re.search(rf"\s({CAPITAL}\w+)$", words[cue.start : cue.end])
    return (cue.start + noun.start(1), cue.end) if noun else None


def _beside(words: str, cue: cues.Cue) -> Place | None:
    """A name right before a word of speech, for when the model found nobody ("Scale AI anunciou")."""
    if cue.kind != "speech":
        return None
    match = re.search(rf"((?:{CAPITAL}[\w&’'-]*\s)*{CAPITAL}[\w&’'-]*)\s$", words[: cue.start])
    return match.span(1) if match and match.start(1) > 0 else None


def _beside_too(words: str, cue: cues.Cue, pairs: Sequence[tuple[cues.Cue, str]]) -> Place | None:
    """The speaker of another reporting word that stands right after a word of speech ("said Rao, adding that …")."""
    if cue.kind != "speech":
        return None
    for _, speaker in pairs:
        place = _nearest(words, speaker, cue.end) if speaker else None
        if (
            place is not None
            and cue.end < place[0] <= cue.end + BESIDE
            and not re.search(r"[.;:]", words[cue.end : place[0]])
        ):
            return place
    return None


def _subject_is_dropped(words: str, cue: cues.Cue, code: str) -> bool:
    """Whether the speaker may be one named before: the language leaves subjects out, and the verb is a finite one."""
    other_forms = _NOT_FINITE.get(code)
    if other_forms is None or cue.kind != "speech":
        return False
    return not other_forms.search(words[cue.start : cue.end])


def _nearest(words: str, sought: str, at: int) -> Place | None:
    """The occurrence of `sought` nearest to `at`."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(sought)}(?!\w)", words)]
    return min(found, key=lambda place: min(abs(place[1] - at), abs(place[0] - at)), default=None)

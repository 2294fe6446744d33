"""From sentences and their attributions to claims: what each speaker says, and what goes on in the same voice.

A quotation that follows goes on with the last speaker's words, as does a sentence in the mood of reported speech; "Lo
scrive X" tells whose words the sentence before was. What is told twice is kept once. Pure: values in, draft claims out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.engine.claims import attribution, cues, refusals
from api.engine.claims.attribution import Attribution
from api.engine.claims.clauses import Subject
from api.engine.claims.cues import Cue
from api.engine.claims.labels import Labelled
from api.engine.claims.subjects import subjects
from api.engine.claims.topics import topic
from api.engine.claims.unlisted import beside_quotations
from api.engine.document.quotations import quotations
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import DraftClaim, Place
from api.engine.entities.roster import Roster
from api.engine.facts import Rejection
from api.engine.languages.language import Language

_LATEST = 8
"""Claims back among which those of the sentence before are."""

CUES_AT_MOST = 6
SAME = 0.7
"""Share of the longer of two claims' words that makes them one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit with its reporting words: its text, white space folded, where each letter stood, who plainly speaks."""

    unit: Unit
    words: str
    offsets: tuple[int, ...]
    cues: tuple[Cue, ...]
    plain: Mapping[Cue, Subject] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Cue, ...]:
        """The reporting words whose speaker grammar leaves open."""
        return tuple(cue for cue in self.cues if cue not in self.plain)

    def place(self, place: Place) -> Place:
        """The same place in the article."""
        return self.offsets[place[0]], self.offsets[place[1] - 1] + 1


def of_label(one: Labelled) -> DraftClaim:
    unit = (min(one.source.start, one.content.start), max(one.source.end, one.content.end))
    return DraftClaim(one.source, None, (one.content,), unit)


def claims_of(
    article: Article,
    read: Sequence[tuple[Sentence, Sequence[Attribution], Sequence[Rejection]]],
    tongue: Language,
    roster: Roster | None = None,
) -> list[DraftClaim]:
    """The claims of all units in order; quotations that go on with the words before belong to whoever said them."""
    made: list[DraftClaim] = []
    last: tuple[Place, Unit] | None = None
    before: Sentence | None = None
    for one, found, _ in read:
        claims = list(_of_sentence_before(article, one, found, before, made, tongue))
        subject = topic(article, roster, before.unit, tongue) if roster and before else None
        spoken = last
        if subject is not None and before is not None and (last is None or last[1] != before.unit):
            spoken = subject, before.unit  # "Julio Marán came late. Asked why, [he] said that …"
        claims = claims or _distinct(list(_told(one, found, spoken, tongue)), found, one, tongue)
        claims = claims or list(_in_the_same_voice(one, last, tongue))
        before = one
        made += claims
        goes_on = None if claims or one.cues or last is None else _continued(one, last)
        if goes_on is not None and last is not None and _goes_on(article, made[-1], one, last[1]):
            goes_on = _joined(made.pop(), goes_on, one)
        if goes_on is not None:
            made.append(goes_on)
        spoke = [each.source for each in found if each.source is not None and each.kind == "speech"]
        if claims or goes_on is not None:
            last = made[-1].source, one.unit
        elif spoke:
            last = one.place(spoke[-1]), one.unit  # "His lawyer, Ivo Prado, denies it. “…”, he said": who spoke last
    return made


def _of_sentence_before(
    article: Article,
    one: Sentence,
    found: Sequence[Attribution],
    before: Sentence | None,
    made: Sequence[DraftClaim],
    tongue: Language,
) -> Iterator[DraftClaim]:
    """What the sentence before says, where this one only tells whose words it was ("Lo scrive l’ingegner …")."""
    if before is None or before.unit.paragraph != one.unit.paragraph or not found:
        return
    if any(Span(*claim.content[0]).within((before.unit.start, before.unit.end)) for claim in made[-_LATEST:]):
        return
    each = found[0]
    lead = one.words[: each.cue[0]].strip()
    if each.source is None or each.kind != "speech" or not tongue.has(lead, "reporting.thus"):
        return
    content = Span(before.unit.start, before.unit.end).trimmed(article.text)
    unit = (before.unit.start, one.unit.end)
    yield DraftClaim(one.place(each.source), one.place(each.cue), (content,), unit)


def _in_the_same_voice(one: Sentence, last: tuple[Place, Unit] | None, tongue: Language) -> Iterator[DraftClaim]:
    """A sentence in the mood of reported speech goes on with the last speaker's words ("Man habe zu spät …")."""
    if last is None or one.cues or last[1].paragraph != one.unit.paragraph or last[1].last != one.unit.first:
        return
    words = re.findall(r"[^\W\d_]+", one.words)
    if any(tongue.has(word, "reporting.subjunctive") for word in words if word.islower()):
        yield DraftClaim(last[0], None, (one.place((0, len(one.words))),), (one.unit.start, one.unit.end))


def _goes_on(article: Article, claim: DraftClaim, one: Sentence, before: Unit) -> bool:
    """Whether a quotation goes on with the claim right before it, in its paragraph or, left open, in the next."""
    if before.last != one.unit.first:
        return False
    if before.paragraph == one.unit.paragraph:
        return _is_quoted(article, claim)
    return one.unit.paragraph == before.paragraph + 1 and _is_left_open(article, claim)


def _is_left_open(article: Article, claim: DraftClaim) -> bool:
    """Whether the claim ends with its paragraph in a quotation that no mark closes there."""
    paragraph = article.paragraphs[article.sentences[article.sentence_at(claim.content[-1][0])].paragraph]
    words = article.quote(paragraph.start, paragraph.end).rstrip()
    marks = quotations(words)
    ends = bool(marks) and marks[-1][1] >= len(words) and claim.content[-1][1] >= paragraph.start + len(words) - 1
    return ends and re.search(r"[”“»«\"’]\W*$", words) is None


def _joined(claim: DraftClaim, following: DraftClaim, one: Sentence) -> DraftClaim:
    return replace(claim, content=(*claim.content, *following.content), unit=(claim.unit[0], one.unit.end))


def sentence(article: Article, unit: Unit, tongue: Language) -> Sentence:
    """The unit with its reporting words, those within quotations and those that decline to say anything left out."""
    words, offsets = _fold(article.text, unit)
    marks = quotations(words)
    free = [
        cue
        for cue in cues.find(words, article.language)
        if not any(start <= cue.start and cue.end <= end for start, end in marks)
        and not refusals.declines(words, cue, tongue)
        and not (cue.kind == "thought" and (unit.heading or _counts(words, cue)))
    ]
    free = sorted([*free, *beside_quotations(words, free, tongue)], key=lambda cue: cue.start)
    asked = list(dict.fromkeys(words[cue.start : cue.end] for cue in free))[:CUES_AT_MOST]
    kept = tuple(cue for cue in free if words[cue.start : cue.end] in asked)
    return Sentence(unit, words, offsets, kept, subjects(words, kept, tongue))


def _counts(words: str, cue: Cue) -> bool:
    """Whether a verb of thought has a number for its object, and so is none ("recalled 400 kettles")."""
    return words[cue.end :].lstrip()[:1].isdigit()


def _told(
    one: Sentence, found: Sequence[Attribution], last: tuple[Place, Unit] | None, tongue: Language
) -> Iterator[DraftClaim]:
    """The claims of a unit."""
    ordered = min((subject.cue.start for subject in one.plain.values() if subject.rule == "order"), default=None)
    for each in found:
        if ordered is not None and each.cue[0] > ordered:
            continue  # "Say that X said …": nobody said it
        if each.source is None:
            near = last is not None and one.unit.paragraph - last[1].paragraph <= 1
            source = last[0] if last is not None and near else None
        else:
            source = one.place(each.source)
        if source is None:
            continue
        others = [other for other in found if other is not each]
        for content in attribution.contents(one.words, each, others, tongue.code):
            if refusals.declined_before(one.words, content[0], tongue):
                continue
            places = tuple(one.place(part) for part in content if part[1] > part[0])
            if places:
                yield DraftClaim(source, one.place(each.cue), places, (one.unit.start, one.unit.end))


def _continued(one: Sentence, last: tuple[Place, Unit]) -> DraftClaim | None:
    """A unit that is all quotation goes on with the words of whoever spoke last in this paragraph or the one before."""
    marks = quotations(one.words)
    quoted = sum(end - start for start, end in marks)
    if not marks or quoted < 0.8 * len(one.words) or one.unit.paragraph - last[1].paragraph > 1:
        return None
    place = max(marks, key=lambda mark: mark[1] - mark[0])
    return DraftClaim(last[0], None, (one.place(place),), (one.unit.start, one.unit.end))


def _is_quoted(article: Article, claim: DraftClaim) -> bool:
    """Whether the claim's last words stand in quotation marks, so that a quotation right after them goes on with it."""
    start, end = claim.content[-1]
    words = article.quote(start, end)
    return any(mark == (0, len(words)) for mark in quotations(words))


def _distinct(
    claims: Sequence[DraftClaim], found: Sequence[Attribution], asked: Sentence, tongue: Language
) -> list[DraftClaim]:
    """The claims of a unit without those told twice, and without what somebody quoted is said to think, want or do."""
    thought = {asked.place(each.cue) for each in found if each.kind == "thought"}
    kept: list[DraftClaim] = []
    for claim in claims:
        others = [other for other in claims if other is not claim]
        nested = (claim.cue in thought or not _is_clause(asked, claim, tongue)) and any(
            part[0] <= claim.source[0] and claim.cue is not None and claim.cue[1] <= part[1]
            for other in others
            for part in other.content
        )
        twice = [other for other in kept if _same(claim, other)]
        if not nested and all(other.cue in thought for other in twice) and (claim.cue not in thought or not twice):
            kept = [other for other in kept if other not in twice]  # "X fears cuts: “…”, said Y": Y's words
            kept.append(claim)
    return kept


def _is_clause(asked: Sentence, claim: DraftClaim, tongue: Language) -> bool:
    """Whether the content behind a verb is a clause or a quotation, not what the verb is done to ("warned the man")."""
    first = asked.offsets.index(claim.content[0][0])
    said = asked.words[first : first + sum(end - start for start, end in claim.content)]
    that = [word for word in re.findall(r"[^\W\d_]+", asked.words[:first])[-1:] if tongue.has(word, "reporting.that")]
    finite = any(tongue.has(word, "function.finite") for word in re.findall(r"[^\W\d_]+", said))
    return bool(that) or finite or bool(quotations(said))


def _same(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two claims are mostly the same words, by overlap of their longest places."""
    a, b = _longest(one.content), _longest(other.content)
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= SAME * max(b[1] - b[0], a[1] - a[0])


def _longest(places: Sequence[Place]) -> Place:
    return max(places, key=lambda place: place[1] - place[0])


def _fold(text: str, unit: Unit) -> tuple[str, tuple[int, ...]]:
    """The unit's text with each run of white space as one blank, and the article's offset of each letter."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset in range(unit.start, unit.end):
        if text[offset].isspace():
            if not letters or letters[-1] == " ":
                continue
            letters.append(" ")
        else:
            letters.append(text[offset])
        offsets.append(offset)
    return "".join(letters), tuple(offsets)

"""Who says what: a small model is told a sentence and its reporting words, and says whose words each of them brings.

Where the reporting words of a language are not known, the model is asked for them too. What is said follows from the
two by `attribution`. A sentence that is all quotation goes on with the last speaker's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.engine.claims import attribution, cues
from api.engine.claims.attribution import Attribution
from api.engine.claims.plain_speakers import plain_speakers
from api.engine.claims.sources import speaker_trouble
from api.engine.document.quotations import quotations
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import Draft, DraftClaim, Place
from api.engine.entities.names import CAPITAL
from api.engine.facts import Rejection
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Choices, Words

CUES_AT_MOST = 6
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
class _Asked:
    """A unit whose reporting words were asked about: its text with white space folded, and where each letter stood."""

    unit: Unit
    words: str
    offsets: tuple[int, ...]
    cues: tuple[cues.Cue, ...]

    def place(self, place: Place) -> Place:
        """The same place in the article."""
        return self.offsets[place[0]], self.offsets[place[1] - 1] + 1


def ask(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """Add to the draft who says what in the article."""
    asked = [_asked(article, unit) for unit in parts if not unit.heading or cues.known(article.language)]
    known = cues.known(article.language)
    # Without a word there is nothing that a reply could copy.
    posed = [one for one in asked if any(map(str.isalnum, one.words)) and (one.cues or not known)]
    plain = {one.unit.start: plain_speakers(one.words, one.cues, article.language) for one in posed}
    posed = [one for one in posed if not plain[one.unit.start]]
    questions = [_question(one, known) for one in posed]
    answers: dict[int, object] = dict(plain)
    answers.update(zip((one.unit.start for one in posed), conversation.ask_all(questions), strict=True))
    last: tuple[Place, Unit] | None = None
    for one in asked:
        answer = answers.get(one.unit.start)
        found = _attributions(one, answer, article.language, draft)
        draft.speakers.extend(one.place(each.source) for each in found if each.source)
        claims = _distinct(list(_told(article, one, found, last)), found, one)
        draft.claims.extend(claims)
        goes_on = None if claims or one.cues or last is None else _continued(one, last)
        if goes_on is not None and _is_quoted(article, draft.claims[-1]) and last and last[1].last == one.unit.first:
            said = draft.claims.pop()
            goes_on = replace(said, content=(*said.content, *goes_on.content), unit=(said.unit[0], one.unit.end))
        if goes_on is not None:
            draft.claims.append(goes_on)
        if claims or goes_on is not None:
            last = draft.claims[-1].source, one.unit


def _asked(article: Article, unit: Unit) -> _Asked:
    """The unit with its reporting words, those within quotations left out."""
    words, offsets = _fold(article.text, unit)
    marks = quotations(words)
    free = [
        cue
        for cue in cues.find(words, article.language)
        if not any(start <= cue.start and cue.end <= end for start, end in marks)
    ]
    asked = list(dict.fromkeys(words[cue.start : cue.end] for cue in free))[:CUES_AT_MOST]
    return _Asked(unit, words, offsets, tuple(cue for cue in free if words[cue.start : cue.end] in asked))


def _question(one: _Asked, known: bool) -> Question:
    place = one.unit.start, one.unit.end
    if not known:
        vocabularies = {
            "speaker": Words(one.words, LONGEST_SPEAKER, quotations(one.words)),
            "cue": Words(one.words, LONGEST_CUE, quotations(one.words)),
        }
        return Question(prompts.load("statements"), {"sentence": one.words}, place, 120, vocabularies)
    listed = tuple(dict.fromkeys(one.words[cue.start : cue.end] for cue in one.cues))
    barred = (*quotations(one.words), *((cue.start, cue.end) for cue in one.cues))
    vocabulary = Words(one.words, LONGEST_SPEAKER, barred)
    return Question(
        prompts.load("speakers"),
        {"sentence": one.words, "cues": ", ".join(listed)},
        place,
        36 * len(listed),
        {"cues": Choices(listed), "speaker": vocabulary},
    )


def _attributions(one: _Asked, answer: object, language: str, draft: Draft) -> list[Attribution]:
    """The answer as places in the unit's words; speakers that are none are rejected."""
    found: list[Attribution] = []
    pairs: list[tuple[cues.Cue, str]] = []
    if isinstance(answer, dict):
        pairs = list(_answered(one, answer))
    elif isinstance(answer, list):
        for row in answer:
            place = _nearest(one.words, str(row[1]), 0) if isinstance(row, list) and len(row) == 2 else None
            if place is not None:
                pairs.append((cues.Cue(*place, "speech"), str(row[0])))
    for cue, speaker in pairs:
        place = (cue.start, cue.end)
        source = _nearest(one.words, speaker, cue.start) if speaker else _beside(one.words, cue)
        if source is None and not speaker:
            source = _beside_too(one.words, cue, pairs)
        if cue.kind == "noun" and (source is None or source[1] + 1 == cue.start):
            # "relatos de que …", "a new poll that …": the reports, the poll are the source
            source = (source[0] if source else cue.start, cue.end)
            speaker = one.words[slice(*source)]
        if cue.kind == "phrase" and not speaker:
            source = _within(one.words, cue)
        trouble = speaker_trouble(speaker, language) if speaker else None
        if trouble:
            draft.rejected.append(Rejection("claim", speaker, "no_speaker", trouble, (one.unit.start, one.unit.end)))
        elif source is not None or _subject_is_dropped(one.words, cue, language):
            found.append(Attribution(place, cue.kind, source))
    return found


def _answered(one: _Asked, answer: Mapping[str, object]) -> Iterator[tuple[cues.Cue, str]]:
    """Each reporting word with its speaker. One that stands there again has the same, if that stands beside it."""
    told: set[str] = set()
    for cue in one.cues:
        word = one.words[cue.start : cue.end]
        speaker = str(answer.get(word, ""))
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


def _subject_is_dropped(words: str, cue: cues.Cue, language: str) -> bool:
    """Whether the speaker may be one named before: the language leaves subjects out, and the verb is a finite one."""
    other_forms = _NOT_FINITE.get(language)
    if other_forms is None or cue.kind != "speech":
        return False
    return not other_forms.search(words[cue.start : cue.end])


def _told(
    article: Article, one: _Asked, found: Sequence[Attribution], last: tuple[Place, Unit] | None
) -> Iterator[DraftClaim]:
    """The claims of a unit."""
    for each in found:
        if each.source is None:
            near = last is not None and one.unit.paragraph - last[1].paragraph <= 1
            source = last[0] if last is not None and near else None
        else:
            source = one.place(each.source)
        if source is None:
            continue
        others = [other for other in found if other is not each]
        for content in attribution.contents(one.words, each, others, article.language):
            places = tuple(one.place(part) for part in content if part[1] > part[0])
            if places:
                yield DraftClaim(source, one.place(each.cue), places, (one.unit.start, one.unit.end))


def _continued(one: _Asked, last: tuple[Place, Unit]) -> DraftClaim | None:
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


def _distinct(claims: Sequence[DraftClaim], found: Sequence[Attribution], asked: _Asked) -> list[DraftClaim]:
    """The claims of a unit without those told twice, and without what somebody quoted is said to think or want."""
    thought = {asked.place(each.cue) for each in found if each.kind == "thought"}
    kept: list[DraftClaim] = []
    for claim in claims:
        others = [other for other in claims if other is not claim]
        nested = claim.cue in thought and any(
            part[0] <= claim.source[0] and claim.cue is not None and claim.cue[1] <= part[1]
            for other in others
            for part in other.content
        )
        if not nested and not any(_same(claim, other) for other in kept):
            kept.append(claim)
    return kept


def _same(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two claims are mostly the same words, by overlap of their longest places."""
    a, b = _longest(one.content), _longest(other.content)
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= 0.7 * max(a[1] - a[0], b[1] - b[0])


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


def _nearest(words: str, sought: str, at: int) -> Place | None:
    """The occurrence of `sought` nearest to `at`."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(sought)}(?!\w)", words)]
    return min(found, key=lambda place: min(abs(place[1] - at), abs(place[0] - at)), default=None)

"""Reading an article in a script without capitals: Chinese, Japanese, Korean, Arabic, Hebrew, Hindi, and any other.

Names come from the model and from titles; who says what follows from cues, particles and word order of the language's
file. Of a language without a file the model is asked sentence by sentence, and the extraction warns of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from api.engine.claims import uncased as attribution
from api.engine.claims.sources import speaker_trouble
from api.engine.deals import uncased as frames
from api.engine.document.span import Span
from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import Draft, DraftClaim, DraftDeal, DraftRole, Place
from api.engine.entities.grouping import gathered
from api.engine.entities.roster import Roster
from api.engine.entities.uncased_roles import roles
from api.engine.facts import Rejection
from api.engine.languages.language import Language, language
from api.engine.llm.conversation import Conversation
from api.engine.readers import roster_questions, speaker_questions
from api.engine.telling import Stage


def read(article: Article, parts: Sequence[Unit], conversation: Conversation, after: Stage) -> Draft:
    """What the model and the rules make of the article. Failed questions leave their part out."""
    known = language(article.language)
    names = roster_questions.ask(article, conversation)
    draft = Draft(names=list(names), roster=gathered(article, names))
    after("names", draft)
    if known.known and draft.roster is not None:
        claims(article, parts, draft.roster, known, draft)
        draft.roles = list(_roles(article, draft.roster, known))
    else:
        said = speaker_questions.ask(article, parts, draft.roster or gathered(article, names), conversation)
        draft.claims, draft.speakers = list(said.claims), list(said.speakers)
        draft.rejected += said.rejected
    after("claims", draft)
    if known.known and draft.roster is not None:
        draft.deals = list(_deals(article, draft.roster, known))
    return draft


def claims(article: Article, parts: Sequence[Unit], roster: Roster, known: Language, draft: Draft) -> None:
    """Add to the draft who says what. A speaker left out is whoever spoke before in this or the paragraph before."""
    names = [attribution.Known(one.span, one.entity.kind == "person") for one in roster.mentions]
    last: tuple[Place, Unit] | None = None
    for unit in parts:
        found = attribution.said(article.text, unit.start, unit.end, names, known)
        for one in found:
            near = last is not None and unit.paragraph - last[1].paragraph <= 1
            source = one.source or (last[0] if last is not None and near else None)
            if source is None:
                continue
            words = article.quote(*source)
            trouble = speaker_trouble(words, known.code) if roster.at(source) is None else None
            if trouble:
                place = (unit.start, unit.end)
                draft.rejected.append(Rejection("claim", words, "no_speaker", trouble, place))
                continue
            draft.speakers.append(source)
            draft.claims.append(DraftClaim(source, one.cue, one.content, (unit.start, unit.end)))
            last = source, unit


def _roles(article: Article, roster: Roster, known: Language) -> list[DraftRole]:
    people = [one.span for one in roster.mentions if one.entity.kind == "person"]
    organizations = [one.span for one in roster.mentions if one.entity.kind != "person"]
    found = roles(article.text, people, organizations, known)
    return [DraftRole(person, title, organization) for person, title, organization in found]


def _deals(article: Article, roster: Roster, known: Language) -> Iterator[DraftDeal]:
    """The deals that single sentences tell by a frame of the language, each once."""
    companies = [one.span for one in roster.mentions if one.entity.kind == "company"]
    found = []
    for sentence in article.sentences:
        place = Span(sentence.start, sentence.end)
        names = [one.span for one in roster.within(place) if one.entity.kind != "media"]
        one = frames.told(article.text, place, names, _subject(article, companies, sentence.start), known)
        if one is not None:
            found.append(one)
    for one in frames.distinct(found, article.text):
        evidence = ((one.sentence.start, one.sentence.end),)
        yield DraftDeal(
            one.type, one.stage, one.parties, one.amounts, evidence, one.trigger, one.stage_words, one.stake
        )


def _subject(article: Article, companies: Sequence[Span], at: int) -> Span | None:
    """The first company of the last sentence before `at` that names one."""
    before = bisect_right(companies, at, key=itemgetter(1))
    if not before:
        return None
    sentence = article.sentences[article.sentence_at(companies[before - 1].start)]
    return companies[bisect_left(companies, sentence.start, key=itemgetter(0))]


def warnings(article: Article) -> tuple[str, ...]:
    """What the rules do not know of the article's language."""
    known = language(article.language)
    if known.known:
        return ()
    named = "The article's language could not be told" if known.code == "und" else f"No word file for “{known.code}”"
    return (
        f"{named}: its titles, reporting words and forms of companies are not known; names and claims may be missing.",
    )

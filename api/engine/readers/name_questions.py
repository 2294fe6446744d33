"""What each name is: a small model is told the names, each with the words around it, and says the kind of each.

What may be a name is found by `candidates`, so that none is missed and none can be made up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from api.engine.document.text import Article
from api.engine.document.units import Unit
from api.engine.draft import DraftName, Place
from api.engine.entities.candidates import candidates
from api.engine.entities.company_names import legal_form
from api.engine.entities.filters import not_a_company, not_a_person
from api.engine.entities.kinds import told_by_name
from api.engine.entities.person_names import person_span
from api.engine.entities.titles import status
from api.engine.languages.language import Language, language
from api.engine.llm import prompts
from api.engine.llm.conversation import Conversation, Question
from api.engine.llm.copy_grammar import Choices

AT_ONCE = 12
"""Names in one question."""

SHARE = 0.5
"""The part of an article's questions that names may take."""

NOTHING = "nothing"
"""The kind of what is neither a person nor an organisation."""

_FORMER = re.compile(r"(?:Ex-|Former\s)(?=[A-Z])")

_KINDS = {"person": "person", "company": "company", "media": "media", "body": "public_body"}


def ask(article: Article, parts: Sequence[Unit], conversation: Conversation) -> tuple[DraftName, ...]:
    """What is named in the article, each at its first mention, and of which kind it is."""
    own = language(article.language)
    spans = candidates(article.text, parts, own)
    kinds = {span: _told(folded(article.quote(*span)), own) for span in spans}
    asked = [span for span in spans if kinds[span] is None]
    batches = [asked[i : i + AT_ONCE] for i in range(0, len(asked), AT_ONCE)]
    questions = [_question(article, parts, batch) for batch in batches]
    for batch, answer in zip(batches, conversation.ask_all(questions, SHARE), strict=True):
        for span in batch:
            said = answer.get(folded(article.quote(*span)), "") if isinstance(answer, dict) else ""
            kinds[span] = _KINDS.get(said, NOTHING)
    return tuple(DraftName(span, kind) for span, kind in kinds.items() if kind and kind != NOTHING)


def _question(article: Article, parts: Sequence[Unit], batch: Sequence[Place]) -> Question:
    names = {folded(article.quote(*span)): span for span in batch}
    items = "\n".join(f"{name}: {_around(article.text, parts, place)}" for name, place in names.items())
    place = batch[0][0], batch[-1][1]
    vocabularies = {"names": Choices(tuple(names))}
    return Question(prompts.load("names"), {"items": items}, place, 24 * len(batch), vocabularies)


def _told(name: str, language: Language) -> str | None:
    """The kind that the name itself tells, so that the model need not be asked; None when it tells none."""
    no_company, no_person = not_a_company(name, language), not_a_person(name, language)
    if no_company and no_person:
        return NOTHING
    if legal_form(name)[1]:
        return "company"
    told = told_by_name(name, language)
    if told:
        return "public_body" if told == "other" else told
    former = _FORMER.match(name)
    if former and (body := told_by_name(name[former.end() :].split()[0], language)):
        return "public_body" if body == "other" else body  # "Former CIA" station chief
    start, end = person_span(name, language)
    titled = start > 0 and status(name[:start], language) == "current"  # "Former Harlow" may be a firm
    if titled and not no_person and 2 <= len(name[start:end].split()) <= 3:
        return "person"
    return None


def _around(text: str, parts: Sequence[Unit], place: Place, words: int = 4) -> str:
    """The name with the words around it, within its unit."""
    unit = parts[bisect_right(parts, place[0], key=lambda unit: unit.start) - 1]
    before = text[unit.start : place[0]].split()[-words:]
    tail = text[place[1] : unit.end]
    after = tail.split()[:words]
    joint = "" if tail[:1] and not tail[0].isspace() else " "
    return " ".join([*before, folded(text[slice(*place)]) + joint + " ".join(after)]).strip()


def folded(words: str) -> str:
    """The words with each run of white space as one blank."""
    return " ".join(words.split())

"""Reading an article with a small model: short questions with nothing to choose from but the article's words.

What may be a name and what may be a reporting word is found by rule, so that none is missed; the model only says what
each name is and whose words each reporting word brings. Deals follow from the words that tell of them by grammar alone,
no question asked. A question is a sentence long, which is what a model of a few billion parameters answers well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.engine.deals import telling
from api.engine.document.text import Article
from api.engine.document.units import Unit, units
from api.engine.draft import Draft, DraftRole
from api.engine.entities.grouping import gathered
from api.engine.entities.roles import roles
from api.engine.languages.language import language
from api.engine.llm.conversation import Conversation
from api.engine.readers import name_questions, speaker_questions
from api.engine.telling import Stage

PROMPTS = ("names", "speakers", "statements")


def read(article: Article, conversation: Conversation, after: Stage = lambda stage, draft: None) -> Draft:
    """What the model makes of the article. Failed questions leave their part out and are noted in `conversation`."""
    parts = units(article)
    names = name_questions.ask(article, parts, conversation)
    roster = gathered(article, names)
    draft = Draft(names=list(names), roster=roster)
    after("names", draft)
    said = speaker_questions.ask(article, parts, roster, conversation)
    draft.claims, draft.speakers = list(said.claims), list(said.speakers)
    draft.rejected += said.rejected
    told = roles(article.text, parts, draft.names, language(article.language))
    draft.roles = [_with_employer(article, role, parts, draft) for role in told]
    after("claims", draft)
    draft.deals = list(telling.told(article, roster))
    return draft


def _with_employer(article: Article, role: DraftRole, parts: Sequence[Unit], draft: Draft) -> DraftRole:
    """A title alone is held at the one company that speaks before it: "Harlow will pay, said its CEO, Ana Rao"."""
    if role.organization is not None:
        return role
    unit = next(unit for unit in parts if unit.start <= role.title[0] < unit.end)
    told = [place for place in draft.speakers if unit.start <= place[0] < unit.end]
    companies = tuple(article.quote(*name.place) for name in draft.names if name.kind in ("company", "media"))
    earlier = {place for place in told if place[1] <= role.title[0]}
    employers = [place for place in earlier if article.quote(*place).endswith(companies)]
    speaks = any(place[0] < role.person[1] and role.person[0] < place[1] for place in told)
    return replace(role, organization=employers[0]) if len(employers) == 1 and speaks else role

"""Reading an article with a small model: short questions with nothing to choose from but the article's words.

What may be a name and what may be a reporting word is found by rule, so that none is missed; the model only says what
each name is and whose words each reporting word brings. Deals are asked for once, over the sentences that tell of
them. A question is a sentence long, which is what a model of a few billion parameters answers well.
"""

from __future__ import annotations

from dataclasses import replace

from api.engine import deal_questions, name_questions, speaker_questions
from api.engine.conversation import Conversation
from api.engine.draft import Draft, DraftRole
from api.engine.roles import roles
from api.engine.text import Article
from api.engine.units import units

PROMPTS = ("names", "speakers", "statements", "deals")


def read(article: Article, conversation: Conversation) -> Draft:
    """What the model makes of the article. Failed questions leave their part out and are noted in `conversation`."""
    draft = Draft(lists_too_much=True)
    parts = units(article)
    name_questions.ask(article, parts, conversation, draft)
    speaker_questions.ask(article, parts, conversation, draft)
    deal_questions.ask(article, parts, conversation, draft)
    told = roles(article.text, parts, draft.names, article.language)
    draft.roles = [_with_employer(article, role, draft) for role in told]
    return draft


def _with_employer(article: Article, role: DraftRole, draft: Draft) -> DraftRole:
    """A title alone is held at the company that speaks in the same sentence: "Harlow will pay, its CEO, Rao, said"."""
    if role.organization is not None:
        return role
    companies = {article.quote(*name.place) for name in draft.names if name.kind in ("company", "media")}
    told = [claim for claim in draft.claims if claim.unit[0] <= role.title[0] < claim.unit[1]]
    speakers = {claim.source for claim in told if claim.source[1] <= role.title[0]}
    named = [place for place in speakers for words in companies if article.quote(*place).endswith(words)]
    speaks = any(claim.source[0] <= role.person[0] < claim.source[1] or role.person == claim.source for claim in told)
    return replace(role, organization=named[0]) if len(named) == 1 and speaks else role

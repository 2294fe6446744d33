"""Reading an article with a small model: short questions with nothing to choose from but the article's words.

What may be a name and what may be a reporting word is found by rule, so that none is missed; the model only says what
each name is and whose words each reporting word brings. Deals follow from the words that tell of them by grammar alone,
no question asked. A question is a sentence long, which is what a model of a few billion parameters answers well.
"""

from __future__ import annotations

from api.engine.deals import telling
from api.engine.document.text import Article
from api.engine.document.units import units
from api.engine.draft import Draft
from api.engine.entities.grouping import gathered
from api.engine.entities.roles import roles
from api.engine.languages.language import language
from api.engine.llm.conversation import Conversation
from api.engine.readers import name_questions, roster_questions, speaker_questions, uncased
from api.engine.telling import Stage

PROMPTS = ("names", "roster", "speakers", "statements")


def read(article: Article, conversation: Conversation, after: Stage = lambda stage, draft: None) -> Draft:
    """What the model makes of the article. Failed questions leave their part out and are noted in `conversation`."""
    parts = units(article)
    conversation.warnings.extend(uncased.warnings(article))
    if roster_questions.is_uncased(article, language(article.language)):
        return uncased.read(article, parts, conversation, after)
    with conversation.beside(lambda: speaker_questions.ask_ahead(article, parts, conversation)) as ahead:
        names = name_questions.ask(article, parts, conversation)
    roster = gathered(article, names)
    told = roles(article.text, parts, roster, language(article.language))
    draft = Draft(names=list(names), roster=roster, roles=told)
    after("names", draft)
    said = speaker_questions.ask(article, parts, roster, conversation, ahead())
    draft.claims, draft.speakers = list(said.claims), list(said.speakers)
    draft.rejected += said.rejected
    after("claims", draft)
    draft.deals = list(telling.told(article, roster))
    return draft

"""Reading an article with a large model: all of it in one question."""

from __future__ import annotations

from api.engine.conversation import Conversation
from api.engine.draft import Draft
from api.engine.text import Article

PROMPTS = ("article",)


def read(article: Article, conversation: Conversation) -> Draft:
    """What the model makes of the article."""
    raise NotImplementedError

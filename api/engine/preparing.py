"""What every article needs, made before the first one comes: tables read, patterns compiled, dictionaries loaded.

It takes a second or two. Whoever forks processes does it before the fork, so that they share what it makes.
"""

from __future__ import annotations

from typing import Any

from api.engine import rules
from api.engine.document import text
from api.engine.llm.conversation import Conversation
from api.engine.readers import large, small
from api.engine.telling import made
from api.settings import Settings

ARTICLE = (
    "Lindqvist Glass buys a plant\n\n"
    "Lindqvist Glass plc agreed on Monday to buy Orsted & Pell's plant in Harrowby for £12 million, its chief "
    'executive Petra Hahn said in a statement. "Nobody will lose a job," she added. According to the Harrowby Gazette, '
    "the sale of a 20 percent stake had been called off in March.\n"
)


def prepare(settings: Settings) -> None:
    """Read an article by the rules alone; the model is not asked, nor dialled."""
    for reader in (small, large):
        rules.digest(reader.PROMPTS, settings)
    article = text.read(ARTICLE)
    nobody: Any = None  # a conversation that is stopped asks no model
    draft = small.read(article, Conversation(nobody, stopped=lambda: True))
    made(article, draft)

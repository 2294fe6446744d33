"""What each name is: a small model is told the names, each with the words around it, and says the kind of each.

What may be a name is found by `candidates`, so that none is missed and none can be made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.engine import prompting
from api.engine.candidates import candidates
from api.engine.conversation import Conversation, Question
from api.engine.draft import Draft, DraftName, Place
from api.engine.text import Article
from api.engine.units import Unit
from api.engine.verbatim import Choices

AT_ONCE = 12
"""Names in one question."""

_KINDS = {"person": "person", "company": "company", "media": "media", "body": "public_body"}


def ask(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """Add to the draft what is named in the article, and of which kind."""
    spans = candidates(article.text, parts, article.language)
    prompt = prompting.load("names")
    batches = [spans[i : i + AT_ONCE] for i in range(0, len(spans), AT_ONCE)]
    questions = []
    for batch in batches:
        names = {folded(article.text[start:end]): (start, end) for start, end in batch}
        items = "\n".join(f"{name}: {_around(article.text, parts, place)}" for name, place in names.items())
        questions.append(
            Question(
                prompt,
                {"items": items},
                (batch[0][0], batch[-1][1]),
                24 * len(batch),
                {"names": Choices(tuple(names))},
            )
        )
    for batch, answer in zip(batches, conversation.ask_all(questions), strict=True):
        if not isinstance(answer, dict):
            continue
        for start, end in batch:
            kind = _KINDS.get(answer.get(folded(article.text[start:end]), ""))
            if kind is not None:
                draft.names.append(DraftName((start, end), kind))


def _around(text: str, parts: Sequence[Unit], place: Place, words: int = 5) -> str:
    """The name with the words around it, within its unit."""
    unit = next(unit for unit in parts if unit.start <= place[0] < unit.end)
    before = text[unit.start : place[0]].split()[-words:]
    tail = text[place[1] : unit.end]
    after = tail.split()[:words]
    joint = "" if tail[:1] and not tail[0].isspace() else " "
    return " ".join([*before, folded(text[slice(*place)]) + joint + " ".join(after)]).strip()


def folded(words: str) -> str:
    """The words with each run of white space as one blank."""
    return " ".join(words.split())

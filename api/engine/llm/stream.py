"""A reply that comes word by word, put together again.

A streamed call can be judged by silence: the connection's read timeout then runs from one word to the next and not over
the whole reply, so that a busy machine only makes a reply late, and a model that has stopped is still noticed.
"""

from __future__ import annotations

from typing import Any

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk

OPTIONS: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}}
"""What makes a call streamed, with the tokens counted at its end."""


def gathered(chunks: openai.Stream[ChatCompletionChunk]) -> dict[str, Any] | None:
    """The completion that the chunks make up; None when they end without saying why, or hold no choice at all.

    Raises APITimeoutError after a silence as long as the connection's read timeout, APIConnectionError when the
    connection breaks, APIError when the endpoint reports an error midway.
    """
    words: list[str] = []
    told: dict[str, Any] = {}
    reason: str | None = None
    with chunks:
        request = chunks.response.request
        try:
            for chunk in chunks:
                told |= {name: value for name, value in chunk.model_dump(exclude={"choices"}).items() if value}
                for choice in chunk.choices:
                    words.append(choice.delta.content or "")
                    reason = choice.finish_reason or reason
        except httpx2.TimeoutException as silence:
            raise openai.APITimeoutError(request=request) from silence
        except httpx2.TransportError as broken:
            raise openai.APIConnectionError(request=request) from broken
    if reason is None:
        return None
    message = {"role": "assistant", "content": "".join(words)}
    return {**told, "choices": [{"index": 0, "finish_reason": reason, "message": message}]}

"""What is made of a language's tables, made once: compiling a large one takes the better part of a second.

As `functools.cache`, and however many threads ask first at the same time, one makes it and the others wait for it.
`remembered` is for what is told of words: several rules ask it of each name, and the next article has most words again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

MOST = 1024
"""Values that one function keeps; the oldest then goes. There are a few dozen languages, but a tag is free text."""

_making = threading.RLock()
"""One for all: what is made of tables asks for other things made of them, in any order."""


def once(function: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """The function, its values kept by its arguments, which are few in kind and hashable."""
    made: dict[Any, Made] = {}

    @wraps(function)
    def call(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        key = (args, tuple(kwargs.items())) if kwargs else args
        try:
            return made[key]
        except KeyError:
            pass
        with _making:
            if key not in made:
                value = function(*args, **kwargs)
                if len(made) >= MOST:
                    del made[next(iter(made))]
                made[key] = value
                return value
            return made[key]

    return call


LONGEST_KEPT = 80
"""Code points of words whose answer is kept: longer ones are no names, and would fill the memory."""


_remembering: list[Any] = []


def forget() -> None:
    """Drop what is remembered of words, so that what is measured next does not depend on what was read before."""
    for kept in _remembering:
        kept.cache_clear()


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[str, Asked], Made]], Callable[Concatenate[str, Asked], Made]]:
    """Keep the last `most` answers of a pure function of some words (its first argument) and hashable others."""

    def decorate(function: Callable[Concatenate[str, Asked], Made]) -> Callable[Concatenate[str, Asked], Made]:
        kept: Callable[..., Made] = lru_cache(maxsize=most)(function)
        _remembering.append(kept)

        @wraps(function)
        def call(words: str, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Made:
            answer = kept if len(words) <= LONGEST_KEPT else function
            return answer(words, *args, **kwargs)

        return call

    return decorate

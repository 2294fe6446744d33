"""What is made of a language's tables, made once: compiling a large one takes the better part of a second.

As `functools.cache`, and however many threads ask first at the same time, one makes it and the others wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

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

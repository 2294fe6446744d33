"""What is said of two names: whether they are of one bearer, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

Judgement = Literal["same", "not_same", "unsure"]


class Verdict(NamedTuple):
    """A judgement and the reason for it, in words."""

    judgement: Judgement
    why: str


DIFFERENT = Verdict("not_same", "the names differ")

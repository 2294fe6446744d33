"""Query parameters: each list and action names those it takes, and everything else is refused in words.

A parameter is read by a small function that takes its words and returns its value, or raises ValueError with what is
wanted instead. All that is wrong is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from api import contracts
from api.problems import Fault, InvalidParameter

Reader = Callable[[str], Any]

_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def read(given: MultiDict[str, str], taken: Mapping[str, Reader]) -> dict[str, Any]:
    """The values of the parameters that were given. Raises InvalidParameter with one fault for each that is wrong."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for name, words in given.lists():
        if name not in taken:
            known = f"Known are: {', '.join(taken)}." if taken else "None is taken here."
            faults.append(Fault(f"Unknown parameter. {known}", parameter=name))
        elif len(words) > 1:
            faults.append(Fault("Is given more than once.", parameter=name))
        else:
            try:
                values[name] = taken[name](words[0])
            except ValueError as error:
                faults.append(Fault(str(error), parameter=name))
    if faults:
        first = faults[0]
        raise InvalidParameter(f"{first.parameter}: {first.detail}", errors=faults)
    return values


def words(text: str) -> str:
    """Any words, up to 300 characters."""
    text = text.strip()
    if not text:
        raise ValueError("Must not be empty.")
    if len(text) > 300:
        raise ValueError("Has more than 300 characters.")
    if _UNREADABLE.search(text):
        raise ValueError("Holds a character that cannot be stored.")
    return text


def truth(text: str) -> bool:
    """True or false."""
    try:
        return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
    except KeyError:
        raise ValueError("Must be true or false.") from None


def between(least: int, most: int) -> Reader:
    """A whole number from `least` to `most`."""

    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"Must be a whole number from {least} to {most:,}.")
        return int(text)

    return number


@dataclass(frozen=True, slots=True)
class OneOf:
    """Reads one of the values it knows, and says which they are."""

    choices: tuple[str, ...]

    def __call__(self, text: str) -> str:
        """The text, if it is one of the values."""
        if text not in self.choices:
            raise ValueError(f"Must be one of {', '.join(self.choices)}.")
        return text


def one_of(schema: str, member: str) -> OneOf:
    """One of the values that the schema's member may have."""
    values = contracts.schema(schema)["properties"][member]["enum"]
    return OneOf(tuple(value for value in values if value is not None))


def language(text: str) -> str:
    """The ISO 639 code of a language tag: pt of pt-BR."""
    if not contracts.is_language_tag(text):
        raise ValueError("Must be a language tag such as pt or pt-BR.")
    return text.partition("-")[0].lower()


def from_moment(text: str) -> datetime:
    """The moment from which on: a date means its first moment in UTC."""
    return _moment(text, upper=False)


def to_moment(text: str) -> datetime:
    """The moment up to which, itself left out: a date means all of that day in UTC."""
    return _moment(text, upper=True)


def _moment(text: str, *, upper: bool) -> datetime:
    text = text.replace(" ", "+")  # the plus of an offset, sent as it is
    try:
        if contracts.is_date(text):
            day = datetime.combine(datetime.fromisoformat(text), time(), UTC)
            return day + timedelta(days=1) if upper else day
        if contracts.is_date_time(text):
            moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
            return moment + timedelta(microseconds=1) if upper else moment
    except (ValueError, OverflowError):
        pass
    raise ValueError("Must be a date such as 2025-06-18, or a date and time such as 2025-06-18T09:30:00Z.")

"""Values of the interface in plain English, moments as people write them, and the other filters of the templates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal
from flask import Flask

_NAMED = {
    "company": "Company", "public_body": "Public body", "media": "News outlet", "fund": "Fund", "ngo": "NGO",
    "stake_purchase": "Purchase of a stake", "ipo": "IPO", "joint_venture": "Joint venture",
    "pending_approval": "Awaiting approval", "other_media": "Other media",
    "partially_anonymous": "Unnamed, but placed", "rumoured": "Rumoured",
    "und": "Language unknown",
}  # fmt: skip
"""Values that do not read well once their underscores are spaces."""

_STATUS = {
    "queued": "Waiting to be read", "running": "Being read", "succeeded": "Read", "partial": "Read in part",
    "failed": "Could not be read", "cancelled": "Stopped",
}  # fmt: skip

_LAYERS = {
    "companies": "Organisations", "people": "People", "deals": "Deals", "claims": "Claims", "articles": "Articles",
}  # fmt: skip


def register(app: Flask) -> None:
    """Give the templates of `app` these filters."""
    app.jinja_env.filters.update(
        label=label, status=reading, layer=layer, day=day, moment=moment, language=language, count=count, worth=total
    )


def label(value: str | None) -> str:
    """A value of an enumeration as words: `supply_contract` is "Supply contract"."""
    if not value:
        return ""
    return _NAMED.get(value) or value.replace("_", " ").capitalize()


def reading(status: str) -> str:
    """Where an extraction stands, as words."""
    return _STATUS.get(status, label(status))


def layer(kind: str) -> str:
    """A kind of fact as a heading."""
    return _LAYERS[kind]


def day(value: str | datetime | None) -> str:
    """A moment as its day, such as 4 March 2025; nothing for none."""
    when = _moment(value)
    return format_date(when, "d MMMM y", locale="en") if when else ""


def moment(value: str | datetime | None) -> str:
    """A moment as its day and minute in UTC."""
    when = _moment(value)
    return format_datetime(when, "d MMM y, HH:mm 'UTC'", locale="en") if when else ""


def language(code: str | None) -> str:
    """The English name of a language, such as Portuguese; the code itself where nobody knows it."""
    if not code or code == "und":
        return _NAMED["und"]
    return str(Locale("en").languages.get(code, code))


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 claim, 2,000 claims."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def total(amount: dict[str, Any]) -> str:
    """What an amount comes to, such as EUR 12M; nothing where its value is not known."""
    value, currency = amount.get("value"), amount.get("currency")
    if value is None:
        return ""
    short = format_compact_decimal(value, locale="en", fraction_digits=2)
    return f"{currency} {short}" if currency else str(short)


def _moment(value: str | datetime | None) -> datetime | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.astimezone(UTC) if value else None

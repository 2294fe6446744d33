"""Reads gold articles from JSON Lines, from one JSON file or from a folder of them.

The shape is that of `schemas/gold_article.json`; the few shorthands that `docs/evaluating.md` lists are written out
before the schema is asked. Every fault names its file, line and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from api import contracts
from api.evaluation.gold import OUTSIDE, Amount, Claim, Deal, GoldArticle, Name, Party, Role, Slot
from api.problems import Problem

Made = TypeVar("Made")


class GoldError(ValueError):
    """A gold file is missing, is not JSON or breaks its shape; the message names the file, the line and the place."""


def read(*paths: Path) -> tuple[GoldArticle, ...]:
    """The gold articles of all files and folders, in order. Raises GoldError."""
    articles = tuple(_article(where, raw) for path in paths for where, raw in _documents(path))
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            raise GoldError(f"two gold articles are called {article.id!r}")
        seen.add(article.id)
    if not articles:
        raise GoldError(f"no gold article in {', '.join(str(path) for path in paths)}")
    return articles


def _documents(path: Path) -> Iterator[tuple[str, Any]]:
    """Each JSON document of a file or folder, with the place to name when it is wrong."""
    if path.is_dir():
        for file in sorted((*path.glob("*.json"), *path.glob("*.jsonl"))):
            yield from _documents(file)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}") from None
    if path.suffix == ".json":
        yield str(path), _parsed(str(path), text)
        return
    # Not splitlines(): an article may hold U+2028 unescaped, which JSON allows.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", _parsed(f"{path}:{number}", line)


def _parsed(where: str, text: str) -> Any:
    try:
        return contracts.read_json(text)
    except Problem as problem:
        raise GoldError(f"{where}: {problem.detail}") from None


def _article(where: str, raw: Any) -> GoldArticle:
    try:
        document = contracts.parse("gold_article", _spelled_out(raw))
    except Problem as problem:
        raise GoldError(f"{where}: {problem.detail}") from None
    gold = document["gold"]
    companies = _names(gold.get("companies"))
    organizations = _names(gold.get("organizations"))
    # Where kinds are told apart the list is of all organisations.
    if organizations is None and any("kind" in item for item in gold.get("companies", ())):
        organizations = companies
    if companies is not None:
        companies = tuple(name for name in companies if name.kind not in OUTSIDE)
    known = (*(organizations or ()), *(companies or ()))
    people = _names(gold.get("people"))
    deals = _each(gold.get("deals"), lambda item: _deal(item, known))
    return GoldArticle(
        id=document["id"],
        language=document.get("language", "und"),
        text=document["text"],
        published_at=datetime.fromisoformat(document["published_at"]) if "published_at" in document else None,
        companies=companies,
        organizations=organizations,
        people=people,
        roles=_each(gold.get("roles"), lambda item: _role(item, people or (), known)),
        deals=deals,
        deal_slots=_slots(gold.get("deal_slots"), deals),
        claims=_each(gold.get("claims"), _claim),
    )


def _spelled_out(raw: Any) -> Any:
    """The shorthands written out; what is not an object is left to the schema to refuse."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("gold"), Mapping):
        return raw
    document = {key: value for key, value in raw.items() if key not in ("lang", "title")}
    if "lang" in raw:
        document.setdefault("language", raw["lang"])
    gold = dict(raw["gold"])
    for short, long in (("companies_strict", "companies"), ("organisations", "organizations")):
        if short in gold:
            gold.setdefault(long, gold.pop(short))
    for key in ("companies", "organizations", "people"):
        if isinstance(gold.get(key), list):
            gold[key] = [{"name": item} if isinstance(item, str) else item for item in gold[key]]
    for key, spell in (("claims", _spelled_claim), ("deals", _spelled_deal), ("roles", dict)):
        if isinstance(gold.get(key), list):
            items = [spell(item) if isinstance(item, Mapping) else item for item in gold[key]]
            gold[key] = [
                {k: v for k, v in item.items() if k != "note"} if isinstance(item, dict) else item for item in items
            ]
    return {**document, "gold": gold}


def _spelled_claim(item: Mapping[str, Any]) -> dict[str, Any]:
    claim = dict(item)
    if "text" in claim and "content" not in claim:
        claim["content"] = [claim.pop("text")]
    if claim.get("source") is None:
        claim.pop("source", None)
    return claim


def _spelled_deal(item: Mapping[str, Any]) -> dict[str, Any]:
    deal = dict(item)
    if "amount" in deal:
        deal.setdefault("amounts", [{"text": deal.pop("amount")}])
    if isinstance(deal.get("parties"), list):
        deal["parties"] = [{"name": party} if isinstance(party, str) else party for party in deal["parties"]]
    return deal


def _each(items: list[Any] | None, make: Callable[[dict[str, Any]], Made]) -> tuple[Made, ...] | None:
    return None if items is None else tuple(make(item) for item in items)


def _names(items: list[dict[str, Any]] | None) -> tuple[Name, ...] | None:
    return _each(
        items,
        lambda item: Name(
            (item["name"], *item.get("aliases", ())), item.get("kind", "company"), item.get("optional", False)
        ),
    )


def _known(name: str, names: tuple[Name, ...]) -> Name:
    """The listed company or person that goes by this name, with all its wordings; else the name alone."""
    return next((each for each in names if name in each.wordings), Name((name,)))


def _role(item: dict[str, Any], people: tuple[Name, ...], organizations: tuple[Name, ...]) -> Role:
    organization = item.get("organization")
    return Role(
        _known(item["name"], people),
        item["title"],
        _known(organization, organizations) if organization else None,
        item.get("optional", False),
    )


def _deal(item: dict[str, Any], organizations: tuple[Name, ...]) -> Deal:
    return Deal(
        types=frozenset((item["type"], *item.get("type_also", ()))),
        statuses=frozenset((*([item["status"]] if "status" in item else ()), *item.get("status_also", ()))),
        parties=tuple(
            Party(
                _known(party["name"], organizations),
                frozenset((*([party["role"]] if "role" in party else ()), *party.get("role_also", ()))),
            )
            for party in item["parties"]
        ),
        amounts=tuple(
            Amount(
                amount["text"],
                amount.get("value"),
                amount.get("currency"),
                amount.get("disclosed", True),
                amount.get("optional", False),
            )
            for amount in item.get("amounts", ())
        ),
        optional=item.get("optional", False),
    )


def _claim(item: dict[str, Any]) -> Claim:
    return Claim(
        content=tuple(item["content"]),
        sources=(*([item["source"]] if "source" in item else ()), *item.get("source_also", ())),
        directness=item.get("directness"),
        channels=frozenset((*([item["channel"]] if "channel" in item else ()), *item.get("channel_also", ()))),
        polarity=item.get("polarity", "affirmed" if "directness" in item else None),
        optional=item.get("optional", False),
    )


def _slots(given: list[list[str]] | None, deals: tuple[Deal, ...] | None) -> tuple[Slot, ...] | None:
    """The slots as given, or else those of deals that are annotated whole: one a party, one for a deal's money."""
    if given is not None:
        return tuple(Slot(tuple(wordings)) for wordings in given)
    if deals is None or any(not party.roles for deal in deals for party in deal.parties):
        return None
    slots: dict[tuple[str, ...], Slot] = {}
    for deal in sorted(deals, key=lambda deal: deal.optional):
        for party in deal.parties:
            slots.setdefault(party.name.wordings, Slot(party.name.wordings, deal.optional))
        if deal.amounts:
            money = tuple(amount.text for amount in deal.amounts)
            slots.setdefault(money, Slot(money, deal.optional or all(amount.optional for amount in deal.amounts)))
    return tuple(slots.values())

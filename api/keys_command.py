"""`onrecord keys make | list | revoke`: the keys of a running service."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import httpx2
from rich.console import Console
from rich.table import Table

from api.running_service import RunningService, detail
from api.settings import Settings


class CannotManage(Exception):
    """Why it could not be done, in one line."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make, list or revoke. Raises CannotManage."""
    return {"make": _make, "list": _list, "revoke": _revoke}[arguments.do](arguments, settings)


def _make(arguments: argparse.Namespace, settings: Settings) -> int:
    wanted = {"name": arguments.name, "scopes": arguments.scope or ["read"], "expires_at": arguments.expires}
    made = _asked(arguments, settings, "POST", "/v1/keys", wanted)
    until = f" until {made['expires_at']}" if made["expires_at"] else ""
    print(f"{made['name']} may {', '.join(made['scopes'])}{until}; its id is {made['id']}", file=sys.stderr)
    print(made["key"])
    return 0


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    table = Table("id", "name", "scopes", "made", "used", "ends")
    for one in _asked(arguments, settings, "GET", "/v1/keys")["items"]:
        ends = f"revoked {one['revoked_at'][:10]}" if one["revoked_at"] else (one["expires_at"] or "")[:10]
        used = (one["last_used_at"] or "never")[:16]
        table.add_row(one["id"], one["name"], " ".join(one["scopes"]), one["created_at"][:10], used, ends)
    Console().print(table)
    return 0


def _revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    _asked(arguments, settings, "DELETE", f"/v1/keys/{arguments.id}")
    return 0


def _asked(
    arguments: argparse.Namespace, settings: Settings, method: str, path: str, document: Any = None
) -> dict[str, Any]:
    """The service's answer; empty where it has none. Raises CannotManage."""
    service = RunningService(settings, arguments.url, arguments.api_key)
    try:
        with service.client() as client:
            response = client.request(method, f"{service.base}{path}", json=document)
    except httpx2.HTTPError as error:
        raise CannotManage(f"{service.base} cannot be asked: {error}") from None
    if response.status_code >= 400:
        raise CannotManage(f"{service.base} answers {response.status_code}: {detail(response)}")
    told: dict[str, Any] = response.json() if response.content else {}
    return told

"""`onrecord export gold`: reviewed articles of a running service as JSON Lines, which `onrecord evaluate` reads."""

from __future__ import annotations

import argparse
from urllib.parse import urljoin

import httpx2

from api.settings import Settings

PAGE = 100
"""So many articles are asked for at once."""


class CannotExport(Exception):
    """Why there is nothing to export, in one line."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every reviewed article, a line each. Raises CannotExport."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = (arguments.url or f"http://{host}:{settings.port}").rstrip("/")
    key = arguments.api_key or next(iter(settings.api_keys), None)
    headers = {"Accept": "application/x-ndjson"}
    if key:
        headers["Authorization"] = f"Bearer {key.rpartition(':')[2]}"
    address: str | None = f"{base}/v1/gold?limit={PAGE}"
    try:
        with httpx2.Client(headers=headers, timeout=120) as client:
            while address is not None:
                response = client.get(address)
                if response.status_code != 200:
                    raise CannotExport(f"{base} answers {response.status_code}: {_detail(response)}")
                print(response.text, end="")
                following = response.links.get("next", {}).get("url")
                address = urljoin(address, following) if following else None
    except httpx2.HTTPError as error:
        raise CannotExport(f"{base} cannot be asked: {error}") from None
    return 0


def _detail(response: httpx2.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return response.reason_phrase

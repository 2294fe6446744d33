"""A running service, as commands ask it: its address, its key, and what it says when it refuses."""

from __future__ import annotations

import httpx2

from api.settings import Settings


class RunningService:
    """The service at `url`, else the one of the settings; asked with `api_key`, else the first key of the settings."""

    def __init__(self, settings: Settings, url: str | None = None, api_key: str | None = None) -> None:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        self.base = (url or f"http://{host}:{settings.port}").rstrip("/")
        key = api_key or next(iter(settings.api_keys), None)
        self._headers = {"Authorization": f"Bearer {key.rpartition(':')[2]}"} if key else {}

    def client(self, timeout: float | None = 120) -> httpx2.Client:
        """A client that shows the key; `timeout` is the longest silence in seconds, None for any."""
        return httpx2.Client(headers=self._headers, timeout=timeout)


def detail(response: httpx2.Response) -> str:
    """What a response that has been read says is wrong, and with which parameters."""
    try:
        problem = response.json()
        faults = [f"{one['parameter']}: {one['detail']}" for one in problem.get("errors", ()) if "parameter" in one]
        return " ".join(dict.fromkeys([str(problem["detail"]), *faults]))
    except (ValueError, KeyError, TypeError):
        return response.reason_phrase

"""The record as other programs of ours read it: over a running service, or over a database without one.

Both are asked by the same requests; over a database the service answers within this process and reads no article.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx2

from api.running_service import detail
from api.settings import Settings

Document = dict[str, Any]


class CannotRead(Exception):
    """Why the record cannot be read, or has no such thing, in one line."""


class RecordReader:
    """Asks the record. `base` is where it is found; addresses in what is told are whole."""

    def __init__(self, client: httpx2.Client, base: str) -> None:
        """Keep the client and ask nothing yet."""
        self._client = client
        self._base = base.rstrip("/")

    @classmethod
    def of_database(cls, settings: Settings) -> RecordReader:
        """Read what the database of the settings holds. Raises ValueError when they name none."""
        from api.app import create_app

        app = create_app(settings)
        base = f"http://127.0.0.1:{settings.port}"
        key = next((each.rpartition(":")[2] for each in settings.api_keys), None)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return cls(httpx2.Client(headers=headers, transport=httpx2.WSGITransport(app=app)), base)

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Document:
        """The document at this path. Raises CannotRead."""
        told = {name: value for name, value in (parameters or {}).items() if value is not None}
        return self._addressed(json.loads(self._asked(path, told)))

    def whole_article(self, article_id: str) -> Document:
        """An article with its text and all facts that hold. Raises CannotRead."""
        lines = self._asked(f"/v1/articles/{quote(article_id, safe='')}.onrecord.ndjson", {}).splitlines()
        return self._addressed(json.loads(lines[0]))

    def candidates(self, name: str, employer: str | None) -> list[Document]:
        """The entities that a name may mean, the likeliest first. Raises CannotRead."""
        query: Document = {"query": name, "limit": 5}
        if employer:
            query["properties"] = [{"pid": "employer", "v": employer}]
        found: list[Document] = self.get("/v1/reconcile", {"queries": json.dumps({"q": query})})["q"]["result"]
        return [{**one, "href": f"{self._base}/v1/entities/{one['id']}"} for one in found]

    def _asked(self, path: str, parameters: Mapping[str, Any]) -> str:
        try:
            response = self._client.get(f"{self._base}{path}", params=dict(parameters))
        except httpx2.HTTPError as error:
            raise CannotRead(f"{self._base} cannot be asked: {error}") from None
        if response.status_code != 200:
            raise CannotRead(detail(response))
        return response.text

    def _addressed(self, document: Document) -> Document:
        """The same with whole addresses."""
        return {name: self._base + of if _is_path(name, of) else self._within(of) for name, of in document.items()}

    def _within(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._within(each) for each in value]
        return self._addressed(value) if isinstance(value, dict) else value


def _is_path(name: str, value: Any) -> bool:
    return name.endswith("href") and isinstance(value, str) and value.startswith("/")


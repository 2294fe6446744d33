"""What is evaluated: a running service, or the engine in this process (`in_process`).

A respondent hands back the public shape (`schemas/extraction.json`; the engine's lacks ids and times) or raises
Unanswered: an article that gets no answer is lost, the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol, Self

import httpx2

from api.evaluation.gold import GoldArticle

Extraction = Mapping[str, Any]


class Unanswered(Exception):
    """Why there is no extraction of an article, in one line."""


class Unreachable(Exception):
    """Nothing can be evaluated at all: no service there, or it wants a key; in one line."""


class Respondent(Protocol):
    name: str

    def __call__(self, article: GoldArticle) -> Extraction:
        """The extraction of this article. Raises Unanswered for this one, Unreachable for all."""


class OverHttp:
    """A running service. Each article is extracted anew, unless `stored` ones will do (their seconds are not real)."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 900.0, stored: bool = False) -> None:
        self.name = url
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._client = httpx2.Client(base_url=url.rstrip("/"), headers=headers, timeout=timeout)
        self._patience = timeout
        self._query = {} if stored else {"refresh": "true"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def __call__(self, article: GoldArticle) -> Extraction:
        document = {"text": article.text}
        if article.published_at is not None:
            document["published_at"] = article.published_at.isoformat()
        try:
            response = self._client.post("/v1/extractions", params=self._query, json=document)
            extraction = self._finished(response)
        except httpx2.ConnectError as error:
            raise Unreachable(f"nothing answers at {self.name}: {error}") from None
        except httpx2.HTTPError as error:
            raise Unanswered(f"{type(error).__name__}: {error}") from None
        if extraction["status"] in ("failed", "cancelled"):
            failure = extraction.get("failure") or {}
            raise Unanswered(failure.get("detail") or failure.get("title") or f"the extraction {extraction['status']}")
        return extraction

    def _finished(self, response: httpx2.Response) -> Extraction:
        """The extraction of a response, waited for when the service put it in its queue."""
        deadline = time.monotonic() + self._patience
        while True:
            extraction = self._document(response)
            if extraction["status"] not in ("queued", "running"):
                return extraction
            if time.monotonic() > deadline:
                raise Unanswered(f"still {extraction['status']} after {self._patience:g} seconds")
            time.sleep(0.5)
            response = self._client.get(f"/v1/extractions/{extraction['id']}")

    def _document(self, response: httpx2.Response) -> Extraction:
        if response.status_code in (401, 403):
            raise Unreachable(f"{self.name} wants a key that it knows (--api-key)")
        try:
            document = response.json()
        except ValueError:
            raise Unanswered(f"status {response.status_code}, and no JSON") from None
        if response.is_success and isinstance(document, dict) and {"status", "facts"} <= set(document):
            return document
        told = document.get("detail") or document.get("title") if isinstance(document, dict) else None
        raise Unanswered(f"status {response.status_code}: {told or 'no extraction'}")

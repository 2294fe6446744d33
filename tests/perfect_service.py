"""A service that answers gold articles with extractions made from their gold: a real HTTP server on a real socket.

What it delivers can be spoilt by a test, so that a scorer's answer to each kind of fault is known beforehand.
"""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Json = dict[str, Any]


def extraction(article: Mapping[str, Any]) -> Json:
    """The extraction that finds all of the article's gold, optional things included, in the public shape."""
    gold, words = article["gold"], article["text"]

    def span(quote: str) -> Json:
        start = words.index(quote)
        return {
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "prefix": words[max(start - 32, 0) : start],
            "suffix": words[start + len(quote) :][:32],
            "sentence": 0,
            "match": "exact",
        }

    def amount(item: Mapping[str, Any]) -> Json:
        return {
            "text": item["text"],
            "value": item.get("value"),
            "currency": item.get("currency"),
            "kind": "total",
            "approximate": False,
            "disclosed": item.get("disclosed", True),
            "span": span(item["text"]),
        }

    companies = [
        {
            "id": f"c{n:016d}",
            "name": each["name"],
            "kind": each["kind"],
            "aliases": each.get("aliases", []),
            "mentions": [span(each["name"])],
        }
        for n, each in enumerate(gold["companies"], start=1)
    ]
    ids = {name: each["id"] for each in companies for name in (each["name"], *each["aliases"])}
    people = [
        {
            "id": f"p{n:016d}",
            "name": each["name"],
            "aliases": each.get("aliases", []),
            "mentions": [span(each["name"])],
            "roles": [
                {
                    "title": role["title"],
                    "organization": {"id": None, "name": role["organization"], "span": span(role["organization"])}
                    if role.get("organization")
                    else None,
                    "status": "current",
                    "evidence": [span(role["title"])],
                }
                for role in gold["roles"]
                if role["name"] == each["name"]
            ],
        }
        for n, each in enumerate(gold["people"], start=1)
    ]
    deals = [
        {
            "id": f"d{n:016d}",
            "type": each["type"],
            "status": each["status"],
            "status_evidence": None,
            "trigger": None,
            "parties": [
                {
                    "id": ids.get(party["name"]),
                    "name": party["name"],
                    "role": party.get("role", "party"),
                    "span": span(party["name"]),
                }
                for party in each["parties"]
            ],
            "amounts": [amount(item) for item in each["amounts"]],
            "stake": None,
            "dates": [],
            "evidence": [span(each["parties"][0]["name"])],
            "claim_id": None,
        }
        for n, each in enumerate(gold["deals"], start=1)
    ]
    claims = [
        {
            "id": f"q{n:016d}",
            "text": each["content"][0],
            "content": [span(part) for part in each["content"]],
            "directness": each["directness"],
            "cue": None,
            "source": {
                "id": None,
                "kind": "unnamed",
                "name": each["source"],
                "class": "unofficial",
                "role": None,
                "speaks_for": None,
                "channel": each["channel"],
                "via": None,
                "span": span(each["source"]),
                "resolved": None,
                "channel_evidence": None,
            },
            "certainty": "certain",
            "polarity": each.get("polarity", "affirmed"),
            "about": [],
            "evidence": [span(each["content"][0])],
            "said_by": None,
        }
        for n, each in enumerate(gold["claims"], start=1)
    ]
    return {
        "id": article["id"],
        "status": "succeeded",
        "facts": {"companies": companies, "people": people, "deals": deals, "claims": claims},
        "rejected": [],
        "warnings": [],
        "usage": {"calls": 3, "input_tokens": 1200, "output_tokens": 200, "cached_tokens": 0, "seconds": 1.5},
        "provenance": {
            "engine": "perfect",
            "model": "gold",
            "prompt": "none",
            "prompt_sha256": "0",
            "rules_sha256": None,
            "schema_version": "1",
        },
    }


Answer = tuple[int, Any]


class PerfectService:
    """The server. `spoil` may change an extraction before it is sent; `answers` replaces whole answers by article id.

    An answer is a status and a JSON document; bytes are sent as they are. With `key`, other requests get 401.
    """

    def __init__(
        self,
        articles: Sequence[Mapping[str, Any]],
        spoil: Callable[[Json], object] = lambda extraction: None,
        answers: Mapping[str, Answer] | None = None,
        key: str | None = None,
    ) -> None:
        self.asked: list[str] = []
        self._articles = {article["text"]: article for article in articles}
        self._spoil, self._answers, self._key = spoil, answers or {}, key
        self._later: dict[str, Json] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> PerfectService:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, document: Json) -> Answer:
        article = self._articles[document["text"]]
        if article["id"] in self._answers:
            return self._answers[article["id"]]
        answer = extraction(copy.deepcopy(dict(article)))
        self._spoil(answer)
        return 201, answer

    def _handler(service) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append(self.path)
                if service._key and self.headers.get("Authorization") != f"Bearer {service._key}":
                    return self._send(401, {"title": "No key", "status": 401})
                status, answer = service.answer(document)
                if status == 202:
                    service._later[answer["id"]] = answer
                    answer = {**answer, "status": "queued"}
                self._send(status, answer)

            def do_GET(self) -> None:
                self._send(200, service._later[self.path.rpartition("/")[2]])

            def _send(self, status: int, answer: Any) -> None:
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: a test's output is the test's."""

        return Handler

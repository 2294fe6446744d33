"""An OpenAI-compatible endpoint that takes its time: `python -m bench.slow_endpoint PORT SECONDS`.

One process, one thread: each call is answered so many seconds after it has come whole, with the reply that belongs to
the article in it (`wire_news`). It speaks as much HTTP as clients of language models need.
"""

from __future__ import annotations

import asyncio
import json
import sys

from bench import wire_news

MODELS = json.dumps({"object": "list", "data": [{"id": "wire", "object": "model", "owned_by": "someone"}]})


class _Exchange(asyncio.Protocol):
    """One connection."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._come = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._come += data
        head, found, body = self._come.partition(b"\r\n\r\n")
        length = _length(head) if found else 0
        if not found or len(body) < length:
            return
        self._come = body[length:]
        if head.startswith(b"GET"):
            self._send(MODELS)
        else:
            asyncio.get_running_loop().call_later(self._seconds, self._answer, body[:length])

    def _answer(self, body: bytes) -> None:
        asked = body.decode()
        if "This is a test of JSON mode" in asked:
            said = '{"greeting": "Hello"}'
        else:
            said = wire_news.reply(wire_news.number_in(asked))
        message = {"role": "assistant", "content": said}
        usage = {"prompt_tokens": 1900, "completion_tokens": 420, "total_tokens": 2320}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "wire", "choices": [choice]}
        self._send(json.dumps({**answer, "usage": usage}))

    def _send(self, document: str) -> None:
        body = document.encode()
        if self._transport is not None and not self._transport.is_closing():
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode() + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def serve(port: int, seconds: float) -> None:
    """Answer on loopback until the process ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Exchange(seconds), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))

"""One HTTP/1.1 request as its bytes arrive (RFC 9112), kept until it is whole.

What is handed on is one request with one framing: a chunked body is put together and told by Content-Length. Whatever
is wrong with the message is left to the parser that reads it next, which then sees the head alone.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from typing import IO

MOST_HEAD = 64 * 1024
"""Bytes that a request's line and header fields may have together."""

IN_MEMORY = 32 * 1024
"""Bytes of a body that are kept in memory; what is longer waits in a file."""

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
_CODING = re.compile(rb"\r\ntransfer-encoding[ \t]*:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
_EXPECT = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?")


class HeadTooLarge(Exception):
    """The request's line and header fields are longer than MOST_HEAD."""


class Incoming:
    """A request on its way. `most` is how many bytes its body may have; a longer one is handed on without its body."""

    def __init__(self, most: int) -> None:
        self.whole = False
        """Whether it can be handed on."""
        self.head = b""
        self.rest = b""
        """What came after it: the beginning of the next request."""
        self.in_step = True
        """Whether the connection can be used again: where the next request begins is known."""
        self.wants_continue = False
        """Whether the client waits for a 100 before it sends the body; the head that is handed on is silent on it."""
        self._most = most
        self._body: IO[bytes] = io.BytesIO()
        self._length = 0
        self._chunks: _Chunks | None = None
        self._missing: int | None = None

    @property
    def begun(self) -> bool:
        """Whether anything of it has come."""
        return bool(self.head or self.rest)

    @property
    def path(self) -> str:
        """The path that it asks for, without the query; empty before it is known."""
        target = self.head.split(b"\r\n", 1)[0].split(b" ")[1:2]
        return target[0].partition(b"?")[0].decode("latin-1") if target else ""

    @property
    def is_head(self) -> bool:
        """Whether it asks for the head of a response alone."""
        return self.head.startswith(b"HEAD ")

    def feed(self, data: bytes) -> None:
        """Take the next bytes. Raises HeadTooLarge, and OSError when a long body cannot be kept."""
        if not self.head:
            self.rest += data
            end = self.rest.find(_END_OF_HEAD, max(0, len(self.rest) - len(data) - 3))
            if end < 0 and len(self.rest) <= MOST_HEAD:
                return
            if end < 0 or end > MOST_HEAD:
                raise HeadTooLarge
            self.head, data = self.rest[: end + 4], self.rest[end + 4 :]
            self.rest = b""
            self._look_at_head()
        if self.whole:
            self.rest += data
        elif self._chunks is not None:
            self._take_chunks(data)
        elif self._missing is not None:
            body, self.rest = data[: self._missing], data[self._missing :]
            self._missing -= len(body)
            self._keep(body)
            self.whole = self._missing == 0

    def parts(self) -> Iterator[bytes]:
        """The request, with the framing that its body turned out to have."""
        yield self.head
        if self._chunks is not None and self._chunks.broken:
            return
        self._body.seek(0)
        while part := self._body.read(256 * 1024):
            yield part

    def close(self) -> None:
        """Forget the body."""
        self._body.close()

    def _look_at_head(self) -> None:
        lengths, codings = _LENGTH.findall(self.head), _CODING.findall(self.head)
        if codings and not lengths and [coding.lower() for coding in codings] == [b"chunked"]:
            self._chunks = _Chunks()
        elif not codings and len(lengths) == 1 and lengths[0].isdigit() and len(lengths[0]) < 16:
            self._missing = int(lengths[0])
            if self._missing > self._most:
                self._hand_on_alone()
            self.whole = self.whole or self._missing == 0
        elif codings or lengths:
            self._hand_on_alone()
        else:
            self.whole = True
        if not self.whole and _EXPECT.search(self.head):
            self.wants_continue = True
        self.head = _EXPECT.sub(b"", self.head)

    def _take_chunks(self, data: bytes) -> None:
        assert self._chunks is not None
        for part in self._chunks.feed(data):
            self._keep(part)
            if self._length > self._most:
                break
        chunks = self._chunks
        if chunks.ended or chunks.broken or self._length > self._most:
            self.whole = True
            self.in_step = chunks.ended
            self.rest = chunks.rest if chunks.ended else b""
            if not chunks.broken:  # the parser says what is wrong with a broken one, which it is shown without a body
                told = b"\r\nContent-Length: %d" % self._length
                self.head = _CODING.sub(told, self.head)

    def _hand_on_alone(self) -> None:
        """It is refused for its head, whatever its body is."""
        self.whole, self.in_step = True, False

    def _keep(self, data: bytes) -> None:
        self._length += len(data)
        if self._length > self._most:
            return
        if self._length > IN_MEMORY and isinstance(self._body, io.BytesIO):
            kept, self._body = self._body.getvalue(), tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
            self._body.write(kept)
        self._body.write(data)


class _Chunks:
    """A chunked body (RFC 9112 section 7.1) as it arrives."""

    def __init__(self) -> None:
        self.ended = False
        self.broken = False
        self.rest = b""
        """What has come and is not understood yet; once ended, what follows the body."""
        self._left = 0
        self._state = "size"

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The parts of the body in the next bytes."""
        self.rest += data
        while not self.ended and not self.broken:
            if self._state == "data":
                part, self.rest = self.rest[: self._left], self.rest[self._left :]
                self._left -= len(part)
                if part:
                    yield part
                if self._left:
                    return
                self._state = "end of data"
            else:
                line, found, after = self.rest.partition(b"\r\n")
                if not found:
                    self.broken = len(line) > 1024
                    return
                self.rest = after
                self._read(line)

    def _read(self, line: bytes) -> None:
        if self._state == "end of data":
            self.broken, self._state = bool(line), "size"
        elif self._state == "trailer":
            self.ended = not line  # trailer fields are dropped, as RFC 9110 section 6.5.1 allows
        elif size := _SIZE_LINE.fullmatch(line):
            self._left = int(size[1], 16)
            self._state = "data" if self._left else "trailer"
        else:
            self.broken = True

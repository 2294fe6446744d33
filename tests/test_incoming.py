"""A request as its bytes arrive: whole when it is, whatever the pieces, and framed in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.server.incoming import MOST_HEAD, HeadTooLarge, Incoming

GET = b"GET /v1/articles?q=a%20b HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /v1/extractions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nHello"
CHUNKED = (
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\nX: y\r\n\r\n"
    b"3;ext=1\r\nHel\r\n2\r\nlo\r\n0\r\nTrailer: x\r\n\r\n"
)


def taken(data: bytes, cuts: list[int] | None = None, most: int = 1000) -> Incoming:
    incoming = Incoming(most)
    ends = sorted({min(cut, len(data)) for cut in cuts or []} | {len(data)})
    begin = 0
    for end in ends:
        incoming.feed(data[begin:end])
        begin = end
    return incoming


@given(st.sampled_from([GET, POST, CHUNKED]), st.lists(st.integers(1, 150)), st.sampled_from([b"", GET, b"GE"]))
def test_a_request_is_whole_at_its_last_byte_and_what_follows_is_kept(
    one: bytes, cuts: list[int], after: bytes
) -> None:
    assert not taken(one[:-1], cuts).whole
    incoming = taken(one + after, cuts)
    assert incoming.whole
    assert incoming.in_step
    assert incoming.rest == after
    head, _, body = b"".join(incoming.parts()).partition(b"\r\n\r\n")
    assert body == (b"" if one is GET else b"Hello")
    if one is CHUNKED:
        assert b"chunked" not in head.lower()
        assert b"\r\nContent-Length: 5" in head


def test_the_path_is_told_without_the_query() -> None:
    assert taken(GET).path == "/v1/articles"
    assert Incoming(10).path == ""


def test_a_body_that_is_too_long_is_handed_on_without_being_read() -> None:
    told = taken(b"POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\nabc")
    assert told.whole
    assert not told.in_step
    chunks = taken(CHUNKED.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + b"3E8\r\n" + b"x" * 1000 + b"\r\n1\r\ny\r\n")
    assert chunks.whole
    assert not chunks.in_step
    assert b"Content-Length: 1001" in chunks.head


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: five",
        b"Content-Length: -1",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: gzip",
    ],
)
def test_what_is_framed_in_two_ways_is_left_to_the_parser_and_the_connection_is_not_used_again(fields: bytes) -> None:
    incoming = taken(b"POST / HTTP/1.1\r\n" + fields + b"\r\n\r\nHello")
    assert incoming.whole
    assert not incoming.in_step
    assert b"".join(incoming.parts()) == b"POST / HTTP/1.1\r\n" + fields + b"\r\n\r\n"


def test_broken_chunks_are_handed_on_without_a_body() -> None:
    incoming = taken(CHUNKED.replace(b"2\r\n", b"zz\r\n"))
    assert incoming.whole
    assert not incoming.in_step
    assert b"".join(incoming.parts()).endswith(b"\r\n\r\n")


def test_a_client_that_waits_to_be_told_to_go_on_is_known_by_its_head() -> None:
    incoming = taken(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    assert incoming.wants_continue
    assert b"Expect" not in incoming.head


def test_a_head_without_end_is_refused() -> None:
    with pytest.raises(HeadTooLarge):
        taken(b"GET / HTTP/1.1\r\nX: " + b"y" * MOST_HEAD)


def test_a_long_body_comes_whole() -> None:
    body = bytes(range(256)) * 4000
    incoming = taken(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body, most=10**7)
    assert b"".join(incoming.parts()).endswith(body)
    incoming.close()

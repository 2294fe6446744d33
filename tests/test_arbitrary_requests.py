"""Whatever is sent, the service answers as described and never with an error of its own making."""

from __future__ import annotations

import json
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import CheckedClient

# The client and its database serve all examples: each sends what it likes and looks at its own response alone.
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

WORDS = st.text(max_size=30)
CHARSETS = st.sampled_from(["utf-8", "latin-1", "utf-16", "utf-7", "cp037", "idna", "hex", "undefined", "", "x" * 99])
MEDIA_TYPES = st.sampled_from(["application/json", "text/plain", "text/html"])
PATHS = st.sampled_from(
    ["/v1/extractions", "/v1/extractions/{}", "/v1/articles/{}", "/v1/companies", "/v1/people", "/v1/deals",
     "/v1/claims", "/v1/articles", "/problems/{}", "/{}", "/healthz", "/openapi.json"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["q", "name", "entity", "article", "extraction", "language", "publisher", "published_from", "published_to", "limit",
     "cursor", "kind", "type", "status", "source", "refresh"]
)  # fmt: skip
# Header values as a WSGI server hands them on: Latin-1, no line ends.
HEADERS = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40)


@many
@given(body=st.binary(max_size=200), media_type=MEDIA_TYPES, charset=CHARSETS)
def test_any_bytes_can_be_posted(client: CheckedClient, body: bytes, media_type: str, charset: str) -> None:
    content_type = f"{media_type}; charset={charset}" if charset else media_type
    response = client.post("/v1/extractions", data=body, content_type=content_type)
    assert response.status_code in (200, 201, 400, 422)


@many
@given(text=WORDS, title=WORDS, publisher=WORDS, url=WORDS, html=st.booleans())
def test_any_words_can_be_posted(
    client: CheckedClient, text: str, title: str, publisher: str, url: str, html: bool
) -> None:
    document = {"html" if html else "text": text, "title": title, "publisher": publisher, "url": f"https://{url}"}
    response = client.post("/v1/extractions", data=json.dumps(document), content_type="application/json")
    assert response.status_code in (200, 201, 422)


@many
@given(path=PATHS, within=WORDS, query=st.lists(st.tuples(NAMES, WORDS), max_size=3))
def test_any_address_can_be_asked_for(
    client: CheckedClient, path: str, within: str, query: list[tuple[str, str]]
) -> None:
    words = [(name, value.encode("utf-8", "replace")) for name, value in query]
    response = client.get(path.format(quote(within, safe="", errors="replace")), query_string=words)
    assert response.status_code in (200, 308, 400, 404, 405)


@many
@given(accept=HEADERS, prefer=HEADERS, request_id=HEADERS, key=HEADERS)
def test_any_headers_can_be_sent(client: CheckedClient, accept: str, prefer: str, request_id: str, key: str) -> None:
    headers = {
        "Accept": accept,
        "Prefer": prefer,
        "X-Request-Id": request_id,
        "Authorization": key,
        "If-None-Match": key,
    }
    for path in ("/v1/companies", "/v1/extractions/x"):
        assert client.get(path, headers=headers).status_code in (200, 304, 404, 406)

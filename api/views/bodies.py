"""The body of a request as an article request: JSON, ninjs, plain text or HTML, in whatever charset it declares.

Promises a document that keeps to `schemas/article_request.json`, or a problem that says what is wrong with the bytes.
It does not judge the article: lengths and emptiness are the service's business.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from flask import Request

from api import contracts
from api.problems import BodyTooLarge, EmptyArticle, Fault, InvalidDocument, UnsupportedMediaType, WrongEncoding
from api.views import ninjs_documents

TAKEN = ("application/json", "text/plain", "text/html", ninjs_documents.MEDIA_TYPE)

_WESTERN = {"ascii", "iso8859-1"}
"""What declares itself so is windows-1252 in practice, quotation marks and all (WHATWG Encoding Standard)."""

_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
"""Python's codecs from str to bytes that are no charset of any document."""

_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def article_request(request: Request, schema: str = "article_request") -> dict[str, Any]:
    """The article that the request's body asks to read; `schema` may take more members than those of an article.

    Raises UnsupportedMediaType, BodyTooLarge, WrongEncoding, EmptyArticle, and what `contracts.parse` raises.
    """
    media_type = request.mimetype
    if media_type not in TAKEN:
        taken = ", ".join(TAKEN)
        given = f"This is {media_type}." if media_type else "The request has no Content-Type."
        raise UnsupportedMediaType(f"{given} Send one of: {taken}.", headers={"Accept": taken})
    if (coding := request.headers.get("Content-Encoding", "identity").strip().lower()) != "identity":
        faults = [Fault(f"{coding} is not taken; send the body as it is.", header="Content-Encoding")]
        raise UnsupportedMediaType("The body is compressed.", errors=faults, headers={"Accept-Encoding": "identity"})
    body = request.get_data(cache=False)
    charset = request.mimetype_params.get("charset")
    places: dict[str, str] = {}
    if media_type in ("application/json", ninjs_documents.MEDIA_TYPE):
        document = contracts.read_json(decode(body, charset))
        if media_type == ninjs_documents.MEDIA_TYPE or ninjs_documents.recognised(document):
            document, places = ninjs_documents.as_request(document)
    elif media_type == "text/html":
        document = {"html": decode(body, charset or _declared_inside(body))}
    else:
        document = {"text": decode(body, charset)}
    if _is_empty(document):
        raise EmptyArticle()
    try:
        article: dict[str, Any] = contracts.parse(schema, document)
    except InvalidDocument as error:
        raise (ninjs_documents.repointed(error, places) if places else error) from None
    return {name: value for name, value in article.items() if value is not None}


def document(request: Request, schema: str) -> dict[str, Any]:
    """The JSON document of the request's body, once it keeps to the schema of this name.

    Raises UnsupportedMediaType, BodyTooLarge, WrongEncoding, and what `contracts.parse` raises.
    """
    if request.mimetype != "application/json":
        given = f"This is {request.mimetype}." if request.mimetype else "The request has no Content-Type."
        raise UnsupportedMediaType(f"{given} Send application/json.", headers={"Accept": "application/json"})
    words = decode(request.get_data(cache=False), request.mimetype_params.get("charset"))
    parsed: dict[str, Any] = contracts.parse(schema, contracts.read_json(words))
    return parsed


def _is_empty(document: Any) -> bool:
    """Whether it brings an article of no characters, which its schema forbids and has a problem of its own."""
    given = [document.get(name) for name in ("text", "html")] if isinstance(document, dict) else []
    return [words for words in given if words is not None] == [""]


def decode(body: bytes, charset: str | None) -> str:
    """The body's text. A byte order mark decides over the charset, and UTF-8 is meant when none is declared.

    Raises WrongEncoding when the charset is unknown or the bytes are not in it.
    """
    for mark, marked in _MARKS:
        if body.startswith(mark):
            charset = "utf-8-sig" if marked == "utf-8" else marked
            break
    name = _charset(charset or "utf-8")
    try:
        return body.decode("cp1252" if name in _WESTERN else name)
    except UnicodeDecodeError as error:
        if name == "iso8859-1":
            return body.decode(name)  # the five bytes that windows-1252 leaves out
        declared = "the charset it declares," if charset else "the charset that is meant when none is declared,"
        where = f"byte {error.start:,} (0x{body[error.start]:02x}) does not belong there"
        raise WrongEncoding(
            f"The body is not in {declared} {charset or 'utf-8'}: {where}. Name the right charset in Content-Type."
        ) from None
    except UnicodeError:
        raise WrongEncoding(f"The body is not in the charset it declares, {charset}.") from None


def most_bytes(most_characters: int) -> int:
    """How many bytes a request body may have where an article may have so many characters.

    Twelve bytes hold any character, escaped in JSON as it may be; the rest is for the markup of a page.
    """
    return 12 * most_characters + 4 * 1024 * 1024


def too_large(most_characters: int) -> BodyTooLarge:
    """What to say to a body of more than `most_bytes`: the limit of articles is told as well."""
    limit = most_bytes(most_characters)
    return BodyTooLarge(
        f"The request body has more than {limit:,} bytes; an article may have {most_characters:,} characters.",
        limit=limit,
    )


def _charset(label: str) -> str:
    """Python's name of a charset. Raises WrongEncoding for one that is unknown, or none at all (rot13, zip)."""
    try:
        codec = codecs.lookup(label)
        known = codec._is_text_encoding and codec.name not in _NO_CHARSETS
    except (LookupError, ValueError):
        known = False
    if not known:
        raise WrongEncoding(f"The charset {label[:40]!r} is unknown.")
    return codec.name


def _declared_inside(body: bytes) -> str | None:
    """The charset that an HTML page declares in its first 1,024 bytes (WHATWG HTML, section 13.2.3.2), if known."""
    found = _META.search(body[:1024])
    if found is None:
        return None
    label = found[1].decode("ascii")
    if label.lower().startswith("utf-16"):
        return None  # it cannot be: the declaration was read as ASCII
    return label

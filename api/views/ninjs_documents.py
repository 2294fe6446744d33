"""IPTC ninjs as an article request: headline, body, byline, dates, language, source. Versions 1 to 3 are read.

A document is known for one by its media type, or by its members: ninjs has no `text` and no `html`, and what it needs
is `uri`. What is wrong is told at the place in the ninjs document.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from api.problems import Fault, InvalidDocument

MEDIA_TYPE = "application/vnd.iptc.ninjs+json"

_KNOWN_BY = frozenset({"bodies", "headlines", "body_text", "body_html", "body_xhtml", "headline", "versioncreated"})
_BODIES = {"body_text": "text/plain", "body_html": "text/html", "body_xhtml": "text/html"}
"""Members of version 1 that hold the article, with what they hold."""

_DATES = ("contentCreated", "contentcreated", "firstCreated", "firstcreated", "versionCreated", "versioncreated")
_PUBLISHERS = ("publisher", "provider", "source")
_TAG = re.compile(r"<[^<>]*>")

Document = Mapping[str, Any]
Found = tuple[str, str]
"""A value, and the JSON Pointer of where it stands."""


def recognised(document: Any) -> bool:
    """Whether a JSON document is ninjs rather than an article request."""
    if not isinstance(document, dict) or "text" in document or "html" in document:
        return False
    return "uri" in document and bool(_KNOWN_BY & document.keys())


def as_request(document: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The article request that a ninjs document means, and for each of its members the pointer it came from.

    Raises InvalidDocument when the document is no object, is not of type text, not usable, or has no body.
    """
    if not isinstance(document, dict):
        raise _fault("", "Must be a ninjs object.")
    if document.get("type", "text") not in ("text", "composite"):
        raise _fault("/type", "Only objects of the type text hold an article.")
    if document.get("pubStatus", document.get("pubstatus", "usable")) in ("withheld", "canceled"):
        raise _fault("/pubStatus", "What is withheld or canceled is not to be used.")
    body, media_type, where = _body(document)
    byline = _words(document, "by") or _words(document, "byline")
    is_html = media_type != "text/plain"
    found: dict[str, Found | None] = {
        "html" if is_html else "text": (_after(byline, body, is_html), where),
        "title": _headline(document),
        "url": _url(document),
        "published_at": next(filter(None, (_words(document, name) for name in _DATES)), None),
        "language": _words(document, "language"),
        "publisher": _publisher(document),
    }
    told = {name: each for name, each in found.items() if each is not None}
    return {name: value for name, (value, _) in told.items()}, {name: at for name, (_, at) in told.items()}


def repointed(error: InvalidDocument, places: Mapping[str, str]) -> InvalidDocument:
    """The same problem, told at the places of the ninjs document."""
    faults = [
        Fault(fault.detail, places.get((fault.pointer or "").removeprefix("/"), fault.pointer))
        for fault in error.errors
    ]
    first = faults[0]
    return InvalidDocument(f"The ninjs document cannot be read. At {first.pointer}: {first.detail}", errors=faults)


def _body(document: Document) -> tuple[str, str, str]:
    """The article's words, as plain text if there are any so, their media type, and their pointer."""
    bodies = [
        (value, str(body.get("contentType") or _guess(value)).partition(";")[0].strip().lower(), f"/bodies/{number}")
        for number, body in _members(document, "bodies")
        if isinstance(value := body.get("value"), str) and value.strip()
    ]
    given = [(value, media_type, f"{where}/value") for value, media_type, where in bodies]
    for name, media_type in _BODIES.items():
        if isinstance(value := document.get(name), str) and value.strip():
            given.append((value, media_type, f"/{name}"))
    if not given:
        raise _fault("/bodies", "Has no body with words in it.")
    return min(given, key=lambda one: one[1] != "text/plain")


def _guess(words: str) -> str:
    return "text/html" if words.lstrip().startswith("<") else "text/plain"


def _after(byline: Found | None, body: str, is_html: bool) -> str:
    """The body with the byline as the paragraph before it, unless it stands there already."""
    if byline is None or byline[0] in body[: 2 * len(byline[0]) + 200]:
        return body
    return f"<p>{html.escape(byline[0])}</p>{body}" if is_html else f"{byline[0]}\n\n{body}"


def _headline(document: Document) -> Found | None:
    """The headline: the one in the role `main` or in none, else the first."""
    found = [
        (_plain(value), f"/headlines/{number}/value", headline.get("role"))
        for number, headline in _members(document, "headlines")
        if isinstance(value := headline.get("value"), str) and _plain(value)
    ]
    best = min(found, key=lambda one: one[2] not in (None, "main"), default=None)
    return best[:2] if best is not None else _words(document, "headline")


def _url(document: Document) -> Found | None:
    """Where it is published: a rendition as a page, else its own identifier if that is an address."""
    for number, rendition in _members(document, "renditions"):
        if rendition.get("contentType") == "text/html" and isinstance(rendition.get("href"), str):
            return rendition["href"], f"/renditions/{number}/href"
    uri = _words(document, "uri")
    return uri if uri is not None and uri[0].lower().startswith(("http://", "https://")) else None


def _publisher(document: Document) -> Found | None:
    """Who published it: a source in such a role, else who holds the copyright, else the first source."""
    found = [
        (name, f"/infoSources/{number}/name", str(source.get("role", "")).rpartition("/")[2].lower())
        for number, source in _members(document, "infoSources")
        if isinstance(name := source.get("name"), str) and name.strip()
    ]
    in_role = [one[:2] for one in found if one[2] in _PUBLISHERS]
    owner = [each for name in ("copyrightHolder", "copyrightholder") if (each := _words(document, name))]
    return next(iter([*in_role, *owner, *(one[:2] for one in found)]), None)


def _words(document: Document, name: str, read: Callable[[str], str] = str.strip) -> Found | None:
    value = document.get(name)
    if not isinstance(value, str) or not read(value):
        return None
    return read(value), f"/{name}"


def _members(document: Document, name: str) -> list[tuple[int, Document]]:
    """The objects of an array, with their places in it."""
    members = document.get(name)
    listed = members if isinstance(members, list) else []
    return [(number, member) for number, member in enumerate(listed) if isinstance(member, dict)]


def _plain(words: str) -> str:
    """A headline without markup."""
    return " ".join(html.unescape(_TAG.sub("", words)).split()) if "<" in words or "&" in words else words.strip()


def _fault(at: str, detail: str) -> InvalidDocument:
    return InvalidDocument(f"The ninjs document cannot be read. {detail}", errors=[Fault(detail, at)])

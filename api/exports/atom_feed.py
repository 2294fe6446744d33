"""Facts as an Atom feed (RFC 4287), so that a reader or a bot follows a query: an entry for each fact or article.

The newest come first. What XML 1.0 cannot hold (control characters of a text) is replaced by U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain, islice

from lxml import etree

from api.exports import fact_parts
from api.exports.fact_parts import Addresses, Document
from api.store.article_facts import ArticleFacts

MEDIA_TYPE = "application/atom+xml"
USUAL = 100
"""So many facts are in a feed unless it says otherwise."""

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(articles: Iterable[ArticleFacts], at: Addresses, about: str) -> Iterator[bytes]:
    """The feed; `about` is its own address."""
    rest = iter(articles)
    first = list(islice(rest, 1))
    updated = first[0].article["created_at"] if first else datetime.now(UTC).isoformat(timespec="seconds")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{_NAMESPACE}">'.encode()
    for element in (
        _element("id", about),
        _element("title", "Facts of Onrecord"),
        _element("updated", updated),
        _element("link", rel="self", href=about, type=MEDIA_TYPE),
        _element("generator", "Onrecord", uri=f"{at.base}/"),
        _within("author", _element("name", "Onrecord")),
    ):
        yield _written(element)
    for article in chain(first, rest):
        yield from (_written(entry) for entry in _entries(article, at))
    yield b"</feed>\n"


def _entries(article: ArticleFacts, at: Addresses) -> Iterator[etree._Element]:
    about = article.article
    if article.whole:
        lines = [
            f"{fact_parts.KINDS[kind]}: {fact_parts.in_words(kind, fact)}"
            for kind in ("deals", "claims", "people", "companies")
            for fact in article.facts[kind]
        ]
        page = f"{at.base}/articles/{about['id']}"
        yield _entry(about, at.article(about), fact_parts.headline(about), "\n".join(lines), page, ["article"])
        return
    for kind, facts in article.facts.items():
        for fact in facts:
            span = fact_parts.proof(kind, fact)
            quote = f"“{span['quote']}” ({fact_parts.headline(about)})"
            words, page = fact_parts.in_words(kind, fact), at.page(about, fact["id"])
            terms = [fact_parts.KINDS[kind], *(fact[name] for name in ("type", "status") if name in fact)]
            yield _entry(about, at.fact(fact["id"]), words, quote, page, terms)


def _entry(about: Document, id_: str, title: str, summary: str, page: str, terms: Iterable[str]) -> etree._Element:
    elements = [
        _element("id", id_),
        _element("title", " ".join(title.split())),
        _element("updated", about["created_at"]),
        _element("link", rel="alternate", href=page, type="text/html"),
    ]
    if about["published_at"]:
        elements.append(_element("published", about["published_at"]))
    if about["url"]:
        elements.append(_element("link", rel="via", href=about["url"]))
    if about["publisher"]:
        source = _within("source", _element("id", about["url"] or id_), _element("title", about["publisher"]))
        elements.append(source)
        source.append(_element("updated", about["published_at"] or about["created_at"]))
    elements += [_element("category", term=term) for term in terms]
    entry = _within("entry", *elements, _element("summary", summary))
    if about["language"] != "und":
        entry.set(_LANGUAGE, about["language"])
    return entry


def _element(name: str, words: str | None = None, **attributes: str) -> etree._Element:
    given = {key: _xml(value) for key, value in attributes.items()}
    element = etree.Element(f"{{{_NAMESPACE}}}{name}", given, {None: _NAMESPACE})
    element.text = None if words is None else _xml(words)
    return element


def _within(name: str, *elements: etree._Element) -> etree._Element:
    outer = _element(name)
    outer.extend(elements)
    return outer


def _xml(words: str) -> str:
    return _NO_XML.sub("\ufffd", words)


def _written(element: etree._Element) -> bytes:
    written: bytes = etree.tostring(element, encoding="utf-8", xml_declaration=False)
    return b"\n" + written

"""HTML in, the article's text out: trafilatura finds the body among menus and footers. It never downloads anything.

A page with a body too short for trafilatura (a fragment pasted by hand) is read by its paragraphs; a page with neither
is an empty article, said so rather than guessed. The text is not yet canonical and no offset points into the HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from api.engine import language
from api.problems import EmptyArticle, UnreadableText

# trafilatura's time grows faster than the page; news pages have some thousand tags, these take some seconds.
MOST_TAGS = 40_000

_LANG = re.compile(r"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:[-_]\w{1,8})*)", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"<meta\b[^>]{0,500}?\b(?:property|name|itemprop)\s*=\s*[\"']?(?:article:published_time|datePublished|date)\b[^>]{0,500}?>",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']([^\"']{8,40})[\"']", re.IGNORECASE)
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "button", "select", "noscript", "template", "svg"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"})


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """What a page says of its article. `language` is ISO 639-1 as the page declares it, None where it does not."""

    text: str
    title: str | None
    published_at: datetime | None
    language: str | None
    publisher: str | None
    url: str | None


def from_html(html: str) -> HtmlArticle:
    """The article of an HTML page or fragment; paragraphs are lines.

    Raises EmptyArticle when the page has no article body, UnreadableText when it holds more than MOST_TAGS tags.
    """
    if html.count("<") > MOST_TAGS:
        raise UnreadableText(f"The HTML has more than {MOST_TAGS:,} tags. Send the article's text instead.")
    from trafilatura import bare_extraction

    source = html.replace("\x00", "").lstrip("\ufeff \t\r\n")
    # An XML declaration with an encoding makes lxml refuse a str.
    source = re.sub(r"\A<\?xml[^>]{0,200}\?>", "", source)
    found = bare_extraction(source, with_metadata=True, include_comments=False, include_tables=True) if source else None
    text = (getattr(found, "text", None) or "").strip() or _paragraphs(source)
    if not text:
        raise EmptyArticle("No article text was found in the HTML. Send the page of one article, or its text.")
    declared = _LANG.search(source[:20_000])
    code = language.code(declared.group(1)) if declared else language.UNDETERMINED
    return HtmlArticle(
        text=text,
        title=_line(getattr(found, "title", None)),
        published_at=_published(source) or _date(getattr(found, "date", None)),
        language=None if code == language.UNDETERMINED else code,
        publisher=_line(getattr(found, "sitename", None)),
        url=_line(getattr(found, "url", None)),
    )


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _published(source: str) -> datetime | None:
    """The time of publication with its zone, which the page's date alone has not."""
    for meta in _PUBLISHED.finditer(source[:200_000]):
        content = _CONTENT.search(meta.group())
        moment = _date(content.group(1)) if content else None
        if moment is not None:
            return moment
    return None


def _date(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value.strip()) if value else None
    except ValueError:
        return None


def _paragraphs(source: str) -> str:
    """The text of the paragraphs, headings and list items outside menus and footers; nothing without one paragraph."""
    from lxml import etree, html

    if not source:
        return ""
    try:
        root = html.document_fromstring(source)
    except (etree.ParserError, ValueError):
        return ""
    lines: list[tuple[str, str]] = []
    for node in root.iter(*_BLOCKS):
        tag = str(node.tag)
        if not any(above.tag in _FURNITURE or above.tag in _BLOCKS for above in node.iterancestors()):
            line = " ".join("".join(node.itertext()).split())
            if line:
                lines.append((tag, line))
    return "\n".join(line for _, line in lines) if any(tag == "p" for tag, _ in lines) else ""

"""HTML in, the article's text out: trafilatura finds the body among menus and footers. It never downloads anything.

A page too short for trafilatura (a fragment pasted by hand) is read line by line; one without a paragraph or sentence
is an empty article, said so rather than guessed. The text is not yet canonical and no offset points into the HTML.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.engine.document import detection, page_process
from api.engine.document.canonical import readable
from api.problems import EmptyArticle, UnreadableText

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MANY_TAGS, MOST_TAGS = 8_000, 40_000
"""Tags above which a page is read in a process of its own, and above which it is none. News pages have some thousand;
8,000 of nested forms take three seconds, 38,000 a minute."""

# Within a tag, parsers compare every attribute with those before it; these hold pictures and data, no text.
_OVERLONG_TAG = re.compile(r"(<[A-Za-z][A-Za-z0-9]{0,20}\s)[^<>]{4000,}")

_LANG = re.compile(r"<html\b[^>]{0,2000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:[-_][^\W_]{1,8})*)", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"<meta\b[^>]{0,500}?\b(?:property|name|itemprop)\s*=\s*[\"']?(?:article:published_time|datePublished|date)\b[^>]{0,500}?>",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']([^\"']{8,40})[\"']", re.IGNORECASE)
_FURNITURE = re.compile(
    "nav|header|footer|aside|form|button|select|noscript|template|svg|head|script|style|iframe|object|canvas"
)
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u"
    "|var|wbr"
)
_HIDING = re.compile(
    r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d]*[1-9]))", re.IGNORECASE
)
_FULL_STOPS = frozenset(".!?…。！？।")


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

    Raises EmptyArticle when the page has no article body, UnreadableText when it holds more than MOST_TAGS tags or
    takes longer than `page_process.PATIENCE` seconds.
    """
    tags = html.count("<")
    if tags > MOST_TAGS:
        raise UnreadableText(f"The HTML has more than {MOST_TAGS:,} tags. Send the article's text instead.")
    if tags <= MANY_TAGS:
        return extracted(html)
    found = page_process.read(readable(html))
    return HtmlArticle(**{**found, "published_at": _date(found["published_at"])})


def as_json(page: HtmlArticle) -> dict[str, Any]:
    """The fields of what was found, the time as ISO 8601."""
    told = asdict(page)
    return {**told, "published_at": page.published_at and page.published_at.isoformat()}


def extracted(html: str) -> HtmlArticle:
    """The article of a page, however long that takes. Raises EmptyArticle."""
    from trafilatura import bare_extraction, load_html

    source = readable(html).lstrip("\ufeff \t\r\n")
    # An XML declaration with an encoding makes lxml refuse a str.
    source = re.sub(r"\A<\?xml[^>]{0,200}\?>", "", source)
    source = bounded(source)
    # A "<" that opens no tag is text, though parsers drop what follows it.
    source = re.sub(r"<(?![A-Za-z/!?])", "&lt;", source)
    page = load_html(source) if source else None
    shown = None if page is None else _without_hidden(page)
    found = None if shown is None else bare_extraction(shown, with_metadata=True, include_comments=False)
    text = (getattr(found, "text", None) or "").strip() or (_lines(source) if source else "")
    if not text:
        raise EmptyArticle("No article text was found in the HTML. Send the page of one article, or its text.")
    declared = _LANG.search(source[:20_000])
    code = detection.code(declared.group(1)) if declared else detection.UNDETERMINED
    return HtmlArticle(
        text=text,
        title=_line(getattr(found, "title", None)),
        published_at=_published(source) or _date(getattr(found, "date", None)),
        language=None if code == detection.UNDETERMINED else code,
        publisher=_line(getattr(found, "sitename", None)),
        url=_line(getattr(found, "url", None)),
    )


def _without_hidden(root: HtmlElement) -> HtmlElement:
    """The page without what no reader sees: its words are nobody's to a reader, and orders to a machine stand there."""
    for node in root.xpath("//*[not(self::html or self::body)][@hidden or @style]"):
        if "hidden" in node.attrib or _HIDING.search(node.get("style", "")):
            node.drop_tree()
    return root


def bounded(source: str) -> str:
    """The page without the attributes of tags that are too long to hold only what tags say."""
    return _OVERLONG_TAG.sub(r"\1", source)


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


def _lines(source: str) -> str:
    """What stands in the page outside menus and footers, a block a line; nothing when no line of it is a sentence."""
    from lxml import etree, html

    try:
        root = _without_hidden(html.document_fromstring(source))
    except (etree.ParserError, ValueError):
        return ""
    pieces: list[str] = []
    prose = False
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        block = not _INLINE.fullmatch(tag)
        prose = prose or tag == "p"
        if event == "start":
            pieces.append("\n" if block else "")
            if not tag or _FURNITURE.fullmatch(tag):
                walk.skip_subtree()
            else:
                pieces.append(" ".join((node.text or "").split("\n")))
        else:
            pieces.append("\n" if block else "")
            pieces.append(" ".join((node.tail or "").split("\n")))
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    lines = [line for line in lines if line]
    return "\n".join(lines) if prose or any(_is_sentence(line) for line in lines) else ""


def _is_sentence(line: str) -> bool:
    """Five words and a full stop: menus have none."""
    return len(line.split(None, 4)) == 5 and not _FULL_STOPS.isdisjoint(line)

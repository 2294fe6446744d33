"""A claim as a journalist pastes it: the words, who said them and as what, and where that was published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.desk.words import day, label

_OPENING, _CLOSING = "“", "”"
_MARKS = '"“”„«»‹›‘’「」『』'


def attributed(claim: Mapping[str, Any], article: Mapping[str, Any]) -> str:
    """One sentence: source, what they are and for whom, the words (in quotation marks if they were), and the article.

    A colon joins the two, which every language has; what is reported in the journalist's words stands without marks.
    """
    words = " … ".join(_bare(span["quote"]) for span in claim["content"])
    said = f"{_OPENING}{words}{_CLOSING}" if claim["directness"] == "direct" else words
    return f"{_speaker(claim['source'])}: {said} ({_where(claim['source'], article)})"


def _bare(quote: str) -> str:
    """The words without the quotation marks around them, and on one line."""
    words = " ".join(quote.split())
    if len(words) > 1 and words[0] in _MARKS:
        words = words[1:]
    if len(words) > 1 and words[-1] in _MARKS:
        words = words[:-1]
    return words.strip(" ,")


def _speaker(source: Mapping[str, Any]) -> str:
    resolved = (source.get("resolved") or {}).get("name")
    name = resolved or source["name"]
    further = [source["role"]] if source.get("role") and source["role"] not in name else []
    if (body := (source.get("speaks_for") or {}).get("name")) and body not in name:
        further.append(body)
    return ", ".join([name, *further])


def _where(source: Mapping[str, Any], article: Mapping[str, Any]) -> str:
    channel = source.get("channel")
    said_in = label(channel).lower() if channel and channel != "unknown" else None
    parts = [said_in, article.get("publisher"), day(article.get("published_at")), article.get("url")]
    named = [str(part) for part in parts if part]
    return ", ".join(named) if named else str(article.get("title") or "undated article")

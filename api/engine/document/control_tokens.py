"""Control tokens of chat models in what an article says: made plain text before a model sees them.

A server's tokenizer may take "<|im_end|>" in an article for the end of the article. Each such mark gets another first
and last character, of the same length, so that offsets stay; what a reply copies of it is put back as it was. Letters
that nobody sees (Unicode tags, marks of direction) become blanks: people do not read them, so models need not either.
"""

from __future__ import annotations

import re
from typing import Any

_NAMES = (
    "s|bos|eos|pad|unk|sep|cls|mask|think|thinking|answer|system|user|assistant|tool|tools|tool_call|tool_response|"
    "function_call|start_of_turn|end_of_turn|start_of_image|fim_prefix|fim_middle|fim_suffix|begin_of_text|end_of_text"
)
TOKEN = re.compile(
    rf"<[|｜][^<>\n]{{1,40}}[|｜]>|</?(?:{_NAMES})>|<(?:extra_id|unused|reserved|special)_?\d{{1,4}}>"
    r"|\[/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|PREFIX|MIDDLE|SUFFIX|SEP|CLS|MASK)\]"
    r"|<</?SYS>>",
    re.IGNORECASE,
)
"""Marks by which the chat templates of the usual models part who speaks."""

_PLAIN = str.maketrans("<>[]", "‹›［］")
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def plain(text: str) -> str:
    """The text without control tokens and unseen letters, as long as before."""
    return _UNSEEN.sub(" ", TOKEN.sub(lambda found: found.group().translate(_PLAIN), text))


def restored(value: Any, *texts: str) -> Any:
    """The value of a reply with the control tokens that stand in `texts` as they stand there."""
    known = {found.group().translate(_PLAIN): found.group() for text in texts for found in TOKEN.finditer(text)}
    return _put_back(value, known) if known else value


def _put_back(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, str):
        for shown, written in known.items():
            value = value.replace(shown, written)
        return value
    if isinstance(value, list):
        return [_put_back(item, known) for item in value]
    if isinstance(value, dict):
        return {_put_back(key, known): _put_back(item, known) for key, item in value.items()}
    return value

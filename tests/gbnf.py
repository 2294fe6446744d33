"""An oracle for grammars in llama.cpp's notation (GBNF): does a text match? Slow and plain, for short texts.

Knows literals, character classes without escapes, names, groups, `|`, `?`, `*`, `+` and `{m,n}`, one rule a line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(\[[^\]]+\])|([a-zA-Z0-9-]+)|(\{\d+,\d*\})|([()|?*+]))')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def matches(grammar: str, text: str) -> bool:
    """Whether the whole text is one of the grammar's sentences."""
    rules = {name: _parse(body) for name, body in (line.split(" ::= ", 1) for line in grammar.split("\n"))}

    @cache
    def ends(name: str, at: int) -> frozenset[int]:
        return _ends(rules[name], at)

    def _ends(node: tuple[Any, ...], at: int) -> frozenset[int]:
        match node:
            case ("literal", words):
                return frozenset({at + len(words)} if text.startswith(words, at) else ())
            case ("class", pattern):
                return frozenset({at + 1} if at < len(text) and re.fullmatch(pattern, text[at]) else ())
            case ("rule", name):
                return ends(name, at)
            case ("either", *nodes):
                return frozenset().union(*(_ends(each, at) for each in nodes))
            case ("sequence", *nodes):
                found = frozenset({at})
                for each in nodes:
                    found = frozenset().union(*(_ends(each, place) for place in found))
                return found
            case ("times", each, least, most):
                reached, found, count = frozenset({at}), frozenset({at}) if least == 0 else frozenset(), 0
                while reached and (most is None or count < most):
                    count += 1
                    reached = frozenset().union(*(_ends(each, place) for place in reached)) - (
                        found if count > least else frozenset()
                    )
                    found |= reached if count >= least else frozenset()
                return found
        raise AssertionError(node)

    return len(text) in ends("root", 0)


def _parse(body: str) -> tuple[Any, ...]:
    tokens: list[str] = []
    at = 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        assert token is not None, f"no GBNF: {body[at : at + 60]!r}"
        tokens.append(token[0].strip())
        at = token.end()
    node, rest = _either(tokens)
    assert not rest, f"left over: {rest}"
    return node


def _either(tokens: list[str]) -> tuple[tuple[Any, ...], list[str]]:
    node, tokens = _sequence(tokens)
    nodes = [node]
    while tokens[:1] == ["|"]:
        node, tokens = _sequence(tokens[1:])
        nodes.append(node)
    return ("either", *nodes), tokens


def _sequence(tokens: list[str]) -> tuple[tuple[Any, ...], list[str]]:
    nodes: list[tuple[Any, ...]] = []
    while tokens and tokens[0] not in ("|", ")"):
        node, tokens = _one(tokens)
        while tokens and tokens[0][0] in "?*+{":
            bounds = {"?": "0,1", "*": "0,", "+": "1,"}.get(tokens[0], tokens[0].strip("{}"))
            least, most = bounds.split(",")
            node, tokens = ("times", node, int(least), int(most) if most else None), tokens[1:]
        nodes.append(node)
    return ("sequence", *nodes), tokens


def _one(tokens: list[str]) -> tuple[tuple[Any, ...], list[str]]:
    token, *rest = tokens
    if token == "(":
        node, rest = _either(rest)
        assert rest[0] == ")"
        return node, rest[1:]
    if token[0] == '"':
        return ("literal", re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), token[1:-1])), rest
    return (("class", token) if token[0] == "[" else ("rule", token)), rest

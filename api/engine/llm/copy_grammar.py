"""The copy grammar: a JSON Schema of a reply and the words of a passage become one grammar (llama.cpp's GBNF).

Two keywords of ours mark what must be copied: `x-copy` on a string and `x-keys` on an object name a vocabulary, which
the caller fills from the passage. A string marked so can only be words of the passage, so the model can neither
translate nor invent; marked keys stand in the reply each once and in order, so it can neither skip nor repeat. Enums,
array bounds and the order of members come from the schema. A new kind of fact is a schema and a prompt, not code here.

Source of the notation: the grammars README of llama.cpp. vLLM's grammar backend (xgrammar) reads the same.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.engine.document.folding import is_unspaced
from api.engine.languages.borders import MARKS

COPY = "x-copy"
KEYS = "x-keys"

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9-]")
_LETTERS = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
_PIECE = re.compile(rf"{_LETTERS}(?:[’'\-]{_LETTERS})*|[^\s]")


@dataclass(frozen=True, slots=True)
class Words:
    """Any run of at most `longest` words of `text`, marks counted; white space in the text counts as one blank.

    A run begins with a word, never with a mark. `barred` are spans of `text` (code points) that no run may touch,
    `breaks` offsets that no run may cross. Without `longest` a run goes on to the next of them, and the grammar has one
    rule a word rather than one for each length too.
    """

    text: str
    longest: int | None
    barred: tuple[tuple[int, int], ...] = ()
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """One of these strings."""

    options: tuple[str, ...]


Vocabulary = Words | Choices


class NotCompilable(ValueError):
    """The schema asks for something that the grammar has no way to say, or for a vocabulary that was not given."""


def compile_grammar(schema: Mapping[str, Any], vocabularies: Mapping[str, Vocabulary]) -> str:
    """The grammar of the replies that the schema describes, its marked strings drawn from the vocabularies.

    JSON without white space. Raises NotCompilable.
    """
    grammar = _Grammar(vocabularies)
    grammar.rules["root"] = grammar.body(schema)
    return "\n".join(f"{name} ::= {body}" for name, body in grammar.rules.items())


class _Grammar:
    """The rules so far."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary]) -> None:
        self.rules: dict[str, str] = {}
        self._vocabularies = vocabularies

    def body(self, schema: Mapping[str, Any]) -> str:
        """What stands for a value of this schema."""
        if "const" in schema:
            return literal(_json(schema["const"]))
        if "enum" in schema:
            return _either([literal(_json(value)) for value in schema["enum"]])
        match schema.get("type"):
            case "object" if KEYS in schema:
                return self._keyed(schema)
            case "object":
                return self._object(schema)
            case "array":
                return self._array(schema)
            case "string":
                return self._string(schema)
            case "boolean":
                return '("true" | "false")'
            case "integer":
                return '("-"? [0-9]+)' if schema.get("minimum", -1) < 0 else "[0-9]+"
        raise NotCompilable(f"no grammar for a value of type {schema.get('type')!r}")

    def _object(self, schema: Mapping[str, Any]) -> str:
        members = [f"{literal(_json(name) + ':')} {self.body(value)}" for name, value in schema["properties"].items()]
        return _joined(members, "{", "}")

    def _keyed(self, schema: Mapping[str, Any]) -> str:
        """An object with a member for each option of a vocabulary."""
        value = self._rule("value", self.body(schema["additionalProperties"]))
        keys = self._vocabulary(schema[KEYS])
        if not isinstance(keys, Choices):
            raise NotCompilable(f"the keys {schema[KEYS]!r} must be choices")
        return _joined([f"{literal(_json(key) + ':')} {value}" for key in keys.options], "{", "}")

    def _array(self, schema: Mapping[str, Any]) -> str:
        if "prefixItems" in schema:
            return _joined([self.body(item) for item in schema["prefixItems"]], "[", "]")
        item = self._rule("item", self.body(schema["items"]))
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if most is not None and most < max(least, 1):
            return '"[]"'
        following = f'("," {item})' + (f"{{{max(least - 1, 0)},{most - 1}}}" if most is not None else "*")
        filled = f"{item} {following}"
        return f'"[" {filled} "]"' if least else f'"[" ({filled})? "]"'

    def _string(self, schema: Mapping[str, Any]) -> str:
        if COPY not in schema:
            raise NotCompilable(f"a string of the reply must be an enum or marked with {COPY}")
        copied = self._copied(schema[COPY])
        if schema.get("minLength", 0) > 0:
            if not copied:
                raise NotCompilable(f"the vocabulary {schema[COPY]!r} is empty")
            return f'"\\"" {copied} "\\""'
        return f'"\\"" {copied}? "\\""' if copied else '"\\"\\""'

    def _copied(self, name: str) -> str:
        """The rule of a vocabulary, made at its first use; empty when it has no words."""
        rule = "copy-" + _NOT_IN_NAMES.sub(lambda found: f"-{ord(found[0]):x}-", name)
        if rule not in self.rules:
            vocabulary = self._vocabulary(name)
            if isinstance(vocabulary, Choices):
                alternatives = [literal(_escaped(option)) for option in dict.fromkeys(vocabulary.options) if option]
            else:
                alternatives = self._runs(vocabulary, rule)
            if not alternatives:
                return ""
            self.rules[rule] = _either(alternatives)
        return rule

    def _runs(self, words: Words, prefix: str) -> list[str]:
        """A rule for each word and number of words still to come; answers the names of those that may begin a run."""
        pieces = list(_pieces(words.text))
        free = [all(end <= a or b <= start for a, b in words.barred) for _, start, end in pieces]
        breaks = {bisect_left(pieces, offset, key=lambda piece: piece[1]) for offset in words.breaks}
        starts = []
        for index, (piece, _, end) in enumerate(pieces):
            if not free[index]:
                continue
            onward = index + 1 < len(pieces) and free[index + 1] and index + 1 not in breaks
            gap = literal(" ") + " " if onward and pieces[index + 1][1] > end else ""
            here, following = f"{prefix}-{index}", f"{prefix}-{index + 1}"
            if words.longest is None:
                self.rules[here] = literal(_escaped(piece)) + (f" ({gap}{following})?" if onward else "")
            for left in range(1, (words.longest or 0) + 1):
                rest = f" ({gap}{following}-{left - 1})?" if onward and left > 1 else ""
                self.rules[f"{here}-{left}"] = literal(_escaped(piece)) + rest
            if piece[0].isalnum():
                starts.append(here if words.longest is None else f"{here}-{words.longest}")
        return starts

    def _vocabulary(self, name: str) -> Vocabulary:
        try:
            return self._vocabularies[name]
        except KeyError:
            raise NotCompilable(f"no vocabulary {name!r} was given") from None

    def _rule(self, kind: str, body: str) -> str:
        name = f"{kind}-{len(self.rules)}"
        self.rules[name] = body
        return name


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The words and marks of `text` with their offsets; in scripts that do not part words, its letters."""
    for match in _PIECE.finditer(text):
        start, piece = match.start(), match.group()
        if any(map(is_unspaced, piece)):
            yield from ((letter, start + at, start + at + 1) for at, letter in enumerate(piece))
        else:
            yield piece, start, match.end()


def literal(text: str) -> str:
    """`text` as a GBNF literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _escaped(text: str) -> str:
    """`text` as it stands within a JSON string."""
    return _json(text)[1:-1]


def _either(alternatives: Sequence[str]) -> str:
    return "(" + " | ".join(alternatives) + ")"


def _joined(members: Sequence[str], opening: str, closing: str) -> str:
    inner = ' "," '.join(members)
    return f"{literal(opening)} {inner} {literal(closing)}" if members else literal(opening + closing)

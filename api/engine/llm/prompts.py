"""Prompts: Markdown files with front matter become the messages that the model is sent.

A file has a `# System` section, pairs of `# Question` and `# Reply` (worked examples, in the conversation before the
real question), and `# Ask`, which is filled with string.Template; a missing variable is an error. What never changes
stands first, so that servers which cache prefixes read it once. The file's SHA-256 is stored with each result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from string import Template

from api import data_files
from api.engine.languages.once import once

Message = dict[str, str]

_SECTION = re.compile(r"^# (System|Question|Reply|Ask)$", re.MULTILINE)
_FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. `reply` names the schema of its replies; `opening` is the part that never changes.

    `slots` are those in which the embedded model's server keeps that part in memory, as many as questions at once.
    """

    name: str
    version: str
    reply: str
    sha256: str
    opening: tuple[tuple[str, str], ...]
    ask: str
    slots: tuple[int, ...] = ()

    def messages(self, **variables: str) -> list[Message]:
        """The conversation that ends with the question. Raises KeyError for a variable that is not given."""
        asked = Template(self.ask).substitute(variables)
        return [{"role": role, "content": content} for role, content in (*self.opening, ("user", asked))]


@once
def load(name: str) -> Prompt:
    """The prompt of that name. Raises FileNotFoundError without such a file, ValueError when it is not well-formed."""
    raw = (data_files.locate("prompts") / f"{name}.md").read_text(encoding="utf-8")
    return parse(name, raw)


def parse(name: str, raw: str) -> Prompt:
    """Read a prompt from the text of its file. Raises ValueError, naming what is wrong."""
    front = _FRONT.match(raw)
    if front is None:
        raise ValueError(f"prompt {name}: the front matter is missing")
    fields = dict(line.split(": ", 1) for line in front[1].splitlines() if ": " in line)
    missing = {"name", "version", "reply"} - fields.keys()
    if missing:
        raise ValueError(f"prompt {name}: the front matter lacks {', '.join(sorted(missing))}")
    parts = _SECTION.split(raw[front.end() :])[1:]
    sections = [(heading, body.strip()) for heading, body in zip(parts[::2], parts[1::2], strict=True)]
    headings = [heading for heading, _ in sections]
    if headings[:1] != ["System"] or headings[-1:] != ["Ask"] or headings[1:-1] != _pairs(len(headings)):
        raise ValueError(f"prompt {name}: sections must be System, then Question and Reply in turn, then Ask")
    roles = {"System": "system", "Question": "user", "Reply": "assistant"}
    opening = tuple((roles[heading], body) for heading, body in sections[:-1])
    digest = sha256(raw.encode()).hexdigest()
    first, _, last = fields.get("slots", "").partition("-")
    slots = tuple(range(int(first), int(last or first) + 1)) if first else ()
    return Prompt(fields["name"], fields["version"], fields["reply"], digest, opening, sections[-1][1], slots)


def _pairs(sections: int) -> list[str]:
    return ["Question", "Reply"] * ((sections - 2) // 2) if sections >= 2 else []


def digest(prompts: Sequence[Prompt]) -> str:
    """One SHA-256 over the files of several prompts, in the order given."""
    return sha256("\n".join(prompt.sha256 for prompt in prompts).encode()).hexdigest()

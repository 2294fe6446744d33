"""Speakers that plainly stand beside their word of speech, so that no model need be asked: "However, Harlow said"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.engine.claims import cues
from api.engine.entities.names import CAPITAL
from api.engine.languages import lexicon, places

_NAME = rf"{CAPITAL}[\w&’'-]*(?:\s{CAPITAL}[\w&’'-]*){{0,3}}"
_SUBJECT_BEFORE = re.compile(rf"(?:^|[,;:.“”\"»«]\s)({_NAME}|[^\W\d_]+)\s$")
_SUBJECT_AFTER = re.compile(rf"\s({_NAME})(?=[,.;]|$)")
_AFTER_SPEECH = re.compile(r"[,”“\"»«]\s(?:[—–-]\s)?$|\s[—–]\s?$")


def plain_speakers(words: str, found: Sequence[cues.Cue], language: str) -> dict[str, str]:
    """Each reporting word with its speaker, where all of them plainly have one beside them; else empty.

    Plain is a word of speech with a name or a pronoun right before it at the head of a clause ("However, Harlow said"),
    or a name right after it that follows a comma or a quotation ("…,” said Ana Rao.").
    """
    told: dict[str, str] = {}
    for cue in found:
        speaker = _plain(words, cue, language)
        word = words[cue.start : cue.end]
        if speaker is None or told.get(word, speaker) != speaker:
            return {}
        told[word] = speaker
    return told


def _plain(words: str, cue: cues.Cue, language: str) -> str | None:
    if cue.kind != "speech":
        return None
    verb_last = bool(cues.table(language, "verb_last"))
    before = None if verb_last else _SUBJECT_BEFORE.search(words[: cue.start])
    after = _SUBJECT_AFTER.match(words, cue.end) if _AFTER_SPEECH.search(words[: cue.start]) else None
    subject = before[1] if before else after[1] if after else None
    if subject is None:
        return None
    if lexicon.is_in(subject, "function.personal", language):
        return subject
    tables = ("function.function", "function.determiners", "function.pronouns", "function.finite")
    ordinary = any(
        places.is_calendar_word(word, language) or any(lexicon.is_in(word, table, language) for table in tables)
        for word in subject.split()
    )
    return None if ordinary or not subject[0].isupper() else subject

"""The noun phrase before or after a reporting word: who may be its subject. A chunker of word tables and capitals.

Looks at one clause at a time; titles, "of" and names belong to a phrase, appositions and words on when, where and to
whom do not. None where what stands there is no plain noun phrase. Offsets are code points into the clause's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.engine.claims import cues
from api.engine.claims.clauses import (
    ENDS,
    Clause,
    is_adverb,
    is_helper,
    is_noun,
    is_time,
    opens,
    phrase_of,
    tokens_of,
)
from api.engine.document.span import Span
from api.engine.entities import linking_words
from api.engine.entities.names import is_capitalised
from api.engine.languages import places
from api.engine.languages.language import Language

_WORDS_AFTER_NAME = 2
"""Small words that may end a source behind its name, where a comma follows at once."""


def phrase_before(clause: Clause, at: int) -> Span | None:
    """The noun phrase that ends at `at`, appositions within it and words on when and where left behind."""
    quoted = max((b for _, b in clause.marks if b <= at), default=0)
    told = max([quoted, *(cue.end for cue in clause.cues if cue.end < at and cue.kind != "noun")])
    for start in dict.fromkeys((told, quoted)):
        tokens = tokens_of(clause, start, at)
        cut = max((index + 1 for index, (word, _) in enumerate(tokens) if word in ENDS), default=0)
        tokens = _without_helpers(tokens[cut:], clause.language)
        if tokens and tokens[-1][0] == ",":
            set_apart = _without_apposition(tokens[:-1], clause.language)
            if start == told and start != quoted and not set_apart:
                continue  # "a man, who wants no name, said": the cue before stands in the relative clause
            tokens = set_apart
        commas = [index for index, (word, _) in enumerate(tokens) if word == ","]
        tokens = tokens[commas[-1] + 1 :] if commas else tokens
        if told > quoted:  # "told reporters that the driver, Kit Rowe, had said": the inner clause begins at its "that"
            that = [index for index, (word, _) in enumerate(tokens) if clause.language.has(word, "reporting.that")]
            tokens = tokens[that[-1] + 1 :] if that and that[-1] + 1 < len(tokens) else tokens
        return _trimmed_phrase(_without_opening(tokens, clause.language), clause)
    return None


def _without_helpers(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    while tokens and is_helper(tokens[-1][0], language) and not is_noun(tokens, language):
        tokens = tokens[:-1]
    return tokens


def _trimmed_phrase(tokens: list[tuple[str, Span]], clause: Clause) -> Span | None:
    """The phrase as it stands; else from its last article on; else up to its first "in" or "on"."""
    language = clause.language
    timed = any(is_time(word, language) for word, _ in tokens)
    last = tokens[-1][0] if len(tokens) > 1 else ""
    of_them = len(tokens) > 2 and language.has(tokens[-2][0], "function.linking")  # "One of them"
    if of_them and last.islower() and language.has(last, "function.personal"):
        return Span(tokens[0][1].start, tokens[-1][1].end)
    if last.islower() and language.has(last, "function.personal"):
        return tokens[-1][1]  # "In a letter to his staff he said"
    articles = [index for index in range(1, len(tokens)) if _opens_a_phrase(tokens, index, language)]
    if articles:
        return phrase_of(tokens[articles[-1] :], clause)
    whole = None if timed else phrase_of(tokens, clause)
    if whole is not None:
        return whole
    settings = (index for index in range(1, len(tokens)) if language.has(tokens[index][0], "sources.locative"))
    setting = next(settings, None)
    held = phrase_of(_without_helpers(tokens[:setting], language), clause) if setting else None
    return held if held is not None else _name_at_the_end(tokens, clause)


def _name_at_the_end(tokens: Sequence[tuple[str, Span]], clause: Clause) -> Span | None:
    """The name right before the verb, behind words on when or where without a comma ("Much later Alder said")."""
    language = clause.language
    if language.flag("capital_nouns"):
        return None
    first = len(tokens)
    while first > 1 and is_capitalised(tokens[first - 1][0]):
        first -= 1
    if first == len(tokens) or first == 1:
        return None
    before = tokens[first - 1][0]
    small = ("function.function", "function.linking", "function.determiners", "sources.locative", "reporting.and")
    if not before.islower() or any(language.has(before, table) for table in small):
        return None
    return phrase_of(tokens[first:], clause)


def _opens_a_phrase(tokens: Sequence[tuple[str, Span]], index: int, language: Language) -> bool:
    """Whether an article begins another phrase here ("local radio | the club"), none that an "of" leads to."""
    word, before = tokens[index][0], tokens[index - 1][0]
    elided = language.flag("elision") and re.match(r"(?:l|un)[’']\w", word) is not None
    article = elided or language.has(word, "linking.definite") or language.has(word, "function.indefinite")
    linked = any(
        language.has(each, table) for each in (before, word) for table in ("function.linking", "reporting.and")
    )
    small = language.has(before, "function.function") or language.has(word, "function.function")
    small = small or language.has(f"{before} {word}", "people.titles")  # "numero uno"
    return word.islower() and article and not linked and not small and index + 1 < len(tokens)


def _without_apposition(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """What stands before "…, chief executive of Harlow," or "…, who runs the mill,"."""
    commas = [index for index, (word, _) in enumerate(tokens) if word == ","]
    if not commas:
        return []
    return tokens[: commas[-1]]


def _without_opening(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """Without the conjunction or the adverb that only opens the clause ("and", "but", "while", "However")."""
    while tokens and opens(tokens[0][0], language) and len(tokens) > 1:
        tokens = tokens[1:]
    return tokens


def phrase_after(clause: Clause, at: int) -> Span | None:
    """The noun phrase that begins at `at`, behind adverbs and words on when ("sagte am Montag Jana Timm")."""
    tokens = tokens_of(clause, at, len(clause.words))
    while tokens and _is_adverb_or_audience(tokens[0][0], clause.language):
        tokens = tokens[1:]
    tokens = _without_time(tokens, clause.language)
    if tokens and clause.language.has(tokens[0][0], "reporting.audience_by"):
        tokens = tokens[2:]  # "disse ao jornal uma fonte"
    if tokens and _is_pronoun(tokens, clause):
        return tokens[0][1]
    kept: list[tuple[str, Span]] = []
    closed = False
    for index, (word, span) in enumerate(tokens):
        if index and clause.cue.kind == "phrase" and _ends_with_name(kept, tokens, clause.language):
            break
        closed = word in ENDS or word == ","
        if closed or (kept and span.start > kept[-1][1].end + 1):
            break
        if index and _ends_phrase(tokens, index, clause):
            break
        kept.append((word, span))
    closed = (
        closed
        or len(kept) == len(tokens)
        or _is_aside(tokens[len(kept) :], clause)
        or _ends_with_name(kept, tokens, clause.language)
    )
    while kept and clause.language.has(kept[-1][0], "function.determiners") and kept[-1][0].islower():
        kept.pop()  # "sagte Pohle der „Zeitung“"
    articles = [index for index in range(1, len(kept)) if _opens_a_phrase(kept, index, clause.language)]
    if articles and clause.cue.kind == "phrase":
        kept, closed = kept[: articles[0]], True  # "Secondo la preside | i corsi …"
    kept = kept[articles[0] :] if articles and clause.cue.kind != "phrase" else kept
    determined = bool(kept) and clause.language.has(kept[0][0], "function.indefinite")
    flagged = clause.language.flag("capital_nouns") or determined
    if clause.cue.kind == "phrase" and not closed and len(kept) > 1 and not flagged:
        tables = ("sources.groups", "sources.documents")
        if not clause.language.flag("drops_articles") or not any(
            clause.language.has(kept[0][0], each) for each in tables
        ):
            return None
        setting = len(kept) < len(tokens) and clause.language.has(tokens[len(kept)][0], "sources.locative")
        kept = kept if setting else kept[:1]  # "Według lekarzy | decyzja zapadła", "Według raportu komisji | w …"
    return phrase_of(kept, clause)


def _is_aside(rest: Sequence[tuple[str, Span]], clause: Clause) -> bool:
    """Whether only to whom, when or where stands before the next comma ("Según contó el guía a Radio Norte, …")."""
    commas = [index for index, (word, _) in enumerate(rest[:7]) if word == ","]
    if not commas or clause.cue.kind != "phrase":
        return False
    word, language = rest[0][0], clause.language
    tables = ("reporting.audience_by", "sources.locative", "function.linking")
    return any(language.has(word, table) for table in tables) or places.is_calendar_word(word, language.code)


def _is_pronoun(tokens: Sequence[tuple[str, Span]], clause: Clause) -> bool:
    """Whether a pronoun stands here, not the "her" of "her lawyer"."""
    word, language = tokens[0][0], clause.language
    if language.has(word, "function.personal"):
        return not (language.has(word, "linking.possessive") and _owns_what_follows(tokens, clause))
    if clause.cue.kind != "phrase" or not any(language.has(word, f"linking.{name}") for name in ("she", "he")):
        return False
    if not (language.has(word, "linking.possessive") or language.has(word, "function.determiners")):
        return True
    following, second = (tokens[index][0] if index < len(tokens) else "." for index in (1, 2))
    ends = following in ENDS or following == "," or language.has(following, "function.finite")
    return ends or language.has(second, "function.determiners")  # "Volgens haar blijven alle winkels open"


def _owns_what_follows(tokens: Sequence[tuple[str, Span]], clause: Clause) -> bool:
    """Whether the pronoun is a possessive: a title, a noun for somebody or a name follows ("его директор Лев Чухров").

    Behind "according to" any noun will do ("по мнению её коллег").
    """
    language = clause.language
    following = [word for word, _ in tokens[1:3]]
    if clause.cue.kind == "phrase" and following and following[0].islower():
        plain = ("function.finite", "function.determiners", "function.function", "function.linking")
        if not any(language.has(following[0], table) for table in plain):
            return True
    named = [word for word in following if is_capitalised(word) and not language.flag("capital_nouns")]
    return bool(named) or any(
        linking_words.is_person_noun(word, language) or linking_words.is_company_noun(word, language)
        for word in following
    )


def _ends_with_name(kept: Sequence[tuple[str, Span]], tokens: Sequence[tuple[str, Span]], language: Language) -> bool:
    """Whether the words so far end in a name and the next one goes on with the sentence ("Enligt Nils Åkre kom …")."""
    if not kept or len(kept) >= len(tokens) or not is_capitalised(kept[-1][0]):
        return False
    rest = [token for token, _ in tokens[len(kept) : len(kept) + _WORDS_AFTER_NAME + 1]]
    held = rest.index(",") if "," in rest else len(rest)
    if held <= _WORDS_AFTER_NAME and not any(language.has(each, "function.finite") for each in rest[:held]):
        return False  # "D'après Le Courrier économique, …": all of it up to the comma
    word = tokens[len(kept)][0]
    linked = any(language.has(word, table) for table in ("function.linking", "reporting.and", "function.determiners"))
    return word.islower() and not linked


def _is_adverb_or_audience(word: str, language: Language) -> bool:
    if language.has(word, "linking.definite"):
        return False
    audience = language.has(word, "sources.audience") and not language.has(word, "function.function")
    return is_adverb(word, language) or (audience and word.islower())


def _ends_phrase(tokens: Sequence[tuple[str, Span]], index: int, clause: Clause) -> bool:
    """Whether the word leads on to where, when or to whom, or is the next verb."""
    word, language = tokens[index][0], clause.language
    if language.flag("capital_nouns") and word.islower() and is_capitalised(tokens[index - 1][0]):
        tables = ("function.linking", "function.determiners", "reporting.and")
        if not any(language.has(word, table) for table in tables):
            return True
    if language.has(word, "function.finite") or language.has(word, "function.relative"):
        return True
    if language.has(word, "reporting.that") or places.is_calendar_word(word, language.code):
        return True
    if language.has(word, "reporting.and"):
        following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
        return not (is_capitalised(following) or language.has(following, "function.determiners"))
    heard = language.has(word, "reporting.audience_by") and _tells_by_verb(clause)
    if heard or word in cues.prefixes(clause.cue_words, language.code):
        return True
    if not language.has(word, "sources.locative"):
        return False
    following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    names = not language.flag("capital_nouns") and is_capitalised(following)
    return not (names and language.has(word, "function.linking"))  # "Police in Dover"


def _tells_by_verb(clause: Clause) -> bool:
    """Whether the reporting words hold a verb, so that to whom it was told may follow; "according to" has none."""
    if clause.cue.kind != "phrase":
        return True
    told = cues.table(clause.language.code, "speech")
    return any(cues.lemmas(word, clause.language.code) & told for word in clause.cue_words.split())


def _without_time(tokens: list[tuple[str, Span]], language: Language) -> list[tuple[str, Span]]:
    """Behind "am Montag", "on Tuesday", "lundi", "hier"."""
    for length in (3, 2, 1):
        head = [token for token, _ in tokens[:length]]
        if len(head) == length and is_time(head[-1], language):
            small = all(
                language.has(word, "function.function") or language.has(word, "function.determiners")
                for word in head[:-1]
            )
            if small and len(tokens) > length:
                dated = [token for token, _ in tokens[length : length + 3]]
                bracketed = len(dated) == 3 and dated[0] == "(" and dated[1].isdigit() and dated[2] == ")"
                return tokens[length + 3 :] if bracketed else tokens[length:]  # "nesta segunda-feira (7)"
    return tokens

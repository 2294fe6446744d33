"""Where what is said begins and ends beside an attribution: behind "that", a colon, a recipient, an aside or a title.

Each function takes a place in the text and gives the smaller one that is said. Offsets are code points into the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from api.engine.claims import cues
from api.engine.document.quotations import quotations
from api.engine.entities.names import is_capitalised
from api.engine.languages import lexicon, places

Place = tuple[int, int]

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
EDGE = " \n\t,;:–—-"
_LONGEST_AUDIENCE = 9
SHORTEST = 3
"""Words a content needs: fewer tell nothing."""


def follows_that(text: str, place: Place, language: str) -> bool:
    """Whether a "that" stands right before, and what follows is no mere "in 1998"."""
    lead, opening = WORD.findall(text[max(place[0] - 30, 0) : place[0]]), WORD.search(text, *place)
    if not lead or opening is None or is_preposition(opening.group(), language):
        return False
    return lexicon.fold(lead[-1]) in cues.table(language, "that")


_ASIDE = re.compile(r"(?:\w+\s){0,3}\w+,\s")
"""A few words that a comma closes."""


def after_that(text: str, place: Place, language: str) -> Place | None:
    """What follows a "that", at once or after words on where, when and to whom ("told reporters on Monday that …")."""
    first = min((start for start, _ in quotations(text) if start >= place[0]), default=place[1])
    aside = _ASIDE.match(text, *place)
    that = cues.table(language, "that")
    if aside and text[: place[0]].rstrip().endswith(",") and not that & {*lexicon.fold(aside.group()).split()}:
        place = aside.end(), place[1]  # "disse, porém, que …"
    words = list(WORD.finditer(text, *place))
    for index, word in enumerate(words[:9]):
        folded = lexicon.fold(word.group())
        if word.start() > first or (index and folded in cues.table(language, "and")):
            return None
        if folded in cues.table(language, "that"):
            return trimmed(text, (word.end(), place[1]))
        elided = folded.partition("'")[0] + "'"
        if "'" in folded and elided in cues.table(language, "that"):
            return trimmed(text, (word.start() + len(elided), place[1]))
        following = words[index + 1].group() if index + 1 < len(words) else ""
        if index == 0 and not (is_setting(word.group(), language) or places.is_calendar_word(following, language)):
            return None
        if index and any(cue.kind == "speech" for cue in cues.find(word.group(), language)):
            return None  # "says the manager told others that …": that "that" is the manager's
    return None


def is_setting(word: str, language: str) -> bool:
    """Whether a word may begin what stands between a reporting word and its "that": on, at, Monday, reporters, also."""
    tables = ("function.function", "function.linking", "function.pronouns", "sources.audience")
    return any(lexicon.is_in(word, table, language) for table in tables) or places.is_calendar_word(word, language)


def after_colon(text: str, place: Place) -> Place:
    """What follows a colon within the first words, or a quotation mark after a comma."""
    head = text[place[0] : min(place[0] + 80, place[1])]
    colon = re.search(r":\s|,\s(?=[“„«\"])", head)
    return trimmed(text, (place[0] + colon.end(), place[1])) if colon else place


def is_aside(text: str, left: Place, right: Place, language: str) -> bool:
    """Whether what follows only tells where and when ("…, Rao said in a statement on Friday")."""
    first, opening = WORD.search(text, *right), WORD.search(text, *left)
    if first is not None and places.is_calendar_word(first.group(), language) and count(text, right) <= 8:
        return True
    if first is None or opening is None or count(text, right) > 8 or "," in text[slice(*right)]:
        return False
    return is_preposition(first.group(), language) and not is_preposition(opening.group(), language)


def is_audience(text: str, cue: Place, right: Place, language: str) -> bool:
    """Whether what follows only tells to whom, where and when ("…, Rao told reporters on Tuesday")."""
    words = WORD.findall(text[slice(*right)])
    if not words or len(words) > _LONGEST_AUDIENCE or re.search(r"[:“„«\"]", text[slice(*right)]):
        return False
    told = bool(cues.lemmas(text[slice(*cue)], language) & cues.table(language, "addressed"))
    heard = lexicon.is_in(words[0], "sources.audience", language) and words[0].islower()
    led = lexicon.is_in(words[0], "reporting.audience_by", language)
    verbs = ("function.finite", "function.personal", "reporting.that")
    return (told or heard or led) and not any(
        lexicon.is_in(word, table, language) for word in words if word.islower() for table in verbs
    )


def is_preposition(word: str, language: str) -> bool:
    return lexicon.is_in(word, "function.linking", language) or lexicon.is_in(word, "sources.locative", language)


def without_time(text: str, place: Place, language: str) -> Place:
    """What follows words on when that open it ("said on Monday it had ended")."""
    words = list(WORD.finditer(text, *place))[:4]
    for index, word in enumerate(words[:3]):
        if places.is_calendar_word(word.group(), language):
            rest = trimmed(text, (word.end(), place[1]))
            return rest if count(text, rest) >= SHORTEST else place
        small = any(lexicon.is_in(word.group(), table, language) for table in ("function.function", "function.linking"))
        if not small or index > 1:
            return place
    return place


def without_audience(text: str, place: Place, language: str) -> Place:
    """What follows the few words on to whom and where that a comma ends ("Según contó el guía a Radio Norte, …")."""
    head, comma, _ = text[slice(*place)].partition(",")
    words = WORD.findall(head)
    if (
        not comma
        or not 1 < len(words) <= 5
        or not (is_setting(words[0], language) or lexicon.is_in(words[0], "reporting.audience_by", language))
    ):
        return place
    rest = trimmed(text, (place[0] + len(head), place[1]))
    return rest if count(text, rest) > SHORTEST else place


def after_aside(text: str, place: Place, language: str) -> Place:
    """What follows a few words on where and when that a comma ends ("sagte am Montag, der Vertrag sei aufgelöst")."""
    head, comma, _ = text[slice(*place)].partition(",")
    words = WORD.findall(head)
    if not comma or not 0 < len(words) <= 4 or not is_setting(words[0], language):
        return place
    timed = any(places.is_calendar_word(word, language) for word in words)
    rest = trimmed(text, (place[0] + len(head), place[1]))
    return rest if timed and count(text, rest) >= SHORTEST else place


def after_apposition(text: str, source: Place | None, cue: Place, after: Place, language: str) -> Place:
    """What follows the speaker's title or relative clause ("Segundo Lia Prates, presidente da Moinho Azul, …")."""
    if source is None or source[1] != after[0] or source[0] < cue[1]:
        return after
    set_apart = re.match(r",\s([^,“„«\"]+),\s", text[slice(*after)])
    if set_apart is None or count(text, (after[0] + set_apart.end(), after[1])) < SHORTEST:
        return after
    return (after[0] + set_apart.end(), after[1]) if is_apposition(set_apart.group(1), language) else after


def is_apposition(words: str, language: str) -> bool:
    """Whether the words tell what somebody is: a title among the first of them, or a relative clause."""
    opening = words.split()[:4]
    if len(words.split()) <= 4 and is_capitalised(opening[0]) and is_capitalised(words.split()[-1]):
        return True  # "Secondo il capitano, Bruno Sala, …"
    if lexicon.is_in(opening[0], "function.linking", language) and any(word[0].isupper() for word in opening[1:]):
        return True  # "Pilar Mena, de Banca Tordes,"
    titled = lexicon.pattern("people.titles", language).search(" ".join(opening))
    return titled is not None or any(lexicon.is_in(word, "function.relative", language) for word in opening[:1])


def without_prefix(text: str, cue: Place, place: Place, language: str) -> Place:
    """The place without the parted prefix of the reporting word ("wies … zurück", "kündigte an, …", "ruled out …")."""
    prefixes = cues.prefixes(text[slice(*cue)], language)
    for index, word in enumerate(WORD.finditer(text, *place)):
        if lexicon.fold(word.group()) in prefixes:
            if word.end() == place[1]:
                return trimmed(text, (place[0], word.start()))
            if index == 0 or (index < 8 and text[word.end()] in ",:"):
                return trimmed(text, (word.end(), place[1]))
    return place


def without_channel(text: str, place: Place, language: str) -> Place:
    """What follows the words on the channel that open it ("forderte in einem Interview mit dem Sender mehr Geld")."""
    opening = list(WORD.finditer(text, *place))[:9]
    words = opening[:4]
    if not words or not is_preposition(words[0].group(), language):
        return place
    if any(lexicon.fold(word.group()) in cues.table(language, "that") for word in opening):
        return place
    head = (place[0], min(words[-1].end(), place[1]))
    pattern = lexicon.pattern("channels.interview", language)
    found = pattern.search(text, *head)
    if found is None:
        return place
    end = found.end()
    led = list(WORD.finditer(text, end, place[1]))[:3]
    if led and is_setting(led[0].group(), language) and text[end : led[0].start()] == " ":
        named = next(
            (word for word in led[1:] if not lexicon.is_in(word.group(), "function.determiners", language)), led[-1]
        )
        end = named.end()
    rest = trimmed(text, (end, place[1]))
    return rest if count(text, rest) >= SHORTEST else place


def without_particles(text: str, place: Place, language: str) -> Place:
    """The place without small words of the telling at its edges ("ise …", "dün gazetecilere …", "… da")."""
    tables = ("reporting.helpers", "reporting.adverbs", "sources.audience")
    words = list(WORD.finditer(text, *place))

    def is_small(word: re.Match[str]) -> bool:
        return word.group().islower() and any(lexicon.is_in(word.group(), table, language) for table in tables)

    while len(words) >= SHORTEST and is_small(words[0]):
        words.pop(0)
    while len(words) >= SHORTEST and lexicon.is_in(words[-1].group(), "reporting.helpers", language):
        words.pop()
    if not words:
        return place
    start = place[0] if text[place[0] : words[0].start()].strip() else words[0].start()
    return (start, words[-1].end()) if not text[words[-1].end() : place[1]].strip() else (start, place[1])


def without_recipient(text: str, cue: Place, place: Place, language: str) -> Place:
    """What follows those who are told ("told parliament on Wednesday she had …", "told local radio the club …")."""
    if not cues.lemmas(text[slice(*cue)], language) & cues.table(language, "addressed"):
        return place
    words = list(WORD.finditer(text, *place))[:7]
    for before, word in pairwise(words):
        opens = any(
            lexicon.is_in(word.group(), table, language) for table in ("function.personal", "function.determiners")
        )
        if opens and not is_preposition(before.group(), language) and word.group().islower():
            return trimmed(text, (word.start(), place[1]))
    return place


def trimmed(text: str, place: Place) -> Place:
    """The place without white space and punctuation at its edges; quotation marks stay in pairs."""
    start, end = place
    while start < end and (text[start].isspace() or text[start] in EDGE + ".)"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in EDGE + ".("):
        end -= 1
    return start, end


def count(text: str, place: Place) -> int:
    return len(re.findall(r"\w+", text[place[0] : place[1]]))  # "l'usine" is two

"""Reading an article with a small model: short questions with nothing to choose from but the article's words.

What may be a name and what may be a reporting word is found by rule, so that none is missed; the model only says what
each name is and whose words each reporting word brings. Deals are asked for once, over the sentences that tell of
them. A question is a sentence long, which is what a model of a few billion parameters answers well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.engine import attribution, cues, money, prompting
from api.engine.attribution import Attribution
from api.engine.candidates import candidates
from api.engine.conversation import Conversation, Question
from api.engine.draft import Draft, DraftClaim, DraftDeal, DraftName, DraftRole, Place
from api.engine.entities import not_a_company
from api.engine.facts import Rejection
from api.engine.roles import roles
from api.engine.sources import speaker_trouble
from api.engine.text import Article
from api.engine.units import Unit, quotations, units
from api.engine.verbatim import Choices, Words

PROMPTS = ("names", "speakers", "statements", "deals")

NAMES_AT_ONCE = 12
CUES_AT_MOST = 6
LONGEST_SPEAKER = 12
LONGEST_CUE = 4
DEAL_CHARS = 1500
"""Code points of deal sentences that are asked about at once."""

_KINDS = {"person": "person", "company": "company", "media": "media", "body": "public_body"}
_DROPS_SUBJECT = frozenset({"pt", "es", "it", "ca", "gl", "ro"})
_NOT_FINITE = re.compile(r"(?:[ai]d[oa]s?|[aei]ndo|iendo|[aei]r|[ai]t[oaie]|uto|are|ere|ire)$")
_A_SHARE = re.compile(
    r"\s*(?:a|per|each|por|je|pro|par|la|l['’])?\s*(?:common\s+)?"
    r"(?:share|each|apiece|ação|ações|acción|aktie|action|titre|azione|aandeel)\b",
    re.IGNORECASE,
)
"""What follows the price of one share, which is not the price of the deal."""
_ROLES = {
    "merger": ("party", "party"),
    "investment": ("investor", "investee"),
    "joint_venture": ("partner", "partner"),
    "partnership": ("partner", "partner"),
    "supply_contract": ("customer", "supplier"),
    "licensing": ("licensee", "licensor"),
    "ipo": ("party", "party"),
    "other": ("party", "party"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A unit whose reporting words were asked about: its text with white space folded, and where each letter stood."""

    unit: Unit
    words: str
    offsets: tuple[int, ...]
    cues: tuple[cues.Cue, ...]

    def place(self, place: Place) -> Place:
        """The same place in the article."""
        return self.offsets[place[0]], self.offsets[place[1] - 1] + 1


def read(article: Article, conversation: Conversation) -> Draft:
    """What the model makes of the article. Failed questions leave their part out and are noted in `conversation`."""
    draft = Draft()
    parts = units(article)
    _names(article, parts, conversation, draft)
    _claims(article, parts, conversation, draft)
    _deals(article, parts, conversation, draft)
    draft.roles = [
        _with_employer(article, role, draft) for role in roles(article.text, parts, draft.names, article.language)
    ]
    return draft


def _with_employer(article: Article, role: DraftRole, draft: Draft) -> DraftRole:
    """A title alone is held at the company that speaks in the same sentence: "Harlow will pay, its CEO, Rao, said"."""
    if role.organization is not None:
        return role
    companies = {article.quote(*name.place) for name in draft.names if name.kind in ("company", "media")}
    told = [claim for claim in draft.claims if claim.unit[0] <= role.title[0] < claim.unit[1]]
    speakers = {claim.source for claim in told if claim.source[1] <= role.title[0]}
    named = [place for place in speakers for words in companies if article.quote(*place).endswith(words)]
    speaks = any(claim.source[0] <= role.person[0] < claim.source[1] or role.person == claim.source for claim in told)
    return replace(role, organization=named[0]) if len(named) == 1 and speaks else role


def _names(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """What each candidate is."""
    spans = candidates(article.text, parts, article.language)
    prompt = prompting.load("names")
    batches = [spans[i : i + NAMES_AT_ONCE] for i in range(0, len(spans), NAMES_AT_ONCE)]
    questions = []
    for batch in batches:
        names = {_folded(article.text[start:end]): (start, end) for start, end in batch}
        items = "\n".join(f"{name}: {_around(article.text, parts, place)}" for name, place in names.items())
        questions.append(
            Question(
                prompt,
                {"items": items},
                (batch[0][0], batch[-1][1]),
                24 * len(batch),
                {"names": Choices(tuple(names))},
            )
        )
    for batch, answer in zip(batches, conversation.ask_all(questions), strict=True):
        if not isinstance(answer, dict):
            continue
        for start, end in batch:
            kind = _KINDS.get(answer.get(_folded(article.text[start:end]), ""))
            if kind is not None:
                draft.names.append(DraftName((start, end), kind))


def _around(text: str, parts: Sequence[Unit], place: Place, words: int = 5) -> str:
    """The name with the words around it, within its unit."""
    unit = next(unit for unit in parts if unit.start <= place[0] < unit.end)
    before = text[unit.start : place[0]].split()[-words:]
    tail = text[place[1] : unit.end]
    after = tail.split()[:words]
    joint = "" if tail[:1] and not tail[0].isspace() else " "
    return " ".join([*before, _folded(text[slice(*place)]) + joint + " ".join(after)]).strip()


def _claims(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """Who says what."""
    asked = [_asked(article, unit) for unit in parts if not unit.heading or cues.known(article.language)]
    known = cues.known(article.language)
    # Without a word there is nothing that a reply could copy.
    posed = [one for one in asked if any(map(str.isalnum, one.words)) and (one.cues or not known)]
    questions = [_question(one, known) for one in posed]
    answers = dict(zip((one.unit.start for one in posed), conversation.ask_all(questions), strict=True))
    last: tuple[Place, Unit] | None = None
    for one in asked:
        answer = answers.get(one.unit.start)
        found = _attributions(one, answer, article.language, draft)
        claims = _distinct(list(_told(article, one, found, last)), found, one)
        draft.claims.extend(claims)
        if not claims and not one.cues and last is not None:
            claims = list(_continued(article, one, last))
            draft.claims.extend(claims)
        if claims:
            last = claims[-1].source, one.unit


def _asked(article: Article, unit: Unit) -> _Asked:
    """The unit with its reporting words, those within quotations left out, each word once."""
    words, offsets = _fold(article.text, unit)
    marks = quotations(words)
    found: dict[str, cues.Cue] = {}
    for cue in cues.find(words, article.language):
        if not any(start <= cue.start and cue.end <= end for start, end in marks):
            found.setdefault(words[cue.start : cue.end], cue)
    return _Asked(unit, words, offsets, tuple(found.values())[:CUES_AT_MOST])


def _question(one: _Asked, known: bool) -> Question:
    place = one.unit.start, one.unit.end
    if not known:
        vocabularies = {
            "speaker": Words(one.words, LONGEST_SPEAKER, quotations(one.words)),
            "cue": Words(one.words, LONGEST_CUE, quotations(one.words)),
        }
        return Question(prompting.load("statements"), {"sentence": one.words}, place, 120, vocabularies)
    listed = tuple(one.words[cue.start : cue.end] for cue in one.cues)
    barred = (*quotations(one.words), *((cue.start, cue.end) for cue in one.cues))
    vocabulary = Words(one.words, LONGEST_SPEAKER, barred)
    return Question(
        prompting.load("speakers"),
        {"sentence": one.words, "cues": ", ".join(listed)},
        place,
        36 * len(listed),
        {"cues": Choices(listed), "speaker": vocabulary},
    )


def _attributions(one: _Asked, answer: object, language: str, draft: Draft) -> list[Attribution]:
    """The answer as places in the unit's words; speakers that are none are rejected."""
    found: list[Attribution] = []
    pairs: list[tuple[cues.Cue, str]] = []
    if isinstance(answer, dict):
        pairs = [(cue, str(answer.get(one.words[cue.start : cue.end], ""))) for cue in one.cues]
    elif isinstance(answer, list):
        for row in answer:
            place = _nearest(one.words, str(row[1]), 0) if isinstance(row, list) and len(row) == 2 else None
            if place is not None:
                pairs.append((cues.Cue(*place, "speech"), str(row[0])))
    for cue, speaker in pairs:
        place = (cue.start, cue.end)
        source = _nearest(one.words, speaker, cue.start) if speaker else _beside(one.words, cue)
        if cue.kind == "noun" and (source is None or source[1] + 1 == cue.start):
            # "relatos de que …", "a new poll that …": the reports, the poll are the source
            source = (source[0] if source else cue.start, cue.end)
            speaker = one.words[slice(*source)]
        trouble = speaker_trouble(speaker, language) if speaker else None
        if trouble:
            draft.rejected.append(Rejection("claim", speaker, "no_speaker", trouble, (one.unit.start, one.unit.end)))
        elif source is not None or _subject_is_dropped(one.words, cue, language):
            found.append(Attribution(place, cue.kind, source))
    return found


def _beside(words: str, cue: cues.Cue) -> Place | None:
    """A name right before a word of speech, for when the model found nobody ("Scale AI anunciou")."""
    if cue.kind != "speech":
        return None
    match = re.search(r"((?:[A-ZÀ-Þ][\w&’'-]*\s)*[A-ZÀ-Þ][\w&’'-]*)\s$", words[: cue.start])
    return match.span(1) if match and match.start(1) > 0 else None


def _subject_is_dropped(words: str, cue: cues.Cue, language: str) -> bool:
    """Whether the speaker may be one named before: the language leaves subjects out, and the verb is a finite one."""
    return language in _DROPS_SUBJECT and cue.kind == "speech" and not _NOT_FINITE.search(words[cue.start : cue.end])


def _told(
    article: Article, one: _Asked, found: Sequence[Attribution], last: tuple[Place, Unit] | None
) -> Iterator[DraftClaim]:
    """The claims of a unit."""
    for each in found:
        if each.source is None:
            near = last is not None and one.unit.paragraph - last[1].paragraph <= 1
            source = last[0] if last is not None and near else None
        else:
            source = one.place(each.source)
        if source is None:
            continue
        others = [other for other in found if other is not each]
        for content in attribution.contents(one.words, each, others, article.language):
            places = tuple(one.place(part) for part in content if part[1] > part[0])
            if places:
                yield DraftClaim(source, one.place(each.cue), places, (one.unit.start, one.unit.end))


def _continued(article: Article, one: _Asked, last: tuple[Place, Unit]) -> Iterator[DraftClaim]:
    """A unit that is all quotation goes on with the words of whoever spoke last in this paragraph or the one before."""
    marks = quotations(one.words)
    quoted = sum(end - start for start, end in marks)
    if not marks or quoted < 0.8 * len(one.words) or one.unit.paragraph - last[1].paragraph > 1:
        return
    place = max(marks, key=lambda mark: mark[1] - mark[0])
    yield DraftClaim(last[0], None, (one.place(place),), (one.unit.start, one.unit.end))


def _distinct(claims: Sequence[DraftClaim], found: Sequence[Attribution], asked: _Asked) -> list[DraftClaim]:
    """The claims of a unit without those told twice, and without what somebody quoted is said to think or want."""
    thought = {asked.place(each.cue) for each in found if each.kind == "thought"}
    kept: list[DraftClaim] = []
    for claim in claims:
        others = [other for other in claims if other is not claim]
        nested = claim.cue in thought and any(
            part[0] <= claim.source[0] and claim.cue is not None and claim.cue[1] <= part[1]
            for other in others
            for part in other.content
        )
        if not nested and not any(_same(claim, other) for other in kept):
            kept.append(claim)
    return kept


def _same(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two claims are mostly the same words, by overlap of their longest places."""
    a, b = _longest(one.content), _longest(other.content)
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= 0.7 * max(a[1] - a[0], b[1] - b[0])


def _longest(places: Sequence[Place]) -> Place:
    return max(places, key=lambda place: place[1] - place[0])


def _deals(article: Article, parts: Sequence[Unit], conversation: Conversation, draft: Draft) -> None:
    """The deals, asked for over the sentences that have words of deals, once there are companies and two parties."""
    companies = [name for name in draft.names if name.kind in ("company", "media")]
    words = cues.pattern(article.language, "deals")
    telling = [unit for unit in parts if words.search(article.text, unit.start, unit.end)]
    if not companies or not telling:
        return
    for batch in _batches(telling):
        text = " ".join(_folded(article.text[unit.start : unit.end]) for unit in batch)
        parties = _parties(article, batch, draft)
        amounts = {
            _folded(article.text[start:end]): (start, end) for unit in batch for start, end in _amounts(article, unit)
        }
        if not parties:
            continue
        place = batch[0].start, batch[-1].end
        question = Question(
            prompting.load("deals"),
            {"sentences": text, "names": "; ".join(parties), "amounts": "; ".join(amounts)},
            place,
            200,
            {"parties": Choices(tuple(parties)), "amounts": Choices(tuple(amounts))},
        )
        rows = conversation.ask_all([question])[0]
        for row in rows if isinstance(rows, list) else ():
            deal = _deal(row, parties, amounts, [(unit.start, unit.end) for unit in batch])
            if deal is not None:
                draft.deals.append(deal)


def _batches(telling: Sequence[Unit]) -> Iterator[list[Unit]]:
    batch: list[Unit] = []
    for unit in telling:
        if batch and sum(each.end - each.start for each in batch) + unit.end - unit.start > DEAL_CHARS:
            yield batch
            batch = []
        batch.append(unit)
    if batch:
        yield batch


def _parties(article: Article, batch: Sequence[Unit], draft: Draft) -> dict[str, Place]:
    """The names that the sentences hold, fullest form first, each with a place in them."""
    found: dict[str, Place] = {}
    listed = {
        article.quote(*name.place): name.place
        for name in draft.names
        if name.kind == "person" or not_a_company(article.quote(*name.place), article.language) is None
    }
    for words in sorted(listed, key=lambda words: listed[words]):
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        for unit in batch:
            match = pattern.search(article.text, unit.start, unit.end)
            if match is not None:
                found.setdefault(_folded(words), match.span())
                break
    return found


def _amounts(article: Article, unit: Unit) -> Iterator[Place]:
    """The sums of money in a unit, those for a single share left out."""
    words = article.quote(unit.start, unit.end)
    for start, end in money.find_money(words, article.language):
        if not _A_SHARE.match(words, end):
            yield unit.start + start, unit.start + end


def _deal(
    row: object, parties: dict[str, Place], amounts: dict[str, Place], evidence: Sequence[Place]
) -> DraftDeal | None:
    """One row of the reply; None when it is incomplete."""
    if not isinstance(row, list) or len(row) != 6 or not all(isinstance(cell, str) for cell in row):
        return None
    kind, status, first, second, seller, amount = row
    roles_ = (*_ROLES.get(kind, ("acquirer", "target")), "seller")
    told = {}
    for role, name in zip(roles_, (first, second, seller), strict=True):
        if name in parties and name not in told:
            told[name] = (role, parties[name])
    if not told:
        return None
    if kind == "acquisition" and seller in told and not first:
        kind = "divestiture"
    places = (amounts[amount],) if amount in amounts else ()
    held = [place for place in evidence if any(place[0] <= party[0] < place[1] for _, party in told.values())]
    return DraftDeal(kind, status, tuple(told.values()), places, tuple(held or evidence[:1]))


def _fold(text: str, unit: Unit) -> tuple[str, tuple[int, ...]]:
    """The unit's text with each run of white space as one blank, and the article's offset of each letter."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset in range(unit.start, unit.end):
        if text[offset].isspace():
            if not letters or letters[-1] == " ":
                continue
            letters.append(" ")
        else:
            letters.append(text[offset])
        offsets.append(offset)
    return "".join(letters), tuple(offsets)


def _folded(words: str) -> str:
    return " ".join(words.split())


def _nearest(words: str, sought: str, at: int) -> Place | None:
    """The occurrence of `sought` nearest to `at`."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(sought)}(?!\w)", words)]
    return min(found, key=lambda place: min(abs(place[1] - at), abs(place[0] - at)), default=None)

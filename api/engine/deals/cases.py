"""Readings become cases: what several sentences, the headline too, tell of one deal is one, two deals stay two.

Two readings tell the same deal when what is bought agrees and nobody contradicts the other: another buyer of the same
company is another deal. A reading of too few parties only adds to a case; by itself it tells none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from api.engine.deals.filling import Filler
from api.engine.deals.frames import PAIRS
from api.engine.deals.nominal import NAMED
from api.engine.deals.readings import Reading
from api.engine.document.span import Span
from api.engine.languages import lexicon

_FAMILIES = {
    "acquisition": "owning", "stake_purchase": "owning", "divestiture": "owning", "investment": "owning",
    "merger": "merging", "ipo": "listing", "joint_venture": "joining", "partnership": "joining",
    "supply_contract": "supplying", "licensing": "licensing", "other": "agreeing",
}  # fmt: skip
_SIDES = (frozenset({"acquirer", "investor"}), frozenset({"target", "investee"}), frozenset({"seller"}))
_BUYERS, _BOUGHT, _SELLERS = _SIDES
_OTHERS = frozenset({"party", "partner", "supplier", "customer", "licensor", "licensee"})


_NEAR = 60
"""Deals back among which one is sought that a reading goes on with; no article that is read tells more."""


@dataclass(slots=True)
class Case:
    """One deal while it is put together; `readings` in the order of the article."""

    family: str
    readings: list[Reading] = field(default_factory=list)
    parties: list[Filler] = field(default_factory=list)
    last: int = -1
    """The last sentence that tells of it."""

    def side(self, roles: frozenset[str]) -> list[Filler]:
        """The parties of one side."""
        return [party for party in self.parties if party.role in roles]

    @property
    def sentences(self) -> tuple[int, ...]:
        """The sentences that tell of it, in order."""
        return tuple(sorted({reading.sentence for reading in self.readings}))


def cases(text: str, told: Sequence[Reading]) -> list[Case]:
    """The deals that the readings tell, in the order of the article."""
    made: list[Case] = []
    for reading in told:
        if reading.frame.name in ("accord", "advise", "lead") or not tells(reading):
            continue
        reading = _without_the_bought(made, reading)
        if not tells(reading):
            continue
        family = _FAMILIES[reading.type]
        match = next((case for case in reversed(made[-_NEAR:]) if _same(text, case, family, reading)), None)
        if match is not None:
            _join(text, match, reading)
        elif not any(_swapped(case, reading) for case in made[-_NEAR:]):
            made.append(Case(family, [reading], list(reading.fillers), reading.sentence))
    placed = {reading.trigger for case in made for reading in case.readings}
    for reading in (_without_the_bought(made, each) for each in told):
        if reading.trigger not in placed and reading.fillers and reading.frame.name != "accord":
            _add(text, made, reading)
    made += _accords([reading for reading in told if reading.frame.name == "accord"], made)
    for case in made:
        case.readings.sort(key=lambda reading: reading.trigger)
    return sorted(made, key=lambda case: case.readings[0].trigger)


def _without_the_bought(made: Sequence[Case], reading: Reading) -> Reading:
    """The reading without a buyer that is only described and that the sentences before tell to be bought.

    "Crumb passes to Pell: the group buys it from the Harlows": what "the group" means was taken from the subject.
    """
    owning = [case for case in made if case.family == "owning" and 0 <= reading.sentence - case.last <= 1]
    if _FAMILIES[reading.type] != "owning" or not owning:
        return reading
    bought = _entities(owning[-1].side(_BOUGHT))
    kept = tuple(f for f in reading.fillers if f.named or f.role not in _BUYERS or f.entity not in bought)
    return reading if len(kept) == len(reading.fillers) else replace(reading, fillers=kept)


def _accords(told: Sequence[Reading], others: Sequence[Case]) -> list[Case]:
    """The agreements between two named companies of which no other deal is told.

    "The deal" alone says nothing of what was agreed: it is a case of its own only where both sides are named. What is
    said of one side's deal in another sentence belongs to the one agreement which that side has.
    """
    made: list[Case] = []
    for reading in told:
        sides = _entities(reading.fillers)
        if len(sides) < 2 or any(len(sides & _entities(case.parties)) > 1 for case in others):
            continue
        same = next((case for case in made if sides <= _entities(case.parties)), None)
        if same is None:
            made.append(Case(_FAMILIES["other"], [reading], list(reading.fillers), reading.sentence))
        else:
            _join_accord(same, reading)
    for reading in told:
        sides = _entities(reading.fillers)
        with_side = [case for case in made if len(sides) == 1 and sides <= _entities(case.parties)]
        if len(with_side) == 1:
            _join_accord(with_side[0], reading)
    return made


def _join_accord(case: Case, reading: Reading) -> None:
    case.readings.append(reading)
    case.last = max(case.last, reading.sentence)


def tells(reading: Reading) -> bool:
    """Whether the reading tells a deal by itself: it has the parties that its frame cannot do without."""
    if reading.negated and not reading.noun:
        return False
    parties = reading.fillers
    if not any(party.entity for party in parties) or any(
        party.entity.startswith("p") and party.role in _BOUGHT for party in parties
    ):
        return False
    family = _FAMILIES[reading.type]
    roles = {party.role for party in parties}
    if reading.frame.name in ("invest", "round") and any(p.role == "investee" and not p.entity for p in parties):
        return False  # money put into a plant is no deal
    if reading.frame.name == "pay" and not roles & _BOUGHT:
        return False  # what is paid for is not told
    if reading.frame.name == "raise" and "investee" in roles:
        return True  # who the money is from need not be told
    if family == "owning":
        return bool(roles & _BOUGHT and roles & (_BUYERS | _SELLERS)) or ("seller" in roles and bool(roles & _BUYERS))
    if family == "listing":
        return any(party.entity.startswith("c") for party in parties)
    return len(parties) > 1


def _entities(parties: Iterable[Filler]) -> set[str]:
    return {party.entity for party in parties if party.entity}


def _same(text: str, case: Case, family: str, reading: Reading) -> bool:
    if family != case.family:
        both = _entities(case.parties) & _entities(reading.fillers)
        return {family, case.family} == {"owning", "merging"} and len(both) > 1
    if family == "listing":
        return bool(_entities(case.parties) & _entities(reading.fillers))
    if family != "owning":
        mine, theirs = _entities(case.parties), _entities(reading.fillers)
        return len(mine & theirs) > 1 or bool(mine & theirs and (mine <= theirs or theirs <= mine))
    buyers, others = case.side(_BUYERS), [f for f in reading.fillers if f.role in _BUYERS]
    if buyers and others and not _agree(text, buyers, others):
        return False
    sellers, theirs_too = case.side(_SELLERS), reading.with_role("seller")
    if _entities(sellers) & _entities(others) or _entities(buyers) & _entities(theirs_too):
        return False  # who sells now bought it once: two deals
    same_buyer = bool(buyers and others)
    bought, their_bought = case.side(_BOUGHT), [f for f in reading.fillers if f.role in _BOUGHT]
    if bought and their_bought:
        if _agree(text, bought, their_bought):
            return True
        vague = not _entities(bought) or not _entities(their_bought)
        same_seller = _agree(text, sellers, theirs_too) if sellers and theirs_too else not (sellers and theirs_too)
        one_named = bool(_entities(bought)) != bool(_entities(their_bought))
        another = bool(sellers) != bool(theirs_too) if one_named else bool(theirs_too) and not sellers
        if another and reading.sentence != case.last:
            return False  # "Harlow is selling a plant to Pell. Last year Pell bought Crumb"
        return vague and same_seller and (same_buyer or (one_named and bool(sellers and theirs_too)))
    return same_buyer or bool(sellers and _agree(text, sellers, theirs_too))


def _agree(text: str, mine: Sequence[Filler], theirs: Sequence[Filler]) -> bool:
    """Whether one of them is named on both sides, or a phrase has a telling word in common with one of the other."""
    if _entities(mine) & _entities(theirs):
        return True
    phrases = [{*_content(text, one.span)} for one in mine if not one.entity]
    others = [{*_content(text, one.span)} for one in theirs if not one.entity]
    return any(one & other for one in phrases for other in others)


def _content(text: str, span: Span) -> list[str]:
    return [word for word in lexicon.fold(span.of(text)).split() if len(word) > 3]


def _swapped(case: Case, reading: Reading) -> bool:
    """Whether the reading tells an earlier case the other way round, which one of them has wrong.

    Who sells what it once bought of a third tells another deal.
    """
    if len(_entities(case.parties) & _entities(reading.fillers)) < 2:
        return False
    turned = [
        {one.role, other.role}
        for one in case.parties
        for other in reading.fillers
        if one.entity and one.entity == other.entity
    ]
    if {"acquirer", "target"} in turned:
        return True
    earlier = _entities(reading.with_role("seller")) - _entities(case.parties)
    resold = bool(earlier) and bool(_entities(case.side(_SELLERS)) & _entities(reading.with_role("acquirer")))
    return {"acquirer", "seller"} in turned and not resold


def _join(text: str, case: Case, reading: Reading) -> None:
    """Take up what the reading adds: further parties, and names where there was only a phrase."""
    case.readings.append(reading)
    case.last = max(case.last, reading.sentence)
    if _FAMILIES[reading.type] != case.family:
        return
    for side in (
        *_SIDES,
        *(frozenset({role}) for role in {filler.role for filler in reading.fillers} if role in _OTHERS),
    ):
        places = {party.span for party in case.parties}
        theirs = [
            f
            for f in reading.fillers
            if f.role in side and (f.entity not in _entities(case.parties) if f.entity else f.span not in places)
        ]
        known = case.side(side)
        named = [filler for filler in theirs if filler.entity]
        if not known:
            case.parties += theirs
        elif not _entities(known) and named:
            case.parties = [party for party in case.parties if party not in known] + named
        elif len(named) < len([f for f in reading.fillers if f.role in side]) or side & (PAIRS | {"investor"}):
            case.parties += named


def _add(text: str, made: Sequence[Case], reading: Reading) -> None:
    """Give a reading that tells no deal by itself to the one it goes with: evidence, and a slot nobody had filled."""
    family = _FAMILIES[reading.type]
    entities = _entities(reading.fillers)
    near = [
        case
        for case in made
        if case.family == family and -1 <= reading.sentence - case.last <= 2 and not _contradicts(text, case, reading)
    ]
    known = [
        case
        for case in near
        if entities & _entities(case.parties)
        or any(_agree(text, case.side(side), [f for f in reading.fillers if f.role in side]) for side in _SIDES)
    ]
    if known:
        _join(text, known[-1], reading)
    elif near and reading.frame.name in NAMED and not {f.role for f in near[-1].parties} & {reading.fillers[0].role}:
        _join(text, near[-1], reading)
    elif len(near) == 1 and family == "owning" and not reading.noun and reading.trigger > near[0].readings[0].trigger:
        sellers = reading.with_role("seller")
        if len(reading.fillers) == len(sellers) and not near[0].side(_SELLERS):
            _join(text, near[0], reading)


def _contradicts(text: str, case: Case, reading: Reading) -> bool:
    for side in _SIDES:
        mine, theirs = case.side(side), [f for f in reading.fillers if f.role in side]
        if mine and theirs and not _agree(text, mine, theirs):
            return True
        if any(f.entity and f.role not in side and f.entity in _entities(mine) for f in reading.fillers):
            return True
    return False

"""What the model was understood to say, as places in the article: between a reply and the facts made of it.

Every place is `(start, end)`, code points into the article's text, so that nothing here can be in other words than the
article's. Both ways of reading, sentence by sentence and all at once, end in a Draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from api.engine.entities.roster import Roster
from api.engine.facts import Rejection

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftName:
    """Somebody or something named; kind is person or one of the organisation kinds."""

    place: Place
    kind: str


@dataclass(frozen=True, slots=True)
class DraftRole:
    """What a person is, and where."""

    person: Place
    title: Place
    organization: Place | None
    status: str = "current"


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """Who says what. `content` has more than one place when the quote is interrupted; the longest is the claim."""

    source: Place
    cue: Place | None
    content: tuple[Place, ...]
    unit: Place


@dataclass(frozen=True, slots=True)
class DraftDeal:
    """A deal: its parties with their roles, the places of its amounts, and the sentences that tell of it.

    `trigger` is the verb or noun that tells it, `status_evidence` the words of its stage, `dates` (event, place).
    """

    type: str
    status: str
    parties: tuple[tuple[str, Place], ...]
    amounts: tuple[Place, ...]
    evidence: tuple[Place, ...]
    trigger: Place | None = None
    status_evidence: Place | None = None
    stake: Place | None = None
    dates: tuple[tuple[str, Place], ...] = ()


@dataclass(slots=True)
class Draft:
    """All that was found in an article, in the order it was found."""

    names: list[DraftName] = field(default_factory=list)
    roster: Roster | None = None
    """The names gathered: who is named where. Without it, it is made of the names."""
    roles: list[DraftRole] = field(default_factory=list)
    claims: list[DraftClaim] = field(default_factory=list)
    deals: list[DraftDeal] = field(default_factory=list)
    speakers: list[Place] = field(default_factory=list)
    """Everybody who was found to say something, also where another was found to say the same."""
    rejected: list[Rejection] = field(default_factory=list)
    matches: dict[Place, str] = field(default_factory=dict)
    """How the words of a reply matched the places where they were found otherwise than exactly: folded, approximate."""

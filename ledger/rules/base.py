"""What every rule has in common: the past it may look at, and how it answers.

A rule answers with what is wrong, in the words that follow "Event 57 (judgement.signed-off, by ann): ", or
with nothing. Where one side of a link has to be told from the other side, too, a rule notes that as owed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from events.base import Day
from ledger.recovery.machines import Machines
from ledger.state.entities import Recommendation
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.times import first_day, last_day
from ledger.validation import key

Fact = Any  # Any: an event of the class that the table has the rule under


class Side(NamedTuple):
    """An event that ties a recommendation to another or unties it, as its other side foretells it.

    ``name`` is the event's; the refs and numbers are keys.
    """

    name: str
    ref: str
    number: str
    relation: str
    other: str
    why: str | None
    on: str | None


class Owed(NamedTuple):
    """What is told of an event where the other side did not follow: its position, it, by whom, the words."""

    position: int
    fact: Fact
    by: str
    words: str


class Scene:
    """The past before one event: the house, all inspections by their keys, the event's own.

    Of the event itself ``position``, ``by`` whom, ``recorded_at``, and ``shape``, the version it was stored
    with. ``before`` is the position of the event before it. ``owed`` is what the request it is of has yet to
    record. ``machines`` says what clocks said of the events up to this one.
    """

    __slots__ = (
        "before",
        "by",
        "inspection",
        "inspections",
        "inspectorate",
        "machines",
        "owed",
        "position",
        "recorded_at",
        "shape",
    )

    def __init__(self) -> None:
        self.inspectorate = Inspectorate()
        self.machines = Machines()
        self.inspections: dict[str, Inspection] = {}
        self.inspection = Inspection()
        self.position = self.before = 0
        self.by = ""
        self.recorded_at = ""
        self.shape = 1
        self.owed: dict[Side, Owed] = {}

    def recommendation(self, number: str) -> Recommendation | None:
        """A recommendation of the event's own inspection."""
        return self.inspection.recommendations.get(key(number))

    def owe(self, fact: Fact, side: Side, words: str) -> None:
        """The same request has to tell the other side; ``words`` say what is wrong where it does not."""
        self.owed[side] = Owed(self.position, fact, self.by, words)


Rule = Callable[[Scene, Fact], str | None]


def role_was_held(made_by: tuple[str, ...]) -> Rule:
    """Who recorded it had, at that time, one of the roles that the decision takes."""
    needed = " or ".join(made_by)

    def rule(scene: Scene, _: Fact) -> str | None:
        roles = scene.inspectorate.roles.get(scene.by)
        if roles is None:
            return f"{scene.by} was not registered then"
        return (
            f"it takes the role {needed}, which {scene.by} had not then"
            if roles.isdisjoint(made_by)
            else None
        )

    return rule


def day_had_come(names: tuple[str, ...]) -> Rule:
    """What had not happened was not recorded: these fields are no days to come, in whichever time zone."""

    def rule(scene: Scene, fact: Fact) -> str | None:
        recorded = scene.recorded_at
        for name in names:
            day = fact.__dict__[name]
            if day and day >= recorded[: len(day)] and day > _latest_date(recorded[:13])[: len(day)]:
                return f"its date {day} had not come when it was recorded, at {recorded}"
        return None

    return rule


@lru_cache(maxsize=64)
def _latest_date(hour: str) -> str:
    """The latest date that it was anywhere on earth in an hour of UTC, ``2026-11-22T10``."""
    try:
        return str((datetime.fromisoformat(f"{hour}:00") + timedelta(hours=14)).date())
    except (ValueError, OverflowError):
        return hour[:10]


def misnamed(what: str, ref: str, said: str) -> str | None:
    """What was given a ref is called by it ever after, in the same letters."""
    return None if ref == said else f"{what} {ref} is called {said}"


def standing(inspection: Inspection, number: str, on: str | None = None) -> str | None:
    """What keeps a recommendation from being there and standing, on a day or at all."""
    found = inspection.recommendations.get(key(number))
    if found is None:
        return f"there was no recommendation {number}"
    if found.number != number:
        return misnamed("recommendation", found.number, number)
    gone = found.gone_on and (on is None or last_day(on) >= last_day(found.gone_on))
    return f"recommendation {found.number} was {found.gone}" if gone else None


def precedes(on: str, earliest: str) -> bool:
    """Whether a day certainly comes before another, each of which may be known to the month alone."""
    return last_day(on) < first_day(earliest)


def addressed_as(found: Recommendation, body: str, on: str) -> str | None:
    """How a body is written among those that a recommendation is made to on a day; None if it is not one."""
    word = found.addressed.at(last_day(on)) or found.addressed.values[0]
    # Nearly always it is written just so.
    return body if body in word.content else found.addressees(Day(on)).get(key(body))

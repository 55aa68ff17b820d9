"""What every rule has in common: the past it may look at, and how it answers.

A rule answers with what is wrong, in the words that follow "Event 57 (judgement.signed-off, by ann): ", or
with nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.inspection import Inspection
from ledger.inspectorate import Inspectorate
from ledger.words import key

Fact = Any  # Any: an event of the class that the table has the rule under


class Scene:
    """The past before one event: the house, all inspections by their keys, the event's own, and by whom."""

    __slots__ = ("by", "inspection", "inspections", "inspectorate")

    def __init__(self) -> None:
        self.inspectorate = Inspectorate()
        self.inspections: dict[str, Inspection] = {}
        self.inspection = Inspection()
        self.by = ""


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


def standing(inspection: Inspection, number: str) -> str | None:
    """What keeps a recommendation from being there and standing."""
    found = inspection.recommendations.get(key(number))
    if found is None:
        return f"there was no recommendation {number}"
    return f"recommendation {found.number} was {found.gone}" if found.gone else None

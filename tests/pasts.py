"""Pasts that tests begin with, and a clock and random bytes that are the same in every run."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from events.base import Day, Event
from events.cycles import CycleOpened
from events.inspections import InspectionOpened
from events.inspectorates import LedgerOpened
from events.people import PersonNamed, PersonRegistered, RoleGranted
from events.recommendations import RecommendationMade

TODAY = Day("2022-03-01")


def person(id: str, *roles: str) -> list[Event]:
    """A registered person with roles."""
    return [
        PersonRegistered(person=id),
        PersonNamed(person=id, name=id.title()),
        *(RoleGranted(person=id, role=role) for role in roles),
    ]


def opened(sign_off: str = "required") -> list[Event]:
    """A ledger with an administrator (ada), two inspectors (ann, art), an approver (bob), a publisher (pat).

    Cyd is inspector and approver.
    """
    return [
        LedgerOpened(title="Test", time_zone="Europe/London", sign_off=sign_off, origin="example/test"),
        *person("ada", "administrator"),
        *person("ann", "inspector"),
        *person("art", "inspector"),
        *person("bob", "approver"),
        *person("cyd", "inspector", "approver"),
        *person("pat", "publisher"),
    ]


def made(number: str = "3", inspection: str = "OCSAE", **other: object) -> RecommendationMade:
    """A recommendation of the 2020 cycle."""
    fields: dict[str, object] = {
        "inspection": inspection,
        "number": number,
        "cycle": "2020",
        "kind": "recommendation",
        "text": f"Do {number}.",
        "made_to": ("Police Scotland",),
        "due": None,
        "on": "2020-02-26",
    }
    return RecommendationMade(**{**fields, **other})


def inspected(inspection: str = "OCSAE") -> list[Event]:
    """An inspection with the cycles 2020 and 2021 and the recommendations 3 and 5."""
    return [
        InspectionOpened(inspection=inspection, title="Online child sexual abuse"),
        CycleOpened(inspection=inspection, cycle="2020", title="Review", kind=None, on=Day("2020-02-26")),
        CycleOpened(inspection=inspection, cycle="2021", title="Progress", kind=None, on=Day("2021-08-18")),
        made("3", inspection),
        made("5", inspection),
    ]


class Clock:
    """A clock that a test sets; each reading is a second later."""

    def __init__(self, start: str = "2022-03-01T09:00:00+00:00") -> None:
        self.now = datetime.fromisoformat(start).astimezone(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def set(self, text: str) -> None:
        """Put it to an instant."""
        self.now = datetime.fromisoformat(text).astimezone(UTC)


def counting(first: int = 1) -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    numbers = itertools.count(first)
    return lambda size: b"".join(next(numbers).to_bytes(16, "big") for _ in range(-(-size // 16)))[:size]


def needs(present: object, name: str) -> None:
    """Skip a test, by name, where a tool is absent; where CI=true, fail instead."""
    if not present:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is absent, and CI must have it")
        pytest.skip(f"{name} is absent")

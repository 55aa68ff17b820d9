"""Pasts that tests begin with, and a clock and random bytes that are the same in every run."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from events.base import Day, Event
from tests.builders import cycle_opened, granted, inspection_opened, ledger_opened, made, named, registered

TODAY = Day("2022-03-01")


def person(id: str, *roles: str) -> list[Event]:
    """A registered person with roles."""
    return [registered(id), named(id, id.title()), *(granted(id, role) for role in roles)]


def opened(sign_off: str = "required") -> list[Event]:
    """A ledger with an administrator (ada), two inspectors (ann, art), an approver (bob), a publisher (pat).

    Cyd is inspector and approver.
    """
    return [
        ledger_opened(sign_off),
        *person("ada", "administrator"),
        *person("ann", "inspector"),
        *person("art", "inspector"),
        *person("bob", "approver"),
        *person("cyd", "inspector", "approver"),
        *person("pat", "publisher"),
    ]


def inspected(inspection: str = "OCSAE") -> list[Event]:
    """An inspection with the cycles 2020 and 2021 and the recommendations 3 and 5."""
    return [
        inspection_opened(inspection),
        cycle_opened("2020", "2020-02-26", "Review", inspection),
        cycle_opened("2021", "2021-08-18", "Progress", inspection),
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

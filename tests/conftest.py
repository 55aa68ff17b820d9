"""What tests say: ``given(past).when(decision, by="ann").then(events)`` or ``.refused(because)``."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from events.base import Day, Event, InspectionEvent
from events.cycles import CycleOpened
from events.inspectorates import LedgerOpened
from events.inspections import InspectionOpened
from events.people import PersonNamed, PersonRegistered, RoleGranted
from events.recommendations import RecommendationMade
from ledger.decisions.base import Decision, Made, Past, decide
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import LedgerError
from ledger.inspection import Inspection
from ledger.inspectorate import Inspectorate
from ledger.ledger import Ledger
from ledger.words import key

TODAY = Day("2022-03-01")
By = tuple[str, Event]


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


class When:
    """A decision that was asked, and how it went."""

    def __init__(self, answer: Made | None, error: LedgerError | None) -> None:
        self.answer, self.error = answer, error

    def then(self, *events: Event) -> Made:
        """Just these events follow."""
        if self.error:
            raise self.error
        assert self.answer is not None
        assert self.answer.events == events
        return self.answer

    def made(self, ref: str) -> Made:
        """It was granted, and made this."""
        if self.error:
            raise self.error
        assert self.answer is not None
        assert self.answer.ref == ref
        return self.answer

    def refused(self, because: str, status: int = 4) -> None:
        """It was refused with a sentence that has these words, and with this exit status."""
        assert self.error is not None, f"granted: {self.answer}"
        assert because in self.error.message, self.error.message
        assert self.error.exit_status == status
        assert self.error.message.endswith((".", "?"))


class Given:
    """A past: a ledger as ``opened``, and what was recorded by ann after it unless said otherwise."""

    def __init__(self, past: Sequence[Event | By], sign_off: str) -> None:
        self.inspectorate = Inspectorate()
        for event in opened(sign_off):
            self.inspectorate.apply(event)
        self.inspections: dict[str, Inspection] = {}
        for one in past:
            by, event = one if isinstance(one, tuple) else ("ann", one)
            if isinstance(event, InspectionEvent):
                self._inspection(event.inspection).apply(event, by)
            else:
                self.inspectorate.apply(event)

    def _inspection(self, ref: str) -> Inspection:
        return self.inspections.setdefault(key(ref), Inspection(self.inspectorate.sign_off))

    def when(self, decision: Decision, by: str = "ann", today: str = TODAY) -> When:
        """Ask a decision."""
        for ref in decision.reads():
            self._inspection(ref)
        past = Past(inspectorate=self.inspectorate, inspections=self.inspections, by=by, today=Day(today))
        try:
            return When(decide(decision, past), None)
        except LedgerError as error:
            return When(None, error)


@pytest.fixture
def given() -> Callable[..., Given]:
    """given(past event, (by, past event), …, sign_off="required")."""

    def _given(*past: Event | By, sign_off: str = "required") -> Given:
        return Given(past, sign_off)

    return _given


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


def counting() -> Callable[[int], bytes]:
    """Bytes that look random and are the same in every run."""
    numbers = itertools.count(1)
    return lambda size: b"".join(next(numbers).to_bytes(16, "big") for _ in range(-(-size // 16)))[:size]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at 2022-03-01."""
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """A ledger in a folder, with ada as administrator and ann, bob and cyd as in ``opened``."""
    from ledger.decisions.people import RegisterPerson

    opening = OpenLedger(
        person="ada",
        name="Ada",
        title="Test",
        time_zone="Europe/London",
        sign_off="required",
        origin="example/test",
    )
    ledger, _ = Ledger.create(str(tmp_path / "ledger"), opening, clock, counting())
    people = (("ann", ("inspector",)), ("bob", ("approver",)), ("cyd", ("inspector", "approver")))
    ledger.ask(*(RegisterPerson(person=p, name=p.title(), roles=roles) for p, roles in people), by="ada")
    with ledger:
        yield ledger


def needs(present: object, name: str) -> None:
    """Skip a test, by name, where a tool is absent; where CI=true, fail instead."""
    if not present:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is absent, and CI must have it")
        pytest.skip(f"{name} is absent")

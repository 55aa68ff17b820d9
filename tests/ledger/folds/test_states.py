"""A state that was kept and made again is the state: of random histories, after every event."""

from __future__ import annotations

import marshal
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from events.base import Event, InspectionEvent
from ledger.folds import file
from ledger.folds.inspections import inspection, inspection_kept
from ledger.folds.inspectorates import inspectorate, inspectorate_kept
from ledger.ledger import Ledger
from ledger.records import Record, decode
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.state.related import Related
from tests.golden_ledger import LEDGERS
from tests.ledger.folds.alike import difference, told
from tests.projections.cache.again import lived
from tests.sampling import sample
from tests.told import Told

SEEDS = sample(range(400), 6)


def _kept(state: Inspection, events: Sequence[Event]) -> Inspection:
    """The same state, made of the bytes that were kept of it."""
    data = marshal.loads(marshal.dumps(inspection_kept(state)))
    blank = Inspection(state.sign_off, state.zone)
    return inspection(data, blank, lambda places: iter([events[place - 1] for place in places]))


def _streams(told: Told) -> Iterator[list[Record]]:
    records = [record for record in told.records() if isinstance(record.event, InspectionEvent)]
    for stream in dict.fromkeys(record.stream for record in records):
        yield [record for record in records if record.stream == stream]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_inspection_that_was_kept_is_the_inspection(seed: int) -> None:
    random = Random(seed)
    told = lived(seed).told
    settings = told.inspectorate()
    for records in _streams(told):
        plain = Inspection(settings.sign_off, settings.time_zone)
        quick = Inspection(settings.sign_off, settings.time_zone)
        events: list[Event] = []
        for record in records:
            if random.random() < 0.5:
                quick = _kept(quick, events)
            events.append(record.event)
            for state in (plain, quick):
                state.apply(record.event, record.by, record.recorded_at)
            if random.random() < 0.7:
                continue
            # The one that goes on stays as it is, with what nobody asked for yet.
            assert difference(plain, _kept(quick, events)) == ""
        assert difference(plain, quick) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_an_inspectorate_that_was_kept_is_the_inspectorate(seed: int) -> None:
    random = Random(seed)
    plain, quick = Inspectorate(), Inspectorate()
    for record in lived(seed).told.records():
        if isinstance(record.event, InspectionEvent):
            continue
        if random.random() < 0.5:
            quick = inspectorate(marshal.loads(marshal.dumps(inspectorate_kept(quick))))
        for state in (plain, quick):
            state.apply(record.event, record.recorded_at, record.position)
        assert difference(plain, quick) == ""


def _hanging(records: Iterable[Record]) -> Iterator[list[int]]:
    """The events that hang together with each event's number."""
    related, numbers = Related(), list[str]()
    for record in records:
        related.take(record.event, record.recorded_at)
        numbers += filter(None, [record.event.fields.get("number")])
    yield from (related.versions([number]) for number in dict.fromkeys(numbers))


TOLD = {1: "4b782db997d32196", 2: "9940821b54b8f32e"}
"""By SHAPE, what the states of a ledger that never changes amount to."""


def test_a_state_that_comes_to_something_else_has_another_shape(tmp_path: Path) -> None:
    """Else what a person's files have is by the fold as it was, and what is recorded rests on that."""
    with tarfile.open(LEDGERS / "0.2.0" / "ledger.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = (path.parent for path in tmp_path.rglob("ledger.db"))
    with Ledger.open(str(folder)) as ledger:
        refs = [
            event.inspection
            for row in ledger.store.beginnings()
            if isinstance(event := decode(row).event, InspectionEvent)
        ]
        states = [ledger.present.inspectorate(), *map(ledger.inspection, refs)]
        hanging = [list(_hanging(ledger.records(inspection=ref))) for ref in refs]
    found = sha256(repr([[told(state) for state in states], hanging]).encode()).hexdigest()[:16]
    assert TOLD.get(file.SHAPE) == found, "raise SHAPE in ledger/folds/file.py, and add what it comes to"

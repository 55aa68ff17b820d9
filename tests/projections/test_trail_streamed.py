"""The whole ledger's trail is read twice and not held: it says what the held one says."""

from __future__ import annotations

import tarfile

import pytest

from benchmarks.past import lived
from benchmarks.registers import PREPARED, real_past
from ledger.errors import Damaged, NotFound
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.formats.index import FORMATS, write
from projections.rows import Filters
from projections.trail import trail
from projections.trail_events import AskedEvents
from projections.trail_streamed import StreamedEvents
from tests.golden_ledger import LEDGERS

TIMES = [
    TimeFilter(),
    TimeFilter(as_of="2021-03-01"),
    TimeFilter(known_at="2021-08-01T00:00:00.000000Z"),
    TimeFilter(as_of="2024-01", known_at="2024-01-01T03:00:00.000000Z"),
]
ASKED = [
    {},
    {"cycle": "2021"},
    {"filters": Filters(status="closed")},
]


@pytest.fixture(scope="module", params=["a real past", "every kind of event"])
def ledger(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("streamed")
    if request.param == "a real past":
        place = lived(folder / "ledger", 3, 4, 120, past=real_past, prepared=PREPARED)
    else:
        with tarfile.open(LEDGERS / "0.2.0" / "ledger.tar.xz") as packed:
            packed.extractall(folder, filter="data")
        place = next(path.parent for path in folder.rglob("ledger.db"))
    with Ledger.open(str(place)) as opened:
        yield opened


def _all(events):
    return [(record, about._replace(slot=None), events.by(record)) for record, about in events.told()]


@pytest.mark.parametrize("when", TIMES, ids=str)
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_it_says_what_the_held_one_says(ledger, when, asked):
    try:
        held = AskedEvents(ledger, time_filter=when, **asked)
    except NotFound as error:
        with pytest.raises(NotFound, match=str(error.message)):
            StreamedEvents(ledger, time_filter=when, **asked)
        return
    streamed = StreamedEvents(ledger, time_filter=when, **asked)
    assert (streamed.said, streamed.count()) == (held.said, held.count())
    assert _all(streamed) == _all(held)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_leaf_of_each(ledger, form, monkeypatch):
    held = "".join(write(trail(ledger), form, 80))
    monkeypatch.setattr("projections.trail.HELD", 10)
    monkeypatch.setattr(ledger, "held", None)
    assert "".join(write(trail(ledger), form, 80)) == held


def test_no_more_than_one_stream_is_held(ledger, monkeypatch):
    events, read = StreamedEvents(ledger), []
    rows = ledger.store.rows

    def counted(**which):
        for row in rows(**which):
            read.append(row)
            yield row

    monkeypatch.setattr(ledger.store, "rows", counted)
    told = events.told()
    for at in range(1, 11):
        next(told)
        assert len(read) == at


def test_what_is_recorded_meanwhile_is_in_neither_reading(ledger, monkeypatch):
    whole = _all(StreamedEvents(ledger))
    head, state = ledger.store.head()
    monkeypatch.setattr(ledger.store, "head", lambda: (head - 5, state))
    events = StreamedEvents(ledger)
    monkeypatch.undo()
    told = _all(events)
    assert [record.position for record, *_ in told] == [record.position for record, *_ in whole[:-5]]


def test_a_row_that_an_index_lacks_is_told_as_damage(ledger, monkeypatch):
    """What one reading finds and the other does not is in no answer."""
    rows = ledger.store.rows

    def lacking(*, stream=None, **which):
        found = rows(stream=stream, **which)
        return found if stream is None else (row for row in found if row[0] != 20)

    monkeypatch.setattr(ledger.store, "rows", lacking)
    with pytest.raises(Damaged, match="an index is damaged"):
        list(StreamedEvents(ledger).told())

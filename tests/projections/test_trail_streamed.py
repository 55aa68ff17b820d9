"""The whole ledger's trail is read once and not held: it says what the held one says."""

from __future__ import annotations

import tarfile
from errno import ENOSPC

import orjson
import pytest

from benchmarks.past import lived
from benchmarks.registers import PREPARED, real_past
from ledger.errors import Damaged, NotFound, StorageError
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.formats.index import FORMATS, write
from projections.rows import Filters
from projections.trail import _view, trail
from projections.trail_events import AskedEvents
from projections.trail_filters import Wanted
from projections.trail_items import items_of
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


def _held(ledger, **asked):
    return list(items_of(AskedEvents(ledger, **asked)))


def _lines(items):
    return [orjson.dumps(item) for item in items]


def _positions(streamed):
    return [orjson.loads(line)["position"] for line in streamed.lines()]


@pytest.fixture
def small(monkeypatch):
    """So little room that nearly everything is put on disk."""
    monkeypatch.setattr("projections.trail_streamed._ROOM", 5_000)
    monkeypatch.setattr("projections.trail_streamed._TOGETHER", 7)


@pytest.mark.parametrize("when", TIMES, ids=str)
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_it_says_what_the_held_one_says(ledger, when, asked, small):
    try:
        held = AskedEvents(ledger, time_filter=when, **asked)
    except NotFound as error:
        with pytest.raises(NotFound, match=str(error.message)):
            StreamedEvents(ledger, time_filter=when, **asked)
        return
    streamed = StreamedEvents(ledger, time_filter=when, **asked)
    assert (streamed.said, streamed.count()) == (tuple(held.said), held.count())
    lines = _lines(items_of(held))
    assert list(streamed.lines()) == lines
    assert list(streamed.lines(reverse=True)) == lines[::-1]


def test_what_fits_into_memory_is_put_on_no_disk(ledger, monkeypatch):
    monkeypatch.setattr("tempfile.TemporaryFile", None)
    assert list(StreamedEvents(ledger).lines()) == _lines(_held(ledger))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_leaf_of_each(ledger, form, small):
    events = AskedEvents(ledger)
    held = "".join(write(_view(events, ["Trail"], items_of(events)), form, 80))
    assert "".join(write(trail(ledger), form, 80)) == held


@pytest.mark.parametrize("limit", [None, 0, 3])
@pytest.mark.parametrize("reverse", [False, True])
def test_some_of_it_is_what_is_wanted_of_the_held_one(ledger, reverse, limit, small):
    wanted = Wanted(events=("judgement",), since="2021-01-01", reverse=reverse, limit=limit)
    checked = wanted.checked(ledger.inspectorate())
    right = _lines(checked.of(_held(ledger), ledger.inspectorate().time_zone))
    assert _lines(trail(ledger, wanted=wanted).items) == right
    assert list(trail(ledger, wanted=wanted).lines) == right


def test_the_leaf_of_each_is_found_in_whatever_order_they_are_told(ledger):
    forwards = trail(ledger)
    leaf = forwards.columns[-1]
    assert leaf.heading == "Leaf hash"
    leaves = [leaf.read(item) for item in forwards.items]
    backwards = trail(ledger, wanted=Wanted(reverse=True))
    assert [backwards.columns[-1].read(item) for item in backwards.items] == leaves[::-1]


def test_each_event_is_read_once(ledger, monkeypatch):
    read, rows = [], ledger.store.rows

    def counted(**which):
        for row in rows(**which):
            read.append(row[0])
            yield row

    monkeypatch.setattr(ledger.store, "rows", counted)
    told = [item["position"] for item in trail(ledger).items]
    assert told == sorted(told)
    # The settings, which a process has read, are read by their topics.
    assert read == told


def test_what_is_recorded_meanwhile_is_not_told(ledger, monkeypatch):
    whole = _positions(StreamedEvents(ledger))
    head, state = ledger.store.head()
    monkeypatch.setattr(ledger.store, "head", lambda: (head - 5, state))
    assert _positions(StreamedEvents(ledger)) == whole[:-5]


def test_an_index_is_not_asked(ledger, monkeypatch):
    """What the index of streams says or lacks is in no answer."""
    whole, rows = list(StreamedEvents(ledger).lines()), ledger.store.rows

    def lacking(*, stream=None, **which):
        found = rows(stream=stream, **which)
        return found if stream is None else (row for row in found if row[0] != 20)

    monkeypatch.setattr(ledger.store, "rows", lacking)
    assert list(StreamedEvents(ledger).lines()) == whole


def test_a_stream_that_lacks_an_event_is_damage(ledger, monkeypatch):
    rows = ledger.store.rows
    monkeypatch.setattr(ledger.store, "rows", lambda **which: (row for row in rows(**which) if row[0] != 20))
    with pytest.raises(Damaged, match="is not the next one of its stream"):
        StreamedEvents(ledger)


def test_where_nothing_can_be_put_on_disk_it_says_what_to_do(ledger, small, monkeypatch):
    def full(*_):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(StorageError, match="No space left on device") as refused:
        StreamedEvents(ledger)
    assert "TMPDIR" in refused.value.remedy

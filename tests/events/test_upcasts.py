"""Events that were stored in an older shape are read in today's, and nothing else is read for them."""

from __future__ import annotations

import json

import pytest

from events.base import EventShapeError
from events.registry import EVENTS
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, decode
from tests import golden

ADDED = {
    "judgement.recorded": {"made_to": None, "until": None},
    "evidence.requested": {"body": None},
    "publication.made": {"also": (), "since": ""},
    "recommendation.rescheduled": {"approved_by": None},
    "recommendation.superseded": {"how": "superseded"},
    "recommendation.corrected": {"kind": None, "in_cycle": None},
}
"""What an event of version 1 amounts to in the fields that it had not."""


def stored(name, version=1):
    """The stored state of an event, as JSON."""
    return json.loads((golden.FOLDER / f"{name}.v{version}.json").read_bytes())


def row(name, state):
    return 7, LEDGER_STREAM.hex, 1, name, json.dumps(state).encode()


def test_every_event_that_changed_its_shape_is_here():
    assert {name for name, event in EVENTS.items() if event.VERSION > 1} == ADDED.keys()
    for name in ADDED:
        assert EVENTS[name].VERSION == 2


@pytest.mark.parametrize("name", ADDED)
def test_the_first_shape_is_read_as_todays(name):
    state = stored(name)
    assert state["version"] == 1
    assert not ADDED[name].keys() & state["data"].keys()
    event = decode(row(name, state)).event
    assert type(event) is EVENTS[name]
    kept = {field: tuple(said) if isinstance(said, list) else said for field, said in state["data"].items()}
    assert event == EVENTS[name](**kept, **ADDED[name])


@pytest.mark.parametrize("name", ADDED)
def test_todays_shape_is_read_as_it_stands(name):
    event = decode(row(name, stored(name, 2))).event
    assert event == golden.sample(EVENTS[name])


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in ADDED for field in ADDED[name]])
def test_the_first_shape_with_a_field_of_the_second_is_refused(name, field):
    state = stored(name)
    state["data"][field] = ADDED[name][field]
    with pytest.raises(EventShapeError, match=f"of version 1 had no {field}"):
        EVENTS[name].from_fields(1, dict(state["data"]))
    with pytest.raises(Damaged, match=r"Event 7 .* cannot be read"):
        decode(row(name, state))


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in ADDED for field in ADDED[name]])
def test_the_second_shape_without_its_field_is_refused(name, field):
    state = stored(name, 2)
    del state["data"][field]
    with pytest.raises(Damaged):
        decode(row(name, state))


@pytest.mark.parametrize("name", ADDED)
@pytest.mark.parametrize("change", ["lacks a field", "has one more", "has another kind"])
def test_the_first_shape_is_read_as_strictly_as_the_second(name, change):
    state = stored(name)
    field = next(iter(state["data"]))
    match change:
        case "lacks a field":
            del state["data"][field]
        case "has one more":
            state["data"]["colour"] = "red"
        case "has another kind":
            state["data"][field] = 3
    with pytest.raises(Damaged):
        decode(row(name, state))


@pytest.mark.parametrize("name", ADDED)
@pytest.mark.parametrize("version", [0, 3, -1, None, "1", 1.0, True])
def test_a_version_that_nobody_wrote_is_refused(name, version):
    with pytest.raises(EventShapeError, match="never stored with version"):
        EVENTS[name].from_fields(version, stored(name)["data"])


def test_an_upcast_leaves_what_was_stored_as_it_is():
    fields = stored("judgement.recorded")["data"]
    before = dict(fields)
    EVENTS["judgement.recorded"].from_fields(1, fields)
    assert fields == before
    assert EVENTS["judgement.recorded"].SINCE == {2: {"made_to": None, "until": None}}

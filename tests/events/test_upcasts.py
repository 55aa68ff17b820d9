"""Events that were stored in an older shape are read in today's, and nothing else is read for them."""

from __future__ import annotations

import json

import pytest

from events.base import EventShapeError
from events.judgements import JudgementCorrectedWithWords, JudgementRecordedWithWords
from events.registry import EVENTS
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, decode
from tests import golden

ADDED = {
    "judgement.recorded": {"made_to": None, "until": None, "word": None},
    "evidence.requested": {"body": None},
    "publication.made": {"also": (), "since": "", "site": None, "about": None},
    "recommendation.rescheduled": {"approved_by": None},
    "recommendation.superseded": {"how": "superseded"},
    "recommendation.corrected": {"kind": None, "in_cycle": None, "new_number": None},
}
"""What an event of version 1 amounts to in the fields that it had not."""

READ = {**EVENTS, "judgement.recorded": JudgementRecordedWithWords}
"""The class in which the first two versions of an event are read."""


def stored(name, version=1):
    """The stored state of an event, as JSON."""
    return json.loads((golden.FOLDER / f"{name}.v{version}.json").read_bytes())


def row(name, state):
    return 7, LEDGER_STREAM.hex, 1, name, json.dumps(state).encode()


def test_every_event_that_changed_its_shape_is_here():
    assert {name for name, event in EVENTS.items() if event.VERSION > 1} == {
        *ADDED,
        "judgement.corrected",
    }
    newest = {name: READ[name].VERSION for name in ADDED}
    assert newest == dict.fromkeys(ADDED, 2) | {
        "publication.made": 4,
        "recommendation.corrected": 3,
    }


def test_the_second_shape_of_a_publication_is_read_as_todays():
    state = stored("publication.made", 2)
    event = decode(row("publication.made", state)).event
    names = {name: tuple(said) if isinstance(said, list) else said for name, said in state["data"].items()}
    assert event == EVENTS["publication.made"](**names, site=None, about=None)


@pytest.mark.parametrize("name", ADDED)
def test_the_first_shape_is_read_as_todays(name):
    state = stored(name)
    assert state["version"] == 1
    assert not ADDED[name].keys() & state["data"].keys()
    event = decode(row(name, state)).event
    assert type(event) is READ[name]
    kept = {field: tuple(said) if isinstance(said, list) else said for field, said in state["data"].items()}
    assert event == READ[name](**kept, **ADDED[name])


@pytest.mark.parametrize("name", ADDED)
def test_todays_shape_is_read_as_it_stands(name):
    event = decode(row(name, stored(name, READ[name].VERSION))).event
    assert event == golden.sample(READ[name])


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in ADDED for field in ADDED[name]])
def test_the_first_shape_with_a_field_of_the_second_is_refused(name, field):
    state = stored(name)
    state["data"][field] = ADDED[name][field]
    with pytest.raises(EventShapeError, match=f"of version 1 had no {field}"):
        EVENTS[name].from_fields(1, dict(state["data"]))
    with pytest.raises(Damaged, match=r"Event 7 .* cannot be read"):
        decode(row(name, state))


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in ADDED for field in ADDED[name]])
def test_the_newest_shape_without_its_field_is_refused(name, field):
    state = stored(name, EVENTS[name].VERSION if field == "word" else READ[name].VERSION)
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
@pytest.mark.parametrize("version", [0, 5, -1, None, "1", 1.0, True])
def test_a_version_that_nobody_wrote_is_refused(name, version):
    with pytest.raises(EventShapeError, match="never stored with version"):
        EVENTS[name].from_fields(version, stored(name)["data"])


def test_an_upcast_leaves_what_was_stored_as_it_is():
    fields = stored("judgement.recorded")["data"]
    before = dict(fields)
    EVENTS["judgement.recorded"].from_fields(1, fields)
    assert fields == before
    assert JudgementRecordedWithWords.SINCE == {2: {"made_to": None, "until": None}}


# Words that stood in the event itself


@pytest.mark.parametrize("version", [1, 2])
def test_a_judgement_of_old_has_its_words_in_itself(version):
    event = decode(row("judgement.recorded", stored("judgement.recorded", version))).event
    assert type(event) is JudgementRecordedWithWords
    assert (event.own_rationale, event.fields["rationale"]) == ("text – ünï", "text – ünï")


def test_a_judgement_of_today_has_none():
    event = decode(row("judgement.recorded", stored("judgement.recorded", 3))).event
    assert type(event) is EVENTS["judgement.recorded"]
    assert event.own_rationale is None
    assert "rationale" not in event.fields


@pytest.mark.parametrize("rationale", ["Better said.", None])
def test_a_correction_of_old_has_the_right_words_in_itself(rationale):
    state = stored("judgement.corrected")
    state["data"]["rationale"] = rationale
    event = decode(row("judgement.corrected", state)).event
    assert type(event) is JudgementCorrectedWithWords
    assert (event.own_rationale, event.reworded) == (rationale, rationale is not None)
    assert event.fields == state["data"]


def test_a_correction_of_today_has_none():
    event = decode(row("judgement.corrected", stored("judgement.corrected", 2))).event
    assert type(event) is EVENTS["judgement.corrected"]
    assert (event.own_rationale, event.reworded) == (None, True)


@pytest.mark.parametrize(
    ("name", "version", "field", "value"),
    [
        ("judgement.recorded", 3, "rationale", "Seen."),
        ("judgement.corrected", 2, "rationale", "Seen."),
        ("judgement.corrected", 1, "reworded", True),
    ],
)
def test_no_version_is_read_with_a_field_of_another(name, version, field, value):
    state = stored(name, version)
    state["data"][field] = value
    with pytest.raises(Damaged, match=r"Event 7 .* cannot be read"):
        decode(row(name, state))


@pytest.mark.parametrize(
    ("name", "version", "field"),
    [
        ("judgement.recorded", 1, "rationale"),
        ("judgement.recorded", 2, "rationale"),
        ("judgement.corrected", 1, "rationale"),
        ("judgement.corrected", 2, "reworded"),
    ],
)
def test_no_version_is_read_without_a_field_of_its_own(name, version, field):
    state = stored(name, version)
    del state["data"][field]
    with pytest.raises(Damaged, match=r"Event 7 .* cannot be read"):
        decode(row(name, state))


def test_a_judgement_had_no_word_of_the_publishers_own_until_version_4():
    state = stored("judgement.recorded", 3)
    event = decode(row("judgement.recorded", state)).event
    assert type(event) is EVENTS["judgement.recorded"]
    assert event.fields["word"] is None
    assert event.fields.keys() - state["data"].keys() == {"word"}

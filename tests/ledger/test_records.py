"""A record and its exact bytes, both ways."""

from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import Instant
from events.registry import EVENTS
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, Record, decode, encode, inspection_stream, stream_of
from tests import golden

FILES = sorted(golden.FOLDER.glob("*.json"))


def row(topic, state, position=7):
    return position, LEDGER_STREAM.hex, 1, topic, state


def test_every_event_has_its_golden_file():
    assert {golden.file_of(event) for event in EVENTS.values()} <= set(FILES), "run: python -m tests.golden"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_version_ever_written_is_read(file: Path):
    topic = file.stem.rpartition(".v")[0]
    record = decode(row(topic, file.read_bytes().rstrip(b"\n")))
    assert topic == record.event.NAME
    assert (record.by, record.recorded_at, record.position) == ("ann", "2026-11-22T10:02:11.123456Z", 7)


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_the_present_version_writes_its_golden_bytes(event):
    assert golden.stored(event) == golden.file_of(event).read_bytes().rstrip(b"\n")
    assert decode(row(event.NAME, golden.stored(event))).event == golden.sample(event)


def test_an_inspection_has_one_stream_however_its_ref_is_capitalised():
    assert inspection_stream("OCSAE") == inspection_stream("ocsae") != inspection_stream("OCSAE2")
    assert stream_of(golden.sample(EVENTS["person.named"])) == LEDGER_STREAM
    assert stream_of(golden.sample(EVENTS["judgement.recorded"])) == inspection_stream("text – ünï")


def test_streams_stay_where_they_are():
    assert str(LEDGER_STREAM) == "7c137bdb-100c-515a-af7d-90913844ad58"
    assert str(inspection_stream("OCSAE")) == "fe9509c0-e067-562b-884d-d12ede474795"


GOOD = golden.stored(EVENTS["judgement.signed-off"])


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"x"',
        GOOD[:-1],
        GOOD + b"}",
        GOOD.replace(b'"version":1', b'"version":2'),
        GOOD.replace(b'"version":1', b'"version":1e999'),
        GOOD.replace(b'"judgement"', b'"judgment"'),
        GOOD.replace(b'"by":"ann"', b'"by":7'),
        GOOD.replace(b'"2026-11-22T10:02:11.123456Z"', b'"yesterday"'),
        GOOD.replace(b'"2026-11-22T10:02:11.123456Z"', b"NaN"),
        GOOD.replace(b'"data":{', b'"date":{'),
        GOOD.replace(b'"salt"', b'"salz"'),
        b"[" * 100_000,
        "ä".encode("latin-1"),
    ],
)
def test_damaged_bytes_are_told_with_their_place(state):
    with pytest.raises(Damaged, match=r"Event 7 \(judgement.signed-off\) cannot be read"):
        decode(row("judgement.signed-off", state))


@for_all(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_any_changed_byte_is_read_as_a_record_or_told_as_damage(place, change):
    changed = bytearray(GOOD)
    changed[place] ^= change
    try:
        decode(row("judgement.signed-off", bytes(changed)))
    except Damaged as damage:
        assert "Event 7" in damage.message


@pytest.mark.parametrize("topic", ["judgement.forged", "os:system", "events.people:PersonNamed", ""])
def test_a_name_that_is_not_in_the_registry_is_refused_and_imports_nothing(topic):
    with pytest.raises(Damaged, match="a name that this program does not know"):
        decode(row(topic, GOOD))


@for_all(st.text(), st.text())
def test_any_text_that_is_unicode_survives(name, other):
    named = EVENTS["person.named"](person=name, name=other)
    record = Record(0, LEDGER_STREAM, 1, Instant("2026-11-22T10:02:11.123456Z"), "ann", "", "", named)
    assert decode(row("person.named", encode(record))).event == named

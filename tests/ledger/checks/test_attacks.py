"""Attacks on a record by somebody who may write its file, named for how the ledger is broken.

Triggers are dropped first and put back, so that nothing gives the attack away but the record itself. Where
the cached leaves are made anew, it is by somebody who knows our program.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from events.base import Day
from events.judgements import JudgementSignedOff
from ledger.checks.believed import Held
from ledger.errors import BadInput
from ledger.leaves import leaf_of
from ledger.proof import checkpoint, merkle
from ledger.records import LEDGER_STREAM, Record, inspection_stream, stream_of
from ledger.signing.keyring import Keyring
from tests.builders import (
    alias_added,
    answer_due,
    answer_explained,
    answered,
    classified,
    corrected,
    described,
    judged,
    linked,
    merged,
    put_right,
    recycled,
    renamed,
    reopened,
    report_described,
    reported,
    requested,
    sent_wrongly,
    settled,
    succeeded,
    superseded,
    unvoided,
    voided,
    withdrawn,
    word_added,
    word_retired,
)

EVENTS = 99
TREE_BROKEN = {"V4", "V9"}


def state(place, position):
    with place.writing() as connection:
        return connection.execute("SELECT state FROM stored_events WHERE rowid = ?", [position]).fetchone()[0]


def edit_state(place, position, old, new):
    before = state(place, position)
    assert old in before
    place.attack(("UPDATE stored_events SET state = ? WHERE rowid = ?", before.replace(old, new), position))


def position_of(place, topic, number=1):
    with place.writing() as connection:
        rows = connection.execute(
            "SELECT rowid FROM stored_events WHERE topic = ? ORDER BY rowid LIMIT ?", [topic, number]
        ).fetchall()
    return rows[-1][0]


def positions(report, code):
    return [found.position for found in report.findings if found.code == code]


def test_a_clean_ledger_has_nothing_against_it(place, detected):
    report = detected()
    assert (report.ok, report.events, report.unprotected, report.skipped) == (True, EVENTS, 0, ())
    held = checkpoint.verify(place.checkpoint().data, [_verifier(place)])
    assert (held.size, held.root) == (EVENTS, report.root)
    assert "taken from the ledger itself" in report.notes[0]
    assert detected(key=place.key(), held=[place.checkpoint()]).notes == ()


def _verifier(place):
    from ledger.proof.note import VerifierKey

    return VerifierKey.parse(place.key())


def test_edited_state(place, detected):
    position = position_of(place, "judgement.explained")
    edit_state(place, position, b"sufficient", b"deficient")
    report = detected(*TREE_BROKEN)
    assert positions(report, "V4") == positions(report, "V9") == [position]
    assert report.skipped == ("V11",)


def test_edited_state_and_its_cached_leaf(place, detected):
    position = position_of(place, "judgement.explained")
    edit_state(place, position, b"sufficient", b"deficient")
    place.cache_leaves()
    # Of the tree that one request made it is told where that begins: the judgement stands before its words.
    assert positions(detected("V4"), "V4") == [position - 1]


def test_edited_topic(place, detected):
    position = position_of(place, "judgement.signed-off")
    place.attack(f"UPDATE stored_events SET topic = 'judgement.returned' WHERE rowid = {position}")
    report = detected("V4", "V5", "V9")
    assert positions(report, "V4") == [position]


def test_a_topic_that_nobody_knows(place, detected):
    place.attack("UPDATE stored_events SET topic = 'os:system' WHERE rowid = 20")
    assert positions(detected("V4", "V5", "V9"), "V5")[0] == 20


def test_edited_version(place, detected):
    place.attack(f"UPDATE stored_events SET originator_version = 900 WHERE rowid = {EVENTS}")
    assert positions(detected("V2", "V4", "V5", "V9"), "V2") == [EVENTS]


def test_edited_time(place, detected):
    edit_state(place, 30, b'"recorded_at":"2030-', b'"recorded_at":"2029-')
    report = detected("V4", "V5", "V6", "V9")
    assert positions(report, "V6") == [30]


def test_edited_actor(place, detected):
    position = position_of(place, "judgement.signed-off")
    edit_state(place, position, b'"by":"bob"', b'"by":"eve"')
    report = detected("V4", "V5", "V9")
    assert positions(report, "V5") == [position]


def test_another_actor_in_the_cached_leaf_alone(place, detected):
    place.attack(
        "UPDATE ledger_leaf SET leaf = CAST(replace(CAST(leaf AS TEXT), 'actor ann', 'actor eve') AS BLOB) "
        "WHERE leaf_index = 27"
    )
    assert positions(detected("V5", "V9"), "V5") == [28]


def test_edited_leaf_cache(place, detected):
    place.attack("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 10")
    assert positions(detected("V9"), "V9") == [11]


def test_lost_leaf_cache(place, detected):
    place.attack("DELETE FROM ledger_leaf")
    assert len(positions(detected("V9"), "V9")) == EVENTS


def test_renumbered_leaf_cache(place, detected):
    place.attack(
        "UPDATE ledger_leaf SET leaf_index = leaf_index + 1000 WHERE leaf_index > 50",
        "UPDATE ledger_leaf SET leaf_index = leaf_index - 999 WHERE leaf_index > 999",
    )
    assert positions(detected("V9"), "V9") == [52]


def test_a_leaf_too_many(place, detected):
    place.attack(f"INSERT INTO ledger_leaf SELECT {EVENTS}, 999, leaf FROM ledger_leaf WHERE leaf_index = 3")
    assert positions(detected("V9"), "V9") == [999]


def test_deleted_middle(place, detected):
    place.attack("DELETE FROM stored_events WHERE rowid = 40")
    report = detected("V2", "V3", "V4", "V9")
    assert positions(report, "V2") == [41]
    assert positions(report, "V4")[0] in (40, 41)


def test_deleted_middle_with_its_leaf(place, detected):
    place.attack(
        "DELETE FROM stored_events WHERE rowid = 40", "DELETE FROM ledger_leaf WHERE leaf_index = 39"
    )
    assert positions(detected("V2", "V3", "V4", "V9"), "V2") == [41]


def test_deleted_middle_with_the_stolen_key(place, detected):
    held = place.checkpoint()
    place.attack("DELETE FROM stored_events WHERE rowid = 40")
    place.sign_again()
    detected("V2")
    detected("V2", "V3", held=[held])


def cut_tail(place, events=1):
    place.attack(
        f"DELETE FROM stored_events WHERE rowid > {EVENTS - events}",
        f"DELETE FROM ledger_leaf WHERE leaf_index >= {EVENTS - events}",
        f"DELETE FROM ledger_checkpoint WHERE size > {EVENTS - events}",
    )


def and_every_trace(place, events=1):
    """What the ledger itself still knows of its cut tail, altered too: where sealing stopped, the last id."""
    left = EVENTS - events
    with place.writing() as connection:
        leaves = [leaf for (leaf,) in connection.execute("SELECT leaf FROM ledger_leaf ORDER BY leaf_index")]
    tree = merkle.CompactRange()
    tree.extend(map(merkle.leaf_hash, leaves))
    place.attack(
        f"UPDATE ledger_compact_range SET size = {left}, hashes = x'{b''.join(tree.hashes()).hex()}'",
        f"UPDATE sqlite_sequence SET seq = {left}",
    )


def test_deleted_tail_with_its_checkpoint_is_detected_by_whoever_holds_one_alone(place, detected):
    held = place.checkpoint()
    cut_tail(place)
    and_every_trace(place)
    assert detected().unprotected == 0
    report = detected("V3", held=[held])
    assert (report.unprotected, positions(report, "V3")) == (0, [None])


def test_deleted_tail_with_its_checkpoint_is_detected_by_whoever_saw_more(place, detected):
    detected(memory=True)
    cut_tail(place)
    and_every_trace(place)
    (found,) = detected("V3", memory=True).findings
    assert "you saw last" in found.message
    detected("V3", memory=True)


def test_deleted_tail_with_its_checkpoint_leaves_traces_in_the_ledger_alone(place, detected):
    cut_tail(place)
    found = [finding.message for finding in detected("V3").findings]
    assert any("A checkpoint of size" in message or "sealing stopped" in message for message in found)
    assert any(f"Events up to {EVENTS} were recorded" in message for message in found)


def test_edited_state_whose_checkpoints_were_deleted(place, detected):
    place.attack(
        "UPDATE stored_events SET state = CAST(replace(state, 'Assess', 'Ignore') AS BLOB)",
        "DELETE FROM ledger_checkpoint WHERE size >= 17",
    )
    with place.writing() as connection:
        rows = connection.execute(
            "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"
        ).fetchall()
    place.attack(
        *(
            f"UPDATE ledger_leaf SET leaf = x'{leaf_of(row).hex()}' WHERE notification_id = {row[0]}"
            for row in rows
        )
    )
    detected("V3", "V4")


def test_all_checkpoints_deleted(place, detected):
    place.attack("DELETE FROM ledger_checkpoint")
    detected("V3")


@pytest.mark.parametrize("altered", ["hashes = zeroblob(64)", "hashes = 'x'", "size = 3"])
def test_the_place_where_sealing_stopped_altered(place, altered):
    place.attack(f"UPDATE ledger_compact_range SET {altered}")
    assert {finding.code for finding in place.verify().findings} & {"V3", "V4"}


def test_deleted_tail_alone(place, detected):
    place.attack(f"DELETE FROM stored_events WHERE rowid > {EVENTS - 2}")
    detected("V3", "V9")


def test_all_was_deleted(place, detected):
    held = place.checkpoint()
    for table in ("stored_events", "ledger_leaf", "ledger_checkpoint"):
        place.attack(f"DELETE FROM {table}")
    detected("V3", held=[held], key=_text(held, place))


def _text(held, place):
    """The key is no longer in the ledger: the auditor has it."""
    (pem,) = place.keyring.keys.iterdir()
    from ledger.proof import keys, note

    name = note.parse(held.data).signatures[0].name
    return keys.load(pem.read_bytes(), name).verifier_key.text()


def test_inserted(place, detected):
    copy = f"SELECT {EVENTS + 1}, originator_id, 900, topic, state FROM stored_events WHERE rowid = 40"
    place.attack(f"INSERT INTO stored_events {copy}")
    detected("V2", "V6", "V9")


def test_inserted_into_the_middle(place, detected):
    place.attack(
        *(f"UPDATE stored_events SET rowid = {at + 1} WHERE rowid = {at}" for at in range(EVENTS, 39, -1)),
        *(
            f"UPDATE stored_events SET originator_version = originator_version + 1 WHERE rowid = {at}"
            for at in range(EVENTS + 1, 40, -1)
        ),
        "INSERT INTO stored_events SELECT 40, originator_id, originator_version - 1, topic, state "
        "FROM stored_events WHERE rowid = 41",
    )
    place.cache_leaves()
    report = place.verify()
    assert {"V4"} <= {found.code for found in report.findings}
    assert positions(report, "V4") == [40]


def swap(one, other, columns):
    for column in columns:
        yield (
            f"UPDATE stored_events SET {column} = (SELECT {column} FROM stored_events AS s "
            f"WHERE s.rowid = {one} + {other} - stored_events.rowid) WHERE rowid IN ({one}, {other})"
        )


def test_two_swapped_rows(place, detected):
    place.attack(
        "UPDATE stored_events SET rowid = 999 WHERE rowid = 41",
        "UPDATE stored_events SET rowid = 41 WHERE rowid = 44",
        "UPDATE stored_events SET rowid = 44 WHERE rowid = 999",
    )
    report = detected("V2", "V4", "V5", "V6", "V9")
    assert positions(report, "V4") == [41]


def test_two_swapped_states(place, detected):
    one, other = position_of(place, "evidence.described"), position_of(place, "evidence.described", 2)
    states = {position: state(place, position) for position in (one, other)}
    update = "UPDATE stored_events SET state = ? WHERE rowid = ?"
    place.attack((update, states[one], other), (update, states[other], one))
    assert positions(detected("V4", "V5", "V6", "V9"), "V4") == [one]


def test_reordered(place, detected):
    place.attack(
        "UPDATE stored_events SET rowid = rowid + 1000 WHERE rowid BETWEEN 20 AND 25",
        *(f"UPDATE stored_events SET rowid = {20 + at} WHERE rowid = {1025 - at}" for at in range(6)),
    )
    place.cache_leaves()
    report = detected("V2", "V4", "V6")
    assert positions(report, "V4") == [20]


def test_renumbered(place, detected):
    place.attack(
        "UPDATE stored_events SET rowid = rowid + 100000",
        "UPDATE stored_events SET rowid = rowid - 99999",
        "UPDATE sqlite_sequence SET seq = seq + 1",
    )
    place.cache_leaves()
    report = detected("V4")
    assert positions(report, "V4") == [2]


def test_moved_to_another_stream(place, detected):
    other = inspection_stream("OTHER").hex
    place.attack(
        ("UPDATE stored_events SET originator_id = ?, originator_version = 1 WHERE rowid = ?", other, EVENTS)
    )
    detected("V4", "V5", "V9")


def test_a_stream_name_in_capitals_is_another_stream_to_a_reader(place, detected):
    place.attack(f"UPDATE stored_events SET originator_id = upper(originator_id) WHERE rowid = {EVENTS}")
    detected("V2", "V5")


def test_signed_again_with_another_key(place, detected, tmp_path):
    held, key = place.checkpoint(), place.key()
    thief = Keyring(tmp_path / "thief", tmp_path / "thief-seen")
    other = thief.generate("scrutiny-ledger.invalid/demo")
    detected(memory=True)
    edit_state(place, position_of(place, "signing-key.registered"), key.encode(), other.text().encode())
    place.sign_again(thief)
    detected()
    detected("V1", key=key)
    detected("V1", "V4", key=key, held=[held])
    with pytest.raises(BadInput, match="no known key signed this") as refused:
        place.verify(held)
    assert "give the key that signed it" in refused.value.remedy


def test_signed_again_with_another_key_is_told_to_who_saw_the_first(place, detected, tmp_path):
    detected(memory=True)
    thief = Keyring(tmp_path / "thief", tmp_path / "thief-seen")
    other = thief.generate("scrutiny-ledger.invalid/demo")
    edit_state(
        place, position_of(place, "signing-key.registered"), place.key().encode(), other.text().encode()
    )
    place.sign_again(thief)
    (found,) = detected("V1", "V4", memory=True).findings[:1]
    assert "was signed with a key that is not known here" in found.message


def test_one_checkpoint_signed_with_another_key(place, detected, tmp_path):
    thief = Keyring(tmp_path / "thief", tmp_path / "thief-seen")
    other = thief.signer(thief.generate("scrutiny-ledger.invalid/demo"))
    ours = checkpoint.parse(place.checkpoint().data.decode().partition("\n\n")[0] + "\n")
    forged = checkpoint.sign(ours, other).decode()
    place.attack((f"UPDATE ledger_checkpoint SET note = ? WHERE size = {EVENTS}", forged))
    detected("V1")


@pytest.mark.parametrize("damage", ["x", "", "\n\n", "é\n1\n2\n\n— a b\n", "a\n3\nAAAA\n\n— a AAAA\n"])
def test_a_checkpoint_that_is_none(place, detected, damage):
    place.attack(("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", damage, EVENTS))
    assert detected("V1").unprotected == 1


def test_a_checkpoint_kept_under_another_size(place, detected):
    place.attack(f"UPDATE ledger_checkpoint SET size = 500 WHERE size = {EVENTS}")
    detected("V1")


def test_a_forked_history_is_detected_by_whoever_holds_or_saw_the_other_branch(place, detected):
    held = place.checkpoint()
    detected(memory=True)
    edit_state(place, EVENTS, b"Not yet.", b"No, not.")
    place.sign_again()
    detected()
    assert positions(detected("V4", held=[held]), "V4") == [None]
    (found,) = detected("V4", memory=True).findings
    assert "you saw last" in found.message


def test_an_edit_with_the_stolen_key_is_detected_with_a_checkpoint_held_outside(place, detected):
    held = place.checkpoint()
    edit_state(place, position_of(place, "judgement.explained"), b"sufficient", b"deficient")
    place.sign_again()
    detected()
    detected("V4", held=[held])


def test_an_edit_of_what_no_checkpoint_covers_is_told_by_the_cache_alone(place, detected):
    place.attack("DELETE FROM ledger_checkpoint WHERE size > 94", "DELETE FROM ledger_compact_range")
    assert detected("V10").unprotected == 5
    edit_state(place, EVENTS, b"Not yet.", b"No, not.")
    detected("V9", "V10")
    place.cache_leaves()
    assert detected("V10").unprotected == 5


def evidence_of(place):
    return next(file for file in (place.ledger / "evidence").iterdir() if len(file.name) == 64)


def test_swapped_evidence(place, detected):
    file = evidence_of(place)
    file.chmod(0o600)
    file.write_bytes(b"Another paper.")
    report = detected("V7")
    with place.writing() as connection:
        topic = "SELECT topic FROM stored_events WHERE rowid = ?"
        assert connection.execute(topic, positions(report, "V7")).fetchone() == ("evidence.attached",)


def test_missing_evidence(place, detected):
    evidence_of(place).unlink()
    detected("V7")


def test_evidence_that_is_a_link_or_a_folder(place, detected):
    file = evidence_of(place)
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")
    detected("V7")
    file.unlink()
    file.mkdir()
    detected("V7")


def test_evidence_that_no_event_names_is_no_finding(place, detected):
    (place.ledger / "evidence" / ("0" * 64)).write_bytes(b"x")
    detected()


def drop(place, *tables):
    """With its triggers, as SQLite does it."""
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
        connection.commit()


def plant(place, sql):
    with place.writing() as connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON stored_events BEGIN DELETE FROM ledger_leaf; END",
        "CREATE VIEW v AS SELECT * FROM stored_events WHERE rowid < 50",
        "CREATE TABLE t (x)",
        "CREATE INDEX i ON stored_events (topic)",
        "ALTER TABLE ledger_checkpoint ADD COLUMN x",
        "ANALYZE",
    ],
)
def test_a_planted_trigger_view_table_or_index(place, detected, sql):
    plant(place, sql)
    detected("V10")


def test_a_trigger_that_was_taken_away(place, detected):
    with place.writing():
        pass
    detected()
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("DROP TRIGGER stored_events_are_not_deleted")
        connection.execute(
            "CREATE TRIGGER stored_events_are_not_deleted BEFORE DELETE ON stored_events BEGIN SELECT 1; END"
        )
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.commit()
    report = detected("V10")
    assert len(report.findings) == 2


def test_a_table_that_a_view_stands_in_for(place, detected):
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("ALTER TABLE stored_events RENAME TO hidden")
        connection.execute("CREATE VIEW stored_events AS SELECT * FROM hidden WHERE rowid < 80")
        connection.commit()
    report = place.verify()
    assert any("stored_events" in found.message for found in report.findings if found.code == "V10")


@pytest.mark.parametrize(
    "table", ["stored_events", "ledger_leaf", "ledger_checkpoint", "ledger_compact_range"]
)
def test_a_table_that_is_gone(place, table):
    drop(place, table)
    report = place.verify()
    assert {found.code for found in report.findings} == {"V10"}
    assert f"The table {table} is missing." in [found.message for found in report.findings]
    assert "V4" in report.skipped


def test_all_tables_gone(place):
    drop(place, "stored_events", "ledger_leaf", "ledger_checkpoint", "ledger_compact_range")
    assert {found.code for found in place.verify().findings} == {"V10"}


def test_an_index_that_hides_events_from_who_reads_a_stream(place, detected):
    plant(place, "CREATE TABLE empty (a, b, UNIQUE (a, b))")
    plant(place, "PRAGMA writable_schema = ON")
    with place.writing() as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = "
            "'sqlite_autoindex_empty_1') WHERE name = 'sqlite_autoindex_stored_events_1'"
        )
        connection.execute("DELETE FROM sqlite_schema WHERE tbl_name = 'empty'")
    found = detected("V10").findings[-1]
    assert found.position == 1
    assert "event 1 is not found by originator_id and originator_version" in found.message


@pytest.mark.parametrize("pragma", ["application_id = 7", "user_version = 9"])
def test_another_application_id_or_schema_version(place, detected, pragma):
    plant(place, f"PRAGMA {pragma}")
    detected("V10")


def forge(place, event, by, *, seal=True):
    """Write an event straight into the table, with its leaf and a checkpoint by the stolen key."""
    with place.open(Keyring(place.keyring.keys, place.folder / "thief")) as ledger:
        stream = stream_of(event)
        of_ledger = stream == LEDGER_STREAM
        version = (ledger.inspectorate() if of_ledger else ledger.inspection("OCSAE")).version + 1
        head = ledger.store.head()[0]
        record = Record(0, stream, version, "2032-01-01T09:00:00.000000Z", by, "c", "s", event)
        ledger.store.append([record], expected_head=head)
        if seal:
            ledger.seal()


def test_a_judgement_signed_off_by_its_own_author_straight_into_the_table(place, detected):
    forge(place, JudgementSignedOff(inspection="OCSAE", judgement="J11"), by="bob")
    (found,) = detected("V11").findings
    assert (found.position, "bob recorded judgement J11" in found.message) == (EVENTS + 1, True), found


SINCE = Day("2031-02-01")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            superseded("OCSAE/2", number="1", on=SINCE),
            "the other side is missing: OCSAE/2 supersedes OCSAE/1",
        ),
        (linked("2", "supersedes", "OCSAE/1", on=SINCE), "OCSAE/1 did not say so in the same request"),
        (withdrawn("1", on=Day("2000-03-01")), "its date 2000-03-01 is before recommendation 1 was made"),
        (put_right(void=True), "it takes the role approver, which ann had not then"),
        (corrected("text", number="1", text="Do nothing.", of="2020-03-01"), "no such value was recorded"),
        (
            judged("J12", "1", cycle="2025", made_to="Nobody", on=SINCE, rationale="As of old."),
            "recommendation 1 was not made to Nobody",
        ),
        (settled("D1", on=SINCE), "there was no dispute D1"),
        (described("E1"), "evidence E1 had been recorded before"),
        (requested(number="1", on=Day("2032-02")), "its date 2032-02 had not come when it was recorded"),
        (voided("99"), "there was no recommendation 99"),
        (unvoided("1"), "recommendation 1 had not been entered in error"),
        (unvoided("99"), "there was no recommendation 99"),
        (corrected("number", number="1", of="2020-02-26", new_number="2"), "there was a recommendation 2"),
        (corrected("number", number="1", of="2020-02-26", new_number="1"), "it repeats what was recorded"),
        (corrected("number", number="1", of="2020-02-26"), "it takes away the number of the recommendation"),
        (classified("1", on=SINCE, under="1"), "recommendation 1 would stand under itself"),
        (classified("1", on=SINCE, under="99"), "there was no recommendation 99"),
        (classified("1", on=SINCE, priority="urgent"), "'urgent' is no priority"),
        (classified("1", on=SINCE, topics=("weather",)), "'weather' is no topic"),
        (answered("R7", number="1", on=SINCE), "it is called R7, where R1 was due"),
        (answered("R1", number="1", answer="perhaps", on=SINCE), "'perhaps' is no answer"),
        (answer_explained("R7"), "nothing was recorded as R7 just before"),
        (reported("P7", number="1", on=SINCE), "it is called P7, where P1 was due"),
        (reported("P1", number="1", percent=101, on=SINCE), "101 is no percentage"),
        (report_described("P7"), "nothing was recorded as P7 just before"),
        (sent_wrongly(number="99"), "there was no recommendation 99"),
        (sent_wrongly(number="1", evidence="E99"), "there was no evidence E99"),
        (answer_due(number="1", body="Nobody", on=SINCE), "recommendation 1 was not made to Nobody"),
        (
            judged(
                "J12", "1", cycle="2025", on=SINCE, status="closed", reason="nonsense", rationale="As of old."
            ),
            "'nonsense' is no reason",
        ),
        (recycled("1999", title="T"), "there was no cycle 1999"),
        (reopened("2020"), "the cycle 2020 was open"),
        (word_added("Met", means="finished"), "a word for a status cannot mean 'finished'"),
        (alias_added("P", body="Nobody"), "Nobody was not registered"),
    ],
    ids=lambda given: getattr(given, "NAME", None),
)
def test_an_event_that_no_decision_makes_straight_into_the_table(place, detected, event, words):
    forge(place, event, by="ann")
    (found,) = detected("V11").findings
    assert (found.position, words in found.message) == (EVENTS + 1, True), found


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (word_retired("Met"), ["there was no word 'Met' for a status"]),
        (renamed("P", body="Nobody", on=SINCE), ["Nobody was not registered"]),
        (merged("Nobody", body="Nobody"), ["Nobody was not registered", "it is merged with itself"]),
        (
            succeeded("Nobody", body="Nobody", on=SINCE),
            ["Nobody was not registered", "it is succeeded by itself"],
        ),
    ],
    ids=lambda given: getattr(given, "NAME", None),
)
def test_what_is_said_of_a_body_or_a_word_that_is_not_there_straight_into_the_table(place, event, words):
    forge(place, event, by="ann", seal=False)
    found = place.verify().findings
    assert [(one.code, one.position) for one in found] == [("V11", EVENTS + 1)] * len(words)
    assert all(word in one.message for word, one in zip(words, found, strict=True))


def test_a_judgement_by_a_word_that_nobody_added_straight_into_the_table(place, detected):
    fields = {"cycle": "2025", "status": "closed", "reason": "implemented", "on": SINCE}
    forge(place, judged("J12", "1", word="Nonsense", **fields), by="ann")
    wrong, missing = detected("V11").findings
    assert "'Nonsense' is no word for a status" in wrong.message
    assert "why J12 was judged so is missing" in missing.message


def test_held_checkpoints_are_refused_and_not_found_against_where_they_are_not_signed(place, tmp_path):
    held = place.checkpoint()
    for line in range(5):
        lines = held.data.split(b"\n")
        lines[line] = lines[line][:-1] + b"!"
        with pytest.raises(BadInput, match=r"line \d") as refused:
            place.verify(Held("held.note", b"\n".join(lines)))
        assert "held.note" in refused.value.message
    for data in (b"", b"\xff", b"x" * 2_000_000):
        with pytest.raises(BadInput):
            place.verify(Held("held.note", data))
    with pytest.raises(BadInput, match="verifier key"):
        place.verify(key="nonsense")


def test_what_is_newer_than_the_checkpoint_held_is_unprotected(place, detected):
    with place.writing() as connection:
        (note,) = connection.execute("SELECT note FROM ledger_checkpoint WHERE size = 94").fetchone()
    report = detected(held=[Held("old", note.encode())])
    assert (report.unprotected, "held outside" in report.protected_by) == (5, True)
    assert detected(held=[Held("old", note.encode()), place.checkpoint()]).unprotected == 0


def test_the_memory_is_never_lowered_and_not_renewed_where_something_is_wrong(place, detected):
    cut = place.copy(place.folder.parent / "cut")
    cut_tail(cut)
    and_every_trace(cut)
    cut.verify(memory=True)
    (seen,) = cut.reader.seen.iterdir()
    first = seen.read_bytes()
    place.reader = cut.reader
    evidence_of(place).unlink()
    detected("V7", memory=True)
    assert seen.read_bytes() == first


def test_a_memory_that_is_damaged_is_told_and_no_finding(place, detected):
    detected(memory=True)
    (seen,) = place.reader.seen.iterdir()
    seen.write_bytes(b"\xff")
    assert "cannot be read" in " ".join(detected(memory=True).notes)

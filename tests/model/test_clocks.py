"""The program and a naive model of clocks that run ahead agree, about leaps in leaps and spans in spans."""

from __future__ import annotations

from itertools import pairwise

import pytest

from events.inspectorates import ClockCorrected
from ledger.ledger import Ledger
from tests.model.leaping import Leaping


@pytest.mark.parametrize("seed", range(8))
def test_leaps_in_leaps_are_declared_and_read_as_the_model_has_it(tmp_path, seed):
    life = Leaping(tmp_path / "ledger", seed)
    assert life.live() == []
    assert life.answers > 100


def test_in_those_lives_spans_overlap_and_leaps_lie_in_leaps(tmp_path):
    declared = overlaps = nested = 0
    for seed in range(8):
        life = Leaping(tmp_path / str(seed), seed)
        life.live()
        with Ledger.open(str(tmp_path / str(seed))) as ledger:
            spans = [record.event for record in ledger.records(topics=[ClockCorrected.NAME])]
            events = enumerate(Leaping.seen(ledger), 1)
            nested += sum(one.clock is not None and at in life.declared for at, one in events)
        declared += len(spans)
        overlaps += sum(one.first <= other.last and other.first <= one.last for one, other in pairwise(spans))
    assert declared > 10, declared
    assert overlaps > 0, overlaps
    assert nested > 5, nested


def test_a_program_that_forgets_a_leap_in_another_is_found(tmp_path, monkeypatch):
    """A control: what was declared last alone is believed."""
    monkeypatch.setattr("ledger.recovery.spans.Spans.add", _only)
    assert any(Leaping(tmp_path / str(seed), seed).live() for seed in range(8))


def _only(spans, first, last):
    spans._firsts, spans._lasts = [first], [last]

"""What is said of many cases that are alike holds: a sample has its edges, and a failure is told soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import engine

from tests import sampling


def test_a_sample_has_both_edges_and_is_the_same_every_time(monkeypatch):
    monkeypatch.setattr(sampling, "ALL", False)
    drawn = sampling.sample(range(100), 10)
    assert (drawn[0], drawn[-1], len(drawn)) == (0, 99, 10)
    assert drawn == sampling.sample(range(100), 10) == sorted(drawn)
    monkeypatch.setattr(sampling, "ALL", True)
    assert sampling.sample(range(100), 10) == [*range(100)]


def test_examples_are_the_same_every_time():
    drawn = []

    @settings(deadline=None, database=None, max_examples=30)
    @given(st.integers())
    def drawing(number):
        drawn.append(number)

    drawing()
    first = drawn.copy()
    drawn.clear()
    drawing()
    assert drawn == first
    assert len(set(drawn)) > 10


def test_a_failing_example_is_made_smaller_for_as_long_as_is_said_and_no_longer(monkeypatch):
    assert engine.MAX_SHRINKING_SECONDS == sampling.SHRINKING

    tried = []

    @settings(deadline=None, database=None)
    @given(st.lists(st.integers(), min_size=30))
    def slow(numbers):
        tried.append(numbers)
        if sum(numbers) % 7 != 3:
            return
        time.sleep(0.05)
        raise ValueError("as it should")

    monkeypatch.setattr(engine, "MAX_SHRINKING_SECONDS", 1)
    with pytest.raises(ValueError, match="as it should"):
        slow()
    # Each that fails takes a twentieth of a second; left alone, it is made smaller for thousands.
    assert len(tried) < 400

"""The program and a naive model of its contract answer alike, about random histories and pairs of times.

``python -m tests.model 1000`` compares as many histories as are asked for.
"""

from random import Random

import pytest

from ledger.times import span
from tests.model.comparing import Comparing
from tests.model.lives import live


def sign_off(seed):
    return "none" if seed % 5 == 4 else "required"


@pytest.mark.parametrize("seed", range(8))
def test_the_program_answers_as_the_contract_says(seed):
    comparing = Comparing(live(seed, sign_off=sign_off(seed)), Random(seed))
    assert list(comparing.differences()) == []
    assert comparing.answers > 100


def test_months_run_and_are_past_and_facts_are_recorded_late_in_the_lives_that_are_compared():
    lines = [line for seed in range(30) for line in live(seed).lines()]
    dated = [(line.fields["on"], line.recorded_at[:10]) for line in lines if line.fields.get("on")]
    assert sum(on == recorded[:7] for on, recorded in dated) > 20
    assert sum(len(on) == 7 and on < recorded[:7] for on, recorded in dated) > 20
    assert sum(on < "2021-03-15" < recorded for on, recorded in dated) > 20
    assert sum(on == recorded[:4] for on, recorded in dated) > 20
    assert sum(on.startswith("..") for on, _ in dated) > 20
    assert {line.name for line in lines} >= {
        "recommendation.corrected",
        "judgement.corrected",
        "cycle.opened",
        "recommendation.superseded",
        "recommendation.withdrawn",
        "evidence.withdrawn",
        "dispute.settled",
        "recommendation.voided",
        "recommendation.unvoided",
        "recommendation.classified",
        "evidence.corrected",
        "vocabulary.word-added",
        "vocabulary.word-retired",
        "response.recorded",
        "recommendation.imported",
    }
    assert sum(line.fields.get("new_number") is not None for line in lines) > 5
    assert sum(line.fields.get("word") is not None for line in lines if line.name.startswith("judg")) > 10
    assert sum(line.fields.get("under") is not None for line in lines) > 20


def test_in_the_lives_a_number_that_was_put_right_is_borne_by_another_later():
    again = 0
    for seed in range(48):
        freed = set()
        for line in live(seed).lines():
            if line.fields.get("new_number"):
                freed.add((line.fields["inspection"], line.fields["number"]))
            again += line.name == "recommendation.made" and (
                (line.fields["inspection"], line.fields["number"]) in freed
            )
    assert again > 2, again


@pytest.mark.parametrize(
    "broken",
    [
        "projections.model.voids.Voids.take",
        "projections.model.wholes.counted",
        "projections.diff.said_otherwise",
    ],
)
def test_a_program_that_forgets_one_of_the_new_points_is_found(monkeypatch, broken):
    """A control: what was entered in error stays; what has parts is as it was judged itself."""
    monkeypatch.setattr(broken, lambda *_, **__: [])
    assert any(map(is_found, range(24)))


def test_a_program_that_answers_otherwise_is_found(monkeypatch):
    """A control: the comparison fails where the program takes a month for its first day."""

    def wrong(on, *recorded):
        return (f"{on}-01", f"{on}-01") if len(on) == len("2021-03") else span(on, *recorded)

    monkeypatch.setattr("projections.model.folded.span", wrong)
    assert any(map(is_found, range(6)))


def is_found(seed):
    """Whether the life of a seed shows that the program is broken; it may also break down."""
    comparing = Comparing(live(seed, sign_off=sign_off(seed)), Random(seed))
    try:
        return any(True for _ in comparing.differences())
    except KeyError:
        return True

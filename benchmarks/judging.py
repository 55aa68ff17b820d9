"""One judgement in an inspection of 5,000 past events, in a ledger of 100,000.

At most twice what the same costs in an empty ledger plus the fold of that inspection. Each time the ledger
is opened anew, as a command does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measure import Action, Target, compared, duration, interleaved, timed
from benchmarks.past import WORDS, empty
from benchmarks.rebuild import large
from ledger.decisions.base import Decision
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.recommendations import MakeRecommendation
from ledger.ledger import Ledger
from ledger.validation import key

ROUNDS = 15
TARGET = Target(2)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    where, small = large(folder), _small(folder / "small")
    with Ledger.open(str(where)) as ledger:
        inspection = ledger.inspection("INS0")
        events, _ = ledger.store.head()
        free = [
            found.number
            for found in inspection.recommendations.values()
            if not found.gone and (key(found.number), key("1")) not in inspection.awaiting
        ]
    ours, alone, fold = interleaved(
        ROUNDS, _judging(where, free), _judging(small, _numbers()), timed(lambda: _fold(where))
    )
    baseline = [one + other for one, other in zip(alone, fold, strict=True)]
    yield compared(f"judging, {inspection.version:,} events of {events:,}", ours, baseline, TARGET)
    yield f"      the baseline: {duration(median(alone))} in an empty one, {duration(median(fold))} the fold"


def _judging(where: Path, numbers: list[str]) -> Action:
    """Judges another of the recommendations each time."""
    todo = iter(numbers)

    def action() -> float:
        begun = perf_counter()
        with Ledger.open(str(where)) as ledger:
            ledger.ask(
                RecordJudgement(
                    inspection="INS0",
                    number=next(todo),
                    cycle="1",
                    status="closed",
                    reason="implemented",
                    rationale=WORDS,
                ),
                by="ann",
            )
        return perf_counter() - begun

    return action


def _fold(where: Path) -> None:
    with Ledger.open(str(where)) as ledger:
        ledger.inspection("INS0")


def _numbers() -> list[str]:
    return [str(number) for number in range(1, ROUNDS + 2)]


def _small(folder: Path) -> Path:
    asked: list[Decision] = [
        OpenInspection(inspection="INS0", title="Small"),
        OpenCycle(inspection="INS0", cycle="1", title="First", on="2019-01-01"),
    ]
    asked += [
        MakeRecommendation(
            inspection="INS0", number=number, cycle="1", text=WORDS, made_to=("Police",), on="2019-01-01"
        )
        for number in _numbers()
    ]
    with empty(folder) as ledger:
        ledger.ask(*asked, by="ann")
    return folder

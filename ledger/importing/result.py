"""What came, or would come, of bringing in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.importing.additions import Additions
from ledger.importing.base import Problem
from ledger.importing.unit import Change, Unit


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each was recorded, or would be."""

    recommendations: int = 0
    judgements: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """``recorded`` are rows, and in a dry run those that can be. ``refused`` are rows, too: each has a
    problem that says why.
    """

    rows: int
    recorded: int
    already: int
    refused: int
    problems: tuple[Problem, ...]
    new: tuple[str, ...]
    changed: tuple[Change, ...]
    gone: tuple[str, ...]
    adds: Additions
    counts: Counts
    dry_run: bool = False
    partial: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether anything was recorded."""
        return self.recorded > 0 and not self.dry_run

    def as_json(self) -> dict[str, object]:
        """One object, by the contract."""
        adds = self.adds
        return {
            "rows": self.rows,
            "recorded": self.recorded,
            "already": self.already,
            "problems": [problem._asdict() for problem in self.problems],
            "new": list(self.new),
            "changed": [
                {
                    "recommendation": one.recommendation,
                    "field": one.field,
                    "before": one.before,
                    "after": one.after,
                    "accepted": one.is_accepted,
                }
                for one in self.changed
            ],
            "gone": list(self.gone),
            "refused": self.refused,
            "dry_run": self.dry_run,
            "adds": {
                "inspections": [
                    {"inspection": one.inspection, "title": one.title} for one in adds.inspections
                ],
                "cycles": [f"{one.inspection}/{one.cycle}" for one in adds.cycles],
                "words": [
                    {"vocabulary": one.vocabulary, "word": one.word, "label": one.label, "means": one.means}
                    for one in adds.words
                ],
            },
            "recommendations": self.counts.recommendations,
            "judgements": self.counts.judgements,
            "answers": self.counts.answers,
        }


def counted(units: Iterable[Unit]) -> Counts:
    """How much the decisions of some units make."""
    asked = [one.decision for unit in units for one in unit.asked]
    return Counts(
        sum(one.made is not None for one in asked),
        sum(one.judged is not None for one in asked),
        sum(len(one.answers) for one in asked),
    )


def refused_rows(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    """The rows that are not taken, each once, however much is wrong with it."""
    return {(problem.sheet, problem.row) for problem in problems if problem.refused}

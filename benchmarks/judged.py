"""Judgements for the benchmarks: an inspection with recommendations that can be judged once each."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.past import WORDS
from ledger.decisions.base import Decision
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.recommendations import MakeRecommendation


def prepared(inspection: str, numbers: Iterable[str]) -> list[Decision]:
    """What an inspection begins with: a cycle, and a recommendation of each number."""
    return [
        OpenInspection(inspection=inspection, title="Speed"),
        OpenCycle(inspection=inspection, cycle="1", title="First", on="2019-01-01"),
        *(
            MakeRecommendation(
                inspection=inspection,
                number=number,
                cycle="1",
                text=WORDS,
                made_to=("Police",),
                on="2019-01-01",
            )
            for number in numbers
        ),
    ]


def judgement(inspection: str, number: str) -> RecordJudgement:
    """One judgement, with its reasons: two events."""
    return RecordJudgement(
        inspection=inspection,
        number=number,
        cycle="1",
        status="closed",
        reason="implemented",
        rationale=WORDS,
    )

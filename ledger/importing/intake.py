"""What a pack that came back asks of the ledger: answers, progress and evidence, each as if typed by hand.

1. All of a pack is recorded in one request, or nothing of it.
2. It is decided on what was looked at: if an inspection has changed by the time of recording, nothing is
   recorded, and all of it is looked at anew.
3. What was recorded since the pack was made, in the same words of the same body, is not recorded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from ledger.decisions.base import InspectionDecision, Outcome, State
from ledger.decisions.evidence import Attachment, SubmitEvidence
from ledger.decisions.responses import RecordResponse, ReportProgress
from ledger.errors import BadInput, Conflict, LedgerError, NotFound, Refused
from ledger.importing import packs
from ledger.importing.base import Problem
from ledger.importing.intake_cells import Filled
from ledger.ledger import Ledger
from ledger.policies import INSPECTOR
from ledger.request import Request

Saying = tuple[object, ...]
"""What a body said, to be compared: of which kind it is, and all of its words."""


class IfUnchanged(InspectionDecision):
    """Ask a decision if nothing was recorded in its inspection since that was looked at."""

    ROLES: ClassVar[tuple[str, ...]] = (INSPECTOR,)
    asked: InspectionDecision
    version: int

    def decide(self, state: State) -> Outcome:
        """What the other one decides; raises Conflict."""
        if state.inspection(self.inspection).version != self.version:
            raise Conflict(
                f"Something was recorded in {self.inspection} while the pack was looked at.",
                "Take it in once more.",
            )
        return self.asked.decide(state)


class Item(NamedTuple):
    """One thing to record: of which row and column, what it says, and the decision to ask.

    ``made_at`` is the position of the event that made the recommendation.
    """

    row: int
    heading: str
    value: str
    made_at: int
    says: Saying
    decision: InspectionDecision


class Now(NamedTuple):
    """Where a recommendation of a pack is to be found now."""

    inspection: str
    number: str


def items(
    rows: Iterable[Filled],
    now: Mapping[int, Now],
    body: str,
    files: Mapping[str, Attachment],
    on: str,
    restricted: str | None,
) -> Iterator[Item]:
    """All that the rows say, of the recommendations that ``now`` has, by ``made_at``.

    ``restricted`` is why the words of reports and evidence are not public; None if they are.
    """
    for row in rows:
        if (there := now.get(row.known.made_at)) is None:
            continue
        made_at, inspection, number = row.known.made_at, there.inspection, there.number
        if row.answer and row.says:
            yield Item(
                row.row,
                packs.ANSWER,
                row.answer,
                made_at,
                answer_says(row.answer, row.says, row.action, row.action_due),
                RecordResponse(
                    inspection=inspection,
                    number=number,
                    body=body,
                    answer=row.answer,
                    text=row.says,
                    action=row.action,
                    due=row.action_due,
                    on=on,
                ),
            )
        if row.progress:
            yield Item(
                row.row,
                packs.PROGRESS,
                row.progress,
                made_at,
                progress_says(row.progress, row.percent),
                ReportProgress(
                    inspection=inspection,
                    number=number,
                    body=body,
                    text=row.progress,
                    percent=row.percent,
                    restricted=restricted,
                    on=on,
                ),
            )
        if row.summary:
            handed_in = tuple(files[name] for name in row.files)
            yield Item(
                row.row,
                packs.SUMMARY,
                row.summary,
                made_at,
                evidence_says(row.summary, row.closes, ((one.name, one.sha256) for one in handed_in)),
                SubmitEvidence(
                    inspection=inspection,
                    number=number,
                    body=body,
                    summary=row.summary,
                    files=handed_in,
                    proposes_closure=row.closes,
                    restricted=restricted,
                    on=on,
                ),
            )


def answer_says(answer: str, text: str | None, action: str | None, due: str | None) -> Saying:
    """An answer, to be compared."""
    return packs.ANSWER, answer, text, action, due


def progress_says(text: str | None, percent: int | None) -> Saying:
    """A report, to be compared."""
    return packs.PROGRESS, text, percent


def evidence_says(summary: str | None, closes: bool, files: Iterable[tuple[str, str]]) -> Saying:
    """Evidence, to be compared: its files by their names and what is in them."""
    return packs.SUMMARY, summary, closes, frozenset(files)


def decided(found: Sequence[Item], versions: Mapping[str, int]) -> list[InspectionDecision]:
    """The decisions, of which the first of each inspection asks for the version that was looked at."""
    asked: list[InspectionDecision] = []
    seen: set[str] = set()
    for item in found:
        ref = item.decision.inspection
        decision = item.decision
        if ref not in seen:
            seen.add(ref)
            decision = IfUnchanged(inspection=ref, asked=decision, version=versions[ref])
        asked.append(decision)
    return asked


def refusals(ledger: Ledger, found: Sequence[Item], by: str) -> list[Problem]:
    """What the rules object to, each with the cell that it is about; none if all of it may be recorded.

    All are asked in one pass. What is refused is so by its first event, so nothing is taken in by half.
    """
    request = Request(ledger, by)
    problems: list[Problem] = []
    try:
        for item in found:
            try:
                request.take(item.decision)
            except (BadInput, NotFound, Refused) as error:
                problems.append(_problem(item, error))
    finally:
        ledger.present.reset()
    return problems


def _problem(item: Item, error: LedgerError) -> Problem:
    return Problem(packs.TABLE, item.row, item.heading, item.value, error.message, error.remedy, refused=True)

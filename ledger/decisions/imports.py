"""What is brought in from somebody else's register: what one may ask. See ledger.rules.imports."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event
from events.frozen import Frozen
from events.imports import FileImported, RecommendationImported
from events.judgements import JudgementRecorded
from events.responses import ResponseExplained, ResponseRecorded
from ledger import times
from ledger import validation as words
from ledger.decisions.base import Decision, InspectionDecision, Outcome, State, made, recommendation
from ledger.decisions.recommendations import MakeRecommendation, RescheduleRecommendation
from ledger.errors import BadInput
from ledger.policies import DUE, JUDGED_ON
from ledger.rules.base import IMPORTERS
from ledger.rules.days import precedes


class ImportFile(Decision):
    """Bring in a file, as it was seen on a day; its rows follow in the same request.

    ``digest`` and ``mapping`` are SHA-256 in hex, of the file and of what says how to read it.
    """

    ROLES: ClassVar[tuple[str, ...]] = IMPORTERS
    digest: str
    mapping: str
    name: str
    seen_on: str

    def decide(self, state: State) -> Outcome:
        """Brought in, under the next ref."""
        ref = f"I{len(state.inspectorate.imports) + 1}"
        return made(
            ref,
            FileImported(
                file=ref,
                digest=self.digest,
                mapping=self.mapping,
                seen_on=seen_day(self.seen_on),
                name=words.line(self.name, "name of the file"),
            ),
        )


class Judged(Frozen):
    """Where the source says that a recommendation stands, or one body's share of it (``made_to``)."""

    status: str
    cycle: str
    reason: str | None = None
    word: str | None = None
    made_to: str | None = None
    on: str | None = None


class Answered(Frozen):
    """What the source says that a body answered; its words, if it has any."""

    body: str
    answer: str
    text: str | None = None
    on: str | None = None


class ImportRow(InspectionDecision):
    """Take in what one row of a file says of a recommendation.

    ``made`` makes it, if it is not there; ``changes`` are later words on it. A day that is not given is not
    known, and not after the one on which the file was seen.
    """

    ROLES: ClassVar[tuple[str, ...]] = IMPORTERS
    number: str
    file: str
    sheet: str
    row: int
    made: MakeRecommendation | None = None
    changes: tuple[InspectionDecision, ...] = ()
    judged: Judged | None = None
    answers: tuple[Answered, ...] = ()

    def decide(self, state: State) -> Outcome:
        """The row, and then what it says, each thing as if it had been recorded by hand."""
        inspection = state.inspection(self.inspection)
        file = state.inspectorate.imports[words.key(self.file)].event
        at = Day(f"..{file.seen_on}")
        facts: list[Event] = []
        if self.made:
            facts += self.made.decide(state).events
            number, made_on, dues = words.number(self.number), self.made.on or at, [self.made.due]
        else:
            found = recommendation(inspection, self.number)
            number, made_on, dues = found.number, found.made_on, []
        for change in self.changes:
            facts += change.decide(state).events
            if isinstance(change, RescheduleRecommendation):
                dues.append(change.due)
        broken = [DUE] if any(due and precedes(due, made_on) for due in dues) else []
        judgement = None
        if self.judged:
            judgement = f"J{len(inspection.judgements) + 1}"
            facts.append(self._judgement(inspection.ref, number, judgement, self.judged, at))
            if precedes(self.judged.on or at, made_on):
                broken.append(JUDGED_ON)
        for place, answer in enumerate(self.answers, len(inspection.responses) + 1):
            facts += self._response(inspection.ref, number, f"R{place}", answer, at)
        return made(
            f"{inspection.ref}/{number}",
            RecommendationImported(
                inspection=inspection.ref,
                number=number,
                file=file.file,
                digest=file.digest,
                seen_on=file.seen_on,
                sheet=_sheet(self.sheet, file.name),
                row=self.row,
                makes=self.made is not None,
                facts=len(facts),
                judgement=judgement,
                as_published=tuple(broken),
            ),
            *facts,
        )

    @staticmethod
    def _judgement(inspection: str, number: str, ref: str, judged: Judged, at: Day) -> JudgementRecorded:
        return JudgementRecorded(
            inspection=inspection,
            judgement=ref,
            number=number,
            cycle=judged.cycle,
            made_to=judged.made_to,
            status=judged.status,
            reason=judged.reason,
            evidence=(),
            until=None,
            word=judged.word,
            on=at if judged.on is None else times.day(judged.on),
        )

    @staticmethod
    def _response(inspection: str, number: str, ref: str, answer: Answered, at: Day) -> list[Event]:
        recorded = ResponseRecorded(
            inspection=inspection,
            response=ref,
            number=number,
            body=answer.body,
            answer=answer.answer,
            due=None,
            on=at if answer.on is None else times.day(answer.on),
        )
        if answer.text is None:
            return [recorded]
        text = words.prose(answer.text, "text")
        return [recorded, ResponseExplained(inspection=inspection, response=ref, text=text, action=None)]


def _sheet(sheet: str, file: str) -> str:
    """The name of a sheet, which all may read; empty if it is that of the file, which they may not."""
    return "" if sheet in (file, file.rpartition(".")[0]) else words.line(sheet, "name of the sheet")


def seen_day(text: str) -> Day:
    """The day on which a file was seen, a full date; raises BadInput."""
    seen = times.day(text, "day it was seen")
    if seen != times.last_day(seen):
        raise BadInput(
            f"{text} is no single day.", "Give the day on which the file was as it is: --seen-on 2024-04-04"
        )
    return seen

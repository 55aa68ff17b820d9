"""What a recommendation that the ledger does not know is made of, by the rows about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from events.base import Day
from ledger.decisions.base import InspectionDecision
from ledger.decisions.imports import Answered, ImportRow, Judged
from ledger.decisions.recommendations import MakeRecommendation, RescheduleRecommendation
from ledger.importing.base import Problem, SourceRow
from ledger.importing.grouping import Claim, Group, claims_of, place
from ledger.importing.unit import Asked, Unit
from ledger.rules.days import precedes
from ledger.validation import body_key


def unit_of_new(group: Group, file: str, seen_on: str, why: str) -> Unit:
    """What makes it."""
    first, *later = group.rows
    by_row: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims_of(group):
        by_row.setdefault(place(claim.row), []).append(claim)
    called = {body_key(body): body for body in group.made_to}
    answers = answers_of(first, called)
    made = _made(group, seen_on)
    asked = list(_asked(first, file, by_row.get(place(first), []), called, answers, made))
    due, answered = first.due, set(answers)
    for row in later:
        changes: tuple[InspectionDecision, ...] = ()
        if row.due and row.due != due and not group.in_shares:
            due, changes = row.due, (rescheduled(row, first.made_on, seen_on, why),)
        answers = tuple(answer for answer in answers_of(row, called) if answer not in answered)
        answered = {one for one in answered if one.body not in {new.body for new in answers}} | set(answers)
        asked += _asked(row, file, by_row.get(place(row), []), called, answers, None, changes)
    return Unit(f"{group.inspection}/{group.number}", tuple(asked), group.rows, group.doubles, is_new=True)


def _made(group: Group, seen_on: str) -> MakeRecommendation:
    first = group.rows[0]
    return MakeRecommendation(
        inspection=group.inspection,
        number=group.number,
        cycle=first.cycle,
        text=first.text,
        made_to=group.made_to,
        kind=first.kind,
        due=first.due,
        on=first.made_on or f"..{seen_on}",
        priority=first.priority,
        topics=first.topics,
        source=first.source,
    )


def _asked(
    row: SourceRow,
    file: str,
    claims: list[Claim],
    called: Mapping[str, str],
    answers: tuple[Answered, ...],
    made: MakeRecommendation | None,
    changes: tuple[InspectionDecision, ...] = (),
) -> Iterator[Asked]:
    """One decision for the row, and one more for each further share that it says something of."""
    told = [one for claim in claims if (one := judgement_of(claim, called, is_new=made is not None))]
    first = told[0] if told else None
    yield Asked(row, row_of(row, file, made, changes, first, answers))
    for judged in told[1:]:
        yield Asked(row, row_of(row, file, None, (), judged))


def row_of(
    row: SourceRow,
    file: str,
    made: MakeRecommendation | None = None,
    changes: tuple[InspectionDecision, ...] = (),
    judged: Judged | None = None,
    answers: tuple[Answered, ...] = (),
    number: str = "",
) -> ImportRow:
    """The decision that takes in what a row says; ``number`` is the one it has in the ledger, if another."""
    return ImportRow(
        inspection=row.inspection,
        number=number or row.number,
        file=file,
        sheet=row.sheet,
        row=row.row,
        made=made,
        changes=changes,
        judged=judged,
        answers=answers,
    )


def judgement_of(claim: Claim, called: Mapping[str, str], *, is_new: bool = False) -> Judged | None:
    """The judgement that a claim amounts to. What is new is open, so nobody has to judge that.

    ``called`` says how each body is called that it is made to, by its key.
    """
    status, reason, word = claim.status
    if is_new and status == "open" and word is None and claim.on is None:
        return None
    body = None if claim.made_to is None else called.get(body_key(claim.made_to), claim.made_to)
    return Judged(status=status, reason=reason, word=word, cycle=claim.row.cycle, made_to=body, on=claim.on)


def answers_of(row: SourceRow, called: Mapping[str, str]) -> tuple[Answered, ...]:
    """What the row says that its bodies answered."""
    if row.answer is None:
        return ()
    return tuple(
        Answered(body=called.get(body_key(body), body), answer=row.answer, text=row.answer_text)
        for body in row.made_to
    )


def rescheduled(row: SourceRow, made_on: Day | None, seen_on: str, why: str) -> RescheduleRecommendation:
    """The due date that a later row says, from the day of that row, if it is not before the making."""
    on = row.judged_on or row.made_on
    if on is None or (made_on and precedes(on, made_on)):
        on = Day(f"..{seen_on}")
    return RescheduleRecommendation(
        inspection=row.inspection, number=row.number, due=row.due or "", why=why, on=on
    )


def worth_knowing(group: Group) -> Iterator[Problem]:
    """What of the rows of a group is not recorded, or only as one of two things that it may mean."""
    first = group.rows[0]
    for row in group.rows:
        if row.answer_text and row.answer is None:
            yield Problem(
                row.sheet,
                row.row,
                "answer_text",
                row.answer_text,
                "The words of an answer stand there, and no answer: they are not recorded.",
                "Map the column that says what was answered.",
                False,
            )
        if group.in_shares and row.due and row.due != first.due:
            yield Problem(
                row.sheet,
                row.row,
                "due",
                row.due,
                f"It is due on another date than row {first.row} says, which is the one that is recorded.",
                "If it is due later for these bodies, give it a number of its own.",
                False,
            )
    for one, other in zip(group.rows, group.rows[1:], strict=False):
        same = one.judged_on == other.judged_on and one.made_on == other.made_on
        if not group.in_shares and one.status and other.status and one.status != other.status and same:
            yield Problem(
                other.sheet,
                other.row,
                "status",
                other.status.word or other.status.status,
                f"Row {one.row} has another status for the same number, and no date says which is the later: "
                f"that of row {other.row} counts.",
                "See which is right.",
                False,
            )

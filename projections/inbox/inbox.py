"""What waits for a person, or for anybody, in the whole ledger, the oldest first; ``tasks`` says what may."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from events.base import Day, InspectionEvent
from ledger import times
from ledger.errors import Refused
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from projections.base import Column, View, natural, number_order
from projections.inbox.contradictions import contradictions
from projections.inbox.fold import InspectionInbox
from projections.inbox.late_answers import late_answers
from projections.inbox.tasks import Task, tasks
from projections.inbox.too_soon import too_soon
from projections.model.doubts import Ends
from projections.rows import Filters, asked_of

LABELS = {
    "judge": "to judge",
    "sign-off": "to sign off",
    "answer": "to answer",
    "response": "late to answer",
    "doubt": "in doubt",
    "set-right": "to set right",
}

COLUMNS = (
    Column("Task", lambda row: str(row["task"]), whole=True),
    Column("Inspection", lambda row: str(row["inspection"]), whole=True),
    Column("Number", lambda row: str(row["number"]), whole=True),
    Column("Since", lambda row: str(row["since"]), whole=True, dated=True),
    Column("Days", lambda row: str(row["days"])),
    Column("What", lambda row: str(row["what"])),
    Column("Command", lambda row: str(row["command"])),
)
NARROW = (
    COLUMNS[0],
    Column("For", lambda row: f"{row['inspection']}/{row['number']}"),
    *COLUMNS[3:6],
)


def inbox(
    ledger: Ledger,
    person: str | None = None,
    *,
    inspection: str | None = None,
    filters: Filters = Filters(),
) -> View:
    """The tasks of one person, or (None) of anybody; of one inspection, or of all.

    Raises Refused for a person who is unknown, NotFound for an inspection that is not there.
    """
    inspectorate = ledger.inspectorate()
    filters = filters.spelt(inspectorate.vocabulary)
    inspection = None if inspection is None else ledger.ref(inspection)
    if person is not None and person not in inspectorate.roles:
        raise Refused(
            f"{person} is not registered in this ledger.",
            "An administrator registers people: scrutiny person register ID --name NAME --role ROLE",
        )
    today = times.today(ledger.clock(), inspectorate.time_zone)
    rows = [
        _as_row(ref, task, today)
        for ref, task in _tasks(ledger, inspectorate, today, filters)
        if inspection in (None, ref) and (person is None or _is_for(task, person, inspectorate.roles[person]))
    ]
    rows.sort(
        key=lambda row: (
            times.last_day(row["since"]),
            natural(row["inspection"]),
            number_order(row["number"]),
        )
    )
    whom = person or "anybody"
    return View(
        caption=", ".join(
            [
                f"What waits for {whom}" + (f" in {inspection}" if inspection else ""),
                *asked_of(filters, inspectorate.vocabulary),
                today,
            ]
        ),
        columns=COLUMNS,
        narrow=NARROW,
        items=rows,
        head={"person": person},
        closing=_closing(rows) if rows else f"Nothing waits for {whom}.",
    )


def _tasks(
    ledger: Ledger, inspectorate: Inspectorate, today: Day, filters: Filters
) -> Iterator[tuple[str, Task]]:
    """All there are of what is wanted, each with the ref of its inspection."""
    inboxes: dict[str, InspectionInbox] = {}
    for record in ledger.records():
        event = record.event
        if isinstance(event, InspectionEvent):
            if (of_one := inboxes.get(event.inspection)) is None:
                of_one = inboxes[event.inspection] = InspectionInbox(event.inspection, inspectorate)
            of_one.take(record)

    def day_of(record: Record) -> Day:
        return times.day_of(record.recorded_at, inspectorate.time_zone)

    folds = {key(ref): of_one.fold for ref, of_one in inboxes.items()}
    ends = Ends(lambda ref: folds.get(key(ref)))
    for ref, of_one in inboxes.items():
        late = late_answers(of_one, today)
        for task in (*tasks(of_one, day_of, ends), *late, *contradictions(of_one), *too_soon(of_one)):
            if filters == Filters() or _wanted(filters, ref, task, of_one):
                yield ref, task


def _wanted(filters: Filters, ref: str, task: Task, of_one: InspectionInbox) -> bool:
    recommendation = of_one.fold.recommendations.get(task.number)
    return recommendation is not None and filters.row(ref, recommendation, None) is not None


def _is_for(task: Task, person: str, roles: set[str]) -> bool:
    return (
        not roles.isdisjoint((task.role, *task.also)) and task.only in (None, person) and task.never != person
    )


def _as_row(ref: str, task: Task, today: str) -> dict[str, Any]:  # Any: JSON
    return {
        "task": task.task,
        "inspection": ref,
        "number": task.number,
        "since": task.since,
        # A month that is running ends later than today.
        "days": max(times.days_between(task.since, today), 0),
        "what": task.what,
        "command": task.command,
    }


def _closing(rows: list[dict[str, Any]]) -> str:  # Any: JSON
    counts = {task: sum(row["task"] == task for row in rows) for task in LABELS}
    counted = ", ".join(f"{count} {LABELS[task]}" for task, count in counts.items() if count)
    return (
        f"{len(rows)} {'waits' if len(rows) == 1 else 'wait'}: {counted}. Begin with:\n{rows[0]['command']}"
    )

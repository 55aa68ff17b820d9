"""How the inbox is shown: a row of each task, the table, and what counts them below it.

``days`` is how many there are to go until the day due, below 0 if that has passed; ``age`` is since how many
days a task waits. What nobody has to do by a day has no ``due``, and no ``days``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from events.base import Day
from ledger.times import days_between, earliest, last_day, shown
from ledger.validation import so_many
from projections.base import Column, Item, View, natural, number_order
from projections.inbox.tasks import Task

LABELS = {
    "overdue": "overdue",
    "response": "late to answer",
    "judge": "to judge",
    "sign-off": "to sign off",
    "answer": "to answer",
    "doubt": "in doubt",
    "set-right": "to set right",
    "due": "falling due",
    "response-due": "due to answer",
}


def as_row(ref: str, task: Task, today: Day) -> dict[str, Any]:  # Any: JSON
    """A task as JSON has it."""
    due = task.due
    return {
        "task": task.task,
        "inspection": ref,
        "number": task.number,
        "since": task.since,
        # A month that is running ends later than today.
        "age": max(days_between(task.since, today), 0),
        "due": due,
        "due_earliest": due and earliest(due),
        "due_latest": due and last_day(due),
        "days": due and days_between(today, due),
        "bodies": task.bodies,
        "what": task.what,
        "command": task.command,
    }


def order(row: Item) -> tuple[object, ...]:
    """By the day due, or since which it waits: what is most overdue or waits longest comes first."""
    on = last_day(row["due"] or row["since"])
    return on, natural(row["inspection"]), number_order(row["number"])


def when(row: Item) -> str:
    """The day of a row, and on another line how far it is from today, in words."""
    days, what = row["days"], "late" if row["task"] == "response" else "overdue"
    if days is not None:
        return f"{shown(row['due'])}\n{to_go(days, what)}"
    return f"{shown(row['since'])}\n{so_many(row['age'], 'day')} ago" if row["age"] else shown(row["since"])


def to_go(days: int, what: str = "overdue") -> str:
    """How far a day due is from today: ``in 12 days``, ``today``, ``12 days overdue``."""
    if days == 0:
        return "today"
    return f"in {so_many(days, 'day')}" if days > 0 else f"{so_many(-days, 'day')} {what}"


COLUMNS = (
    Column("Task", lambda row: str(row["task"]), whole=True),
    Column("Inspection", lambda row: str(row["inspection"]), whole=True),
    Column("Number", lambda row: str(row["number"]), whole=True),
    Column("Since", lambda row: str(row["since"]), whole=True, dated=True),
    Column("Age", lambda row: str(row["age"])),
    Column("Due", lambda row: row["due"] or "", whole=True, dated=True),
    Column("Days", lambda row: "" if row["days"] is None else str(row["days"]), figure=True),
    Column("What", lambda row: str(row["what"])),
    Column("Command", lambda row: str(row["command"])),
)
NARROW = (
    COLUMNS[0],
    Column("For", lambda row: f"{row['inspection']}/{row['number']}"),
    Column("When", when),
    COLUMNS[7],
)


def view(caption: str, rows: Collection[Item], person: str | None, events: int) -> View:
    """The table of what waits for a person, or (None) for anybody, by so many events."""
    head = {"person": person, "events": events}

    def for_people(view: View) -> View:
        closed = closing(rows) if rows else f"Nothing waits for {person or 'anybody'}."
        return view._replace(closing=closed)

    return View(caption=caption, columns=COLUMNS, narrow=NARROW, items=rows, head=head, late=for_people)


def closing(rows: Collection[Item]) -> str:
    """How many wait for what, and the command to begin with."""
    counts = Counter(row["task"] for row in rows)
    counted = ", ".join(f"{counts[task]:,} {label}" for task, label in LABELS.items() if counts[task])
    verb = "waits" if len(rows) == 1 else "wait"
    return f"{len(rows):,} {verb}: {counted}. Begin with:\n{next(iter(rows))['command']}"

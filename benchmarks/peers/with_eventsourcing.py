"""eventsourcing's own aggregates: one a recommendation, told over from its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import answering
from answering import COLUMNS
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate


class Recommendation(Aggregate):
    """A row of the register."""

    row: list[Any]

    class Started(Aggregate.Created):
        """It was made."""

        row: list[Any]

    class Changed(Aggregate.Event):
        """It says something else."""

        row: list[Any]

        def apply(self, aggregate: Any) -> None:
            """So it does."""
            aggregate.row = self.row

    def __init__(self, row: list[Any]) -> None:
        self.row = row


def _id(at: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"recommendation/{at}")


def _application(into: str) -> Application[UUID]:
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": into})


def load(database: str, into: str) -> None:
    """Each change as an event at its time."""
    application = _application(into)
    found: dict[tuple[str, str], Recommendation] = {}
    for _, recorded_at, row in answering.changes(database):
        when = datetime.fromisoformat(recorded_at)
        if one := found.get(row[:2]):
            one.trigger_event(Recommendation.Changed, row=list(row), timestamp=when)
        else:
            found[row[:2]] = Recommendation._create(  # the only way to say when
                Recommendation.Started, id=_id(len(found)), row=list(row), timestamp=when
            )
    application.save(*found.values())


def ask(into: str) -> Callable[[Any], Any]:
    """Each told over as far as a moment."""

    def answer(question: Any) -> Any:
        application, at = _application(into), datetime.fromisoformat(question["known_at"])
        rows, number = [], 0
        while True:
            one: Any = None
            events = list(application.events.get(_id(number)))
            for event in events:
                if event.timestamp <= at:
                    one = event.mutate(one)
            if not events:
                break
            number += 1
            if one is not None:
                rows.append(one.row)
        application.close()
        return {"rows": answering.rows_of(rows)}

    return answer


def change(into: str) -> Callable[[int], None]:
    """One day more by which something is due."""
    application = _application(into)
    due = COLUMNS.index("due")

    def saved(at: int) -> None:
        one: Any = application.repository.get(_id(at % 100))
        row = [*one.row]
        row[due] = f"2030-01-{1 + at % 28:02}"
        one.trigger_event(Recommendation.Changed, row=row)
        application.save(one)

    return saved


if __name__ == "__main__":
    answering.main(load, ask, change)

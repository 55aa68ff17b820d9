"""The days of the inbox as a calendar, which a later one puts right.

1. What has no day due is in no calendar: evidence that waits to be judged, and the like.
2. An entry is that of a recommendation, or of the answer of one body to it, whatever its number and its day:
   if the day moves, the entry does, also to one after the last day asked about.
3. What is done before its day is cancelled, so that programs take it away.
4. The same ledger gives the same bytes, and a later state of it a higher SEQUENCE. Nothing in it goes by the
   clock of the reader but which days are in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from ledger.ledger import Ledger
from ledger.times import last_day
from projections.base import natural, number_order
from projections.inbox.dates import exactly, some
from projections.inbox.finished import moved_or_done
from projections.inbox.icalendar import Entry, calendar
from projections.inbox.inbox import Waiting
from projections.inbox.tasks import Task

_ANSWERS = ("response", "response-due", "answered")


def as_calendar(ledger: Ledger, found: Waiting) -> tuple[bytes, int]:
    """The calendar of what waits, and how many days are in it that are not cancelled; raises StorageError."""
    last = ledger.last()
    entries = sorted(_entries(ledger, found), key=lambda pair: pair[0])
    title = f"{found.inspectorate}: {'due to ' + found.person if found.person else 'what falls due'}"
    sequence = ledger.store.rank(last.position) + 1
    written = {entry.uid: entry for _, entry in entries}
    days = sum(not entry.cancelled for entry in written.values())
    return calendar(title, written.values(), last.recorded_at, sequence), days


def _entries(ledger: Ledger, found: Waiting) -> Iterator[tuple[tuple[object, ...], Entry]]:
    others = (
        (ref, task)
        for ref, one in found.inboxes.items()
        for task in moved_or_done(one, found.today, found.until, found.made_to)
        if found.wanted(ref, task)
    )
    for ref, task in (*others, *found.tasks):
        if task.due is not None:
            day = last_day(task.due)
            yield (day, natural(ref), number_order(task.number), task.share), _entry(ledger, found, ref, task)


def _entry(ledger: Ledger, found: Waiting, ref: str, task: Task) -> Entry:
    name, due = f"{ref}/{task.number}", task.due or ""
    what = f"Answer to {name}" if task.task in _ANSWERS else name
    done = task.task in ("done", "answered")
    title = f"{what} is {'not due any more' if done else 'due'}"
    lines = [task.told, f"Due by {exactly(task.due)}." if task.due else "", task.command]
    return Entry(
        uid=_uid(found.settings.origin, ledger.store.rank(task.made_at), task),
        day=last_day(due),
        title=f"{title}: {some(task.bodies)}" if task.bodies else title,
        text="\n".join(filter(None, lines)),
        cancelled=done,
    )


def _uid(origin: str, rank: int, task: Task) -> str:
    """The name of an entry, unique to the ledger: by the leaf of the making, which no correction changes."""
    what = "answer" if task.task in _ANSWERS else "closing"
    digest = sha256("\n".join((origin, str(rank), what, task.share)).encode()).hexdigest()
    return f"{digest[:32]}@scrutiny-ledger.invalid"

"""What a pack that came back amounts to, before anything is recorded: what is new in it, and what is wrong.

The pack is held against the ledger as it was when it was made, and what it asks against the ledger as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from events.base import is_day
from ledger import times
from ledger.decisions.evidence import Attachment
from ledger.errors import Refused
from ledger.importing import packs
from ledger.importing.base import Problem
from ledger.importing.intake import Item, items, refusals
from ledger.importing.intake_cells import Filled, filled
from ledger.importing.intake_files import Folder
from ledger.importing.intake_reading import Returned, matched
from ledger.ledger import Ledger
from ledger.rules.days import precedes
from ledger.validation import body_key, so_many_events
from projections.packs.reading import shares
from projections.packs.since import Changed, changes, said_since, where
from projections.packs.state import StateAt, position_of, root_of

Stage = Callable[[Path], Attachment]


class Examined(NamedTuple):
    """What a pack amounts to.

    ``rows`` are the rows that say something, ``items`` what is new in them, ``already`` the rows of which all
    was recorded before. ``versions`` are those of the inspections that were looked at, ``unnamed`` the files
    that no row names.
    """

    problems: tuple[Problem, ...]
    changed: tuple[Changed, ...] = ()
    rows: tuple[int, ...] = ()
    items: tuple[Item, ...] = ()
    already: tuple[int, ...] = ()
    versions: dict[str, int] = {}  # noqa: RUF012  never changed
    unnamed: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something in it cannot be taken."""
        return any(problem.refused for problem in self.problems)

    @property
    def recorded(self) -> list[int]:
        """The rows of which something is new."""
        return list(dict.fromkeys(item.row for item in self.items))

    def doubts(self) -> Iterator[str]:
        """What changed since of recommendations of which something is to be recorded, a sentence each."""
        asked = {item.made_at for item in self.items}
        for one in self.changed:
            if one.made_at in asked and one.field == "text":
                yield f"Since the pack was made, {one.recommendation} was put into other words."
            elif one.made_at in asked and one.field == "made_to":
                yield f"Since the pack was made, {one.recommendation} is made to {one.after}."


def examine(
    ledger: Ledger,
    returned: Returned,
    folder: Folder,
    stage: Stage,
    *,
    by: str,
    on: str | None,
    sender: str | None,
    restricted: str | None = None,
) -> Examined:
    """Look at a pack; ``sender`` is whose it has to be. Raises BadInput, Refused, StorageError."""
    head = returned.head
    if wrong := list(_of_another(ledger, returned, sender)):
        return Examined(tuple(wrong))
    store, settings = ledger.store, ledger.inspectorate()
    today = times.today(ledger.clock(), settings.time_zone)
    day = today if on is None else times.day(on)
    if times.last_day(day) < head.day:
        raise Refused(
            f"Nobody can have filled in on {day} what was prepared on {head.day}.",
            "Give the day on which the body said it: --on DATE",
        )
    position = position_of(store, head.events)
    was = shares(StateAt(store, position), head.day)
    then = [one for one in was.of(head.body) if not one.closed]
    if not then:
        what = f"Nothing was open to {head.body!r} after {so_many_events(head.events)}."
        return Examined((returned.wrong(packs.BODY, head.body, what, _GUIDE_AS_SENT),))
    pairs, problems = matched(returned.rows, [one.row for one in then])
    found = shares(StateAt(store, ledger.last().position), today)
    changed = tuple(changes(then, list(found.of(head.body)), found))
    vocabulary = settings.vocabulary
    rows = [said for row, known in pairs if (said := filled(row, known, vocabulary, problems)) is not None]
    now = where(then, found)
    problems += (_voided(row) for row in rows if row.known.made_at not in now)
    problems += (_too_soon(row, day) for row in rows if row.action_due and precedes(row.action_due, day))
    paths, missing = folder.find(rows)
    problems += missing
    told = tuple(row.row for row in rows)
    unnamed = tuple(folder.unnamed(paths.values()))
    problems.sort(key=lambda problem: problem.row)
    if any(problem.refused for problem in problems):
        return Examined(tuple(problems), changed, told, unnamed=unnamed)
    files = {name: stage(path) for name, path in paths.items()}
    asked = list(items(rows, now, head.body, files, day, restricted))
    refs = dict.fromkeys(item.decision.inspection for item in asked)
    before, versions = said_since(ledger, refs, head.body, position)
    new = [item for item in asked if (item.made_at, item.says) not in before]
    already = [row for row in told if row not in {item.row for item in new}]
    problems += refusals(ledger, new, by)
    return Examined(tuple(problems), changed, told, tuple(new), tuple(already), versions, unnamed)


_GUIDE_AS_SENT = "Leave the guide as it was, or ask for a new pack: scrutiny pack."


def _of_another(ledger: Ledger, returned: Returned, sender: str | None) -> Iterator[Problem]:
    """What the guide says that this ledger, at any time, or the sender is not."""
    head, settings = returned.head, ledger.inspectorate()
    if head.origin != settings.origin:
        what = f"This ledger is {settings.origin}."
        yield returned.wrong(packs.LEDGER, head.origin, what, "Take it in where it was made.")
        return
    size = ledger.store.rank(ledger.last().position) + 1
    if not 0 < head.events <= size:
        what = f"This ledger has {so_many_events(size)}: it is another one, or was restored from before."
        yield returned.wrong(packs.EVENTS, str(head.events), what, _NEW_PACK)
    elif root_of(ledger.store, head.events) != head.root:
        what = f"This ledger had another history after {so_many_events(head.events)}."
        yield returned.wrong(packs.ROOT, head.root, what, _NEW_PACK)
    elif not (is_day(head.day) and len(head.day) == len("2021-08-18")):
        yield returned.wrong(packs.DAY, head.day, "It is no day.", _GUIDE_AS_SENT)
    if sender is not None:
        bodies = settings.bodies
        if bodies.identity(sender) != bodies.identity(head.body) and body_key(sender) != body_key(head.body):
            what = f"A pack of {sender} was expected."
            yield returned.wrong(
                packs.BODY, head.body, what, "Take in the pack of that body, or leave out --by."
            )


_NEW_PACK = "Make a new pack, and let the body fill that in: scrutiny pack."


def _too_soon(row: Filled, day: str) -> Problem:
    problem = f"It is before the answer, {times.when(day)}."
    remedy = "Say by when it will be done, or under Your progress what was done already."
    return Problem(
        packs.TABLE, row.row, packs.ACTION_DUE, row.action_due or "", problem, remedy, refused=True
    )


def _voided(row: Filled) -> Problem:
    problem = f"Recommendation {row.known.name} was entered in error, as was recorded since."
    remedy = "Leave the row empty, or see why: scrutiny trail"
    return Problem(packs.TABLE, row.row, packs.LOCKED[1], row.known.number, problem, remedy, refused=True)

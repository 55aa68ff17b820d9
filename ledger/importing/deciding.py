"""Deciding all rows of a file in one request: what holds is taken in, what does not is listed.

A row that a rule refuses may have been taken in by half. So the others are then decided anew without it, on
the past as it is: what is recorded is what holds beside each other, and no row by half.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.decisions.base import Decision
from ledger.decisions.imports import ImportFile
from ledger.errors import BadInput, LedgerError, NotFound, Refused
from ledger.importing.additions import Additions
from ledger.importing.base import Problem, SourceRow
from ledger.importing.grouping import place
from ledger.importing.planning import Named, Plan, planned
from ledger.importing.result import Counts, Result, counted, refused_rows
from ledger.importing.unit import Unit
from ledger.policies import DUE, JUDGED_ON
from ledger.rules.days import precedes
from ledger.times import when
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.decisions.base import Outcome, State
    from ledger.importing.mapping import Mapping

_PATIENCE = 3
"""How often all is decided anew before every row about a recommendation is refused with one of them."""

Tick = Callable[[int], object]
"""Told of so many more rows that are decided."""


class Request(Protocol):
    """What decisions are taken into: see ledger.request.Request."""

    @property
    def state(self) -> State:
        """What the past and what was taken in amount to."""
        ...

    def take(self, decision: Decision) -> Outcome:
        """Take in one more; raises BadInput, NotFound or Refused."""
        ...

    def begin_again(self) -> None:
        """Forget what was taken in."""
        ...


class Reading(NamedTuple):
    """A file that was read: what its rows say, what is wrong with others, and what it is.

    ``named`` are the numbers in rows that cannot be taken, as far as they can be read; ``unread`` is how many
    rows there are in a file that is refused as a whole.
    """

    rows: Sequence[SourceRow]
    problems: Sequence[Problem]
    mapping: Mapping
    digest: str
    name: str
    seen_on: str
    named: Collection[Named] = ()
    unread: int = 0


class Decided(NamedTuple):
    """What came of it; ``is_something`` if there is anything to record."""

    result: Result
    is_something: bool


def decided(
    request: Request, reading: Reading, accepted: Collection[str] = (), tick: Tick = lambda _: None
) -> Decided:
    """Take in what holds. Raises BadInput or Refused if the file itself cannot be brought in."""
    wrong: list[Problem] = []
    left: Sequence[SourceRow] = reading.rows
    named = list(reading.named)
    # Each time at least one row is left out.
    for tries in count(1):
        plan = planned(request.state, left, reading.mapping, reading.seen_on, accepted, named)
        counts, is_something = counted(plan.units), any(unit.asked for unit in plan.units)
        told = _taken(request, plan, reading, tick, whole=tries > _PATIENCE)
        more = [problem for problem in told if problem.refused]
        if not more:
            return Decided(_result(reading, plan, counts, [*wrong, *plan.problems, *told]), is_something)
        # What stands for other words than a row that is refused now is not taken in its stead.
        gone = refused_rows([*more, *plan.problems])
        wrong += [*more, *(problem for problem in plan.problems if problem.refused)]
        named += [(key(row.inspection), row.number) for row in left if place(row) in gone]
        left = [row for row in left if place(row) not in gone]
        request.begin_again()
    raise AssertionError("the loop above returns")


def _taken(request: Request, plan: Plan, reading: Reading, tick: Tick, *, whole: bool) -> list[Problem]:
    """Take in all of a plan; what is to be said of it. ``whole`` if all about one stand and fall together."""
    problems: list[Problem] = []
    if any(unit.asked for unit in plan.units):
        request.take(
            ImportFile(
                digest=reading.digest,
                mapping=reading.mapping.digest,
                name=reading.name,
                seen_on=reading.seen_on,
            )
        )
    lacking = _added(request, plan.adds)
    for at, unit in enumerate(plan.units):
        # Of what is taken in, the events are enough to hold.
        plan.units[at] = unit._replace(asked=())
        if lacking and (why := next((lacking[one] for one in _needs(unit) if one in lacking), None)):
            problems += [_refused(row, why) for row in unit.rows]
        else:
            problems += _unit(request, unit, whole=whole)
        tick(len(unit.rows) + len(unit.already))
    return problems


def _added(request: Request, adds: Additions) -> dict[tuple[str, ...], LedgerError]:
    """Add what the ledger lacks; why it cannot have some of it, by what that is."""
    lacking: dict[tuple[str, ...], LedgerError] = {}

    def add(decision: Decision, *what: str) -> None:
        try:
            request.take(decision)
        except (BadInput, NotFound, Refused) as error:
            lacking[what] = error

    for word in adds.words:
        add(word, word.vocabulary, word.word)
    for one in adds.inspections:
        add(one, "inspection", key(one.inspection))
    for cycle in adds.cycles:
        if ("inspection", key(cycle.inspection)) not in lacking:
            add(cycle, "cycle", key(cycle.inspection), key(cycle.cycle))
    return lacking


def _needs(unit: Unit) -> Iterable[tuple[str, ...]]:
    """What it needs that may be lacking."""
    for _, row in unit.asked:
        ref = key(row.inspection)
        yield "inspection", ref
        if made := row.made:
            yield "cycle", ref, key(made.cycle)
            yield "kind", made.kind
            yield "priority", made.priority or ""
            yield from (("topic", topic) for topic in made.topics)
        if judged := row.judged:
            yield "cycle", ref, key(judged.cycle)
            yield "status", judged.word or ""
            yield "reason", judged.reason or ""
        yield from (("answer", answer.answer) for answer in row.answers)


def _unit(request: Request, unit: Unit, *, whole: bool) -> list[Problem]:
    """Take in what is asked of one recommendation; the row that cannot be, and then no later one of it."""
    told: list[Problem] = []
    for row, decision in unit.asked:
        try:
            (event, *_) = request.take(decision).events
        except (BadInput, NotFound, Refused) as error:
            return [_refused(one, error) for one in (unit.rows if whole else (row,))]
        told += [_as_published(row, what) for what in event.fields["as_published"]]
    return told


def _as_published(row: SourceRow, what: str) -> Problem:
    """It is recorded though no rule allows it, because somebody else published it so."""
    column, day = ("due", row.due) if what == DUE else ("judged_on", row.judged_on)
    return Problem(
        row.sheet,
        row.row,
        column,
        day or "",
        f"It is {CALLED[what]} before it was made, {when(row.made_on)}: it is recorded as it was published."
        if row.made_on and day and precedes(day, row.made_on)
        else f"It is {CALLED[what]} before it was made: it is recorded as it was published.",
        "If that is a slip of the file, correct it there.",
        False,
    )


CALLED = {DUE: "due", JUDGED_ON: "judged"}


def _refused(row: SourceRow, error: LedgerError) -> Problem:
    return Problem(row.sheet, row.row, "number", row.number, error.message, error.remedy, True)


def _result(reading: Reading, plan: Plan, counts: Counts, problems: Sequence[Problem]) -> Result:
    # What rows of one recommendation say is known by fields; people know their headings.
    headings = dict(reading.mapping.columns)
    if reading.mapping.number:
        headings["number"] = reading.mapping.number.column
    problems = [one._replace(column=headings.get(one.column, one.column)) for one in problems]
    problems = sorted((*reading.problems, *problems), key=lambda one: (one.sheet, one.row))
    refused = len(refused_rows(problems))
    if any(one.refused and not one.row for one in problems):
        refused = max(1, reading.unread)
    units = plan.units
    recorded = sum(len(unit.rows) for unit in units)
    already = sum(len(unit.already) for unit in units)
    return Result(
        rows=recorded + already + refused,
        recorded=recorded,
        already=already,
        refused=refused,
        problems=tuple(dict.fromkeys(problems)),
        new=tuple(unit.recommendation for unit in units if unit.is_new),
        changed=tuple(change for unit in units for change in unit.changes),
        gone=plan.gone,
        adds=plan.adds,
        counts=counts,
    )

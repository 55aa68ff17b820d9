"""Reading from the command line: its options, the two times, and where and how a view is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import ReadingFormat, location, may_ask
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.errors import PRACTICE, warn, warn_if_done
from commands.cli.helping import option
from commands.cli.settings import setting
from ledger.errors import BadInput
from projections.formats.index import FORMATS

if TYPE_CHECKING:
    from events.base import Instant
    from ledger.ledger import Ledger
    from ledger.moments import Moment
    from ledger.state.stored import FindFolds
    from projections.base import TimeFilter, View

NARROWEST_TERMINAL = 40
Function = Callable[..., Any]  # Any: click decorates functions of every shape


def reading(function: Function) -> Function:
    """The options of every command that reads at one time: the two times, the format, the file."""
    function = writing(function)
    for each in (
        option("--known-at", metavar="TIME", help="By what the ledger had recorded by then."),
        option("--as-of", metavar="DATE", help="As things stood at the end of that day."),
    ):
        function = each(function)
    return function


def writing(function: Function) -> Function:
    """The options of every command that writes a view: the format, the file."""
    for each in (
        option(
            "--output",
            type=WRITTEN,
            help="Write to this file; - is standard output.",
        ),
        option(
            "--format",
            cls=ReadingFormat,
            type=click.Choice(list(FORMATS)),
            help="How it is written. [default: by the end of --output, or scrutiny config; else table]",
        ),
    ):
        function = each(function)
    return function


def opened(ctx: click.Context, find: FindFolds = lambda *_: None) -> Ledger:
    """The ledger as it is now, to read; warns if it is a practice copy. Raises StorageError.

    ``find`` is given where long streams need not be read whole.
    """
    ledger = environment_of(ctx).open_ledger(location(ctx), folds=find)
    try:
        ledger.store.hold()
        if ledger.inspectorate().practice_of:
            warn(PRACTICE)
    except BaseException:
        ledger.close()
        raise
    return ledger


def time_filter(ledger: Ledger, as_of: str | None, known_at: str | None) -> TimeFilter:
    """The two times as given; raises BadInput. Warns if the times of recording cannot be trusted."""
    from ledger import times  # noqa: PLC0415  help does without
    from projections.base import TimeFilter  # noqa: PLC0415  as above

    if note := ledger.clock_note():
        warn_if_done(note)
    if as_of is not None:
        note_on_day(ledger, as_of)
    return TimeFilter(
        None if as_of is None else times.asked_day(as_of),
        None if known_at is None else moment(ledger, known_at),
    )


def note_on_day(ledger: Ledger, day: str) -> None:
    """Note a day that is still to come; raises BadInput."""
    from ledger import times  # noqa: PLC0415  help does without

    zone = ledger.inspectorate().time_zone
    if times.first_day(times.asked_day(day)) > times.today(ledger.clock(), zone):
        warn_if_done(f"the day {day} is still to come: this is by what is known now.")


def moment(ledger: Ledger, given: str) -> Instant:
    """The moment up to which a reading counts what was recorded; raises BadInput.

    Warns if it is in the future or before the ledger began. If a change of clocks doubles or skips a local
    time, the command prompts for the right one on a terminal.
    """
    from ledger import times  # noqa: PLC0415  help does without

    interval = moments(ledger, given)
    if interval.first > times.instant(ledger.clock()):
        what = "this is what is known now."
        if ledger.last().recorded_at > interval.last:
            what = "so are the times of some events, and what is later than that time is not counted."
        warn_if_done(f"the time {given} is in the future: {what}")
    elif (began := next((record.recorded_at for record in ledger.records()), None)) and interval.last < began:
        warn_if_done(f"the ledger began at {began}: at {given} it knew nothing.")
    return interval.last


def moments(ledger: Ledger, given: str) -> Moment:
    """The first and the last moment that a text means, such as those of a day; raises BadInput."""
    from ledger.moments import Unclear, moment  # noqa: PLC0415  few questions have a time, each start would pay

    zone = ledger.inspectorate().time_zone
    ctx = click.get_current_context(silent=True)
    if ctx is not None:
        from commands.cli.times_of_day import with_its_day  # noqa: PLC0415  as above

        given = with_its_day(given, zone, ctx)
    try:
        return moment(given, zone)
    except Unclear as error:
        if ctx is None or not may_ask(ctx):
            raise
        from commands.cli.choosing import choose  # noqa: PLC0415  as above

        chosen = choose(environment_of(ctx), error.message, [(one, one) for one in error.readings])
        return moment(chosen, zone)


def check_order(first: str | None, last: str | None, given_first: str, given_last: str) -> None:
    """Raise BadInput if a period ends before it begins; None leaves an end open."""
    if first is not None and last is not None and last < first:
        raise BadInput(
            f"{given_first} is after {given_last}.", "Give the earlier one as the first of the two."
        )


def in_order(ledger: Ledger, when: TimeFilter) -> TimeFilter:
    """The same for a publication: checks use the times that order the ledger, so a publication does, too."""
    mended = ledger.mended()
    ledger.as_stamped = True
    if mended is None or when.known_at is None:
        return when
    return when._replace(known_at=mended.stamp_of(when.known_at, ledger.store))


def put(view: View, format: str | None, output: str | None) -> None:
    """Write a view to standard output or to a file, which appears whole or not at all."""
    from commands.cli.outputs import put_bytes  # noqa: PLC0415  help does without
    from projections.formats.index import write  # noqa: PLC0415  as above

    if view.warning:
        warn_if_done(view.warning)
    form = form_of(format, output)
    # The width of the terminal, else COLUMNS, else 80.
    width = max(environment_of().columns(), NARROWEST_TERMINAL)
    put_bytes((piece.encode("utf-8", "backslashreplace") for piece in write(view, form, width)), output)


def form_of(format: str | None, output: str | None) -> str:
    """The format that is written, whatever says so; raises BadInput."""
    return format or (output and _format_of(output)) or default_format()


def _format_of(output: str) -> str | None:
    """The format that a file's ending says; None if it says none."""
    ending = os.path.splitext(output)[1].lstrip(".").lower()  # noqa: PTH122  pathlib costs help a fifth
    return next((name for name, known in FORMATS.items() if known == ending), None)


def default_format() -> str:
    """How a reading is written if neither an option nor a file's ending says so; raises BadInput."""
    return setting(click.get_current_context(), "format").value

"""``list``, ``show`` and ``why`` of every noun.

Whoever looks for something asks for a list, and for one thing of it by its ref. They are alike for every
noun, so they are made here, once; ``projections.finding`` has what each lists.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from commands.cli.alone import inspection_with, no_inspection, ref_if_needed
from commands.cli.cached import list_of
from commands.cli.click_types import LedgerCommand
from commands.cli.helping import option
from commands.cli.knowing import put_page
from commands.cli.options import Decorator, Function, argument, examples
from commands.cli.read import opened, put, reading, time_filter
from projections.base import TimeFilter, View

if TYPE_CHECKING:
    from ledger.ledger import Ledger

NOTES = option("--notes", is_flag=True, help="Show the internal notes, too, which are not for publication.")


class Spoken(NamedTuple):
    """How a noun is spoken of: of one, of several, and what names one.

    ``within`` says that one is named within its inspection, ``by_ref`` that a list can be of one inspection.
    ``day`` says what the day asked about means. ``example`` names one in the examples.
    """

    one: str
    several: str
    id: str
    example: str
    within: bool = False
    by_ref: bool = True
    day: str = ""


_RECORDED = " None has a day of its own: --as-of goes by the day on which it was recorded."
_WITHIN = " All is as the page of the recommendation has it."
SPOKEN = {
    "inspection": Spoken(
        "An inspection", "The inspections, with their cycles and totals.", "REF", "OCSAE", by_ref=False
    ),
    "cycle": Spoken(
        "A cycle", "The cycles, with what was made and judged in each.", "CYCLE", "2021", within=True
    ),
    "recommendation": Spoken(
        "A recommendation", "The recommendations, with status, state and date.", "NUMBER", "3", within=True
    ),
    "evidence": Spoken(
        "A submission", "The evidence, with its files and what cites it.", "EVIDENCE", "E1", True, day=_WITHIN
    ),
    "judgement": Spoken(
        "A judgement", "The judgements, with their sign-off.", "JUDGEMENT", "J1", True, day=_WITHIN
    ),
    "dispute": Spoken("A dispute", "The disputes, and how they ended.", "DISPUTE", "D1", True, day=_WITHIN),
    "response": Spoken("An answer", "What bodies answered.", "RESPONSE", "R1", True, day=_WITHIN),
    "progress": Spoken(
        "A report of progress", "What bodies reported of their progress.", "PROGRESS", "P1", True, day=_WITHIN
    ),
    "body": Spoken("A body", "The bodies.", "NAME", '"Police Scotland"'),
    "person": Spoken(
        "A person", "The people, with the roles that each held on a day.", "ID", "ann", day=_RECORDED
    ),
    "publication": Spoken("A publication", "What was published, and when.", "SIZE", "57", day=_RECORDED),
    "key": Spoken(
        "A key",
        "The keys that sign checkpoints, each from which size on.",
        "KEY",
        "852d91fe",
        by_ref=False,
        day=_RECORDED,
    ),
}


def made(noun: str, name: str) -> click.Command:
    """The command of a noun."""
    return {"list": _list, "show": _show, "why": _why}[name](noun)


def _list(noun: str) -> click.Command:
    spoken = SPOKEN[noun]

    def command(
        ctx: click.Context,
        as_of: str | None,
        known_at: str | None,
        format: str | None,
        output: str | None,
        ref: str | None = None,
    ) -> None:
        from projections.finding.base import Question, listed  # noqa: PLC0415  help does without
        from projections.finding.index import noun as found  # noqa: PLC0415

        with opened(ctx) as ledger:
            of, asked = found(noun), Question(ledger, ref, time_filter(ledger, as_of, known_at))
            put(list_of(ctx, of, asked) or listed(of, asked), format, output)

    of = [click.argument("ref", metavar="[REF]", required=False)] if spoken.by_ref else []
    whose = " Those who recorded anything in it, if an inspection is named." if noun == "person" else ""
    return _made(
        "list",
        f"{spoken.several}{whose}{spoken.day}",
        command,
        [*of, reading],
        examples(
            f"scrutiny {noun} list{' OCSAE' if spoken.by_ref else ''}",
            f"scrutiny {noun} list --as-of 2021-08-18 --format csv",
        ),
    )


def _show(noun: str) -> click.Command:
    spoken = SPOKEN[noun]

    def command(
        ctx: click.Context,
        id: str,
        as_of: str | None,
        known_at: str | None,
        format: str | None,
        output: str | None,
        ref: str | None = None,
        notes: bool = False,
    ) -> None:
        with opened(ctx) as ledger:
            when = time_filter(ledger, as_of, known_at)
            if spoken.within and ref is None:
                ref = inspection_with(ledger, noun, id, ctx.command_path)
            if noun == "recommendation":
                from projections.show import show  # noqa: PLC0415  the others do without

                def page(at: TimeFilter) -> View:
                    return show(ledger, str(ref), id, time_filter=at, notes=notes)

                put_page(ledger, when, page, format, output)
                return
            from projections.finding.base import Question, shown  # noqa: PLC0415  help does without
            from projections.finding.index import noun as found  # noqa: PLC0415

            inspection = id if noun == "inspection" else ref
            of = found(noun)
            put_page(
                ledger,
                when,
                lambda at: shown(of, Question(ledger, inspection, at, notes), id),
                format,
                output,
            )

    within = [ref_if_needed(no_inspection)] if spoken.within else []
    notes = [NOTES] if noun in ("recommendation", "judgement") else []
    in_it = "OCSAE " if spoken.within else ""
    return _made(
        "show",
        f"{spoken.one}, with all that is known of it.{spoken.day}",
        command,
        [*within, _named(noun, spoken.id), *notes, reading],
        examples(
            f"scrutiny {noun} show {in_it}{spoken.example}",
            f"scrutiny {noun} show {in_it}{spoken.example} --known-at 2022-03-01",
        ),
    )


def _why(noun: str) -> click.Command:
    spoken = SPOKEN[noun]

    def command(
        ctx: click.Context,
        id: str,
        as_of: str | None,
        known_at: str | None,
        format: str | None,
        output: str | None,
        ref: str | None = None,
    ) -> None:
        with opened(ctx) as ledger:
            when = time_filter(ledger, as_of, known_at)
            if spoken.within and ref is None:
                ref = inspection_with(ledger, noun, id, ctx.command_path)
            put_page(ledger, when, lambda at: why_of(noun, ledger, ref, id, at), format, output)

    within = [ref_if_needed(no_inspection)] if spoken.within else []
    in_it = "OCSAE " if spoken.within else ""
    return _made(
        "why",
        f"{spoken.one}: for each field, which event set it, by whom and when.{spoken.day}",
        command,
        [*within, _named(noun, spoken.id), reading],
        examples(
            f"scrutiny {noun} why {in_it}{spoken.example}",
            f"scrutiny {noun} why {in_it}{spoken.example} --as-of 2021-08-18 --format json",
        ),
    )


def why_of(noun: str, ledger: Ledger, ref: str | None, id: str, when: TimeFilter) -> View:
    """Who set each field of a thing; raises NotFound or Refused if it is not there."""
    if noun == "recommendation":
        from projections.why import why  # noqa: PLC0415  the others do without

        return why(ledger, str(ref), id, time_filter=when)
    from projections.finding.base import Question  # noqa: PLC0415  help does without
    from projections.finding.blame import blamed  # noqa: PLC0415

    return blamed(noun, Question(ledger, id if noun == "inspection" else ref, when), id)


def _named(noun: str, metavar: str) -> Decorator:
    """The argument that names one; on a terminal it is checked as others of its kind are."""
    checked = {"inspection": "ref", "recommendation": "number", "person": "id"}.get(noun, noun)
    return argument(metavar, "id", check=checked)


def _made(
    name: str, help: str, function: Callable[..., None], decorators: list[Decorator], epilog: str
) -> click.Command:
    passed: Function = click.pass_context(function)
    for decorator in reversed(decorators):
        passed = decorator(passed)
    return click.command(name, cls=LedgerCommand, help=help, epilog=epilog)(passed)

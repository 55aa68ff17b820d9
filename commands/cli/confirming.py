"""What is about to be recorded, shown in a few lines on a terminal, and confirmed.

By ann, in OCSAE, on 2021-08-18:
  Judged recommendation 3 closed (implemented) as J1, on evidence E1.
  Why J1: The board directs the response.
  (3: Set up strategic governance.)
Record it? (c changes something) [y/N]:

1. Nobody is asked where the input is no terminal, with --no-input, or with --yes. It is shown, and not asked,
   if all was given on the command line but a text that was saved in the editor: that confirmed it.
2. The sentences are those of the trail, of the events that would follow: what is shown is what is recorded.
3. If the answer is no, nothing was recorded, and the exit status is 1.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from commands.cli.context import environment_of
from ledger.errors import LedgerError
from ledger.validation import so_many

if TYPE_CHECKING:
    from events.base import Event
    from ledger.decisions.base import Decision
    from ledger.ledger import Ledger

MOST = 6
"""Lines that are shown of an act; of several at once that many are shown one by one."""
_NARROWEST = 40


class Declined(LedgerError):
    """Somebody read what would be recorded, and said no."""

    def __init__(self, remedy: str = "") -> None:
        super().__init__("You said no, and nothing was recorded.", remedy)


class ChangeWanted(Exception):
    """Somebody read what would be recorded, and wants to change something of it."""


def confirm(
    ctx: click.Context, ledger: Ledger, decisions: Sequence[Decision], by: str, *, asks: bool = True
) -> None:
    """Show what decisions would record, and ask; raises Declined, ChangeWanted or what asking does."""
    drafted = ledger.consider(*decisions, by=by)
    confirm_lines(ctx, lines(ledger, drafted, by), len(drafted), asks=asks)


def confirm_lines(ctx: click.Context, shown: Sequence[str], acts: int = 1, *, asks: bool = True) -> None:
    """Show lines of what would be recorded, the first as their heading, and ask; raises Declined."""
    from projections.formats.visible import visible  # noqa: PLC0415  at a terminal only

    environment = environment_of(ctx)
    width = max(environment.columns(), _NARROWEST)
    for place, line in enumerate(shown):
        indent = "  " if place else ""
        for part in textwrap.wrap(
            " ".join(visible(line).split()),
            width - 1,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            max_lines=3,
            placeholder=" …",
            break_on_hyphens=False,
        ):
            environment.report(part)
    if not asks:
        return
    question = "Record it?" if acts == 1 else f"Record all {acts}?"
    while True:
        said = str(
            environment.prompt(f"{question} (c changes something) [y/N]", default="n", show_default=False)
        )
        match said.strip().casefold():
            case "y" | "yes":
                return
            case "n" | "no":
                raise Declined
            case "c" | "change":
                raise ChangeWanted
            case _:
                environment.report("Error: Say y for yes, n for no, or c to change something.")


def lines(ledger: Ledger, drafted: Sequence[tuple[Event, ...]], by: str) -> list[str]:
    """Who, where and when; what would be recorded; and what that is about."""
    first = drafted[0][0]
    where = {str(ref) for events in drafted for event in events if (ref := _of(event, "inspection"))}
    days = {str(day) for events in drafted for event in events if (day := _of(event, "on"))}
    head = f"By {by}"
    head += f", in {' and '.join(sorted(where))}" if where else ""
    head += f", on {' and '.join(sorted(days))}" if days else ""
    if len(drafted) == 1:
        told = [_sentence(ledger, event) for event in drafted[0]]
        more = so_many(len(told) - MOST, "event")
        told = told if len(told) <= MOST else [*told[:MOST], f"… and {more} more"]
        return [f"{head}:", *told, *_about(ledger, first), *_who_signs(ledger, drafted, by)]
    told = [_sentence(ledger, events[0]) for events in drafted]
    if len(told) > MOST:
        told = [*told[: MOST - 1], f"… and {len(told) - MOST:,} more like these, and last:", told[-1]]
    others = [_sentence(ledger, event) for event in drafted[0][1:]]
    signs = _who_signs(ledger, drafted, by)
    return [f"{head}, {len(drafted)} at once:", *told, *others[:1], *signs]


def _of(event: Event, name: str) -> object:
    return getattr(event, name, None)


def _sentence(ledger: Ledger, event: Event) -> str:
    from projections.model.sentences.index import sentence  # noqa: PLC0415  at a terminal only

    return sentence(event, "", ledger.inspectorate().vocabulary)


def _who_signs(ledger: Ledger, drafted: Sequence[tuple[Event, ...]], by: str) -> Iterator[str]:
    """Who may confirm a judgement, if that is required."""
    recorded = any(event.NAME == "judgement.recorded" for events in drafted for event in events)
    if not recorded or ledger.inspectorate().sign_off != "required":
        return
    from commands.cli.offers_of_people import who_may_sign  # noqa: PLC0415  as above

    others = who_may_sign(ledger, by)
    signs = ", ".join(others) or "no other approver is registered yet"
    yield f"It counts once another signs it off: {signs}."


def _about(ledger: Ledger, event: Event) -> Iterator[str]:
    """What an event names that is there already, in a few words."""
    from commands.cli.offers import of_thing  # noqa: PLC0415  as above

    ref = _of(event, "inspection")
    if not ref:
        return
    inspection = ledger.inspection(str(ref))
    for name in ("number", "judgement", "evidence", "dispute"):
        named = _of(event, name)
        if isinstance(named, str) and (told := of_thing(inspection, name, named)):
            yield f"({named}: {told})"

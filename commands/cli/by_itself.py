"""``show`` of one word: ``show J4``, ``show ann``, ``show "Police Scotland"``.

1. A ref such as J4 is that of the only inspection that has it; if several have it, they are named.
2. Any other word is a body, a person, a publication by its size, or a key, the first of these that there is.
3. The ref of an inspection is none of them: its NUMBER is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click
from click.core import ParameterSource

from commands.cli.click_types import location
from commands.cli.context import environment_of
from commands.cli.prompts import PromptedArgument
from events.inspections import InspectionOpened
from ledger.errors import BadInput, LedgerError
from ledger.ledger import Ledger, no_inspection
from projections.base import TimeFilter, View

_NOUNS = ("person", "publication", "key")


class NumberIfAny(PromptedArgument):
    """NUMBER, which is empty if the word before it is no inspection's ref."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As given or prompted for, unless something else is named."""
        named = opts.get("ref")
        if ctx.resilient_parsing or not isinstance(named, str) or not self.value_is_missing(opts["number"]):
            return super().consume_value(ctx, opts)
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            if ledger.inspection(named).version:
                return super().consume_value(ctx, opts)
        return "", ParameterSource.COMMANDLINE


def page_of(ledger: Ledger, name: str, when: TimeFilter, *, notes: bool) -> View:
    """The page of what bears a name; raises NotFound, or BadInput if several do."""
    from projections.bodies import bodies, known_body  # noqa: PLC0415  most show a recommendation
    from projections.finding.base import Question, shown  # noqa: PLC0415
    from projections.finding.index import noun  # noqa: PLC0415
    from projections.finding.part_nouns import kind_of  # noqa: PLC0415

    parts = {ref: part for ref in _inspections(ledger) if (part := kind_of(ledger, ref, name))}
    if len(parts) > 1:
        # Of many inspections a few are named: that says how to go on.
        several = ", ".join(list(parts)[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
        raise BadInput(
            f"Several inspections have {name}: {several}.",
            f"Say of which: scrutiny show {next(iter(parts))} {name}",
        )
    for ref, part in parts.items():
        return shown(noun(part), Question(ledger, ref, when, notes), name)
    if known_body(ledger, name) is not None:
        return bodies(ledger, name, time_filter=when)
    for other in map(noun, _NOUNS):
        now = Question(ledger, None, TimeFilter(), notes)
        with suppress(LedgerError):
            shown(other, now, name)
            there = other
            break
    else:
        raise no_inspection(name)
    # If it was not there then, this says so.
    return shown(there, Question(ledger, None, when, notes), name)


def _inspections(ledger: Ledger) -> list[str]:
    opened = (record.event for record in ledger.records(topics=(InspectionOpened.NAME,)))
    return [event.inspection for event in opened if isinstance(event, InspectionOpened)]

"""Options that name something of the inspection that REF names: a cycle, a number.

1. What a receipt prints is read: ``--cycle OCSAE/2021`` is ``--cycle 2021`` of OCSAE.
2. A cycle that something is recorded in may be left out if the inspection has one that is open and no other:
   it is reported which one was taken. If there are several, they are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from click.core import ParameterSource

from commands.cli.click_types import location, may_ask
from commands.cli.context import environment_of
from commands.cli.helping import Option
from commands.cli.prompts import PromptedOption
from ledger.errors import BadInput, NotFound, Refused

_KINDS = {"cycle": "cycles", "until": "cycles"}
"""What an option names, by its name; any other names a recommendation."""


class WithinOption(Option):
    """An option that names something of the inspection, with its ref or without."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, without the ref."""
        value, source = super().consume_value(ctx, opts)
        return without_ref(ctx, opts, value, _KINDS.get(str(self.name), "recommendations")), source


class RunningCycle(PromptedOption):
    """The cycle that something is recorded in; the one that is open, if it is left out."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # Any: as click.Option
        super().__init__(*args, **settings)
        self.help = f"{self.help} [default: the one that is open]"

    def get_help_extra(self, ctx: click.Context) -> click.types.OptionHelpExtra:
        """As of any option, but that it may be left out."""
        extra = super().get_help_extra(ctx)
        extra.pop("required", None)
        return extra

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As given, without the ref; else the one that is open; else by a prompt, or refused."""
        value, source = click.Option.consume_value(self, ctx, opts)
        if not self.value_is_missing(value):
            return without_ref(ctx, opts, value, "cycles"), source
        ref = ctx.params.get("ref")
        if ctx.resilient_parsing or not isinstance(ref, str):
            return value, source
        cycles = _open_in(ctx, ref)
        if len(cycles) == 1:
            environment_of(ctx).warn(f"in the cycle {cycles[0]} of {ref}, the one that is open.")
            return cycles[0], ParameterSource.DEFAULT
        if may_ask(ctx):
            return super().consume_value(ctx, opts)
        raise BadInput(
            f"{ref} has {len(cycles)} cycles that are open: {', '.join(cycles)}.",
            f"Say in which: --cycle {cycles[-1]}",
        )


def without_ref(
    ctx: click.Context, opts: Mapping[str, Any], value: Any, kind: str
) -> Any:  # Any: text, or click's mark of what was not given
    """A name without the ref of the inspection, unless it is so called itself."""
    given = opts.get("ref")
    ref = str(given if isinstance(given, str) else ctx.params.get("ref") or "").partition("/")[0]
    before, _, name = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not (ref and name) or ctx.resilient_parsing:
        return value
    from ledger.validation import key  # noqa: PLC0415  few names have a slash

    if key(before) != key(ref):
        return value
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        return value if key(value) in getattr(ledger.inspection(ref), kind) else name


def _open_in(ctx: click.Context, ref: str) -> list[str]:
    """The cycles of an inspection that are open; raises NotFound or Refused if there is none."""
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        ref = ledger.ref(ref)
        cycles = list(ledger.inspection(ref).cycles.values())
    if not cycles:
        raise NotFound(f"{ref} has no cycle.", f"Open one: scrutiny cycle open {ref} CYCLE --title T")
    if running := [cycle.ref for cycle in cycles if cycle.closed_on is None]:
        return running
    raise Refused(
        f"No cycle of {ref} is open.",
        f"Open another: scrutiny cycle open {ref} CYCLE --title T, or take the closing of one back: "
        f"scrutiny cycle reopen {ref} {cycles[-1].ref} --why W",
    )

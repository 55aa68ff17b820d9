"""``REF/NUMBER`` in one word, as receipts print it, for every command that takes the two as arguments.

The ref of an inspection has no slash, so the first slash ends it: OCSAE/012/21 is 012/21 of OCSAE.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import click
from click.core import ParameterSource


class NamingArgument(click.Argument):
    """An argument; if it is REF and others follow, REF/NUMBER stands for it and the first of them."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, once REF/NUMBER is parted; a usage error if there is a NUMBER besides."""
        self.part(ctx, opts)
        return super().consume_value(ctx, opts)

    def parted(self, ctx: click.Context, opts: Mapping[str, Any], value: Any) -> Any:  # Any: as above
        """What is left of a value for this argument, once those behind it have theirs."""
        if not following(ctx.command, self):
            return value
        cast("dict[str, Any]", opts)[str(self.name)] = value
        self.part(ctx, opts)
        return opts[str(self.name)]

    def part(self, ctx: click.Context, opts: Mapping[str, Any]) -> None:  # Any: as above
        """Part REF/NUMBER among what was given, and give each argument its own."""
        whole = opts.get(str(self.name))
        behind = following(ctx.command, self)
        if not behind or not isinstance(whole, str):
            return
        ref, _, name = whole.partition("/")
        if not (ref and name):
            return
        given = cast("dict[str, Any]", opts)  # that is what click's parser gives
        given[str(self.name)] = ref
        moved: Any = name
        for argument in behind:
            key = str(argument.name)
            before: Any = given.get(key)
            if argument.nargs == -1:
                given[key] = (moved,) if argument.value_is_missing(before) else (moved, *before)
                return
            given[key] = moved
            if argument.value_is_missing(before):
                return
            moved = before
        if not ctx.resilient_parsing:
            raise click.UsageError(f"{whole} is two words in one, so {moved} is one too many.", ctx)


def following(command: click.Command, ref: click.Parameter) -> list[click.Argument]:
    """The arguments behind REF; none behind another."""
    if ref.name != "ref":
        return []
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    return arguments[arguments.index(ref) + 1 :] if ref in arguments else []

"""On a terminal, a command prompts for each missing value until it is right.

Statuses:
  open
  partially-met
  closed
Its status: shut
Error: 'shut' is not one of 'open', 'partially-met', 'closed'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click
from click.core import ParameterSource

from commands.cli.click_types import may_ask
from commands.cli.context import environment_of
from commands.cli.helping import Option
from commands.cli.naming import NamingArgument
from commands.cli.understood import also_meant
from commands.cli.unwritten import Unwritten
from ledger.errors import BadInput, NotFound, Refused

ASKED = "scrutiny.asked"
"""The names of the values that were asked for."""

_NO_REASON = "\x00"
"""Stands for the reason that was left out: no command line has this character."""

GUIDED = "scrutiny.guided"
"""Whether a person is led through the command: what it is about was asked for."""


class PromptedOption(Option):
    """A required option; on a terminal the person is prompted for it.

    ``long_text`` opens the editor, once all else is right. ``check`` names the check of its value in
    ``commands.cli.given``, and what is offered for it in ``commands.cli.offering``, if that is not the
    option's name. With ``when`` the option is not required, and prompted for if ``when`` holds of the values
    given before, by name; with ``optional`` it may be left out all the same, and with ``guided`` it is
    prompted for only if what the command is about was. With ``implied`` another value may have meant it
    (``commands.cli.understood``).
    """

    def __init__(
        self,
        *args: Any,
        long_text: bool = False,
        check: str | None = None,
        when: Callable[[Mapping[str, Any]], bool] | None = None,
        optional: bool = False,
        guided: bool = False,
        implied: bool = False,
        **settings: Any,
    ) -> None:  # Any: as click.Option
        super().__init__(*args, **settings)
        self.long_text, self.check, self.when = long_text, check or str(self.name), when
        self.optional, self.guided, self.implied = optional, guided, implied

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, then by a prompt."""
        value, source = super().consume_value(ctx, opts)
        if not self.value_is_missing(value) or ctx.resilient_parsing:
            return value, source
        if self.implied and (meant := also_meant(ctx, str(self.name))):
            return meant, ParameterSource.DEFAULT
        if self.wanted(ctx) and may_ask(ctx):
            return self.asked(ctx), ParameterSource.PROMPT
        return value, source

    def wanted(self, ctx: click.Context) -> bool:
        """Whether the values given before make it necessary, or make it worth to be offered."""
        # While it parses, click keeps a mark of its own, which is true, for what was not given.
        given = {name: said for name, said in ctx.params.items() if not self.value_is_missing(said)}
        given["asked"] = ctx.meta.get(ASKED, set())
        given["status meant"] = also_meant(ctx, "status")
        if self.guided and not ctx.meta.get(GUIDED):
            return False
        return self.when(given) if self.when else self.required

    def asked(self, ctx: click.Context) -> Any:  # Any: text, or several if the option is multiple
        """The value, by a prompt; of a long text only its label, until all else is right."""
        if self.long_text:
            return Unwritten(label_of(self))
        from commands.cli.asking import ask  # noqa: PLC0415  at a terminal only
        from commands.cli.offering import offered  # noqa: PLC0415

        check_what_is_given(ctx)
        ctx.meta.setdefault(ASKED, set()).add(str(self.name))
        if self.optional and self.guided and not offered(ctx, self.check, ctx.params).rows:
            return () if self.multiple else None
        return ask(ctx, self, check=self.check, label=label_of(self), optional=self.optional)


class WithReason(PromptedOption):
    """An option that says that something is so, and why: on a terminal the reason is asked for."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # Any: as click.Option
        super().__init__(*args, is_flag=False, flag_value=_NO_REASON, when=lambda _: False, **settings)

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does; without a reason by a prompt, or a usage error."""
        value, source = super().consume_value(ctx, opts)
        if value != _NO_REASON or ctx.resilient_parsing:
            return value, source
        if not may_ask(ctx):
            raise click.UsageError(f"Option {self.opts[0]!r} requires an argument: the reason.", ctx)
        return self.asked(ctx), ParameterSource.PROMPT


class PromptedArgument(NamingArgument):
    """A required argument, one or more; on a terminal the person is prompted. ``check`` as of an option."""

    def __init__(
        self, *args: Any, check: str | None = None, **settings: Any
    ) -> None:  # Any: as click.Argument
        super().__init__(*args, **settings)
        self.check = check or str(self.name)
        self.prompted = self.required

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, then by a prompt."""
        value, source = super().consume_value(ctx, opts)
        if not (self.prompted and self.value_is_missing(value) and may_ask(ctx)):
            return value, source
        from commands.cli.asking import ask  # noqa: PLC0415  at a terminal only

        check_what_is_given(ctx)
        ctx.meta[GUIDED] = True
        label = self.make_metavar(ctx).strip("[].")
        if isinstance(self.type, click.Choice):
            label += f": {', '.join(map(str, self.type.choices))}"
        asked = ask(
            ctx, self, check=self.check, label=label, between=lambda typed: self.parted(ctx, opts, typed)
        )
        return asked, ParameterSource.PROMPT


def label_of(param: click.Parameter) -> str:
    """What a prompt calls a value: the beginning of its help, with the words if they are always the same."""
    label = (getattr(param, "help", None) or param.name or "").partition(";")[0].partition(" [")[0]
    label = label.rstrip(".")
    if isinstance(param.type, click.Choice) and not isinstance(param, PromptedOption | PromptedArgument):
        return label
    if isinstance(param.type, click.Choice) and getattr(param, "check", "") != "status":
        label += f": {', '.join(map(str, param.type.choices))}"
    return label


def check_what_is_given(ctx: click.Context) -> None:
    """Check the values of the command line: if one is wrong, nobody is prompted for the rest.

    Whoever typed something at a prompt before is asked for it anew instead.
    """
    from commands.cli.asking import PROMPTED, ask, wrapped  # noqa: PLC0415  at a terminal only
    from commands.cli.given import check_given  # noqa: PLC0415

    checked: set[str] = ctx.meta.setdefault("scrutiny.checked", set())
    # What else is named, is named within an inspection, and waits until that is known.
    waits = any(param.name == "ref" for param in ctx.command.params) and not ctx.params.get("ref")
    for param in ctx.command.params:
        given = ctx.params.get(str(param.name))
        # What click has no value for yet is neither text nor several.
        if not given or not isinstance(given, str | tuple) or param.name in checked:
            continue
        if not isinstance(param, PromptedOption | PromptedArgument) or waits:
            continue
        try:
            check_given(ctx, param.check, given)
        except (BadInput, NotFound, Refused) as error:
            if not ctx.meta.get(PROMPTED):
                raise
            environment = environment_of(ctx)
            environment.report(wrapped(environment, f"Error: {error.message} {error.remedy}".rstrip()))
            ctx.params[str(param.name)] = ask(
                ctx, param, check=param.check, label=label_of(param), optional=not param.required
            )
        checked.add(str(param.name))

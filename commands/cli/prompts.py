"""On a terminal, a command prompts for each missing value until it is right.

Status: shut
Error: 'shut' is not one of 'open', 'partially-met', 'closed'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click
from click.core import ParameterSource

from commands.cli.click_types import Unwritten, may_ask
from commands.cli.context import environment_of
from commands.cli.naming import NamingArgument


class PromptedOption(click.Option):
    """A required option; on a terminal the person is prompted for it.

    ``long_text`` opens the editor, once all else is right. ``check`` names the check of its value in
    ``commands.cli.given``, if that is not the option's name. With ``when`` the option is not required, and
    prompted for if ``when`` holds of the values given before, by name. ``words`` is the vocabulary whose
    words the prompt offers; with ``own`` only the publisher's own, if there are any, and none may be given.
    """

    def __init__(
        self,
        *args: Any,
        long_text: bool = False,
        check: str | None = None,
        when: Callable[[Mapping[str, Any]], bool] | None = None,
        words: str | None = None,
        own: bool = False,
        **settings: Any,
    ) -> None:  # Any: as click.Option
        super().__init__(*args, **settings)
        self.long_text, self.check, self.when = long_text, check or str(self.name), when
        self.words, self.own = words, own

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, then by a prompt."""
        value, source = super().consume_value(ctx, opts)
        # While it parses, click keeps a mark of its own, which is true, for what was not given.
        given = {name: said for name, said in ctx.params.items() if not self.value_is_missing(said)}
        wanted = self.when(given) if self.when else self.required
        if wanted and self.value_is_missing(value) and may_ask(ctx):
            return self._asked(ctx), ParameterSource.PROMPT
        return value, source

    def _asked(self, ctx: click.Context) -> Any:  # Any: text, or several if the option is multiple
        label = (self.help or self.name or "").partition(";")[0].rstrip(".")
        if isinstance(self.type, click.Choice) and self.multiple:
            label += f": {', '.join(map(str, self.type.choices))}"
        if self.words:
            from commands.cli.given import offered  # noqa: PLC0415  at a terminal only

            words = offered(ctx, self.words, own=self.own)
            label += f": {', '.join(words)}"
            if self.own:
                return _until_right(ctx, self.check, lambda: _prompt_none(label) or None) if words else None
        if self.long_text:
            return Unwritten(label)
        return _until_right(
            ctx, self.check, lambda: _prompt_several(label) if self.multiple else _prompt(label, self)
        )


def _prompt(label: str, param: click.Parameter) -> Any:  # Any: whatever its type makes of it
    return environment_of().prompt(label, type=param.type)


def _prompt_none(label: str) -> str:
    """A value, or nothing."""
    return str(environment_of().prompt(f"{label} (or nothing)", default="", show_default=False)).strip()


def _prompt_several(label: str) -> tuple[str, ...]:
    typed = environment_of().prompt(f"{label} (several: with ; between)")
    return tuple(part.strip() for part in typed.split(";") if part.strip())


def _until_right(ctx: click.Context, what: str, ask: Callable[[], Any]) -> Any:  # Any: as above
    """Prompt until the value is right, each time with the reason why it was not.

    The values on the command line are checked first: if one is wrong, nobody is prompted for the rest.
    """
    from commands.cli.given import check_given  # noqa: PLC0415  at a terminal only
    from ledger.errors import BadInput, NotFound, Refused  # noqa: PLC0415
    from projections.formats.visible import visible  # noqa: PLC0415

    for param in ctx.command.params:
        given = ctx.params.get(str(param.name))
        # What click has no value for yet is neither text nor several.
        if not given or not isinstance(given, str | tuple) or param.name in _checked(ctx):
            continue
        if isinstance(param, PromptedOption | PromptedArgument):
            check_given(ctx, param.check, given)
            _checked(ctx).add(str(param.name))
    while True:
        value = ask()
        if not value:
            return value
        try:
            check_given(ctx, what, value)
        except (BadInput, NotFound, Refused) as error:
            sentences = filter(None, ("Error:", error.message, error.remedy))
            environment_of(ctx).report(visible(" ".join(sentences)))
        else:
            return value


def _checked(ctx: click.Context) -> set[str]:
    """The names of the values that are known to be right."""
    checked: set[str] = ctx.meta.setdefault("scrutiny.checked", set())
    return checked


class PromptedArgument(NamingArgument):
    """A required argument, one or more; on a terminal the person is prompted. ``check`` as of an option."""

    def __init__(
        self, *args: Any, check: str | None = None, **settings: Any
    ) -> None:  # Any: as click.Argument
        super().__init__(*args, **settings)
        self.check = check or str(self.name)

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, Any]
    ) -> tuple[Any, ParameterSource]:  # Any: as click declares it
        """As click does, then by a prompt."""
        value, source = super().consume_value(ctx, opts)
        if self.required and self.value_is_missing(value) and may_ask(ctx):
            label = self.make_metavar(ctx).rstrip(".")
            ask = (lambda: _prompt_several(label)) if self.nargs == -1 else (lambda: _prompt(label, self))
            return _until_right(
                ctx, self.check, lambda: self.parted(ctx, opts, ask())
            ), ParameterSource.PROMPT
        return value, source

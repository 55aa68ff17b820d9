"""Options and arguments that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

from commands.cli.click_types import TEXT, remember
from commands.cli.helping import option
from commands.cli.prompts import PromptedArgument, PromptedOption
from commands.cli.within import RunningCycle, WithinOption

Function = Callable[..., Any]  # Any: click decorates functions of every shape
Decorator = Callable[[Function], Function]


def argument(
    name: str, parameter: str = "", **settings: Any
) -> Decorator:  # Any: whatever click.argument takes
    """A required argument, on a terminal prompted for if it is missing; ``nargs=-1`` for one or more.

    ``parameter`` is what the function calls it, if not by its name.
    """
    several = "..." if settings.get("nargs") == -1 else ""
    return click.argument(
        parameter or name.lower(), metavar=f"{name}{several}", cls=PromptedArgument, required=True, **settings
    )


REF = argument("REF")
NUMBER = argument("NUMBER")
SEVERAL_NUMBERS = argument("NUMBER", nargs=-1)
CYCLE_OF = argument("CYCLE")
NEW_REF = argument("REF", check="new ref")
NEW_NUMBER = argument("NUMBER", check="new number")
NEW_CYCLE = argument("CYCLE", check="new cycle")


def asked(
    *names: str,
    help: str,
    long_text: bool = False,
    when: Callable[[Mapping[str, Any]], bool] | None = None,
    **settings: Any,
) -> Decorator:  # Any: as click.option
    """A required option, on a terminal prompted for if it is missing; with ``when``, only if that holds."""
    kind = {"type": TEXT} if long_text else {}
    asking = {"cls": PromptedOption, "long_text": long_text, "when": when, "help": help}
    return option(*names, required=when is None, **{**asking, **kind, **settings})


def examples(*lines: str) -> str:
    """What stands under the help of a command: each example on a line of its own, to be copied."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def completed_later(module: str, constant: str) -> Callable[..., list[str]]:
    """What a shell completes a value from: words of a module that is imported when they are asked for.

    Words of the ledger are completed without this (``commands.cli.completing``).
    """

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
        return [word for word in getattr(import_module(module), constant) if word.startswith(incomplete)]

    return complete


def running_cycle(help: str) -> Decorator:
    """The cycle that something is recorded in; the open one if it is left out and there is no other."""
    return asked("--cycle", cls=RunningCycle, metavar="CYCLE", check="running cycle", help=help)


def within(*names: str, **settings: Any) -> Decorator:  # Any: as click.option
    """An option that names a cycle or a number of the inspection, as receipts print it or without its ref."""
    return option(*names, cls=WithinOption, **settings)


WHY = asked("--why", help="Why, in words that may be published.", type=TEXT)
INTERNAL_WHY = asked("--why", help="Why; this is not published.", type=TEXT)
"""Of events whose reason the inspectorate alone may read (see ``events.base.Internal``)."""
OPTIONAL_WHY = option("--why", type=TEXT, help="Why, in words that may be published.")
ON = option("--on", metavar="DATE", help="The day it took effect. [default: today]")


def _table_or_json(what: str) -> Decorator:
    said = f"How the {what} is printed."
    return option("--format", type=click.Choice(["table", "json"]), default="table", help=said)


TABLE_OR_JSON = _table_or_json("receipt")
RESULT = _table_or_json("result")
VERIFIER_KEY = option(
    "--key", metavar="VERIFIER_KEY", help="The verifier key you were given, or a file that has it."
)
HELD = option(
    "--held", "files", metavar="CHECKPOINT", multiple=True, help="A file with a checkpoint kept outside."
)
CONFIRMED = option(
    "--yes",
    is_flag=True,
    expose_value=False,
    callback=remember,
    help="Record it without asking; on a terminal it is shown and confirmed.",
)


def RECEIPT(function: Function) -> Function:  # noqa: N802  a decorator without arguments, used as a constant
    """The options of every command that records."""
    return CONFIRMED(TABLE_OR_JSON(function))


MISSING_EVIDENCE = option(
    "--missing-evidence",
    is_flag=True,
    help="Go on if evidence files are missing or damaged, without them.",
)

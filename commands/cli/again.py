"""A refusal on a terminal goes back to the value that was refused; all else that was typed is kept.

Error: That evidence was withdrawn … Leave it out.
What was given:
  REF          OCSAE
  NUMBER       3
  --evidence   E1
  --rationale  The board directs the response.
Change which (nothing: stop) [--evidence]:

1. That holds of what somebody typed at a prompt or in the editor: a command line is in the shell's history.
   Of several values that would do, one is asked for in any case, if none was given.
2. What is about to be recorded can be changed in the same way before it is confirmed.
3. A long text is changed in the editor, which opens with what was written.
4. Whoever stops gets the exit status of the refusal, and is told where a text from the editor is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import click

from commands.cli.asking import PROMPTED, ask, wrapped
from commands.cli.click_types import PERSON, TEXT, may_ask, named_person
from commands.cli.confirming import ChangeWanted
from commands.cli.context import environment_of
from commands.cli.errors import saved
from commands.cli.given import check_given
from commands.cli.offers import first_words
from commands.cli.prompts import PromptedOption, label_of
from commands.cli.understood import MEANT, Status, VocabularyWord, also_meant
from commands.cli.unwritten import Unwritten
from ledger.errors import BadInput, Busy, Conflict, Incomplete, LedgerError, NotFound, Refused
from projections.formats.visible import visible

_NONE = ("-", "nothing", "none", "n", "no", "stop")
_WHO = ("is not registered in this ledger", "may not do this", "cannot sign it off")
"""What is said of a person, who could be another."""


def until_settled(ctx: click.Context, command: Callable[[], Any]) -> Any:  # Any: what a command returns
    """Run a command; if it is refused, or something is to be changed, run it again with other values."""
    environment = environment_of(ctx)
    while True:
        try:
            return command()
        except ChangeWanted:
            change(ctx, "nothing: all is right", "")
        except (Conflict, Busy) as error:
            if not may_ask(ctx) or not (ctx.meta.get(PROMPTED) or environment.edited):
                raise
            environment.report(wrapped(environment, f"Error: {error.message}\n{error.remedy}".rstrip()))
            if not environment.confirm("Try again?"):
                raise
        except (BadInput, NotFound, Refused) as error:
            typed = ctx.meta.get(PROMPTED) or environment.edited or isinstance(error, Incomplete)
            if not may_ask(ctx) or not typed:
                raise
            environment.report(wrapped(environment, f"Error: {error.message}\n{error.remedy}".rstrip()))
            if change(ctx, "nothing: stop", suspect(ctx, error)):
                continue
            if environment.holds_warnings:
                raise  # as JSON the error is the last word
            environment.report(" ".join(filter(None, ("Nothing was recorded.", saved(environment)))))
            raise click.exceptions.Exit(error.exit_status) from error


def _values(ctx: click.Context) -> Iterator[tuple[str, click.Parameter, Any]]:  # Any: whatever click made
    """What each value is called, the value, and what it is of."""
    for param in ctx.command.params:
        name = param.make_metavar(ctx).rstrip(".") if isinstance(param, click.Argument) else param.opts[0]
        if param.name == "person":
            yield name, param, named_person(ctx)
        elif param.expose_value and param.name not in ("format", "passphrase", "passphrase_fd"):
            yield name, param, ctx.params.get(str(param.name))


def _shown(value: Any) -> str:  # Any: as above
    if isinstance(value, Unwritten):
        value = value.text or ""
    if isinstance(value, tuple | list):
        value = "; ".join("=".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return "yes" if value is True else first_words(str(value))


def change(ctx: click.Context, otherwise: str, suspected: str) -> bool:
    """Let a person change one value; False if none was chosen."""
    environment = environment_of(ctx)
    there = list(_values(ctx))
    given = [(name, value) for name, _, value in there if value not in (None, "", (), False)]
    width = max((len(name) for name, _ in given), default=0)
    environment.report("What was given:")
    for name, value in given:
        environment.report(visible(f"  {name:<{width}}  {_shown(value)}"))
    rest = [name for name, _, value in there if value in (None, "", (), False)]
    if rest:
        environment.report(wrapped(environment, f"Not given: {', '.join(rest)}"))
    by_name = {name.lstrip("-").casefold(): (name, param, value) for name, param, value in there}
    while True:
        typed = str(
            environment.prompt(f"Change which ({otherwise})", default=suspected, show_default=bool(suspected))
        ).strip()
        if not typed or typed.casefold() in _NONE:
            return False
        if chosen := by_name.get(typed.lstrip("-").casefold()):
            _change(ctx, *chosen[1:])
            return True
        environment.report(
            wrapped(environment, f"Error: {typed!r} is none of these: name one, and its value is asked for.")
        )


def _change(ctx: click.Context, param: click.Parameter, before: Any) -> None:  # Any: as above
    ctx.meta[PROMPTED] = True
    if isinstance(before, Unwritten):
        before.rewrite(environment_of(ctx))
        return
    name = str(param.name)
    if isinstance(param, click.Option) and param.is_flag:
        ctx.params[name] = not before
        return
    if param.type is TEXT and isinstance(param, click.Option):
        text = Unwritten(label_of(param), str(before or ""))
        text.rewrite(environment_of(ctx))
        ctx.params[name] = text.text or None
        return
    if isinstance(param.type, Status) or (isinstance(param.type, VocabularyWord) and name == "word"):
        for of_it in ("word", "reason", "status"):
            ctx.meta.pop(MEANT + of_it, None)
            ctx.params[of_it] = None
    check = "who acts" if name == "person" else str(getattr(param, "check", name))
    value = ask(ctx, param, check=check, label=label_of(param), optional=not param.required)
    if name == "person":
        ctx.meta[PERSON] = value
        return
    ctx.params[name] = param.callback(ctx, param, value) if param.callback else value
    _follow(ctx)


def _follow(ctx: click.Context) -> None:
    """Ask for what another value makes necessary now, and leave out what it makes meaningless."""
    for param in ctx.command.params:
        if not isinstance(param, PromptedOption) or param.when is None or param.guided:
            continue
        name = str(param.name)
        missing = ctx.params.get(name) in (None, "", ())
        if missing and param.implied and (meant := also_meant(ctx, name)):
            ctx.params[name] = meant
        elif missing and param.wanted(ctx):
            ctx.params[name] = param.asked(ctx)
        elif not missing and name in ("reason", "by") and not param.wanted(ctx):
            ctx.params[name] = None


def suspect(ctx: click.Context, error: LedgerError) -> str:
    """What the value is called that was refused, as far as the error shows; empty if it does not."""
    if any(sentence in error.message for sentence in _WHO):
        return "--as"
    named, mentioned = "", ("", 0)
    for name, param, value in _values(ctx):
        if param.name == "person":
            continue
        if value and _is_wrong(ctx, param, value, error.message):
            return name
        word = name.lstrip("-").casefold().replace("-", " ")
        if name.startswith("--") and re.search(rf"\b{re.escape(word)}\b", error.message.casefold()):
            named = named or name
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and text and text in error.message and name != "REF":
                mentioned = max(mentioned, (name, len(text)), key=lambda one: one[1])
    return mentioned[0] or named


def _is_wrong(ctx: click.Context, param: click.Parameter, value: Any, message: str) -> bool:  # Any: as above
    check = getattr(param, "check", None)
    if check is None or isinstance(value, Unwritten):
        return False
    try:
        check_given(ctx, check, value)
    except LedgerError as error:
        return error.message == message
    return False

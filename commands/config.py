"""``scrutiny config``."""

from __future__ import annotations

import os

import click

from commands.cli.click_types import LEDGER, PERSON, LedgerCommand, SuggestingGroup
from commands.cli.config_file import PLACES, SETTINGS, lines_of, path_of, setting_of, settings_of, wrong
from commands.cli.context import environment_of
from commands.cli.options import argument
from commands.cli.outputs import put_bytes
from commands.cli.read import put, writing
from commands.cli.settings import Setting, is_ledger, ledger_setting, setting
from ledger import validation
from ledger.errors import BadInput
from projections.base import Column, View

NAME = argument("NAME", type=click.Choice(list(SETTINGS)))


@click.group("config", cls=SuggestingGroup, invoke_without_command=True)
@writing
@click.pass_context
def command(ctx: click.Context, format: str | None, output: str | None) -> None:
    """Say once who you are, which ledger you work on, how readings are written and what you sign with.

    Without a command it lists what holds here. An option counts before a variable (SCRUTINY_PERSON,
    SCRUTINY_LEDGER, SCRUTINY_FORMAT, SCRUTINY_SSH_KEY, SCRUTINY_EVIDENCE), that before your config file, and
    that before what is found: the folder scrutiny-ledger in the one you stand in, or in any above it.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx, format, output)


@command.command("list", cls=LedgerCommand)
@writing
@click.pass_context
def list_(ctx: click.Context, format: str | None, output: str | None) -> None:
    """What holds here, and where each value comes from: option, environment, config file, found, default."""
    _list(ctx, format, output)


@command.command("set", cls=LedgerCommand)
@NAME
@argument("VALUE")
@click.pass_context
def set_(ctx: click.Context, name: str, value: str) -> None:
    """Set person, ledger, format, ssh-key or evidence in your config file. A path is kept as a whole one."""
    environment = environment_of(ctx)
    if name == "person":
        validation.person(value)
    if name in PLACES and value and "://" not in value:
        if value.startswith("~/"):
            value = environment.variables.get("HOME", "~") + value[1:]
        value = os.path.normpath(os.path.join(environment.folder, value))  # noqa: PTH118  it is text
    if problem := wrong(name, value):
        raise BadInput(f"It cannot be set: {problem}.", "Give another value: scrutiny config set NAME VALUE")
    path = _rewrite(ctx, name, f"{name} = {value}")
    environment.report(f"{name} is {_shown(value)}, by {path}.")
    if name == "ledger" and not is_ledger(value) and "://" not in value:
        environment.warn(f"there is no ledger in {value} yet.")
    _report_what_counts_more(ctx, name)


@command.command("unset", cls=LedgerCommand)
@NAME
@click.pass_context
def unset(ctx: click.Context, name: str) -> None:
    """Take a setting out of your config file."""
    environment = environment_of(ctx)
    path = path_of(environment.variables)
    if name not in settings_of(environment.variables):
        environment.report(f"{path} does not set {name}.")
        return
    _rewrite(ctx, name, None)
    environment.report(f"{path} does not set {name} any more.")
    _report_what_counts_more(ctx, name)


def _list(ctx: click.Context, format: str | None, output: str | None) -> None:
    held = (
        setting(ctx, "person", ctx.meta.get(PERSON)),
        ledger_setting(ctx, ctx.meta.get(LEDGER)),
        setting(ctx, "format", format),
        setting(ctx, "ssh-key"),
        _evidence(ctx),
    )
    columns = (
        Column("Setting", lambda item: str(item["setting"]), whole=True),
        Column("Value", lambda item: str(item["value"] or "-")),
        Column("From", lambda item: " ".join(filter(None, (item["source"], item["where"])))),
    )
    rows = [
        {"setting": held.name, "value": _shown(held.value), "source": held.source, "where": held.where}
        for held in held
    ]
    put(View(caption="Settings that hold here", columns=columns, items=rows, head={}), format, output)


def _evidence(ctx: click.Context) -> Setting:
    """Where evidence of a ledger on a server is: its own address counts before all else."""
    held = ledger_setting(ctx, ctx.meta.get(LEDGER))
    if "://" not in held.value:
        return setting(ctx, "evidence")
    from ledger.store.location import named_evidence  # noqa: PLC0415  a folder needs nothing of it

    place = named_evidence(held.value)
    if place and not place.startswith(("/", "s3://")):
        # It may be the end of a password with a # that was not encoded.
        place = "…"
    return held._replace(name="evidence", value=place) if place else setting(ctx, "evidence")


def _shown(value: str) -> str:
    """A value as it may be seen: the location of a server without its password."""
    if ":" not in value and "=" not in value:
        return value
    from ledger.store.location import shown  # noqa: PLC0415  a folder needs nothing of it

    return shown(value)


def _rewrite(ctx: click.Context, name: str, line: str | None) -> str:
    """Put a line in the place of the one that sets a name, or take that out; every other line stays."""
    variables = environment_of(ctx).variables
    settings_of(variables)  # a file that cannot be read is not written either
    path = path_of(variables)
    lines = lines_of(path)
    at = [
        index
        for index, text in enumerate(lines)
        if (found := setting_of(text, path, index + 1)) and found[0] == name
    ]
    at = at or [len(lines)]
    lines[at[0] : at[0] + 1] = [] if line is None else [line]
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120  it is text
    put_bytes([f"{text}\n".encode() for text in lines], path, mode=0o600)
    return path


def _report_what_counts_more(ctx: click.Context, name: str) -> None:
    """Say so if a variable goes before what the file says."""
    if (counts := setting(ctx, name)).source == "environment":
        environment_of(ctx).warn(f"the variable {counts.where} counts before it: {counts.value}.")

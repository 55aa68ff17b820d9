"""Who acts, where the ledger and its evidence are and how readings are written, and who says so.

An option counts before a variable, that before the config file, and that before what is found or is default.
The ledger is found in the folder or any above it, as git finds its own: it is the folder ``scrutiny-ledger``
there. One of another name is not taken, because it may be a copy that somebody looks at. Nothing is made
where nothing is found; ``init`` makes one.
"""

from __future__ import annotations

import os
import stat

import click

from commands.cli.config_file import path_of, settings_of
from commands.cli.context import environment_of
from events.named import NamedTuple

DEFAULT_LEDGER, DEFAULT_FORMAT = "scrutiny-ledger", "table"
_LEDGER = ("ledger.db", "ledger.lock")
_VARIABLES = {
    "person": "SCRUTINY_PERSON",
    "ledger": "SCRUTINY_LEDGER",
    "format": "SCRUTINY_FORMAT",
    "ssh-key": "SCRUTINY_SSH_KEY",
    "evidence": "SCRUTINY_EVIDENCE",
}
_OPTIONS = {"person": "--as", "ledger": "--ledger", "format": "--format"}


class Setting(NamedTuple):
    """A value, and where it comes from: ``option``, ``environment``, ``config file``, ``found``, ``default``.

    ``where`` names the option, the variable or the file.
    """

    name: str
    value: str
    source: str
    where: str = ""


def setting(ctx: click.Context, name: str, given: str | None = None) -> Setting:
    """A setting, with what an option gave for it; raises BadInput if the config file cannot be read."""
    if given is not None:
        return Setting(name, given, "option", _OPTIONS[name])
    variable = _VARIABLES[name]
    environment = environment_of(ctx)
    value = environment.variables.get(variable)
    # An empty person is a person that is not named; the others cannot be empty.
    if value or (value is not None and name == "person"):
        return Setting(name, value, "environment", variable)
    if (value := settings_of(environment.variables).get(name)) is not None:
        return Setting(name, value, "config file", path_of(environment.variables))
    return Setting(name, {"ledger": DEFAULT_LEDGER, "format": DEFAULT_FORMAT}.get(name, ""), "default")


def ledger_setting(ctx: click.Context, given: str | None = None) -> Setting:
    """Where the ledger is; the default if none was named and none is found."""
    named = setting(ctx, "ledger", given)
    if named.source != "default":
        return named
    here = environment_of(ctx).folder
    return _found(here) or named if here else named


def _found(here: str) -> Setting | None:
    """The nearest ledger in a folder or above it.

    One above counts only if nobody else could have put it there: not where everybody may write, such as in
    /tmp, unless it is one's own.
    """
    if is_ledger(DEFAULT_LEDGER):
        return Setting("ledger", DEFAULT_LEDGER, "found", here)
    above = here
    while above != (above := os.path.dirname(above)):  # noqa: PTH120  pathlib costs every start
        path = f"{above.rstrip('/')}/{DEFAULT_LEDGER}"
        if is_ledger(path) and _may_count(path, above):
            return Setting("ledger", path, "found", above)
    return None


def is_ledger(path: str) -> bool:
    """Whether a folder holds a ledger, or what is left of one: that is not passed over for one above it."""
    return any(os.path.exists(f"{path}/{name}") for name in _LEDGER)  # noqa: PTH110  as above


def _may_count(path: str, folder: str) -> bool:
    try:
        return not os.stat(folder).st_mode & stat.S_IWOTH or os.stat(path).st_uid == os.getuid()  # noqa: PTH116
    except OSError:
        return False

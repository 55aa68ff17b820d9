"""Passphrases: typed at a prompt or read from a file descriptor; never an argument, never the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from commands.cli.click_types import WHOLE, may_ask
from commands.cli.context import environment_of
from commands.cli.helping import option
from ledger.errors import BadInput

Function = Callable[..., Any]  # Any: click decorates functions of every shape

PASSPHRASE_FD = option(
    "--passphrase-fd", type=WHOLE, metavar="N", help="Read the key's passphrase from file descriptor N."
)
KEY_PASSPHRASE_FD = option(
    "--key-passphrase-fd",
    type=WHOLE,
    metavar="N",
    help="Read the passphrase of the key in force from file descriptor N.",
)


def PASSPHRASE(function: Function) -> Function:  # noqa: N802  stands among the decorators like the others
    """The options of a command that makes a key."""
    prompted = option(
        "--passphrase", is_flag=True, help="Protect the signing key with a passphrase; prompts for it."
    )
    return prompted(PASSPHRASE_FD(function))


def new_passphrase(prompted: bool, descriptor: int | None) -> bytes | None:
    """The passphrase for a new key, or None if none was wanted; raises BadInput."""
    if descriptor is not None:
        return read(descriptor)
    if not prompted:
        return None
    if not may_ask(click.get_current_context()):
        raise BadInput(
            "The program prompts for a passphrase on a terminal only, and there is none.",
            "Use --passphrase-fd N.",
        )
    typed = environment_of().prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    return str(typed).encode()


def known_passphrase(descriptor: int | None) -> Callable[[], bytes] | None:
    """How to get the passphrase of a key when it is needed; None if the command cannot prompt."""
    return passphrase_of(descriptor, "Passphrase of the signing key")


def passphrase_of(descriptor: int | None, label: str) -> Callable[[], bytes] | None:
    """How to get the passphrase of another key when it is needed; None if the command cannot prompt."""
    if descriptor is not None:
        return lambda: read(descriptor)
    if may_ask(click.get_current_context()):
        environment = environment_of()
        return lambda: str(environment.prompt(label, hide_input=True)).encode()
    return None


def read(descriptor: int) -> bytes:
    """The first line that a file descriptor gives; raises BadInput."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            line = file.readline(4096).removesuffix(b"\n")
    except OSError as error:
        raise BadInput(
            f"File descriptor {descriptor} cannot be read: {error.strerror}.",
            "Open it for the program: --passphrase-fd 3 3<FILE",
        ) from error
    if not line:
        raise BadInput(
            f"File descriptor {descriptor} gives no passphrase.", "An empty passphrase protects nothing."
        )
    return line

"""Where commands write: anywhere but among what is kept or was published.

1. Nothing is written into the folder of a ledger, into a published bundle, or among a person's keys and what
   they remember of ledgers, by whatever links the place is said. The one exception is a bundle, which takes
   the place of a bundle, whole.
2. Each option and argument that says where to write has the type ``Written``, so that it is looked at
   before anything is done.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from commands.cli.click_types import STANDARD_OUTPUT
from commands.cli.context import Environment, environment_of
from ledger.errors import BadInput, Refused

_LEDGER = ("ledger.db", "ledger.lock")
_SUMS, _OF_A_BUNDLE = "SHA256SUMS", ("checkpoint", "register.json")
_REMEDY = "Say another place, outside of it."
_MOST = 1 << 26
"""Characters of sums that are looked at."""


class Written(click.ParamType[str]):
    """A file or folder that a command writes; refused if it lies where nothing else belongs.

    ``takes_the_place`` is said of what is put there whole: what lies at the very place is looked at by
    whoever puts it there, and the folders above it are looked at here.
    """

    name = "path"

    def __init__(self, *, takes_the_place: bool = False) -> None:
        self.takes_the_place = takes_the_place

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:  # Any: as click declares it
        """The path as it was given; raises Refused, and BadInput for links that lead in a circle."""
        path = os.fsdecode(value)
        if path != STANDARD_OUTPUT:
            check_free(path, environment_of(ctx), takes_the_place=self.takes_the_place)
        return path


WRITTEN = Written()
PUT_WHOLE = Written(takes_the_place=True)


def check_free(path: str, environment: Environment, *, takes_the_place: bool = False) -> None:
    """Raise Refused if a path lies in a ledger, in a bundle, or among the keys; BadInput if it is none."""
    target = real(path)
    for above in target.parents if takes_the_place else (target, *target.parents):
        if any((above / name).exists() for name in _LEDGER):
            raise Refused(
                f"{path} lies in the folder of a ledger, {above}: nothing else is written there.", _REMEDY
            )
        if _is_bundle(above):
            raise Refused(
                f"{path} lies in a published bundle, {above}, which no other file may be put into.", _REMEDY
            )
    for folder in _own(environment):
        if target.is_relative_to(folder):
            raise Refused(
                f"{path} lies among your keys and what is remembered of ledgers, in {folder}.", _REMEDY
            )


def real(path: str) -> Path:
    """Where a path leads once every link is followed; raises BadInput if they lead in a circle."""
    target = Path(os.path.realpath(path))
    if any(folder.is_symlink() for folder in (target, *target.parents)):
        raise BadInput(f"{path} leads in a circle of links.", "Say another place.")
    return target


def _is_bundle(folder: Path) -> bool:
    """Whether sums are there that name a register: what was damaged since was published, too."""
    with suppress(OSError, ValueError), (folder / _SUMS).open(encoding="utf-8") as sums:
        named = {line.rstrip("\n").partition("  ")[2] for line in sums.read(_MOST).splitlines()}
        return named.issuperset(_OF_A_BUNDLE)
    return False


def _own(environment: Environment) -> Iterator[Path]:
    with suppress(RuntimeError):  # nobody is at home here, so nothing is kept
        keyring = environment.keyring()
        for folder in (keyring.keys, keyring.known, keyring.seen):
            yield Path(os.path.realpath(folder))

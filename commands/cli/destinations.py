"""Where commands write: never among what is kept or was published.

1. No command writes into the folder of a ledger, into a published bundle, or among a person's keys and what
   they remember of ledgers, whatever links the path leads through. The one exception: a bundle replaces a
   bundle, whole.
2. Each option and argument that names a destination has the type ``Written``, so that it is checked before
   anything is done.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import STANDARD_OUTPUT
from commands.cli.context import Environment, environment_of
from ledger.errors import BadInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

_LEDGER = ("ledger.db", "ledger.lock")
_SUMS, _OF_A_BUNDLE = "SHA256SUMS", ("checkpoint", "register.json")
_REMEDY = "Choose a path outside of it."
_MOST = 1 << 26
"""Characters of sums that are read."""


class Written(click.ParamType[str]):
    """A file or folder that a command writes; refused if nothing else may be written there.

    ``replaces`` is for a folder that is put there whole: whoever puts it there checks what it replaces, and
    the folders above it are checked here.
    """

    name = "path"

    def __init__(self, *, replaces: bool = False) -> None:
        self.replaces = replaces

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:  # Any: as click declares it
        """The path as it was given; raises Refused, and BadInput for links that lead in a circle."""
        path = os.fsdecode(value)
        if path != STANDARD_OUTPUT:
            check_free(path, environment_of(ctx), replaces=self.replaces)
        return path


WRITTEN = Written()
PUT_WHOLE = Written(replaces=True)


def check_free(path: str, environment: Environment, *, replaces: bool = False) -> None:
    """Raise Refused if a path is in a ledger, in a bundle, or among the keys; BadInput if it is no path."""
    target = real(path)
    for above in target.parents if replaces else (target, *target.parents):
        if any((above / name).exists() for name in _LEDGER):
            raise Refused(
                f"{path} is in the folder of a ledger, {above}: nothing else is written there.", _REMEDY
            )
        if _is_bundle(above):
            raise Refused(
                f"{path} is in a published bundle, {above}: no other file may be put into it.", _REMEDY
            )
    for folder in _own(environment):
        if target.is_relative_to(folder):
            raise Refused(
                f"{path} is among your keys and what is remembered of ledgers, in {folder}.", _REMEDY
            )


def real(path: str) -> Path:
    """Where a path leads once every link is followed; raises BadInput if they lead in a circle."""
    from pathlib import Path  # noqa: PLC0415  help, and what is shown, do without

    target = Path(os.path.realpath(path))
    if any(folder.is_symlink() for folder in (target, *target.parents)):
        raise BadInput(f"{path} leads in a circle of links.", "Choose another path.")
    return target


def _is_bundle(folder: Path) -> bool:
    """Whether a folder has sums that name a register: a damaged bundle was published, too."""
    with suppress(OSError, ValueError), (folder / _SUMS).open(encoding="utf-8") as sums:
        named = {line.rstrip("\n").partition("  ")[2] for line in sums.read(_MOST).splitlines()}
        return named.issuperset(_OF_A_BUNDLE)
    return False


def _own(environment: Environment) -> Iterator[Path]:
    from pathlib import Path  # noqa: PLC0415  as above

    with suppress(RuntimeError):  # the person has no home, so nothing is kept
        keyring = environment.keyring()
        for folder in (keyring.keys, keyring.known, keyring.seen):
            yield Path(os.path.realpath(folder))

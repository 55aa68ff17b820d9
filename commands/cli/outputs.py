"""Where results are written: standard output, a file, or a folder.

1. ``-`` is standard output, as it is standard input for what is read; a folder cannot be that.
2. A file appears whole or not at all. One that replaces another has its mode and, if the system
   allows it, its owner and group; if the path is a link, the file it points to is written.
3. The next command that writes the same file clears away what a killed command left beside it: nobody has
   a lock on it, and no process has its number.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from commands.cli.click_types import STANDARD_OUTPUT
from commands.cli.context import environment_of
from commands.cli.destinations import real
from ledger.errors import BadInput
from ledger.locks import hold

if TYPE_CHECKING:
    from pathlib import Path


def put_bytes(
    pieces: Iterable[bytes], output: str | None, mode: int = 0o666, *, option: str = "--output"
) -> None:
    """Write to standard output, or to a file that appears whole or not at all; raises BadInput.

    ``mode`` is who may use a new one, as far as the mask lets them; ``option`` is what named the file.
    """
    if output is None or output == STANDARD_OUTPUT:
        stdout = environment_of().stdout
        stdout.flush()
        for piece in pieces:
            stdout.buffer.write(piece)
        stdout.buffer.flush()
        return
    from pathlib import Path  # noqa: PLC0415  for a file only

    from ledger import passing  # noqa: PLC0415  as above

    target = Path(output)
    if target.is_dir():
        raise BadInput(f"{output} is a folder, and one file is written here.", f"Name a file: {option} FILE")
    if target.exists() and not target.is_file():
        # A pipe or a device is written into; to put a file in its place would destroy it.
        with target.open("wb") as into:
            into.writelines(pieces)
        return
    target = real(output)  # where a link points
    passing.clear_beside(target)
    written = passing.beside(target)
    try:
        with os.fdopen(_new(written, target, mode), "wb") as into:
            into.writelines(pieces)
            into.flush()
            os.fsync(into.fileno())
            written.replace(target)
    except FileNotFoundError:
        raise BadInput(
            f"There is no folder {target.parent} to write {target.name} to.",
            f"Make it, or choose another place: {option} PATH",
        ) from None
    finally:
        with suppress(OSError):
            written.unlink()


def folder(output: str) -> Path:
    """The folder that --output names; raises BadInput for standard output."""
    from pathlib import Path  # noqa: PLC0415  as above

    if output == STANDARD_OUTPUT:
        raise BadInput(
            "Several files are written here, and - is standard output.", "Name a folder: --output FOLDER"
        )
    return Path(output)


def _new(written: Path, target: Path, mode: int) -> int:
    """A descriptor of a new file, locked, that has the old one's permissions from the beginning."""
    replaced = target.stat() if target.exists() else None
    mode = mode if replaced is None else 0o600
    made = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    hold(made)
    if replaced is not None:
        _keep_permissions(made, replaced)
    return made


def _keep_permissions(made: int, replaced: os.stat_result) -> None:
    ours, mode = os.fstat(made), stat.S_IMODE(replaced.st_mode)
    if (ours.st_uid, ours.st_gid) != (replaced.st_uid, replaced.st_gid):
        try:
            os.fchown(made, replaced.st_uid, replaced.st_gid)
        except OSError:
            with suppress(OSError):
                os.fchown(made, -1, replaced.st_gid)
    if os.fstat(made).st_gid != replaced.st_gid:
        # What one group might do, another that it fell to may do only if everybody might.
        mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
    with suppress(OSError):  # a file system without modes
        os.fchmod(made, mode)

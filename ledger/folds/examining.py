"""Whether what was kept of a ledger's long streams is whole; and all of it made again."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from events.base import InspectionEvent
from ledger.doctor.base import size_of
from ledger.errors import StorageError
from ledger.folds.place import ENDING
from ledger.records import decode, inspection_stream
from ledger.state.stored import MANY
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.state.stored import Folds


class Look(NamedTuple):
    """What was seen, in a sentence, and whether it does not mend itself."""

    found: str
    is_broken: bool = False


def look(folds: Folds, ledger: Ledger) -> Look | None:
    """Hold each against the ledger; nothing is changed. None if nothing was kept."""
    folder, files = Path(folds.folder), list(_files(folds.folder))
    if not files:
        return None
    if strange := [path for path in (folder, *files) if _is_strange(path)]:
        return Look(f"{strange[0]} is not yours alone, or no file, so it is not taken.", is_broken=True)
    size = size_of(sum(path.stat().st_size for path in files))
    found = f"{folder} has {so_many(len(files), 'fold')} of what was recorded, which take {size}."
    if over := sum(not folds.holds(ledger.store, str(path)) for path in files):
        found += (
            f" Of these {over} cannot be used: damaged, or of another state of the ledger or version of the "
            "program. They are made again by themselves when next needed."
        )
    return Look(found)


def _is_strange(path: Path) -> bool:
    """Whether others may read it, it is somebody else's, or of a kind that no fold is."""
    found = path.lstat()
    kind = stat.S_ISREG if path.suffix == ENDING else stat.S_ISDIR
    return bool(found.st_mode & 0o077) or found.st_uid != os.geteuid() or not kind(found.st_mode)


def _files(folder: str) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(path for path in Path(folder).iterdir() if path.suffix == ENDING)


def make_again(folds: Folds, ledger: Ledger) -> int:
    """Remove all that was kept, and keep what is to be kept anew; how many inspections that is of.

    The ledger is one that is given these folds. Raises StorageError.
    """
    try:
        for path in list(Path(folds.folder).iterdir()) if Path(folds.folder).is_dir() else ():
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError as error:
        raise StorageError(
            f"What was kept cannot be removed: {error}.", f"Remove {folds.folder} yourself."
        ) from error
    ledger.present.reset()
    ledger.inspectorate()
    long = 0
    for row in ledger.store.beginnings():
        event = decode(row).event
        if not isinstance(event, InspectionEvent) or not _is_long(ledger, event.inspection):
            continue
        ledger.inspection(event.inspection)
        ledger.about(event.inspection, ())
        # One after the other, for all of them take much memory.
        ledger.present.reset()
        long += 1
    return long


def _is_long(ledger: Ledger, ref: str) -> bool:
    rows = ledger.store.rows(stream=inspection_stream(ref), after=MANY - 1)
    return next(rows, None) is not None

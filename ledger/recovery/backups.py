"""Backups in one folder: each a copy that was verified, with a paper that says what it is a copy of.

    2026-11-28T084500.123456Z-3a57a7975fcc/       the time, and the beginning of the tree's root
        backup.json                               {"format":1,"of":"5f0c…","made":"…","events":84,"root":"…"}
        ledger/                                   the ledger, as ``copy`` makes it

1. A copy gets its name once ``verify`` has no findings about it, and it has all that this person saw signed.
   Half a copy has another name, and is gone at the end or cleared by the next backup.
2. Only then is anything removed: what has such a name and paper, is of the same ledger, is older than so many
   that are found right just now, and whose whole history is in the new one. Anything else is left and named.
3. Several at once make one backup each. They look at the others in turn.
"""

from __future__ import annotations

import os
import re
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from ledger.archive.writing import refuse_if_wrong
from ledger.checks.base import Report
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import Progress, verify
from ledger.errors import Refused, Tampered
from ledger.proof.text import to_base64
from ledger.recovery.beside import making_beside
from ledger.recovery.copying import copy_ledger
from ledger.recovery.places import eras_of, identity
from ledger.recovery.restoring import is_missing
from ledger.signing.keyring import Keyring
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.location import engine_of, folder_taken, open_raw, open_store, shown
from ledger.times import instant
from ledger.validation import so_many_events

FORMAT = 1
PAPER, COPY = "backup.json", "ledger"
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}\.[0-9]{6}Z-[0-9a-f]{12}(-[0-9]+)?")
_LONGEST = 10_000
_SEE = "Nothing was removed. See all that is wrong: scrutiny verify"


class Backup(NamedTuple):
    """One that is there: where, of which ledger, and how far its history goes."""

    path: Path
    of: str
    events: int
    root: str


def make(
    location: str,
    folder: Path,
    keyring: Keyring | None,
    now: datetime,
    progress: Progress | None = None,
    *,
    missing_evidence: bool = False,
) -> tuple[Backup, Report]:
    """Copy a ledger into a folder of backups, and look at the copy.

    Raises NoLedger, Refused, Tampered if the copy is not right, and StorageError.
    """
    _refuse_a_ledgers_folder(location, folder)
    with closing(open_store(location)) as store:
        of = identity(store, eras_of(store))
    # What was seen is read first, for more may be signed meanwhile.
    seen = keyring.remembered(of) if keyring and of else b""
    with making_beside(folder / "backup", "making") as made:
        copy_ledger(location, made / COPY)
        report = looked_at(made / COPY, progress)
        what = f"The copy of {shown(location)} does not verify, so it is no backup, and nothing was removed"
        refuse_if_wrong(report, what, missing_evidence=missing_evidence)
        _refuse_an_older_one(made / COPY, seen, location)
        backup = Backup(made, of, report.events, to_base64(report.root))
        try:
            _write_paper(made / PAPER, backup, now)
            sync_folder(made)
            return _put(backup, folder / f"{_stamp(now)}-{report.root.hex()[:12]}"), report
        except OSError as error:
            raise file_error(error, folder) from error


def looked_at(copy: Path, progress: Progress | None = None) -> Report:
    """What ``verify`` says of a copy by itself; raises StorageError."""
    with closing(open_raw(str(copy))) as raw:
        return verify(raw, TrustedInputs(None, (), None), progress)


def there(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first: what has their name and paper, and is no link."""
    paths: list[Path] = []
    with suppress(OSError):
        paths = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    return [backup for path in paths if (backup := read(path))]


def read(path: Path) -> Backup | None:
    """What the paper of a backup says; None if there is none."""
    try:
        if path.is_symlink() or not path.is_dir():
            return None
        with open(os.open(path / PAPER, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as paper:  # noqa: PTH123  follows no link
            said = orjson.loads(paper.read(_LONGEST))
        backup = Backup(path, said["of"], said["events"], said["root"])
        if said["format"] == FORMAT and tuple(map(type, backup[1:])) == (str, int, str):
            return backup
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _refuse_a_ledgers_folder(location: str, folder: Path) -> None:
    target, taken = folder.resolve(), folder_taken(location)
    here = taken and taken.resolve()
    for above in (target, *target.parents):
        if above == here or engine_of(str(above)).is_begun():
            raise Refused(
                f"{folder} is in the folder of a ledger, {above}: no backup is put there.",
                "Choose another folder, best on another disk: scrutiny backup FOLDER",
            )


def _refuse_an_older_one(copy: Path, seen: bytes, location: str) -> None:
    if not seen:
        return
    with closing(open_store(str(copy))) as store:
        missing = is_missing(store, seen)
    if missing:
        raise Tampered(
            f"You saw {so_many_events(missing.size)} of the ledger {location} signed, and not all are there: "
            "it is an older copy, or its end was cut off.",
            f"{_SEE}. If it was put back to an older copy, an administrator says so: "
            "scrutiny recover --restored-from WHAT --why W",
        )


def _write_paper(paper: Path, backup: Backup, now: datetime) -> None:
    said = {"format": FORMAT, "of": backup.of, "made": instant(now), "events": backup.events}
    with paper.open("xb") as written:
        written.write(orjson.dumps(said | {"root": backup.root}) + b"\n")
        written.flush()
        os.fsync(written.fileno())


def _put(backup: Backup, target: Path) -> Backup:
    """Give it its name, or one with a number if somebody made the same at the same moment."""
    path, number = target, 1
    while True:
        with suppress(FileExistsError):
            if not os.path.lexists(path):
                _rename(backup.path, path)
                sync_folder(path.parent)
                return backup._replace(path=path)
        number += 1
        path = target.with_name(f"{target.name}-{number}")


def _rename(made: Path, path: Path) -> None:
    """Raises FileExistsError if something with that name came to be there meanwhile."""
    try:
        made.replace(path)
    except OSError as error:
        if os.path.lexists(path):
            raise FileExistsError(error.errno, error.strerror) from error
        raise


def _stamp(now: datetime) -> str:
    return instant(now).replace(":", "")

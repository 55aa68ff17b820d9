"""A copy of a ledger's folder, whole while others record: the database as its engine copies it.

1. The copy is made beside its place and then put there: see ledger.recovery.beside.
2. The database goes first: whatever evidence its events speak of was there before them.
3. Evidence is copied, never linked, for a link would be one file with two owners. What is not what its name
   says is copied as it is, and reported.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ledger.errors import Refused, StorageError
from ledger.recovery import shared
from ledger.recovery.beside import making_beside, refuse_a_place_in_use
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.location import engine_of

_CHUNK = 1 << 20
_HOW = "scrutiny copy FOLDER"


def copy_ledger(source: str, target: Path, finish: Callable[[Path], object] = lambda _: None) -> list[str]:
    """Copy a ledger into a new or empty folder; the names of evidence files that are not what they say.

    ``finish`` is given the copy before it is put in its place. Raises NoLedger if there is none
    to copy, Refused for a folder with something in it, StorageError.
    """
    engine = engine_of(source)
    store = engine.open()
    store.close()
    _refuse_the_ledgers_own(engine.folder or engine.evidence, target)
    refuse_a_place_in_use(target, _HOW)
    with making_beside(target, "copying") as passing:
        try:
            engine.copy_into(passing)
            wrong = _copy_evidence(store.evidence, passing / "evidence")
            finish(passing)
            sync_folder(passing)
            passing.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise file_error(error, target) from error
    return wrong


def _refuse_the_ledgers_own(source: Path, target: Path) -> None:
    here, there = source.resolve(), target.resolve()
    if there == here or here in there.parents:
        raise Refused(f"{target} lies in the ledger's own folder.", f"Choose another folder: {_HOW}")


def _copy_evidence(source: Path, target: Path) -> list[str]:
    shared.make_folder(target)
    wrong = []
    for file in sorted(source.iterdir()) if source.is_dir() else ():
        # What begins with a dot was on its way in when somebody was interrupted.
        if file.name.startswith(".") or file.is_symlink() or not file.is_file():
            continue
        digest = sha256()
        with _opened(file) as read, (target / file.name).open("xb") as written:
            while chunk := read.read(_CHUNK):
                digest.update(chunk)
                written.write(chunk)
            written.flush()
            shared.set_mode(written.fileno(), 0o440)
            os.fsync(written.fileno())
        if digest.hexdigest() != file.name:
            wrong.append(file.name)
    sync_folder(target)
    return wrong


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}.", "See who may read it.") from error

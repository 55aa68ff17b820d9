"""A copy of a ledger's folder, whole while others record: the database as its engine copies it.

1. The copy is made beside its place and then put there: see ledger.recovery.beside.
2. The database goes first: whatever evidence its events speak of was there before them.
3. Evidence is copied, never linked, for a link would be one file with two owners. What is not what its name
   says is copied as it is, and reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import Damaged, Refused, StorageError
from ledger.evidence.base import Vault
from ledger.evidence.disk import write_new
from ledger.recovery import shared
from ledger.recovery.beside import making_beside, refuse_a_place_in_use
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.location import engine_of, folder_taken, open_store

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

_HOW = "scrutiny copy FOLDER"


def copy_ledger(source: str, target: Path, finish: Callable[[Path], object] = lambda _: None) -> list[str]:
    """Copy a ledger into a new or empty folder; the names of evidence files that are not what they say.

    ``finish`` is given the copy before it is put in its place. Raises NoLedger if there is none
    to copy, Refused for a folder with something in it, StorageError.
    """
    engine = engine_of(source)
    engine.open().close()
    if own := folder_taken(source):
        _refuse_the_ledgers_own(own, target)
    refuse_a_place_in_use(target, _HOW)
    with making_beside(target, "copying") as passing:
        try:
            engine.copy_into(passing)
            wrong = _copy_evidence(engine.vault(), passing)
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


def _copy_evidence(source: Vault, passing: Path) -> list[str]:
    """Copy what is kept, and what events name: a listing of a bucket may be late."""
    folder = passing / "evidence"
    shared.make_folder(folder)
    wrong, named = [], set[str]()
    with suppress(StorageError), closing(open_store(str(passing))) as copied:
        named = copied.attached()
    listed = set(source.names())
    for name in sorted(listed | named):
        digest = sha256()
        try:
            write_new(folder / name, _seen(source.pieces(name), digest), 0o600)
        except Damaged:
            # It is not there; of what the copy lacks verify says so.
            (folder / name).unlink(missing_ok=True)
            if name in listed:
                raise
            continue
        if digest.hexdigest() != name:
            wrong.append(name)
    sync_folder(folder)
    return wrong


def _seen(pieces: Iterator[bytes], digest: Hash) -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece

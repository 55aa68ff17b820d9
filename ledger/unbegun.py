"""Signing keys whose ledger was never begun: they were made, and the command was killed before it recorded.

    ~/.config/scrutiny-ledger/keys/852d91fe.beginning      the folder of the ledger that key 852d91fe is for

1. Before a key is written, a mark beside it says which folder it is for; it goes once the ledger is begun.
2. A mark whose folder holds a ledger without an event, which nobody is beginning just now, is that of a key
   that nothing was ever signed with: the next ``init`` removes both.
3. If the folder is not to be found, or holds another ledger, nobody can tell: then ``doctor`` names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from ledger.errors import Busy, LedgerError
from ledger.keyring import Keyring, write_private
from ledger.present import Present
from ledger.proof.note import VerifierKey
from ledger.store.sqlite import SQLiteStore

_MARK = ".beginning"


class Unbegun(NamedTuple):
    """A mark: the key's file, the folder it was made for, and whether it is certain that it is of no use."""

    key: Path
    folder: Path
    certain: bool


def mark(keyring: Keyring, key: VerifierKey, folder: Path) -> None:
    """Say what a key will be for; if that cannot be written, the key cannot, and that is said by then."""
    with suppress(OSError):
        write_private(keyring.keys / f"{key.key_id.hex()}{_MARK}", os.fsencode(folder.absolute()))


def unmark(keyring: Keyring, key: VerifierKey) -> None:
    """Its ledger is begun, or the key is gone."""
    with suppress(OSError):
        (keyring.keys / f"{key.key_id.hex()}{_MARK}").unlink()


def clear(keyring: Keyring, beginning: Path | None = None) -> None:
    """Remove the keys that are certainly of no use. ``beginning`` is a folder whose lock is ours."""
    for one in left(keyring, beginning):
        if one.certain:
            with suppress(OSError):
                one.key.unlink(missing_ok=True)
                one.key.with_suffix(_MARK).unlink()


def left(keyring: Keyring, beginning: Path | None = None) -> Iterator[Unbegun]:
    """The keys whose ledger seems not to have been begun. Marks that say nothing any more are removed."""
    marks: list[Path] = []
    with suppress(OSError):
        marks = sorted(keyring.keys.glob(f"*{_MARK}"))
    for path in marks:
        try:
            folder = Path(os.fsdecode(path.read_bytes()))
            certain = _is_certain(path.stem, folder, beginning)
        except (OSError, ValueError, Busy):
            continue  # somebody is beginning it just now, or it cannot be looked at
        if certain is None:
            path.unlink(missing_ok=True)
        else:
            yield Unbegun(path.with_suffix(".pem"), folder, certain)


def _is_certain(key_id: str, folder: Path, beginning: Path | None) -> bool | None:
    """Whether nothing can have been signed with a key; None if its ledger was begun. Raises Busy, OSError."""
    try:
        with closing(SQLiteStore(folder)) as store:
            ours = beginning is not None and folder == beginning.absolute()
            with nullcontext() if ours else store.exclusive(patience=0):
                if not store.head()[0]:
                    return True
            keys = Present(store).inspectorate().keys
            return None if any(f"+{key_id}+" in key for key in keys) else False
    except Busy:
        raise
    except LedgerError:
        return False

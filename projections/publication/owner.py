"""Whose bundle lies where another is to be put: a ledger replaces its own, and that of no other.

A bundle is of the ledger that its checkpoint names as its origin. If two ledgers bear one name, it is of the
one whose first leaf is the first of its tiles; without a tile, of the one of whose keys one signed it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ledger.errors import Refused
from ledger.proof import checkpoint, merkle, note
from ledger.proof.errors import ProofError
from ledger.recovery.places import eras_of
from ledger.signing.eras import Eras
from ledger.store.base import Store

_MOST = 1_000_000
"""Bytes of a checkpoint that are looked at."""
_TILE = "tile/0/000"
_OTHER = "Choose another folder: --output FOLDER"


def check_owner(place: Path, store: Store) -> None:
    """Raise Refused if the bundle in a folder is another ledger's; raises StorageError, too."""
    try:
        data = (place / "checkpoint").read_bytes()[:_MOST]
        origin = checkpoint.parse(note.parse(data).text).origin
    except (OSError, ProofError):
        return  # no bundle: what else may lie there is looked at before anything is put there
    eras = eras_of(store)
    if not eras.all:
        return  # nothing was signed, so nothing is published
    ours = eras.all[-1].key.name
    if origin != ours:
        raise Refused(
            f"The bundle in {place} is of another ledger, {origin}, and this is {ours}: it is left alone.",
            _OTHER,
        )
    if not _is_ours(place, data, store, eras):
        raise Refused(
            f"The bundle in {place} is of another ledger that is named {origin}, too: it is left alone.",
            _OTHER,
        )


def _is_ours(place: Path, data: bytes, store: Store, eras: Eras) -> bool:
    own = next(store.leaves(), None)
    for tile in (place / _TILE, *sorted(place.glob(f"{_TILE}.p/*"))):
        with suppress(OSError), tile.open("rb") as file:
            return own is not None and file.read(32) == merkle.leaf_hash(own[2])
    try:
        eras.read(data)
    except ProofError:
        return False
    return True

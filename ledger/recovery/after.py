"""What is to be done before anybody records in a ledger that was restored: an older state may become a fork.

Whoever saw more of the ledger than is there, or has the ledger itself in another place still, is told so. The
rest of the way is that of any restored ledger: see ledger.recovery.restoring.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.recovery.places import eras_of, identity, standing
from ledger.recovery.restoring import is_missing
from ledger.signing.keyring import Keyring
from ledger.store.base import Store
from ledger.validation import so_many_events

_DECLARE = "scrutiny recover --restored-from WHAT --why W"


def steps(store: Store, keyring: Keyring | None) -> Iterator[str]:
    """Each, in a sentence or two; raises StorageError."""
    eras = eras_of(store)
    if keyring is None or not eras.all:
        return
    known_by = identity(store, eras)
    remembered = keyring.remembered(known_by)
    missing = is_missing(store, remembered) if remembered else None
    if original := standing(keyring, known_by, store.location).copy_of:
        yield (
            f"The ledger is still in {original}. So this counts as a copy, and nothing is signed in it. "
            "Record there; or, if this is the ledger from now on, remove or rename that one first."
        )
    elif missing:
        newest = store.newest_checkpoint()
        yield (
            f"You saw {so_many_events(missing.size)} of this ledger signed, and here it is "
            f"{newest[0] if newest else 0:,}. If the rest is lost, an administrator says so before anybody "
            f"records, and sealing goes on: {_DECLARE}"
        )
    elif not remembered:
        yield (
            "You remember no checkpoint of this ledger, so nobody here can say whether more was recorded "
            "after the archive was made. Before anybody records, compare it with one that was kept, such as "
            "an auditor's or that of the last publication: scrutiny verify --held FILE. If more was signed, "
            "declare what is lost: scrutiny recover --seen FILE --restored-from WHAT --why W"
        )
    if not keyring.holds(eras.all[-1].key):
        yield "The signing key is not here, and no archive has one: scrutiny key import FILE"

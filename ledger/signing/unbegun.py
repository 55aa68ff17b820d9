"""Signing keys that no ledger names: they were made, and the command was killed before it recorded.

    ~/.config/scrutiny-ledger/keys/852d91fe.beginning      the place of the ledger that key 852d91fe is for

1. Before a key is written, a mark beside it says which ledger it is for; it goes once the ledger names it.
2. A mark whose place holds a ledger without an event, which nobody is beginning just now, is that of a key
   that nothing was ever signed with: the next ``init`` removes both.
3. If the place is not to be found, or holds a ledger that does not name it, it may be that somebody is about
   to record it: then ``doctor`` names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

from events.named import NamedTuple
from ledger.errors import Busy, LedgerError, OutcomeUnknown
from ledger.proof.note import VerifierKey
from ledger.signing.keyring import Keyring
from ledger.signing.private import write_private
from ledger.state.cache import StateCache
from ledger.store.location import is_on_server, open_store, shown

_MARK = ".beginning"


class Unbegun(NamedTuple):
    """A mark: the key's file and the place of the ledger it was made for.

    ``use`` is "none" if it is certain that nothing was signed with it, "some" if its ledger was begun, and
    "unknown" otherwise.
    """

    key: Path
    place: str
    use: str


@contextmanager
def making(keyring: Keyring, origin: str, location: str, secret: bytes | None) -> Iterator[VerifierKey]:
    """A new key that a ledger is to name by the end; if that fails, it is gone again.

    It is kept only if nobody can tell whether the ledger names it by now. Raises KeyTrouble.
    """
    key = keyring.generate(origin, secret, lambda made: mark(keyring, made, location))
    try:
        yield key
    except OutcomeUnknown:
        raise
    except BaseException:
        keyring.forget(key)
        unmark(keyring, key)
        raise
    unmark(keyring, key)


def mark(keyring: Keyring, key: VerifierKey, location: str) -> None:
    """Say what a key will be for; if that cannot be written, the key cannot, and that is said by then."""
    with suppress(OSError):
        write_private(keyring.keys / f"{key.key_id.hex()}{_MARK}", os.fsencode(_absolute(location)))


def unmark(keyring: Keyring, key: VerifierKey) -> None:
    """Its ledger is begun, or the key is gone."""
    with suppress(OSError):
        (keyring.keys / f"{key.key_id.hex()}{_MARK}").unlink()


def clear(keyring: Keyring, beginning: str | None = None) -> None:
    """Remove the keys that are certainly of no use. ``beginning`` is a place whose lock is ours."""
    for mark in left(keyring, beginning):
        with suppress(OSError):
            if mark.use == "none":
                mark.key.unlink(missing_ok=True)
            if mark.use != "unknown":
                mark.key.with_suffix(_MARK).unlink()


def left(keyring: Keyring, beginning: str | None = None) -> Iterator[Unbegun]:
    """The marks that are left, but for those of ledgers that somebody is just beginning."""
    marks: list[Path] = []
    with suppress(OSError):
        marks = sorted(keyring.keys.glob(f"*{_MARK}"))
    for path in marks:
        with suppress(OSError, ValueError, Busy):
            place = os.fsdecode(path.read_bytes())
            yield Unbegun(path.with_suffix(".pem"), place, _use(path.stem, place, beginning))


def _absolute(location: str) -> str:
    """A place as it is marked: a folder from the root, a server without the password."""
    return shown(location) if is_on_server(location) else str(Path(location).absolute())


def _use(key_id: str, place: str, beginning: str | None) -> str:
    """What a key was used for; raises Busy, OSError."""
    try:
        with closing(open_store(place)) as store:
            ours = beginning is not None and place == _absolute(beginning)
            with nullcontext() if ours else store.in_turn(0):
                if not store.head()[0]:
                    return "none"
            keys = StateCache(store).inspectorate().keys
            return "some" if any(f"+{key_id}+" in key for key in keys) else "unknown"
    except Busy:
        raise
    except LedgerError:
        return "unknown"

"""What a person saw of ledgers: the highest checkpoint of each, and where that ledger was.

1. It is remembered by what a ledger is known by, which never changes: so one that shrank or forked is noticed
   by who has seen more of it.
2. That something was remembered is written down apart, so that an emptied memory is noticed, too.
3. What is there and cannot be read is said to be so, and nothing is written over it.

    ~/.config/scrutiny-ledger/known/<identity>
    ~/.local/state/scrutiny-ledger/seen/<identity>.note       (XDG_STATE_HOME)
    ~/.local/state/scrutiny-ledger/seen/<identity>.place
    ~/.local/state/scrutiny-ledger/seen/<identity>.database   (of a ledger on a server)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.locks import wait_for
from ledger.proof import checkpoint, note
from ledger.proof.errors import ProofError
from ledger.signing.private import is_there, make_private, write_private

_PATIENCE = 5.0
"""Seconds that one waits for another of the same person to remember."""

_KNOWN = b"You saw a checkpoint of the ledger that this file is named for; your state folder has which.\n"


class Memory:
    """The folders of what one person saw. None is made before there is something to put there."""

    def __init__(self, seen: Path, known: Path) -> None:
        self.seen = seen
        self.known = known

    def remembered(self, identity: str) -> bytes:
        """The highest checkpoint seen of a ledger, as the signed note; empty if none was."""
        try:
            return self._seen(identity).read_bytes()
        except OSError:
            return b""

    def unread(self, identity: str) -> str:
        """Why what was seen of a ledger cannot be read, as a sentence; empty if it can or is not there."""
        path = self._seen(identity)
        try:
            path.read_bytes()
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"{path} cannot be read: {error.strerror}."
        return ""

    def knew(self, identity: str) -> bool:
        """Whether something of a ledger was once remembered here; of one without an event nothing was."""
        return bool(identity) and is_there(self.known / identity[:32])

    def remember(self, identity: str, note: bytes, instead_of: bytes = b"") -> None:
        """Keep a checkpoint as the highest seen. What cannot be written is not remembered.

        Where somebody remembered a higher one than ``instead_of`` meanwhile, that stays; and what is there
        and cannot be read may be one.
        """
        with suppress(OSError), self._alone():
            if self.unread(identity):
                return
            there = self.remembered(identity)
            if there == note or (there != instead_of and _size(there) > _size(note)):
                return
            write_private(self._seen(identity), note)
            if not self.knew(identity):
                write_private(self.known / identity[:32], _KNOWN)

    def place(self, identity: str) -> str:
        """Where a ledger was when it was signed here last; empty if that is not known."""
        try:
            return self._seen(identity).with_suffix(".place").read_text("utf-8", "surrogateescape")
        except (OSError, UnicodeError):
            return ""

    def was_signed_at(self, place: str) -> bool:
        """Whether a ledger was signed in a place."""
        with suppress(OSError):
            return any(self.place(path.stem) == place for path in self.seen.glob("*.place"))
        return False

    def database(self, identity: str) -> str:
        """What the database of a ledger on a server was told apart by then; empty if that is not known."""
        try:
            return self._seen(identity).with_suffix(".database").read_text("ascii")
        except (OSError, UnicodeError):
            return ""

    def settle(self, identity: str, place: str, database: Callable[[], str] = lambda: "") -> None:
        """Remember where a ledger is, and what its database is told apart by, which is asked if it is new."""
        if self.place(identity) != place:
            with suppress(OSError), self._alone():
                written = place.encode("utf-8", "surrogateescape")
                kept = self._seen(identity).with_suffix(".database")
                kept.unlink(missing_ok=True)
                if name := database():
                    write_private(kept, name.encode())
                write_private(self._seen(identity).with_suffix(".place"), written)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else of this person remembers meanwhile; raises OSError if another does not end.

        What one who was killed left half written is cleared away.
        """
        make_private(self.seen)
        lock = os.open(self.seen.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            # To be remembered is not worth waiting for one who was stopped.
            wait_for(lock, _PATIENCE)
            for half in (*_halves(self.seen, 3), *_halves(self.known, 2)):
                half.unlink(missing_ok=True)
            yield
        finally:
            os.close(lock)

    def _seen(self, identity: str) -> Path:
        return self.seen / f"{identity[:32]}.note"


def _halves(folder: Path, dots: int) -> list[Path]:
    """The hidden files of a folder with so many dots in their names, or more."""
    # Not with glob, which compiles a pattern.
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.name[0] == "." and path.name.count(".") >= dots]
    return []


def _size(remembered: bytes) -> int:
    try:
        return checkpoint.parse(note.parse(remembered).text).size
    except ProofError:
        return -1

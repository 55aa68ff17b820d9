"""Evidence files in a bucket of S3 or what speaks its language, kept under the SHA-256 of their content.

    PREFIX/.incoming/5f0c9a…/0       what was taken in, and is not kept yet
    PREFIX/.incoming/5f0c9a…/names   the hashes that are just getting their names
    PREFIX/3a57a797…                 what is kept

1. What is sent is hashed on the way and read again before anything is decided; the server copies it to its
   name under the ledger's lock. So no half of a file, and no other bytes, ever have a name.
2. No listing says whether a file is there, for it may be late: the file itself is asked for.
3. Nobody can hold a lock in a bucket. So what a killed command left is nobody's once it is a day older than
   what the same server took in just now.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.decisions.evidence import Attachment
from ledger.errors import Damaged, StorageError, Unreadable
from ledger.evidence.answers import NotWhatWasSaid
from ledger.evidence.base import RESTORE, SIZE_LIMIT, hashed
from ledger.evidence.objects import Objects
from ledger.evidence.source import Source

INCOMING = ".incoming/"
_NAMES = "names"
_DIGEST = re.compile("[0-9a-f]{64}")
_PLACE = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^\x00-\x1f\x7f?#]*))?", re.ASCII)
_DAY = timedelta(days=1)


class BucketVault:
    """The part of a bucket that evidence is kept in: see Vault."""

    folder: Path | None = None

    def __init__(self, place: str, limit: int = SIZE_LIMIT) -> None:
        """``place`` is ``s3://BUCKET/PREFIX``; raises StorageError if it is not."""
        found = _PLACE.fullmatch(place)
        if found is None:
            # Somebody may have written their credentials there.
            said = "s3://…" if "@" in place else f"{place!a:.200}"
            raise StorageError(f"{said} names no bucket.", "Name it so: SCRUTINY_EVIDENCE=s3://BUCKET/PREFIX")
        prefix = (found[2] or "").strip("/")
        self.shown = f"s3://{found[1]}/{prefix}".rstrip("/")
        self.limit = limit
        self._objects = Objects(found[1], f"{prefix}/" if prefix else "")
        self._room = ""
        self._staged: dict[str, tuple[str, int]] = {}
        self._new: list[str] = []
        self._names_written = False

    def begin(self) -> None:
        """See Vault.begin. Nobody but its owner makes a bucket."""
        self._objects.check_bucket()

    def check_place(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.check_place."""
        if next(self._objects.listed(), None) is None and (due := named()):
            # A listing may be late.
            if isinstance(due, Iterable) and any(self._objects.size(each) is not None for each in due):
                return
            raise StorageError(
                f"Nothing is in {self.shown}, and the ledger names evidence that is kept there.",
                "Name the right one: SCRUTINY_EVIDENCE=s3://BUCKET/PREFIX. If all the files are lost for "
                "good, put a note about that into it, so that it is not empty.",
            )

    def stage(self, path: str) -> Attachment:
        """See Vault.stage: it is sent to a passing name, and read again there."""
        source = Source(path, self.limit)
        try:
            digest = source.digest()
            source.check(digest)
            self._room = self._room or f"{INCOMING}{os.urandom(8).hex()}/"
            passing = f"{self._room}{len(self._staged)}"
            # Whatever becomes of it, it is cleared away.
            self._staged[passing] = "", 0
            with self._changing(source):
                self._objects.send(passing, digest, source.pieces())
            self._check_sent(passing, digest)
        except OSError as error:
            raise StorageError(f"{path} cannot be read: {error.strerror or error}.", "Try again.") from error
        finally:
            source.close()
        self._staged[passing] = digest, source.size
        return Attachment(source.name, digest, source.size)

    @contextmanager
    def _changing(self, source: Source) -> Iterator[None]:
        try:
            yield
        except NotWhatWasSaid as error:
            raise source.changed() from error

    def _check_sent(self, name: str, digest: str) -> None:
        try:
            for _ in hashed(digest, self._objects.pieces(name)):
                pass
        except Damaged as error:
            raise StorageError(
                f"What was sent to {self.shown} is not what came there.", "Try again; then ask who runs it."
            ) from error

    def keep(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.keep."""
        if not self._room:
            return
        self._clear(named)
        due = {digest: (passing, size) for passing, (digest, size) in self._staged.items() if digest}
        new = {digest for digest in due if self._objects.size(digest) is None}
        if new:
            self._objects.write(f"{self._room}{_NAMES}", "".join(f"{one}\n" for one in sorted(new)).encode())
            self._names_written = True
        for digest, (passing, size) in due.items():
            if digest in new:
                self._new.append(digest)
                self._objects.copy(passing, digest, size)
                if self._objects.size(digest) != size:
                    raise StorageError(f"The copy of {digest} in {self.shown} is not whole.", "Try again.")
            else:
                self.check(digest)

    def release(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.release."""
        known = named() if self._new else ()
        self._objects.clear(digest for digest in self._new if digest not in known)
        self._new.clear()

    def pieces(self, name: str) -> Iterator[bytes]:
        """See Vault.pieces."""
        try:
            yield from self._objects.pieces(name)
        except Damaged:
            raise Damaged(f"The evidence file {name} is not in {self.shown}.", RESTORE) from None
        except Unreadable:
            raise
        except StorageError as error:
            raise Unreadable(
                f"The evidence file {name} cannot be read: {error.message}", error.remedy
            ) from error

    def read(self, digest: str) -> Iterator[bytes]:
        """See Vault.read."""
        return hashed(digest, self.pieces(digest))

    def check(self, digest: str) -> int:
        """See Vault.check."""
        return sum(map(len, self.read(digest)))

    def names(self) -> Iterator[str]:
        """See Vault.names; a listing may be late."""
        for name, _ in self._objects.listed():
            if "/" not in name and not name.startswith("."):
                yield name

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        """See Vault.put; what is there already is compared, and never replaced."""
        if self._objects.size(digest) is None:
            self._new.append(digest)
            self._objects.send(digest, digest, pieces)
        else:
            for _ in hashed(digest, pieces):
                pass
            self.check(digest)

    def clear(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.clear. It costs questions to a server, so whoever hands in files does it: see keep."""

    def _clear(self, named: Callable[[], Container[str]]) -> None:
        """Remove what is a day older than what this command sent, and what was named of it for nothing."""
        with suppress(StorageError):
            there = dict(self._objects.listed(INCOMING))
            mine = [written for name, written in there.items() if name.startswith(self._room)]
            old = [name for name, written in there.items() if mine and written < max(mine) - _DAY]
            for name in old:
                if name.endswith(f"/{_NAMES}"):
                    known = named()
                    for digest in b"".join(self._objects.pieces(name)).decode("ascii", "replace").split():
                        if _DIGEST.fullmatch(digest) and digest not in known:
                            self._objects.remove(digest)
                self._objects.remove(name)
            if mine:
                self._objects.abandon(INCOMING, max(mine) - _DAY)

    def left(self) -> list[str]:
        """See Vault.left."""
        before = datetime.now(UTC) - _DAY
        return [f"{self.shown}/{name}" for name, at in self._objects.listed(INCOMING) if at < before]

    @contextmanager
    def filling(self) -> Iterator[FilledBucket]:
        """See Vault.filling. Files that are there already are compared, and stay."""
        self.begin()
        filled = FilledBucket(self)
        try:
            yield filled
        finally:
            if not filled.is_placed:
                self.release(set)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._objects.clear([*self._staged, *([f"{self._room}{_NAMES}"] if self._names_written else [])])
        self._staged.clear()
        self._room, self._names_written = "", False


class FilledBucket:
    """See FilledVault."""

    is_placed = False

    def __init__(self, vault: BucketVault) -> None:
        self.vault = vault

    def put_in_place(self) -> None:
        """See FilledVault.put_in_place. It is there already."""
        self.is_placed = True

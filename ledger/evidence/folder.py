"""Evidence files in a folder, kept under the SHA-256 of their content.

1. What is hashed is what is kept (see ledger.evidence.source); whether there is room is asked first.
2. A file is on disk, whole and read-only, before the ledger says so.
3. A folder that lies apart from the ledger may be one that is not mounted just now: nobody but ``begin``
   makes it, and one that is empty though events name files is not taken for it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ledger.decisions.evidence import Attachment
from ledger.errors import BadInput, Damaged, StorageError, Unreadable
from ledger.evidence import incoming
from ledger.evidence.base import RESTORE, SIZE_LIMIT, hashed
from ledger.evidence.disk import check_room, trouble, write_new
from ledger.evidence.incoming import Room
from ledger.evidence.names import INCOMING
from ledger.evidence.source import CHUNK, Source, open_file
from ledger.recovery import shared
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error

if TYPE_CHECKING:
    from ledger.evidence.filled import FilledFolder

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EMLINK)
"""What says that there is no such file, where all else says that it cannot be read."""


class FolderVault:
    """The folder that evidence is kept in: see Vault."""

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT, *, apart: bool = False) -> None:
        """``limit`` is the most bytes that one file may have. ``apart``: it is in no ledger's folder."""
        self.folder = folder
        self.shown = str(folder)
        self.limit = limit
        self._apart = apart
        self._room: Room | None = None
        self._staged: dict[Path, str] = {}
        self._new: dict[Path, Path] = {}

    def begin(self) -> None:
        """See Vault.begin."""
        try:
            shared.make_folders(self.folder)
        except OSError as error:
            raise file_error(error, self.folder) from error

    def check_place(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.check_place."""
        if not self._apart:
            return
        try:
            is_empty = all(path.name == INCOMING for path in self.folder.iterdir())
        except OSError as error:
            raise self._not_there(error) from error
        if is_empty and named():
            raise StorageError(
                f"{self.folder} is empty, and the ledger names evidence that is kept there: it may not be "
                "mounted.",
                "Mount it, or name the right one: SCRUTINY_EVIDENCE. If all the files are lost for good, put "
                "a note about that into it, so that it is not empty.",
            )

    def _not_there(self, error: OSError) -> StorageError:
        if error.errno in _NOT_THERE:
            return StorageError(
                f"The folder of the evidence, {self.folder}, is not there.",
                "See whether it is mounted, or name the right one: SCRUTINY_EVIDENCE",
            )
        return Unreadable(
            f"The folder of the evidence, {self.folder}, cannot be read: {error.strerror or error}.",
            "See who may read it, and whether the disk or the mount fails.",
        )

    def stage(self, path: str) -> Attachment:
        """See Vault.stage: it is copied in under a passing name."""
        source = Source(path, self.limit)
        try:
            passing = self._passing()
            check_room(self.folder, source.size, path)
            digest = _copied(source, passing)
            source.check(digest)
        except OSError as error:
            raise trouble(error, self.folder, path) from error
        finally:
            source.close()
        self._staged[passing] = digest
        return Attachment(source.name, digest, source.size)

    def _passing(self) -> Path:
        """A new name in this command's room."""
        if self._room is None:
            if not self.folder.exists():
                if self._apart:
                    raise self._not_there(FileNotFoundError(errno.ENOENT, "not there"))
                shared.make_folders(self.folder)
            incoming.clear_of_before(self.folder)
            self._room = Room(self.folder)
        return self._room.new_name()

    def keep(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.keep: the names are those of the contents from now on."""
        try:
            if self._room is not None:
                new = [digest for digest in self._staged.values() if not (self.folder / digest).exists()]
                self._room.will_keep(new)
            for passing, digest in self._staged.items():
                final = self.folder / digest
                if final.exists():
                    self.check(digest)
                else:
                    passing.rename(final)
                    self._new[final] = passing
            sync_folder(self.folder)
        except OSError as error:
            raise trouble(error, self.folder, str(self.folder)) from error

    def release(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.release."""
        known = named() if self._new else ()
        for final, passing in self._new.items():
            if final.name not in known:
                with suppress(OSError):
                    final.rename(passing)
        self._new.clear()

    def pieces(self, name: str) -> Iterator[bytes]:
        """See Vault.pieces."""
        try:
            kept = open_file(str(self.folder / name))
            try:
                while chunk := os.read(kept, CHUNK):
                    yield chunk
            finally:
                os.close(kept)
        except BadInput as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno not in _NOT_THERE:
                raise _unreadable(name, error.__cause__) from error
            # Where the whole folder is gone, nobody can say what is with the file.
            if self._apart and not self.folder.is_dir():
                raise _unreadable(name, FileNotFoundError(0, f"{self.folder} is not there")) from error
            raise Damaged(
                f"The evidence file {name} is not there as a file: {error.message}", RESTORE
            ) from error
        except OSError as error:
            raise _unreadable(name, error) from error

    def read(self, digest: str) -> Iterator[bytes]:
        """See Vault.read."""
        return hashed(digest, self.pieces(digest))

    def check(self, digest: str) -> int:
        """See Vault.check."""
        return sum(map(len, self.read(digest)))

    def names(self) -> Iterator[str]:
        """See Vault.names: files, and no links; what begins with a dot is on its way in."""
        try:
            files = sorted(self.folder.iterdir())
        except FileNotFoundError as error:
            if self._apart:
                raise self._not_there(error) from error
            return
        except OSError as error:
            raise self._not_there(error) from error
        for file in files:
            if not file.name.startswith(".") and not file.is_symlink() and file.is_file():
                yield file.name

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        """See Vault.put."""
        try:
            write_new(self.folder / digest, pieces, 0o600)
        except OSError as error:
            raise trouble(error, self.folder, digest) from error

    def clear(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.clear."""
        incoming.clear(self.folder, named)

    def left(self) -> list[str]:
        """See Vault.left."""
        return [str(path) for path in incoming.left(self.folder)]

    def filling(self) -> AbstractContextManager[FilledFolder]:
        """See Vault.filling."""
        from ledger.evidence.filled import filling  # noqa: PLC0415  who restores alone needs it

        return filling(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._room is not None:
            self._room.close()
            self._room = None


def _copied(source: Source, passing: Path) -> str:
    """The SHA-256 of what was copied."""
    digest = sha256()

    def seen() -> Iterator[bytes]:
        for piece in source.pieces():
            digest.update(piece)
            yield piece

    write_new(passing, seen(), 0o640)
    return digest.hexdigest()


def _unreadable(digest: str, error: OSError) -> Unreadable:
    return Unreadable(
        f"The evidence file {digest} cannot be read: {error.strerror or error}.",
        "See who may read the folder evidence, and whether the disk fails.",
    )

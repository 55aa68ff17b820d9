"""Evidence files, kept under the SHA-256 of their content.

1. A file is read from one descriptor, and what is hashed is what is kept. It is looked at before and after,
   and read a second time: one that was written to meanwhile is refused, for what would be kept never was.
2. Its size is asked first, and whether there is room for it.
3. Only a regular file is taken; a link is not followed, for it may point elsewhere tomorrow.
4. It is on disk, whole and read-only, before the ledger says so. Its name is text and never a path.
5. Nothing is unpacked, opened or rendered.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.decisions.evidence import Attachment
from ledger.errors import BadInput, Damaged, Full, ReadOnly, Refused, StorageError, Unreadable
from ledger.evidence import incoming
from ledger.evidence.incoming import Room
from ledger.recovery import shared
from ledger.signing.synced import sync_folder
from ledger.validation import so_many

SIZE_LIMIT = 2 * 1024**3
"""Bytes of one evidence file, if nobody set another limit (SCRUTINY_EVIDENCE_LIMIT)."""

_CHUNK = 1024 * 1024
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EMLINK)
"""What says that there is no such file, where all else says that it cannot be read."""

_NOT_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Vault:
    """The folder that evidence is kept in, as a context: what was staged and not kept is gone after it."""

    def __init__(self, folder: Path, limit: int = SIZE_LIMIT) -> None:
        """``limit`` is the most bytes that one file may have."""
        self.folder = folder
        self.limit = limit
        self._room: Room | None = None
        self._staged: dict[Path, str] = {}
        self._new: dict[Path, Path] = {}

    def stage(self, path: str) -> Attachment:
        """Copy a file in under a passing name; raises BadInput, Refused or StorageError."""
        source = _open(path)
        try:
            before = os.fstat(source)
            if before.st_size > self.limit:
                raise BadInput(
                    f"The file {path} has {so_many(before.st_size, 'byte')}, and {self.limit:,} "
                    "may be handed in.",
                    "Hand in its parts, or let an administrator raise SCRUTINY_EVIDENCE_LIMIT.",
                )
            digest = self._copied(source, before.st_size, path)
            # The times of a file are as coarse as the system's ticks, and a mapped file is written without
            # any: only its bytes tell.
            if digest is None or _digest(source) != digest or _changed(before, os.fstat(source)):
                raise Refused(
                    f"The file {path} changed while it was taken in, so it was not.",
                    "Hand it in once nobody writes to it any more, or hand in a copy.",
                )
        except OSError as error:
            raise _trouble(error, self.folder, path) from error
        finally:
            os.close(source)
        return Attachment(Path(path).name, digest, before.st_size)

    def _copied(self, source: int, size: int, path: str) -> str | None:
        """The SHA-256 of what was copied into the room; None if it is not as long as it was said to be."""
        passing = self._passing()
        _check_room(self.folder, size, path)
        digest, rest = sha256(), size
        target = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        self._staged[passing] = ""
        try:
            while chunk := os.read(source, _CHUNK):
                rest -= len(chunk)
                if rest < 0:
                    return None
                digest.update(chunk)
                view = memoryview(chunk)
                while view:
                    view = view[os.write(target, view) :]
            shared.set_mode(target, 0o440)
            os.fsync(target)
        finally:
            os.close(target)
        self._staged[passing] = digest.hexdigest()
        return None if rest else digest.hexdigest()

    def _passing(self) -> Path:
        """A new name in this command's room."""
        if self._room is None:
            if not self.folder.exists():
                shared.make_folders(self.folder)
            incoming.clear_of_before(self.folder)
            self._room = Room(self.folder)
        return self._room.path / str(len(self._staged))

    def keep(self) -> None:
        """Give every staged file the name of its content, for good; raises StorageError."""
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
            raise _trouble(error, self.folder, str(self.folder)) from error

    def release(self) -> None:
        """Take back what ``keep`` named for the first time, if nothing came to be recorded of it."""
        for final, passing in self._new.items():
            with suppress(OSError):
                final.rename(passing)
        self._new.clear()

    def check(self, digest: str) -> None:
        """Hash a kept file again; raises Damaged if it is missing or not what its name says.

        Raises Unreadable if it cannot be said: no access, a disk that fails, too many open files.
        """
        for _ in self.read(digest):
            pass

    def read(self, digest: str) -> Iterator[bytes]:
        """The bytes of a kept file in pieces, hashed on the way.

        Raises Damaged if it is missing or, behind the last piece, if it is not what its name says; Unreadable
        if it is there and cannot be read.
        """
        remedy = "Restore it from a copy: its name is the SHA-256 of what it held."
        try:
            kept, hashed = _open(str(self.folder / digest)), sha256()
            try:
                while chunk := os.read(kept, _CHUNK):
                    hashed.update(chunk)
                    yield chunk
            finally:
                os.close(kept)
        except BadInput as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno not in _NOT_THERE:
                raise _unreadable(digest, error.__cause__) from error
            raise Damaged(
                f"The evidence file {digest} is not there as a file: {error.message}", remedy
            ) from error
        except OSError as error:
            raise _unreadable(digest, error) from error
        if hashed.hexdigest() != digest:
            raise Damaged(f"The evidence file {digest} is not what was handed in.", remedy)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._room is not None:
            self._room.close()
            self._room = None


def _unreadable(digest: str, error: OSError) -> Unreadable:
    return Unreadable(
        f"The evidence file {digest} cannot be read: {error.strerror or error}.",
        "See who may read the folder evidence, and whether the disk fails.",
    )


def _open(path: str) -> int:
    remedy = "Give the path of the file itself."
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.EMLINK):
            raise BadInput(f"{path} is a link, and no file is taken through a link.", remedy) from error
        why = error.strerror if isinstance(error, OSError) else "the name has a null character"
        raise BadInput(f"The evidence file {path!r} cannot be read: {why}.", remedy) from error
    mode = os.fstat(source).st_mode
    if not stat.S_ISREG(mode):
        os.close(source)
        kind = next((name for test, name in _NOT_FILES if test(mode)), "no regular file")
        raise BadInput(f"{path} is {kind}: only a regular file is taken as evidence.", remedy)
    return source


def _digest(source: int) -> str:
    """The SHA-256 of a file from its beginning, by a descriptor."""
    digest = sha256()
    os.lseek(source, 0, os.SEEK_SET)
    while chunk := os.read(source, _CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ctime_ns) != (
        after.st_size,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )


def _check_room(folder: Path, size: int, path: str) -> None:
    """Raise Full before a disk is filled to its brim for nothing."""
    try:
        disk = os.statvfs(folder)
    except (OSError, AttributeError):
        return  # some file systems, and Windows, do not say
    free = (disk.f_bfree if os.geteuid() == 0 else disk.f_bavail) * disk.f_frsize
    if disk.f_blocks and size > free:
        raise Full(
            f"There is no room left in {folder} for {path}: it has {so_many(size, 'byte')}, and "
            f"{free:,} are free.",
            "Free some space and try again.",
        )


def _trouble(error: OSError, folder: Path, path: str) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Full(f"There is no room left in {folder} for {path}.", "Free some space and try again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(f"{folder} may not be written.", "Ask who owns the folder.")
    return StorageError(f"{path} cannot be copied into {folder}: {error.strerror}.", "Try again.")

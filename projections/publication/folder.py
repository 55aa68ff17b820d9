"""Writing a bundle: into a folder beside its place, and then put there in one step.

A crash leaves the old bundle whole. A folder that is there and is no bundle is never touched, nor is a bundle
that somebody put another file into.
"""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from ledger.errors import BadInput, Refused
from ledger.proof import checkpoint, note
from projections.publication.parts.base import File

SUMS = "SHA256SUMS"

# A bundle is for everybody to read, whatever the mask of who publishes.
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_PASSING = ".publishing"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Folder:
    """A bundle that is being written to a place. Use it as a context manager; ``put`` ends it well.

    Until then it lies beside the place, in a folder with a name of its own and a lock on it. What somebody
    who was killed left there has no lock, and is cleared away.
    """

    def __init__(self, place: str) -> None:
        self.place = Path(place).absolute()
        self._sums: list[tuple[str, bytes]] = []
        self._folders: set[str] = set()
        # Where the mask takes nothing away, the mode needs no call of its own, which would cost most of all.
        os.umask(mask := os.umask(0))
        self._masked = bool(mask & _FILE_MODE)

    def __enter__(self) -> Self:
        _check(self.place)
        begins = f".{self.place.name}."
        for left in self.place.parent.glob(f"{glob.escape(begins)}*{_PASSING}"):
            _clear(left)
        try:
            self._passing = Path(mkdtemp(_PASSING, begins, self.place.parent))
        except FileNotFoundError:
            raise BadInput(f"There is no folder {self.place.parent} to write {self.place.name} in.") from None
        self._lock = _locked(self._passing)
        self._passing.chmod(_FOLDER_MODE)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._passing, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)

    def write(self, files: Iterable[File], tell: Callable[[int], object] = lambda _: None) -> None:
        """Write files into it; ``tell`` hears of each."""
        for file in files:
            self._sums.append((file.path, self._write(file.path, file.pieces())))
            tell(1)

    def _write(self, path: str, pieces: Iterable[bytes]) -> bytes:
        """Write one new file and return its SHA-256."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            self._make(folder)
        digest = sha256()
        # The system's own calls, and a path that is text: there are a hundred thousand files.
        descriptor = os.open(f"{self._passing}/{path}", _NEW, _FILE_MODE)
        try:
            if self._masked:
                os.fchmod(descriptor, _FILE_MODE)
            for piece in pieces:
                digest.update(piece)
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
        return digest.digest()

    def _make(self, folder: str) -> None:
        above = self._passing
        for name in folder.split("/"):
            above = above / name
            with suppress(FileExistsError):
                above.mkdir()
                above.chmod(_FOLDER_MODE)
        self._folders.add(folder)

    def finish(self) -> str:
        """Write the sums of all files and return their hex SHA-256, once all of it is on the disk."""
        lines = "".join(f"{found.hex()}  {path}\n" for path, found in sorted(self._sums))
        digest = self._write(SUMS, (lines.encode(),))
        _sync_all(self._passing)
        return digest.hex()

    def put(self) -> None:
        """Put it in its place; what was there is gone after that."""
        if self.place.exists():
            _check(self.place)
            if not _exchanged(self._passing, self.place):
                # The two names cannot change places here: for a moment there is none.
                before = Path(mkdtemp(_PASSING, f".{self.place.name}.", self.place.parent))
                self.place.rename(before / "bundle")
                self._passing.rename(self.place)
                shutil.rmtree(before)
        else:
            self._passing.rename(self.place)
        _sync(self.place.parent)


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the lock of a folder; None where another holds it, or there are no locks."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none: there nothing is cleared away
    except ImportError:  # pragma: no cover
        return None
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _clear(left: Path) -> None:
    """Remove what was left, unless somebody is at it."""
    with suppress(OSError):
        lock = _locked(left)
        if lock is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)


def sums_of(place: str) -> str | None:
    """The hex SHA-256 of the sums of a bundle that is there, or None."""
    with suppress(OSError, ValueError):
        return sha256(Path(place, SUMS).read_bytes()).hexdigest()
    return None


def holds(place: str, sums: str) -> bool:
    """Whether the bundle with these sums (their hex SHA-256) is there, whole."""
    try:
        lines = Path(place, SUMS).read_text(encoding="utf-8").splitlines()
        right = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
        return (
            sums_of(place) == sums
            and {SUMS, *right} == set(_files(Path(place)))
            and all(_digest(Path(place, path)) == digest for path, digest in right.items())
        )
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _check(place: Path) -> None:
    """Refuse a place with anything else in it than a bundle or nothing."""
    if not place.exists() and not place.is_symlink():
        return
    if not place.name or place.is_mount():
        raise Refused(
            f"Nothing can take the place of {place}: it is where a disk begins.",
            "Say a folder in it: --output FOLDER",
        )
    if not place.is_dir() or place.is_symlink():
        raise Refused(f"{place} is no folder.", "Say a new folder, or one with a bundle: --output FOLDER")
    there = set(_files(place))
    if not there:
        return
    named = _of_a_bundle(place)
    if not named:
        raise Refused(
            f"{place} is not empty and holds no bundle: it is left alone.",
            "Say another folder: --output FOLDER",
        )
    if others := sorted(there - named - {SUMS}):
        raise Refused(
            f"{place} holds {others[0]}, which is no part of its bundle: it is left alone.",
            "Move it away, or say another folder: --output FOLDER",
        )


def _of_a_bundle(place: Path) -> set[str]:
    """What the sums name; nothing where they name no register, or the checkpoint that is there is none."""
    try:
        lines = place.joinpath(SUMS).read_text(encoding="utf-8").splitlines()
        checkpoint.parse(note.parse(place.joinpath("checkpoint").read_bytes()).text)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return set()
    named = {line.partition("  ")[2] for line in lines}
    return named if {"checkpoint", "register.json"} <= named else set()


def _files(place: Path) -> Iterator[str]:
    """The paths of all that is in a folder and is no folder; raises OSError for what cannot be read."""

    def give_up(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(place, onerror=give_up):
        under = Path(folder).relative_to(place)
        for name in (*names, *(one for one in folders if Path(folder, one).is_symlink())):
            yield (under / name).as_posix()


def _sync_all(folder: Path) -> None:
    """See every file in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Linux has a call for a whole file system, which costs a hundredth of a call for each of many files.
        with suppress(OSError, AttributeError):
            if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) == 0:
                return
    finally:
        os.close(descriptor)
    for within, _, names in os.walk(folder):
        for name in names:
            _sync(Path(within, name))
        _sync(Path(within))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step (Linux renameat2); False where that cannot be done."""
    here, exchange = -100, 2
    with suppress(OSError, AttributeError):
        change = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(change(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
    return False

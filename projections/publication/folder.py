"""Writing a bundle: into a folder beside its place, and then put there in one step.

A crash leaves the old bundle whole. A folder that is there and is no bundle is never touched, nor is a bundle
that somebody put another file into. A work tree of git at the root of a bundle stays there.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from ledger.errors import BadInput
from projections.publication import existing as place
from projections.publication import file_system as disk
from projections.publication.durable import sync_each
from projections.publication.files.base import File
from projections.publication.files.proofs.paths import SUMS
from projections.publication.foreign import GIT

# A bundle is for everybody to read, whatever the mask of who publishes.
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_PASSING = ".publishing"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Folder:
    """A bundle that is being written to a place. Use it as a context manager; ``put`` ends it well.

    Until then it lies beside the place, in a folder with a name of its own and a lock on it. What somebody
    who was killed left there has no lock, and is cleared away.
    """

    def __init__(self, where: str) -> None:
        self.place = Path(where).absolute()
        self._sums: list[tuple[str, bytes]] = []
        self._folders: set[str] = set()
        # Where the mask takes nothing away, the mode needs no call of its own, which would cost most of all.
        os.umask(mask := os.umask(0))
        self._masked = bool(mask & _FILE_MODE)

    def clear(self) -> None:
        """Clear away what those who were killed left beside the place."""
        for left in self.place.parent.glob(f"{glob.escape(f'.{self.place.name}.')}*{_PASSING}"):
            # Whoever was killed may have left the work tree of git on its way.
            disk.clear(left, unless=self._holds_git)

    def __enter__(self) -> Self:
        place.check(self.place)
        self.clear()
        try:
            self._passing = Path(mkdtemp(_PASSING, f".{self.place.name}.", self.place.parent))
        except FileNotFoundError:
            raise BadInput(
                f"There is no folder {self.place.parent} to write {self.place.name} in.",
                "Make it, or choose another place: --output FOLDER",
            ) from None
        self._begin = f"{self._passing}/"
        self._lock = disk.locked(self._passing)
        self._passing.chmod(_FOLDER_MODE)
        return self

    def __exit__(self, *_: object) -> None:
        if not self._holds_git(self._passing):
            shutil.rmtree(self._passing, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)

    def write(self, files: Iterable[File], tell: Callable[[int], object] = lambda _: None) -> None:
        """Write files into it; ``tell`` hears of each."""
        for file in files:
            self._sums.append((file.path, self._write(file)))
            tell(1)

    def _write(self, file: File) -> bytes:
        """Write one new file and return its SHA-256."""
        folder = file.path.rpartition("/")[0]
        if folder and folder not in self._folders:
            self._make(folder)
        # The system's own calls, and a path that is text: there are a hundred thousand files.
        descriptor = os.open(f"{self._begin}{file.path}", _NEW, _FILE_MODE)
        try:
            if self._masked:
                os.fchmod(descriptor, _FILE_MODE)
            return file.write(descriptor)
        finally:
            os.close(descriptor)

    def _make(self, folder: str) -> None:
        above = ""
        for name in folder.split("/"):
            above = f"{above}/{name}" if above else name
            if above not in self._folders:
                made = self._passing / above
                with suppress(FileExistsError):
                    made.mkdir()
                    made.chmod(_FOLDER_MODE)
                self._folders.add(above)

    def finish(self) -> str:
        """Write the sums of all files and return their hex SHA-256, once all of it is on the disk."""
        lines = "".join(f"{found.hex()}  {path}\n" for path, found in sorted(self._sums))
        digest = self._write(File(SUMS, lines.encode()))
        below = [*(path for path, _ in self._sums), SUMS, *(f"{folder}/" for folder in self._folders), ""]
        sync_each(f"{self._passing}/{path}" for path in below)
        return digest.hex()

    @property
    def digests(self) -> dict[str, str]:
        """The hex SHA-256 of each file that was written, by path, but of the sums."""
        return {path: digest.hex() for path, digest in self._sums}

    def put(self) -> None:
        """Put it in its place; what was there is gone after that."""
        if self.place.exists():
            place.check(self.place)
            self._carry(self.place, self._passing)
            if not disk.exchanged(self._passing, self.place):
                # The two names cannot change places here: for a moment there is none.
                before = Path(mkdtemp(_PASSING, f".{self.place.name}.", self.place.parent))
                self.place.rename(before / "bundle")
                try:
                    self._passing.rename(self.place)
                except OSError:
                    (before / "bundle").rename(self.place)
                    raise
                shutil.rmtree(before)
        else:
            self._passing.rename(self.place)
        disk.sync(self.place.parent)

    def _holds_git(self, left: Path) -> bool:
        """Bring the work tree of git back from what is to be cleared away; True if it has to stay there."""
        if self.place.is_dir() and not self.place.is_symlink():
            self._carry(left, self.place)
        return os.path.lexists(left / GIT)

    @staticmethod
    def _carry(source: Path, target: Path) -> None:
        """Move the work tree of git from one bundle to another that has none."""
        if os.path.lexists(source / GIT) and not os.path.lexists(target / GIT):
            (source / GIT).rename(target / GIT)

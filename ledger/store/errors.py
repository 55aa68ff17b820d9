"""What the file system says no with, as errors of the ledger."""

from __future__ import annotations

import errno
from types import TracebackType
from typing import TYPE_CHECKING

from ledger.errors import Full, ReadOnly, StorageError

if TYPE_CHECKING:
    from pathlib import Path


def file_error(error: OSError, folder: Path | str) -> StorageError:
    """The StorageError that an error of the file system amounts to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Full(f"There is no room left in {folder}.", "Free some space and try again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(f"{folder} may not be written.", "Choose another folder, or ask who owns it.")
    return StorageError(f"{folder} cannot be used: {error.strerror or error}.", "Choose another folder.")


class Translating:
    """A context in which what goes wrong is raised as what it amounts to.

    A class, as one that is made of a generator takes four times as long.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing is wrong yet."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise what it amounts to."""
        if error is not None:
            self.translate(error)

    def translate(self, error: BaseException) -> None:
        """Raise what an error amounts to; return if it is to stay as it is."""
        raise NotImplementedError

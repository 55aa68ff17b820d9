"""The vault of a ledger on a server for whose evidence nobody named a place: nothing can be told of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.decisions.evidence import Attachment
from ledger.errors import Refused, StorageError, Unreadable
from ledger.evidence.base import FilledVault

HOW = "Name it: SCRUTINY_EVIDENCE=FOLDER, or scrutiny config set evidence FOLDER"


class Nowhere:
    """See Vault; it takes nothing and has nothing."""

    def __init__(self, of: str) -> None:
        """``of`` is the ledger, as it is shown."""
        self.shown = "no place, for nobody named one"
        self.folder: Path | None = None
        self._of = of

    def _unnamed(self) -> StorageError:
        return StorageError(f"Nobody named the place for the evidence of {self._of}.", HOW)

    def begin(self) -> None:
        """See Vault.begin. Whoever hands in no files needs no place."""

    def check_place(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.check_place. That there is none is said once a file is handed in."""

    def stage(self, path: str) -> Attachment:
        """See Vault.stage."""
        raise self._unnamed()

    def keep(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.keep. Nothing was taken in."""

    def release(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.release."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """See Vault.pieces."""
        raise Unreadable(
            f"The evidence file {name} cannot be read: nobody named the place for that of {self._of}.", HOW
        )

    def read(self, digest: str) -> Iterator[bytes]:
        """See Vault.read."""
        return self.pieces(digest)

    def check(self, digest: str) -> int:
        """See Vault.check."""
        return sum(map(len, self.pieces(digest)))

    def names(self) -> Iterator[str]:
        """See Vault.names."""
        return iter(())

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        """See Vault.put."""
        raise self._unnamed()

    def clear(self, named: Callable[[], Container[str]]) -> None:
        """See Vault.clear."""

    def left(self) -> list[str]:
        """See Vault.left."""
        return []

    def filling(self) -> AbstractContextManager[FilledVault]:
        """See Vault.filling."""
        error = self._unnamed()
        raise Refused(error.message, error.remedy)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was begun."""

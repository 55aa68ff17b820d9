"""What every vault can do, wherever evidence is kept: each file under the SHA-256 of its content.

1. A file is taken in (``stage``) before anything is decided, and kept (``keep``) under the ledger's lock,
   before an event speaks of it. What is kept is never replaced.
2. Whoever reads hashes: what is not what its name says is told, and never taken for it.
3. A name in a vault is a hash, or what somebody else put there; it is never part of a path that leads out.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, Self

from ledger.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import TracebackType

    from ledger.decisions.evidence import Attachment

SIZE_LIMIT = 2 * 1024**3
"""Bytes of one evidence file, if nobody set another limit (SCRUTINY_EVIDENCE_LIMIT)."""

RESTORE = "Restore it from a copy: its name is the SHA-256 of what it held."


class FilledVault(Protocol):
    """A vault that is filled from elsewhere; what was put in is gone at the end if it is not put in place."""

    @property
    def vault(self) -> Vault:
        """Where files are put meanwhile."""
        ...

    def put_in_place(self) -> None:
        """Have them stay; raises Refused if somebody else was first, StorageError."""
        ...


class Vault(Protocol):
    """Where evidence is kept, as a context: what was staged and not kept is gone after it.

    ``shown`` is the place as messages name it; ``folder`` is None if it is no folder.
    """

    @property
    def shown(self) -> str:
        """See above."""
        ...

    @property
    def folder(self) -> Path | None:
        """See above."""
        ...

    def begin(self) -> None:
        """Make the place for a new ledger, or see that it can be used; raises StorageError."""
        ...

    def check_place(self, named: Callable[[], Container[str]]) -> None:
        """Raise StorageError if it is not the place, as one that is not mounted: nothing is in it, and
        ``named``, which gives the hashes of all files that events name, gives some.
        """
        ...

    def stage(self, path: str) -> Attachment:
        """Take a file in that is handed in; raises BadInput, Refused or StorageError."""
        ...

    def keep(self, named: Callable[[], Container[str]]) -> None:
        """Have every staged file under the name of its content, for good; raises StorageError.

        It is asked under the ledger's lock. ``named`` gives the hashes of all files that events name.
        """
        ...

    def release(self, named: Callable[[], Container[str]]) -> None:
        """Take back what ``keep`` named for the first time and nobody else recorded. Under the lock."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a kept file in pieces, whatever they hash to.

        Raises Damaged if it is not there as a file, Unreadable if nobody can say: no access, no answer.
        """
        ...

    def read(self, digest: str) -> Iterator[bytes]:
        """The same, hashed on the way: raises Damaged behind the last piece of what was not handed in."""
        ...

    def check(self, digest: str) -> int:
        """Hash a kept file again and return how many bytes it has; raises as ``read`` does."""
        ...

    def names(self) -> Iterator[str]:
        """The names of what is kept, in their order; raises StorageError."""
        ...

    def put(self, digest: str, pieces: Iterable[bytes]) -> None:
        """Keep what comes from a copy under the name that it has there; the caller hashes the pieces.

        Raises StorageError.
        """
        ...

    def clear(self, named: Callable[[], Container[str]]) -> None:
        """Remove what killed commands left, and nothing that anybody uses; raises nothing of the storage.

        It is asked under the ledger's lock. ``named`` gives the hashes of all files that events name.
        """
        ...

    def left(self) -> list[str]:
        """What killed commands left that is still there, as it is shown; raises StorageError."""
        ...

    def filling(self) -> AbstractContextManager[FilledVault]:
        """Lay an empty one to be filled; raises Refused if something is in its place, StorageError."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def hashed(digest: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a file; raises Damaged behind the last one if they are not what was handed in."""
    seen = sha256()
    for piece in pieces:
        seen.update(piece)
        yield piece
    if seen.hexdigest() != digest:
        raise Damaged(f"The evidence file {digest} is not what was handed in.", RESTORE)

"""Handing evidence back: the files of one submission, copied out of the vault under their own names.

1. What is handed out is hashed on the way; a file that is not what was handed in does not appear.
2. A name is text that a body chose: only a plain file name is used as one, so nothing is written elsewhere.
3. Nothing that is there is replaced. A file that is there already and is the same is left as it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from events.evidence import EvidenceAttached
from ledger.decisions.base import evidence
from ledger.errors import NotFound, Refused
from ledger.ledger import Ledger
from ledger.store.errors import file_error
from ledger.validation import key

_CHUNK = 1024 * 1024
_LONGEST = 200
"""Bytes of a file name that every file system takes."""


class Retrieved(NamedTuple):
    """One file that was handed back. ``name`` is what the body called it, ``path`` where it is now."""

    evidence: str
    name: str
    path: str
    sha256: str
    size: int


def attached(ledger: Ledger, inspection: str, ref: str) -> tuple[str, list[EvidenceAttached]]:
    """The evidence's ref as it was recorded, and its files; raises NotFound, StorageError."""
    recorded = evidence(ledger.inspection(ledger.ref(inspection)), ref).ref
    files = [
        record.event
        for record in ledger.records(inspection=inspection, topics=[EvidenceAttached.NAME])
        if isinstance(record.event, EvidenceAttached) and key(record.event.evidence) == key(recorded)
    ]
    return recorded, files


def retrieve(ledger: Ledger, inspection: str, ref: str, folder: Path) -> Iterator[Retrieved]:
    """Copy the files of one submission into a folder, which is made if it is missing.

    Raises NotFound if there is no such evidence or it has no file, Refused for a name that is taken by
    another file, Damaged if a kept file is missing or is not what was handed in, StorageError.
    """
    recorded, files = attached(ledger, inspection, ref)
    if not files:
        raise NotFound(
            f"Evidence {recorded} has no file: its summary is all there is.",
            f"Read it: scrutiny evidence show {inspection} {recorded}",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(error, folder) from error
    vault = ledger.store.vault()
    for file, name in zip(files, _names(files), strict=True):
        target = folder / name
        _copy(vault.read(file.sha256), file.sha256, target)
        yield Retrieved(recorded, file.name, str(target), file.sha256, file.size)


def _names(files: Sequence[EvidenceAttached]) -> list[str]:
    """A plain file name for each, no two the same even where capitals do not count."""
    names: list[str] = []
    taken: set[str] = set()
    for file in files:
        name = _plain(file.name) or file.sha256
        if name.casefold() in taken:
            name = f"{file.sha256[:12]} {name}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _plain(name: str) -> str:
    """The name if it is that of a file in a folder, cut to a length that file systems take; or empty."""
    if name in ("", ".", "..") or any(sign in name for sign in "/\\\0"):
        return ""
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        return ""
    if len(raw) <= _LONGEST:
        return name
    ending = Path(name).suffix.encode()[:20]
    return (raw[: _LONGEST - len(ending)] + ending).decode("utf-8", "ignore")


def _copy(pieces: Iterator[bytes], digest: str, target: Path) -> None:
    """Write the pieces to a file that appears whole or not at all; what they raise goes on to the caller."""
    passing = target.with_name(f".{digest[:16]}.{os.getpid()}")
    try:
        if _same(target, digest):
            return
        with passing.open("xb") as into:
            into.writelines(pieces)
            into.flush()
            os.fsync(into.fileno())
        _put(passing, target)
    except FileExistsError:
        raise Refused(
            f"There is another file {target} already, and it is not replaced.", "Choose an empty folder."
        ) from None
    except OSError as error:
        raise file_error(error, target.parent) from error
    finally:
        with suppress(OSError):
            passing.unlink()


def _put(passing: Path, target: Path) -> None:
    """Give a whole file its name. A link fails if the name was taken meanwhile; a rename would replace it."""
    try:
        target.hardlink_to(passing)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links.
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        passing.rename(target)


def _same(target: Path, digest: str) -> bool:
    """Whether the very file is there already; raises FileExistsError if another one is."""
    if not os.path.lexists(target):
        return False
    if target.is_file() and not target.is_symlink():
        with target.open("rb") as there:
            hashed = sha256()
            while chunk := there.read(_CHUNK):
                hashed.update(chunk)
        if hashed.hexdigest() == digest:
            return True
    raise FileExistsError(str(target))

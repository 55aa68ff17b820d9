"""A ledger from an archive: filled beside its place, looked at as ``verify`` looks, and then put there.

1. Nothing is there of an archive that is refused, nor of a restoring that was killed: what that left beside
   the place is cleared by the next one.
2. The archive has to fit itself, and then the signatures of the ledger's keys have to fit the tree. That says
   nothing of what was recorded after the archive was made: ``Restored.steps`` says what to do about that.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from ledger.archive.container import ArchiveError
from ledger.archive.layout import Summary
from ledger.archive.reading import Reading
from ledger.checks.base import Report
from ledger.checks.believed import Held
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import Progress, verify
from ledger.errors import BadInput, Damaged, NoLedger, Tampered, Unreadable
from ledger.recovery.after import steps
from ledger.signing.keyring import Keyring
from ledger.store.engine import Filling
from ledger.store.errors import file_error
from ledger.store.location import engine_of, open_store, shown

_NOTHING = "Nothing was restored. Take another archive, or the copy that it was carried from."


class Restored(NamedTuple):
    """What was restored, what ``verify`` says of it, and what is to be done before anybody records."""

    summary: Summary
    report: Report
    steps: tuple[str, ...]


def restore(
    file: str,
    location: str,
    keyring: Keyring | None,
    *,
    key: str | None = None,
    held: Sequence[Held] = (),
    missing_evidence: bool = False,
    progress: tuple[Callable[[int], object], Progress] | None = None,
) -> Restored:
    """Put the ledger of an archive in a place.

    ``key`` and ``held`` are as they are for ``verify``. ``progress`` is told how many more bytes were read,
    and then what ``verify`` tells. With ``missing_evidence`` files of evidence may be missing. Raises
    BadInput, Refused, Tampered, StorageError.
    """
    reading, looking = progress or (lambda _: None, None)
    trusted = TrustedInputs(key, held, None)
    with _opened(file) as (opened, length), engine_of(location).filling() as filling:
        with _said_of(file, shown(location)):
            summary = Reading(opened, length, filling, reading).read()
            report = _verified(filling, trusted, looking, missing_evidence=missing_evidence)
            if report.root != summary.root:
                raise ArchiveError("what was restored is not what was read")
        filling.put_in_place()
    with closing(open_store(location)) as store:
        return Restored(summary, report, tuple(steps(store, keyring)))


def length_of(file: str) -> int:
    """How many bytes an archive has; raises BadInput."""
    with _opened(file) as (_, length):
        return length


def _verified(
    filling: Filling, trusted: TrustedInputs, progress: Progress | None, *, missing_evidence: bool
) -> Report:
    with closing(filling.written()) as raw:
        report = verify(raw, trusted, progress)
    wrong = [each for each in report.findings if not (missing_evidence and each.code == "V7")]
    for finding in wrong:
        more = f" (and {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
        raise ArchiveError(f"{finding.message.rstrip('.')} [{finding.code}]{more}")
    for unread in report.unread:
        raise Unreadable(unread.message, "See the disk; then ask again.")
    return report


@contextmanager
def _said_of(file: str, target: str) -> Iterator[None]:
    """Say of which file it is that something is wrong with it."""
    try:
        yield
    except ArchiveError as error:
        raise Tampered(f"The archive {file} is not what was archived: {error}.", _NOTHING) from error
    except NoLedger as error:
        raise Tampered(f"The archive {file} has no event.", _NOTHING) from error
    except Damaged as error:
        raise Tampered(f"The archive {file} is not what was archived: {error.message}", _NOTHING) from error
    except BadInput as error:
        if error.message.startswith("It is "):
            raise BadInput(f"{file}: {error.message}", error.remedy) from error
        raise
    except OSError as error:
        raise file_error(error, Path(target)) from error


@contextmanager
def _opened(file: str) -> Iterator[tuple[BufferedReader, int]]:
    remedy = "Give a file that scrutiny archive wrote."
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(f"The archive {file} cannot be read: {why}.", remedy) from error
    there = os.fstat(descriptor)
    if not stat.S_ISREG(there.st_mode):
        os.close(descriptor)
        raise BadInput(f"{file} is no file.", remedy)
    with os.fdopen(descriptor, "rb") as opened:
        yield opened, there.st_size

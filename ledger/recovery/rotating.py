"""Which backups in a folder are kept, and removing the others: see ledger.recovery.backups, 2 and 3."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ledger.checks.verify import Progress
from ledger.errors import LedgerError
from ledger.locks import wait_for
from ledger.proof.text import to_base64
from ledger.recovery.backups import COPY, NAME, PAPER, Backup, looked_at, read, there
from ledger.recovery.restoring import roots_at
from ledger.store.location import open_store

_PATIENCE = 10.0
_REMOVING = re.compile(rf"\.({NAME.pattern})\.removing")


class Left(NamedTuple):
    """What was not removed although it is no backup that counts, and why."""

    path: Path
    why: str


class Rotated(NamedTuple):
    """What is kept, newest first, what was removed, and what was left."""

    kept: tuple[Path, ...]
    removed: tuple[Path, ...]
    left: tuple[Left, ...]


def rotate(new: Backup, keep: int, progress: Progress | None = None, *, is_whole: bool = True) -> Rotated:
    """Keep the newest ``keep`` backups that are right, of which ``new`` is one that was just looked at.

    If that is not whole, because evidence is lost, an older one may be the only one that has it.
    """
    if not is_whole:
        return Rotated(tuple(one.path for one in there(new.path.parent) if one.of == new.of), (), ())
    with _in_turn(new.path.parent) as turn:
        if not turn:
            why = "another backup is at work in this folder, so the older ones were not looked at"
            return Rotated((new.path,), (), (Left(new.path.parent, why),))
        _finish_removing(new)
        if not new.path.exists():
            return Rotated((), (), (Left(new.path, "a newer one took its place already"),))
        others = [one for one in there(new.path.parent) if one.of == new.of]
        newer = [one for one in others if one.path.name > new.path.name]
        others = [one for one in others if one.path.name < new.path.name]
        kept, older = [new.path], list[Backup]()
        left = [Left(one.path, "it bears a later time than the new one") for one in newer]
        for at, backup in enumerate(others):
            if len(kept) == keep:
                older = others[at:]
                break
            wrong = _wrong(backup, progress)
            if wrong:
                left.append(Left(backup.path, wrong))
            else:
                kept.append(backup.path)
        removed = []
        for backup, known in zip(older, _is_in(new, older), strict=True):
            why = _remove(backup.path) if known else "it has events that the new backup does not have"
            if why:
                left.append(Left(backup.path, why))
            else:
                removed.append(backup.path)
        return Rotated(tuple(sorted(kept, reverse=True)), tuple(removed), tuple(left))


def _wrong(backup: Backup, progress: Progress | None) -> str:
    """What is wrong with a backup; empty if nothing is."""
    try:
        report = looked_at(backup.path / COPY, progress)
    except LedgerError as error:
        return error.message
    for finding in report.findings:
        return finding.message
    for unread in report.unread:
        return unread.message
    if (report.events, to_base64(report.root)) != (backup.events, backup.root):
        return f"it is not what its {PAPER} says"
    return ""


def _is_in(new: Backup, older: Sequence[Backup]) -> list[bool]:
    """Of each whether all of its history is in the new one."""
    if not older:
        return []
    with closing(open_store(str(new.path / COPY))) as store:
        roots = dict(roots_at(store, sorted({backup.events for backup in older})))
    return [to_base64(roots.get(backup.events, b"")) == backup.root for backup in older]


def _remove(path: Path) -> str:
    """Remove a backup: first its name, then the copy, then the paper. Why that cannot be done, or nothing."""
    passing = path.with_name(f".{path.name}.removing")
    try:
        path.rename(passing)
        _clear(passing)
    except OSError as error:
        return f"it cannot be removed: {error.strerror}"
    return ""


def _clear(passing: Path) -> None:
    if (passing / COPY).is_dir() and not (passing / COPY).is_symlink():
        shutil.rmtree(passing / COPY)
    (passing / PAPER).unlink(missing_ok=True)
    passing.rmdir()


def _finish_removing(new: Backup) -> None:
    """Remove the rest of what a killed one was removing."""
    for path in sorted(new.path.parent.glob(".*.removing")):
        if _REMOVING.fullmatch(path.name) and not path.is_symlink():
            with suppress(OSError):
                backup = read(path)
                if backup and backup.of == new.of:
                    _clear(path)
                elif not any(path.iterdir()):
                    path.rmdir()


@contextmanager
def _in_turn(folder: Path) -> Iterator[bool]:
    """Whether it is our turn to look at the backups of a folder; the others wait for theirs."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            wait_for(descriptor, _PATIENCE)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)

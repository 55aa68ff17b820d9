"""What may lie where a bundle is to be: nothing, or a bundle and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path

from ledger.errors import Refused
from ledger.proof import checkpoint, note
from projections.publication.files.proofs.paths import SUMS
from projections.publication.foreign import is_foreign


def sums_of(place: str) -> str | None:
    """The hex SHA-256 of the sums of a bundle that is there, or None."""
    with suppress(OSError, ValueError):
        return sha256(Path(place, SUMS).read_bytes()).hexdigest()
    return None


def holds(place: str, sums: str) -> bool:
    """Whether the bundle with these sums (their hex SHA-256) is there, whole."""
    try:
        right = _named(Path(place))
        return (
            sums_of(place) == sums
            and {SUMS, *right} == set(_files(Path(place)))
            and all(_digest(Path(place, path)) == digest for path, digest in right.items())
        )
    except (OSError, ValueError):
        return False


def differences(place: str, sums: str, made: Mapping[str, str]) -> dict[str, str] | None:
    """What of the bundle with these sums is otherwise in what was made (the hex SHA-256 of each path).

    By path it says ``differs``, ``gone`` or ``new``; None where that bundle is not there.
    """
    if sums_of(place) != sums:
        return None
    there = _named(Path(place))
    found = {path: "differs" for path in there.keys() & made if there[path] != made[path]}
    found |= dict.fromkeys(there.keys() - made, "gone") | dict.fromkeys(made.keys() - there, "new")
    return dict(sorted(found.items()))


def check(place: Path) -> None:
    """Raise Refused for a place with anything else in it than a bundle or nothing, OSError if unreadable.

    What a system leaves in every folder, and a work tree of git at its root, is nothing else.
    """
    if not place.exists() and not place.is_symlink():
        return
    if not place.name or place.is_mount():
        raise Refused(
            f"Nothing can take the place of {place}: it is where a disk begins.",
            "Name a folder in it: --output FOLDER",
        )
    if not place.is_dir() or place.is_symlink():
        raise Refused(f"{place} is no folder.", "Choose a new folder, or one with a bundle: --output FOLDER")
    there = set(_files(place))
    if not there:
        return
    named = _of_a_bundle(place)
    if not named:
        raise Refused(
            f"{place} is not empty and holds no bundle: it is left alone.",
            "Choose another folder: --output FOLDER",
        )
    if others := sorted(there - named - {SUMS}):
        raise Refused(
            f"{place} holds {others[0]}, which is no part of its bundle: it is left alone.",
            "Move it away, or choose another folder: --output FOLDER",
        )


def _of_a_bundle(place: Path) -> set[str]:
    """What the sums name; nothing where they name no register, or the checkpoint that is there is none."""
    try:
        named = set(_named(place))
        checkpoint.parse(note.parse(place.joinpath("checkpoint").read_bytes()).text)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return set()
    return named if {"checkpoint", "register.json"} <= named else set()


def _named(place: Path) -> dict[str, str]:
    """The hex SHA-256 that the sums in a folder say of each path; raises OSError or ValueError."""
    lines = place.joinpath(SUMS).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def _files(place: Path) -> Iterator[str]:
    """The paths of all that is in a folder and is no folder, but for what a system left there.

    Raises OSError for what cannot be read.
    """

    def give_up(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(place, onerror=give_up):
        under = Path(folder).relative_to(place)
        folders[:] = [name for name in folders if not is_foreign((under / name).as_posix())]
        for name in (*names, *(one for one in folders if Path(folder, one).is_symlink())):
            path = (under / name).as_posix()
            if not is_foreign(path):
                yield path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

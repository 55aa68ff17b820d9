"""The files that a pack names, looked for by their names in one folder: never above it, and never below it.

A name is found as it is written; else in another case, or composed of other characters (macOS keeps an
accent apart from its letter), if one file alone answers to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

from ledger.errors import BadInput
from ledger.importing import packs
from ledger.importing.base import Problem
from ledger.importing.intake_cells import Filled


class Folder:
    """The files in a folder, by their names; none if no folder is given."""

    def __init__(self, folder: str | None) -> None:
        """Raises BadInput if it cannot be read."""
        self._folder = folder
        try:
            self.names = [] if folder is None else sorted(os.listdir(folder))  # noqa: PTH208  names, not paths
        except OSError as error:
            raise BadInput(
                f"The folder {folder} cannot be read: {error.strerror}.",
                "Name the folder in which the files lie: --files DIR",
            ) from error
        self._alike: dict[str, list[str]] = {}
        for name in self.names:
            self._alike.setdefault(_key(name), []).append(name)

    def find(self, rows: Sequence[Filled]) -> tuple[dict[str, Path], list[Problem]]:
        """The path of each name that is written, and each name that no file or more than one answers to."""
        found: dict[str, Path] = {}
        problems: list[Problem] = []
        for row in rows:
            for name in row.files:
                there = [name] if name in self.names else self._alike.get(_key(name), [])
                if self._folder is not None and len(there) == 1:
                    found[name] = Path(self._folder, there[0])
                else:
                    problems.append(self._missing(row, name, there))
        return found, problems

    def unnamed(self, found: Iterable[Path]) -> list[str]:
        """What is in the folder and was named nowhere; hidden files are not of interest."""
        named = {path.name for path in found}
        return [name for name in self.names if name not in named and not name.startswith(".")]

    def _missing(self, row: Filled, name: str, there: Sequence[str]) -> Problem:
        if self._folder is None:
            problem, remedy = "No folder is given to look for it in.", "Say where the files are: --files DIR"
        elif there:
            problem = f"Several files answer to it: {', '.join(there)}."
            remedy = "Leave one of them in the folder, or name it just as it is called."
        else:
            problem = f"There is no such file in {self._folder}."
            remedy = "Put it there, or correct its name; it is not looked for in folders below."
        return Problem(packs.TABLE, row.row, packs.FILES, name, problem, remedy, refused=True)


def _key(name: str) -> str:
    return normalize("NFC", name).casefold()

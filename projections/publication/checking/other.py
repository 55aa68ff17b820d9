"""What a bundle of another version says otherwise: found if it is of substance, else named word by word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ledger.version import VERSION
from projections.publication.checking import alike
from projections.publication.checking.events import Shown
from projections.publication.checking.folder import Bundle
from projections.publication.checking.runs import OF
from projections.publication.checking.wording import Difference, Vocabulary, differences
from projections.publication.files.base import File

_MANY = 20


class Other:
    """A bundle of another version: the words that it has around what is proved.

    ``first`` says that it is one of the first, which showed too little for its pages to be compared.
    """

    def __init__(self, shown: Shown, *, first: bool) -> None:
        self.first = first
        self._vocabulary = Vocabulary(shown)
        self._words: dict[Difference, list[str]] = {}
        self._made_up: list[str] = []
        self._more = 0

    def wrong(self, bundle: Bundle, file: File) -> str | None:
        """What a file says otherwise that is of substance, a sentence; raises Wrong."""
        runs = OF.get(file.path.rpartition(".")[2])
        if runs is None:
            return None
        theirs, ours = runs(bundle.read(file.path, alike.LARGEST)), runs(file.data)
        words: list[Difference] = []
        for of_substance, found in differences(theirs, ours, self._vocabulary):
            if of_substance:
                return f"It says {found.there} where the events come to {found.here}."
            words.append(found)
        for found in words:
            self._take(found, file.path)
        if not words:
            self._made_up.append(file.path)
        return None

    def _take(self, found: Difference, path: str) -> None:
        if found in self._words or len(self._words) < _MANY:
            paths = self._words.setdefault(found, [])
            if not paths or paths[-1] != path:
                paths.append(path)
        else:
            self._more += 1

    def named(self) -> Iterator[str]:
        """Each of the words, a phrase each."""
        for found, paths in self._words.items():
            where = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1:,} more files"
            yield f"the words {found.there} in {where} (version {VERSION} has {found.here})"
        if self._made_up:
            yield f"how these are made up, whose words are proved: {', '.join(gathered(self._made_up))}"
        if self._more:
            yield f"other words than those of version {VERSION} in {self._more:,} more places"


def gathered(paths: list[str]) -> Iterator[str]:
    """The paths in their order; of a folder with many how many they are."""
    for folder, found in groupby(sorted(paths), lambda path: path.rpartition("/")[0]):
        names = list(found)
        if len(names) > _MANY:
            yield f"{len(names):,} files in {folder}/"
        else:
            yield from names

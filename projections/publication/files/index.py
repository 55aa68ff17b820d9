"""The parts of a bundle, each a module here with ``files(edition)``. All else is made from these lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import NamedTuple, cast

from ledger.errors import Refused
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made

PARTS: tuple[str, ...] = (
    "hosting",
    "csv",
    "json",
    "markdown",
    "sqlite",
    "ods",
    "feed",
    "datapackage",
    "catalogue",
    "site",
)


class Extra(NamedTuple):
    """A part that is made where it is asked for, with a package and in just the version that is named here.

    Another version may write other bytes, and none of a bundle depend on what happens to be installed.
    """

    part: str
    package: str
    version: str


EXTRAS: Mapping[str, Extra] = {
    "xlsx": Extra("xlsx", "xlsxwriter", "3.3.1"),
    "pdf": Extra("pdf", "typst", "0.15.2"),
}
"""By the word that asks for it, which is that of the extra to install, too."""

_NONE: Mapping[str, File] = MappingProxyType({})
TELLING = ("datapackage", "catalogue")
"""The parts that tell the sizes and hashes of what was made before them."""


def in_order(also: Collection[str]) -> tuple[str, ...]:
    """The extras that are asked for, each once."""
    return tuple(word for word in EXTRAS if word in also)


def require(also: Collection[str]) -> None:
    """Raise Refused where the package of an extra that is asked for is not there in its version."""
    for word in also:
        if word not in EXTRAS:
            raise Refused(
                f"This version makes no register.{word}.", "Rebuild it with the version that published it."
            )
        _, package, right = EXTRAS[word]
        try:
            here = version(package)
        except PackageNotFoundError:
            here = None
        if here != right:
            what = "it is not here" if here is None else f"here is {here}"
            raise Refused(
                f"register.{word} is made by {package} {right}, and {what}.",
                f"Install it beside the program: pip install 'scrutiny-ledger[{word}]'",
            )


def can_make(word: str) -> bool:
    """Whether the package of an extra is here in its version."""
    try:
        require((word,))
    except Refused:
        return False
    return True


def files(edition: Edition, lies: Mapping[str, File] = _NONE) -> Iterator[File]:
    """Every file that an edition amounts to by itself: all but the proofs and the sums; raises Refused.

    ``lies`` are the files of extras that need not be made, by path. What is told of a file is told of how it
    is once the next one is asked for.
    """
    also = edition.terms.also
    require([word for word in also if f"register.{word}" not in lies])
    made: list[Made] = []
    lying = {
        extra.part: lies[f"register.{word}"] for word, extra in EXTRAS.items() if f"register.{word}" in lies
    }
    for part in _parts(also):
        if part in lying:
            yield lying[part]
            made.append(lying[part].made)
            continue
        # Imported by name: a publication is made now and then, and other commands need none of them.
        module = import_module(f"projections.publication.files.{part}.write")
        # The site comes last, for it links what the others made.
        if part == "site":
            found = module.files(edition, tuple(file.path for file in made))
        elif part in TELLING:
            found = module.files(edition, tuple(made))
        else:
            found = module.files(edition)
        for file in cast("Iterator[File]", found):
            yield file
            made.append(file.made)


def listed(edition: Edition, paths: Sequence[str]) -> Iterator[File]:
    """The pages that lead to every file: these paths are all that were made before, the proofs among them."""
    module = import_module("projections.publication.files.site.write")
    return cast("Iterator[File]", module.all_files(edition, paths))


def _parts(also: Collection[str]) -> Iterator[str]:
    """The names of the modules, the extras before those that tell of the others."""
    for part in PARTS:
        if part == TELLING[0]:
            yield from (extra.part for word, extra in EXTRAS.items() if word in also)
        yield part

"""The parts of a bundle, each a folder here with its ``PART``. All else is made from this list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

from ledger.errors import NotInstalled, Refused
from ledger.extras import how_to_install
from projections.publication.edition import Edition
from projections.publication.files import (
    about,
    catalogue,
    csv,
    datapackage,
    feed,
    hosting,
    json,
    markdown,
    ods,
    pdf,
    preview,
    proofs,
    site,
    sqlite,
    xlsx,
)
from projections.publication.files.base import File, Made
from projections.publication.files.part import Extra, FileEntry, Part

PARTS: tuple[Part, ...] = (
    hosting.PART,
    about.PART,
    preview.PART,
    csv.PART,
    json.PART,
    sqlite.PART,
    ods.PART,
    xlsx.PART,
    pdf.PART,
    markdown.PART,
    feed.PART,
    # They tell the sizes and hashes of what is made before them.
    datapackage.PART,
    catalogue.PART,
    proofs.PART,
    # It links what the others made.
    site.PART,
)
"""In the order in which they are written, offered and listed."""

FILES: Mapping[str, FileEntry] = {entry.path: entry for part in PARTS for entry in part.files}
"""Every file that has a name of its own, by path."""

MEDIA_TYPES: Mapping[str, str] = {
    path: entry.media_type for path, entry in FILES.items() if entry.media_type is not None
}
"""The files that are data, by path."""

EXTRAS: Mapping[str, Extra] = {part.folder: part.extra for part in PARTS if part.extra is not None}
"""By the word that asks for it, which is that of the extra to install, too."""

_NONE: Mapping[str, File] = MappingProxyType({})


def path_of(extra: str) -> str:
    """The file that an extra asks for: ``register.pdf``."""
    return f"register.{extra}"


def in_order(also: Collection[str]) -> tuple[str, ...]:
    """The extras that are asked for, each once."""
    return tuple(word for word in EXTRAS if word in also)


def require(also: Collection[str]) -> None:
    """Raise NotInstalled if the package of an extra that is asked for is not here in its version.

    Raises Refused for an extra that this version does not know.
    """
    for word in also:
        if word not in EXTRAS:
            raise Refused(
                f"This version makes no {path_of(word)}.", "Rebuild it with the version that published it."
            )
        require_maker(word, path_of(word))


def require_maker(word: str, file: str, instead: str = "") -> None:
    """Raise NotInstalled, which names ``file``, if the package of an extra is not here in its version.

    ``instead`` is what does without it: ``Ask for --format html``.
    """
    package, right, _ = EXTRAS[word]
    try:
        here = version(package)
    except PackageNotFoundError:
        here = None
    if here != right:
        what = "it is not here" if here is None else f"here is {here}"
        how = f"it beside the program: {how_to_install(word)}"
        raise NotInstalled(
            f"{file} is made by {package} {right}, and {what}.",
            f"{instead}, or install {how}" if instead else f"Install {how}",
        )


def can_make(word: str) -> bool:
    """Whether the package of an extra is installed in its version."""
    try:
        require((word,))
    except (NotInstalled, Refused):
        return False
    return True


def files(edition: Edition, existing: Mapping[str, File] = _NONE) -> Iterator[File]:
    """Every file that an edition amounts to by itself: all but the proofs and the sums; raises Refused.

    ``existing`` are the files of extras that need not be made, by path. What is told of a file is told of how
    it is once the next one is asked for.
    """
    also = edition.terms.also
    require([word for word in also if path_of(word) not in existing])
    made: list[Made] = []
    for part in PARTS:
        if part.of_ledger or (part.extra is not None and part.folder not in also):
            continue
        taken = [existing[entry.path] for entry in part.files if entry.path in existing]
        for file in taken or part.write(edition, tuple(made)):
            yield file
            made.append(file.made)


def listed(edition: Edition, paths: Sequence[str]) -> Iterator[File]:
    """The pages that lead to every file: these paths are all that were made before, the proofs among them."""
    from projections.publication.files.site.write import all_files  # noqa: PLC0415  the templates are slow to import

    return all_files(edition, paths)

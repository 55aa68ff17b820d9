"""What a file of a bundle is, declared once: the ``PART`` in the ``__init__`` of the folder of its kind.

PART = Part(
    "markdown",
    (
        FileEntry(
            "register.md",
            offer=Offer(PEOPLE, "Markdown", "the register as plain text"),
            is_compared=True,
        ),
    ),
)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from projections.publication.edition import Edition
    from projections.publication.files.base import File, Made
    from projections.publication.files.tables import Table

    Write = Callable[[Edition, Sequence[Made]], Iterator[File]]
    Read = Callable[[bytes], list[Table]]

PEOPLE, PROGRAMS, KEEPERS = "For people", "For programs", "For whoever checks or keeps it"
"""Whom the first page offers a file to.

CSV is not offered to people: a spreadsheet that opens it takes figures and dates for what they are not.
"""


class Offer(NamedTuple):
    """How the first page offers a file: whom to, under which label, and what it is."""

    audience: str
    label: str
    what: str


class FileEntry(NamedTuple):
    """One file.

    ``media_type`` is that of data, which ``datapackage.json`` and ``catalogue.jsonld`` list. ``describes`` is
    the media type of what describes data for programs, which every page links. ``keeps_text``: a spreadsheet,
    which keeps every text as it is. ``is_compared``: its tables are compared with ``register.json`` (B7), as
    the ``read.py`` of its folder reads them. ``in_every``: every bundle has it, also of earlier versions.
    ``is_ours``: no folder but a bundle has a file of this name.
    """

    path: str
    media_type: str | None = None
    describes: str | None = None
    offer: Offer | None = None
    keeps_text: bool = False
    is_compared: bool = False
    in_every: bool = True
    is_ours: bool = True


class Extra(NamedTuple):
    """A part that is made if it is asked for, by a package in just the version that is named here.

    Another version may write other bytes, and none of a bundle depend on what happens to be installed.
    ``reader`` is the package that reads it, if it takes one.
    """

    package: str
    version: str
    reader: str | None = None


class Part(NamedTuple):
    """One kind of file: the name of its folder, and its files.

    ``patterns`` are regular expressions of the paths of which there are as many as the register needs. An
    ``extra`` is asked for by the word that is its folder's name. ``on_paper``: lines of a cell end where the
    paper does. ``of_ledger``: it is written from the ledger, and not from the edition alone.
    """

    folder: str
    files: tuple[FileEntry, ...]
    patterns: tuple[str, ...] = ()
    extra: Extra | None = None
    on_paper: bool = False
    of_ledger: bool = False

    @property
    def write(self) -> Write:
        """What writes its files of an edition, and of what was made before it."""
        # Imported by name: a publication is made now and then, and other commands need no writer.
        return cast("Write", import_module(f"{__package__}.{self.folder}.write").files)

    @property
    def read(self) -> Read:
        """What reads the tables of a file; raises Wrong."""
        return cast("Read", import_module(f"{__package__}.{self.folder}.read").tables)

"""What was published, and which tree proves it."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event, Names, Public


class PublicationMade(Event):
    """A bundle was written, of these inspections (none: of all), as of a day, as known at an instant.

    ``size`` and ``root`` (base64) are those of the tree that proves it; ``content`` and ``sums`` are the hex
    SHA-256 of its content and of its SHA256SUMS. ``version`` is that of the program, ``also`` the
    formats that were asked for beside those of every bundle. ``since`` are the sums of the publication that
    its changes are listed since: None if there was none, and empty if that was not stored yet, for then it is
    the one before of the same inspections. ``site`` is the address of the folder on the web that it was
    made for, which ends in a slash, or None. ``about`` is what the publisher said about it, in TOML: whom to
    write to, where reports are and what words mean; None if nothing.
    """

    NAME: ClassVar[str] = "publication.made"
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("as_of",)
    VERSION: ClassVar[int] = 4
    SINCE: ClassVar = {2: {"also": (), "since": ""}, 3: {"site": None}, 4: {"about": None}}
    inspections: Public[Names]
    as_of: Public[Day]
    known_at: Public[str]
    size: Public[int]
    root: Public[str]
    content: Public[str]
    sums: Public[str]
    licence: Public[str]
    licence_url: Public[str]
    version: Public[str]
    also: Public[Names]
    since: Public[str | None]
    site: Public[str | None]
    about: Public[str | None]

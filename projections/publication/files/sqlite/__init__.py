"""The register as an SQLite database."""

from projections.publication.files.part import PROGRAMS, FileEntry, Offer, Part

PART = Part(
    "sqlite",
    (
        FileEntry(
            "register.sqlite",
            "application/vnd.sqlite3",
            offer=Offer(PROGRAMS, "SQLite", "the register and its history as a database"),
            is_compared=True,
        ),
    ),
)

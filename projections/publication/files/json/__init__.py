"""The register as JSON, and its schema."""

from projections.publication.files.part import PROGRAMS, FileEntry, Offer, Part

PART = Part(
    "json",
    (
        FileEntry(
            "register.json",
            "application/json",
            offer=Offer(PROGRAMS, "JSON", "the register with every column"),
        ),
        FileEntry("register.schema.json"),
    ),
)

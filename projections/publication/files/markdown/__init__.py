"""The register as Markdown."""

from projections.publication.files.part import PEOPLE, FileEntry, Offer, Part

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

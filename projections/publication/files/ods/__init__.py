"""The register as an OpenDocument spreadsheet."""

from projections.publication.files.part import PEOPLE, FileEntry, Offer, Part

PART = Part(
    "ods",
    (
        FileEntry(
            "register.ods",
            "application/vnd.oasis.opendocument.spreadsheet",
            offer=Offer(PEOPLE, "ODS", "the register as an OpenDocument spreadsheet"),
            keeps_text=True,
            is_compared=True,
        ),
    ),
)

"""The register as tables of CSV."""

from projections.publication.files.part import PROGRAMS, FileEntry, Offer, Part

PART = Part(
    "csv",
    (
        FileEntry(
            "register.csv",
            "text/csv",
            offer=Offer(PROGRAMS, "CSV", "the register in five columns"),
            is_compared=True,
        ),
        FileEntry("register.csv-metadata.json", describes="application/csvm+json"),
        # Version 0.1 had neither.
        FileEntry(
            "register-full.csv",
            "text/csv",
            offer=Offer(PROGRAMS, "Full CSV", "the register with every column"),
            is_compared=True,
            in_every=False,
        ),
        FileEntry("register-full.csv-metadata.json", in_every=False),
    ),
)

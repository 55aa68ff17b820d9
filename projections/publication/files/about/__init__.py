"""What the publisher says about the publication, as it was given."""

from projections.publication.files.part import KEEPERS, FileEntry, Offer, Part

PART = Part(
    "about",
    (
        FileEntry(
            "about.toml",
            offer=Offer(KEEPERS, "About", "whom to write to, where reports are and what words mean, as text"),
            in_every=False,
            is_ours=False,
        ),
    ),
)

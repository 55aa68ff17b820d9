"""News of the register as an Atom feed."""

from projections.publication.files.part import PEOPLE, FileEntry, Offer, Part

PART = Part(
    "feed",
    (
        FileEntry(
            "feed.atom",
            offer=Offer(PEOPLE, "Atom feed", "changes of status and corrections, for a news reader"),
        ),
    ),
)

"""Changes of status and corrections as an Atom feed."""

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

"""What changes, and corrections of what was published, as an Atom feed."""

from projections.publication.files.part import PEOPLE, FileEntry, Offer, Part

PART = Part(
    "feed",
    (
        FileEntry(
            "feed.atom",
            offer=Offer(
                PEOPLE,
                "Atom feed",
                "changes of status, words, bodies and due dates, evidence, disputes, answers and "
                "corrections, for a news reader",
            ),
        ),
    ),
)

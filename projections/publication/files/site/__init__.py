"""The pages of a bundle: what is on them, their charts, templates and style."""

from ledger.policies import STATUSES
from projections.publication.files.part import KEEPERS, FileEntry, Offer, Part
from projections.publication.files.site.naming import (
    ACCESSIBILITY,
    ALL,
    CHANGES,
    CHECK,
    EDITIONS,
    FILES,
    INDEX,
    SCRIPT,
    STYLE,
    WORDS,
)

_LATER = r"(_page[1-9][0-9]*)?"
_SAFE = r"[A-Za-z0-9._-]+"

PART = Part(
    "site",
    (
        # Other folders have pages and a style, too.
        *(FileEntry(path, is_ours=False) for path in (INDEX, CHANGES, ACCESSIBILITY, STYLE)),
        *(FileEntry(path, in_every=False, is_ours=False) for path in (ALL, EDITIONS, WORDS, CHECK, SCRIPT)),
        FileEntry(
            FILES,
            offer=Offer(KEEPERS, "All files", "each of them, for whoever copies them"),
            in_every=False,
            is_ours=False,
        ),
    ),
    patterns=(
        # Beside a page lies what it says as data.
        rf"(index|all|changes|editions){_LATER}\.(html|json)",
        rf"files{_LATER}\.html",
        r"words\.json",
        rf"inspections/{_SAFE}\.(html|json)",
        rf"recommendations/{_SAFE}/{_SAFE}\.(html|json)",
        rf"status/({'|'.join(STATUSES)}){_LATER}\.(html|json)",
        rf"due/overdue{_LATER}\.(html|json)",
        rf"(bodies|years|kinds|priorities|topics)/{_SAFE}\.(html|json)",
    ),
)

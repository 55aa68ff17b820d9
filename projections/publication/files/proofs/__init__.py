"""Events, proofs, tiles, the checkpoint and the sums."""

from projections.publication.files.part import KEEPERS, FileEntry, Offer, Part
from projections.publication.files.proofs.paths import CHECKPOINT, FOLDERS, HISTORY, SUMS

PART = Part(
    "proofs",
    (
        # Others have a checkpoint, too.
        FileEntry(
            CHECKPOINT,
            offer=Offer(KEEPERS, "Checkpoint", "the signed tree that proves this register"),
            is_ours=False,
        ),
        FileEntry(
            SUMS, offer=Offer(KEEPERS, "SHA256SUMS", "the checksum of every file here"), in_every=False
        ),
        FileEntry(HISTORY, in_every=False),
    ),
    # What proves is told apart by what it proves: B3, B4 and B8 know each name.
    patterns=tuple(f"{folder}.+" for folder in FOLDERS),
    of_ledger=True,
)

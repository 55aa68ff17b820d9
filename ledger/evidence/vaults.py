"""From the place that is named for evidence to the vault there.

/srv/evidence        a folder that everybody reaches
s3://BUCKET/PREFIX   a bucket
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import StorageError
from ledger.evidence.base import SIZE_LIMIT

if TYPE_CHECKING:
    from ledger.evidence.base import Vault

BUCKETS = "s3://"


def vault_at(place: str, of: str, limit: int | None = None) -> Vault:
    """The vault at a place apart from the ledger, which is shown as ``of``; raises StorageError.

    ``limit`` is the most bytes that one file may have.
    """
    if place.startswith(BUCKETS):
        from ledger.evidence.bucket import BucketVault  # noqa: PLC0415  who has a folder needs nothing of it

        return BucketVault(place, limit or SIZE_LIMIT)
    if "://" in place or "\0" in place:
        raise StorageError(
            f"Evidence is in a folder or at s3://, and {place.partition('://')[0]!a:.20}:// is neither.",
            "Name a folder, or s3://BUCKET/PREFIX: SCRUTINY_EVIDENCE",
        )
    if not place:
        from ledger.evidence.nowhere import Nowhere  # noqa: PLC0415  as above

        return Nowhere(of)
    from ledger.evidence.folder import FolderVault  # noqa: PLC0415  as above

    return FolderVault(Path(place), limit or SIZE_LIMIT, apart=True)

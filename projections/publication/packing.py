"""A zip that is the same on every machine, as spreadsheets are packed.

The parts are stored, not deflated: a compressed stream depends on the zlib that is at hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo


def package(parts: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """The parts in one zip, in their order, each with a time and attributes that are always the same."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for path, pieces in parts:
            info = ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            # Else they are those of the system that it is made on.
            info.create_system, info.external_attr = 3, 0o644 << 16
            with archive.open(info, "w") as part:
                for piece in pieces:
                    part.write(piece)
    return out.getvalue()

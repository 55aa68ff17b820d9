"""A zip that is the same on every machine, as spreadsheets are packed.

The parts are stored, not deflated: a compressed stream depends on the zlib that is at hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo


def package(parts: Iterable[tuple[str, Iterable[bytes]]]) -> BinaryIO:
    """The parts in one zip, in their order, each with a time and attributes that are always the same.

    It lies in a file without a name, at its beginning, for it may be many times the register.
    """
    out = TemporaryFile()  # noqa: SIM115  for who asked to close
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for path, pieces in parts:
            info = ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            # Else they are those of the system that it is made on.
            info.create_system, info.external_attr = 3, 0o644 << 16
            with archive.open(info, "w") as part:
                for piece in pieces:
                    part.write(piece)
    out.seek(0)
    return cast("BinaryIO", out)

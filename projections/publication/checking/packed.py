"""The parts of a packed spreadsheet: of bounded size, without entities. Raises Wrong for what is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from projections.publication.checking.base import Wrong
from projections.publication.checking.tables import as_text

_LARGEST_UNPACKED = 64 << 20  # bytes of a part that is larger than its file


class Packed:
    """What is in a file, part by part."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        # What is stored and not deflated, as ours is, is no larger than the file it stands in.
        self._most = max(len(data), _LARGEST_UNPACKED)
        with self._opened() as packed:
            self.names = packed.namelist()
        if len(set(self.names)) < len(self.names):
            raise Wrong("it has two parts of one name")

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self._data))
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, OverflowError) as error:
            raise Wrong(f"it is no spreadsheet that can be read: {error}") from error

    def xml(self, name: str) -> ElementTree.Element:
        """The root of a part."""
        try:
            with self._opened() as packed, packed.open(name) as part:
                unpacked = part.read(self._most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            KeyError,
            ValueError,
            OSError,
            OverflowError,
        ) as error:
            raise Wrong(f"it is no spreadsheet that can be read: {error}") from error
        if len(unpacked) > self._most:
            raise Wrong(f"its {name} has more than {self._most:,} bytes")
        text = as_text(unpacked)
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Wrong(f"its {name} declares a document type")
        try:
            return ElementTree.fromstring(text)  # noqa: S314  of bounded size, and without entities
        except (ElementTree.ParseError, ValueError) as error:
            raise Wrong(f"its {name} is no XML: {error}") from error

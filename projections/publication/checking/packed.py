"""The parts of a packed spreadsheet: of bounded size, without entities. Raises Wrong for what is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from projections.publication.checking.base import Wrong
from projections.publication.checking.text import as_text

_LARGEST_UNPACKED = 64 << 20  # bytes of all parts, where they are larger than their file
_MOST_PARTS = 100
_MOST_TAGS = 3_000_000  # of all parts: an element takes far more memory than the few bytes that make it
_MOST_ATTRIBUTES = 32  # of one element
_DEEPEST = 24  # elements one in another


class Packed:
    """What is in a file, part by part."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        # What is stored and not deflated, as ours is, is no larger than the file it stands in.
        self._most = self._left = max(len(data), _LARGEST_UNPACKED)
        self._tags = _MOST_TAGS
        with self._opened() as packed:
            self.names = packed.namelist()
        if len(self.names) > _MOST_PARTS:
            raise Wrong(f"it has more than {_MOST_PARTS:,} parts")
        if len(set(self.names)) < len(self.names):
            raise Wrong("it has two parts of one name")

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(io.BytesIO(self._data))
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, OverflowError) as error:
            raise Wrong(f"it is no spreadsheet that can be read: {error}") from error

    def part(self, name: str) -> bytes:
        """What a part holds."""
        try:
            with self._opened() as packed, packed.open(name) as part:
                unpacked = part.read(self._left + 1)
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
        self._left -= len(unpacked)
        if self._left < 0:
            raise Wrong(f"with its {name} it has more than {self._most:,} bytes")
        return unpacked

    def xml(self, name: str) -> ElementTree.Element:
        """The root of a part."""
        unpacked = self.part(name)
        text = as_text(unpacked)
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Wrong(f"its {name} declares a document type")
        parser = ElementTree.XMLParser(target=self._tree(name))  # noqa: S314  bounded, and without entities
        try:
            parser.feed(text)
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError) as error:
            raise Wrong(f"its {name} is no XML: {error}") from error
        return root

    def _tree(self, name: str) -> ElementTree.TreeBuilder:
        """What makes a tree, and looks at each element before it is one; it raises Wrong."""
        packed, depth = self, 0

        class Bounded(ElementTree.TreeBuilder):
            def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
                nonlocal depth
                depth += 1
                packed._tags -= 1
                if depth > _DEEPEST:
                    raise Wrong(f"in its {name} more than {_DEEPEST} elements stand one in another")
                if packed._tags < 0:
                    raise Wrong(f"with its {name} it has more than {_MOST_TAGS:,} elements")
                if len(attrs) > _MOST_ATTRIBUTES:
                    raise Wrong(f"in its {name} an element has more than {_MOST_ATTRIBUTES} attributes")
                return super().start(tag, attrs)

            def end(self, tag: str, /) -> ElementTree.Element:
                nonlocal depth
                depth -= 1
                return super().end(tag)

        return Bounded()

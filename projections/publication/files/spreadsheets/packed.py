"""The parts of a packed spreadsheet: of bounded size, without entities. Raises Wrong for what is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree

from projections.publication.files.reading import Wrong

_LARGEST_UNPACKED = 64 << 20  # bytes of all parts, where they are larger than their file
_MOST_PARTS = 100
_MOST_TAGS = 3_000_000  # of all parts: an element takes far more memory than the few bytes that make it
_MOST_ATTRIBUTES = 32  # of one element
_DEEPEST = 24  # elements one in another
_AT_ONCE = 1 << 20
_DECLARING = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_MARK = len(b"<!DOCTYPE")

Ended = Callable[[ElementTree.Element], object]
_NONE: Mapping[str, Ended] = MappingProxyType({})


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
        return b"".join(self._pieces(name))

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._opened() as packed, packed.open(name) as part:
                while piece := part.read(min(_AT_ONCE, self._left + 1)):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Wrong(f"with its {name} it has more than {self._most:,} bytes")
                    yield piece
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

    def xml(self, name: str, ends: Mapping[str, Ended] = _NONE) -> ElementTree.Element:
        """The root of a part.

        At the end of an element that ``ends`` names that is called, and what stands in it forgotten.
        """
        parser = ElementTree.XMLParser(target=_Bounded(self, name, ends))  # noqa: S314  bounded, and without entities
        decoder = getincrementaldecoder("utf-8")()
        before = b""
        try:
            for piece in self._pieces(name):
                # One that is not whole yet may stand at the end of a piece.
                if any(mark in before + piece for mark in _DECLARING):
                    raise Wrong(f"its {name} declares a document type")
                before = piece[-_LONGEST_MARK:]
                parser.feed(_decoded(decoder, piece))
            parser.feed(_decoded(decoder, b"", final=True))
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError) as error:
            raise Wrong(f"its {name} is no XML: {error}") from error
        return root

    def count(self, name: str) -> None:
        """One more element; raises Wrong where they are too many."""
        self._tags -= 1
        if self._tags < 0:
            raise Wrong(f"with its {name} it has more than {_MOST_TAGS:,} elements")


class _Bounded(ElementTree.TreeBuilder):
    """What makes a tree, and looks at each element before it is one; it raises Wrong.

    A class of its own: one that is made for each part would keep the file in memory after it was read.
    """

    def __init__(self, packed: Packed, name: str, ends: Mapping[str, Ended]) -> None:
        super().__init__()
        self._packed, self._name, self._ends, self._depth = packed, name, ends, 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self._depth += 1
        self._packed.count(self._name)
        if self._depth > _DEEPEST:
            raise Wrong(f"in its {self._name} more than {_DEEPEST} elements stand one in another")
        if len(attrs) > _MOST_ATTRIBUTES:
            raise Wrong(f"in its {self._name} an element has more than {_MOST_ATTRIBUTES} attributes")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self._depth -= 1
        element = super().end(tag)
        if ended := self._ends.get(tag):
            ended(element)
            del element[:]
        return element


def _decoded(decoder: IncrementalDecoder, piece: bytes, *, final: bool = False) -> str:
    try:
        return decoder.decode(piece, final)
    except UnicodeDecodeError:
        raise Wrong("it is not UTF-8") from None

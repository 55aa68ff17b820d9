"""The XML inside of spreadsheets, read as a stream. What declares a document type is refused: no entities."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ledger.tables.errors import UnreadableTable
from ledger.tables.source import Source

CHUNK = 1 << 20
_DEPTH = 200


class Parser:
    """Handlers are methods; names come without their namespace's prefix."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._deep = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self.text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, words: str) -> None: ...

    def feed(self, data: bytes, last: bool = False) -> None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise UnreadableTable(
                f"{self._name} is damaged: {error}.", "Fetch it once more, or save it again."
            ) from error

    def whole(self, part: IO[bytes]) -> None:
        while data := part.read(CHUNK):
            self.feed(data)
        self.feed(b"", last=True)

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        self._deep += 1
        if self._deep > _DEPTH:
            raise UnreadableTable(f"{self._name} is nested too deeply.", "Save it again.")
        self.start(
            tag.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
        )

    def _ended(self, tag: str) -> None:
        self._deep -= 1
        self.end(tag.rpartition(":")[2])

    def _refuse(self, *_: object) -> None:
        raise UnreadableTable(
            f"{self._name} declares a document type, which no spreadsheet program does.",
            "Do not open it, and ask who sent it.",
        )


class Package:
    """A packed spreadsheet: its parts, as far as the limit for what is unpacked allows."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._packed = ZipFile(BytesIO(source.data))
        self._sizes = {part.filename: part.file_size for part in self._packed.infolist()}
        if sum(self._sizes.values()) > source.limits.unpacked:
            raise source.too_much("bytes unpacked", source.limits.unpacked)

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    def names(self) -> list[str]:
        return list(self._sizes)

    def chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._packed.open(name) as part:
                while data := part.read(CHUNK):
                    yield data
        except (KeyError, BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise UnreadableTable(
                f"{self._source.name} is damaged: its part {name} cannot be unpacked.", "Save it again."
            ) from error

    def parse(self, name: str, parser: Parser) -> None:
        for data in self.chunks(name):
            parser.feed(data)
        parser.feed(b"", last=True)

    def parser_name(self) -> str:
        return self._source.name

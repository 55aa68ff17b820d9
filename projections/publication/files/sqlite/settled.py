"""A file of SQLite without the traces of its making, so that the same edition gives the same bytes.

SQLite notes in a file (sqlite.org/fileformat2.html) how often it was written, and by which version: both are
put to a constant. What lies between the cells of a page is whatever was there while it was filled, and
differs with the version (3.40 and 3.54 left other bytes in ten of twelve thousand pages): it is put to zero.
"""

from __future__ import annotations

from typing import BinaryIO

PAGE = 4096
"""Bytes of a page; the file has to have been made with pages of this size."""

# Where they stand in the first 100 bytes, and what is put there.
_WRITTEN, _VALID_FOR, _VERSION = 24, 92, 96
_ONCE, _AS_VERSION = 1, 3_040_001
# The first byte of a page that holds cells, and the length of its head. Any other begins with the number of
# a page, whose first byte is 0 in a file of less than 64 GiB.
_HEADS = {2: 12, 5: 12, 10: 8, 13: 8}
_FILE_HEAD = 100


def settle(file: BinaryIO) -> None:
    """Put to a constant what does not follow from what the file says; it is open to read and write."""
    for at, number in ((_WRITTEN, _ONCE), (_VALID_FOR, _ONCE), (_VERSION, _AS_VERSION)):
        file.seek(at)
        file.write(number.to_bytes(4, "big"))
    file.seek(0)
    start = 0
    while page := file.read(PAGE):
        head = 0 if start else _FILE_HEAD
        if length := _HEADS.get(page[head]):
            cells = int.from_bytes(page[head + 3 : head + 5], "big")
            # From the end of the list of cells to the first of them.
            listed, first = head + length + 2 * cells, int.from_bytes(page[head + 5 : head + 7], "big")
            if any(page[listed:first]):
                file.seek(start + listed)
                file.write(bytes(first - listed))
        start += PAGE
        file.seek(start)

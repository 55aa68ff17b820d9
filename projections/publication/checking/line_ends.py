"""Why a file is another than its sum says: whether only its line ends were changed.

"its line ends were changed, LF to CRLF"
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from hashlib import sha256

_LF, _CRLF = b"\n", b"\r\n"
_MOST = 64 << 20  # bytes of a file that is looked at for this
_MOST_CELLS = 2_000_000  # of a table: each takes far more memory than its comma


def changed(data: bytes, digest: str) -> str | None:
    """How the line ends of a file with this hex SHA-256 were changed, or None where that is not all."""
    if len(data) > _MOST or _LF not in data:
        return None
    with_lf = data.replace(_CRLF, _LF)
    for before in _before(with_lf):
        if before != data and sha256(before).hexdigest() == digest:
            return f"its line ends were changed, {_ends(before)} to {_ends(data)}"
    return None


def _before(with_lf: bytes) -> Iterator[bytes]:
    """What a file may have been that has these lines."""
    yield with_lf
    yield with_lf.replace(_LF, _CRLF)
    # A table's rows end in CRLF, and the lines of a text in it do not.
    if with_lf.count(_LF) + with_lf.count(b",") > _MOST_CELLS:
        return
    try:
        rows = list(csv.reader(io.StringIO(with_lf.decode(), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        return
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    yield out.getvalue().encode()


def _ends(data: bytes) -> str:
    found = data.count(_CRLF)
    return "LF" if not found else "CRLF" if found == data.count(_LF) else "CRLF and LF"

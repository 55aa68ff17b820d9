"""``register.pdf``: the register on paper, tagged for assistive technology (PDF/UA-1), if asked for.

Typst sets it from ``paper.typ``, which takes every text as data. It knows no clock and no font but its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files as resources
from typing import Any, Literal

import orjson

from ledger.errors import Refused
from ledger.policies import STATUSES
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.pdf.paper import pieces, printable
from projections.publication.listing import about, facts, title, view_to_read

PATH = "register.pdf"
STANDARD: Literal["ua-1"] = "ua-1"
MOST_ROWS = 20_000
"""More are more than 1,500 pages, and take several gigabytes of memory to set."""

_ROWS = 500
"""In one table: many short ones are set faster than one long one, and each has its heading to find it by."""

_COLUMNS = {
    "Inspection": (2.5, 9),
    "Number": (2.2, 9),
    "Recommendation": (9.0, 17),
    "Status": (2.5, 9),
    "Made to": (4.4, 18),
    "Due": (2.3, 10),
    "Overdue": (2.0, 9),
    "Last updated": (2.7, 10),
    "Priority": (2.2, 9),
    "Topics": (3.4, 14),
    "As last seen": (2.7, 10),
}
"""By heading, how wide a column is beside others, and the letters of the longest word that is sure to fit."""

_SHEET = 28.0
"""How wide columns may be together so that those letters fit."""


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file; raises Refused for more rows than anybody prints."""
    import typst  # noqa: PLC0415  an extra

    if len(edition.rows) > MOST_ROWS:
        raise Refused(
            f"register.pdf holds {MOST_ROWS:,} recommendations, and there are {len(edition.rows):,}.",
            "Publish fewer inspections at a time, or without --also pdf.",
        )
    source = resources("projections.publication.files.pdf").joinpath("paper.typ").read_bytes()
    try:
        data = typst.compile(
            source,
            format="pdf",
            sys_inputs={"data": orjson.dumps(_data(edition)).decode()},
            ignore_system_fonts=True,
            pdf_standards=STANDARD,
            timestamp=int(datetime.fromisoformat(edition.terms.known_at).timestamp()),
        )
    except typst.TypstError as error:
        raise Refused(
            f"register.pdf cannot be made: {error.message}.", "Publish without --also pdf, and tell us."
        ) from error
    yield File(PATH, data)


def _data(edition: Edition) -> dict[str, Any]:  # Any: JSON
    seen = view_to_read(edition, narrow=True)
    headings = [column.heading for column in seen.columns]
    return {
        "title": printable(title(edition)),
        "publisher": printable(edition.title),
        "description": printable(f"The register, {about(edition)}."),
        "said": [
            f"How every recommendation stood at the end of {edition.terms.as_of}.",
            "Letters of other scripts, and pictures, stand here as their codes; the other files have them.",
        ],
        "about": {
            "headings": ["Detail", "Value"],
            "rows": [[label, pieces(fact, 60)] for label, fact in facts(edition)],
        },
        "figures": {"headings": ["Status", "Recommendations"], "rows": list(_figures(edition))},
        "register": {
            "headings": headings,
            "widths": [_COLUMNS[heading][0] for heading in headings],
            "parts": _parts(edition),
        },
    }


def _figures(edition: Edition) -> Iterator[list[str]]:
    totals = edition.totals
    for status, label in STATUSES.items():
        yield [label, f"{totals[status]:,}"]
    yield ["Total", f"{totals['total']:,}"]


def _parts(edition: Edition) -> list[dict[str, Any]]:  # Any: JSON
    """The rows by inspection, many of one in several tables; where there are none, a table without any."""
    titles = {one.ref: one.title for one in edition.inspections}
    columns = view_to_read(edition, narrow=True).columns
    wide = sum(_COLUMNS[column.heading][0] for column in columns)
    fit = {name: int(letters * min(_SHEET / wide, 1)) for name, (_, letters) in _COLUMNS.items()}
    found: list[dict[str, Any]] = []  # Any: JSON
    ref, count = "", 0
    for one in edition.rows:
        if one.row["inspection"] != ref:
            ref, count = one.row["inspection"], 0
        if count % _ROWS == 0:
            going_on = f", from number {one.row['number']}" if count else ""
            found.append({"name": pieces(f"{ref}: {titles[ref]}{going_on}", 40), "rows": []})
        cells = [pieces(column.cell(one.row), fit[column.heading]) for column in columns]
        found[-1]["rows"].append(cells)
        count += 1
    return found or [{"name": "No recommendations", "rows": []}]

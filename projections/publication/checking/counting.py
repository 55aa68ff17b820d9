"""B7 on what pages count: in all, and of each status, as the rows of register.json come to.

In all 11 Open 1 Partially met 7 Closed 3
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from ledger.checks.base import shown
from ledger.policies import STATUSES
from projections.publication.checking import cells
from projections.publication.checking.comparing import Comparing
from projections.publication.checking.folder import Bundle
from projections.publication.files.json.read import RegisterFile, Row
from projections.publication.files.reading import Wrong
from projections.publication.files.site import naming
from projections.publication.files.site.markup import plain

_TOTALS = re.compile(r'<dl class="(?:[^"]* )?totals(?: [^"]*)?">(.*?)</dl>', re.DOTALL)
_TAG = re.compile("<[^>]*+>")


def check_totals(bundle: Bundle, comparing: Comparing) -> None:
    """B7 on the first page of the register, and of each list of it that has one."""
    for path, counted in expected(comparing.register).items():
        if path not in bundle.files:
            continue
        try:
            found = _TOTALS.findall(plain(bundle.read(path)))
        except Wrong:
            continue  # it is found where its table is read
        told = [cells.folded(unescape(_TAG.sub(" ", one))) for one in found]
        if told != [_words(counted)]:
            what = f"it says {shown('; '.join(told))}, and not {shown(_words(counted))}"
            comparing.findings.add("B7", path, f"What it counts does not agree with register.json: {what}.")


def expected(register: RegisterFile) -> dict[str, Counter[str]]:
    """How many rows of each status are told, by the path of the page."""
    counted = {path: Counter(row["status"] for row in register.rows) for path in (naming.INDEX, naming.ALL)}
    for row in register.rows:
        for path in _lists(row):
            counted.setdefault(path, Counter())[row["status"]] += 1
    return counted


def _lists(row: Row) -> Iterator[str]:
    """The pages that count a row, of those that a bundle may have."""
    yield naming.inspection(row["inspection"])
    yield from map(naming.body, row["made_to"])
    yield naming.year(row["made_on"])
    yield naming.sorted_by("kind", row["kind"])
    if priority := row.get("priority"):
        yield naming.sorted_by("priority", priority)
    yield from (naming.sorted_by("topic", topic) for topic in row.get("topics", ()))
    if row.get("overdue"):
        yield naming.OVERDUE


def _words(counted: Counter[str]) -> str:
    of = (f"{label} {counted[status]:,}" for status, label in STATUSES.items())
    return f"In all {counted.total():,} {' '.join(of)}"

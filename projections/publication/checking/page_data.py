"""B7 on the data beside pages: what each says of a recommendation is what its row in register.json says.

    recommendations/OCSAE/3.json     has the whole row
    status/closed.json               has rows, with some of the fields; each row is in one of such lists
    index.json                       counts what there is

A bundle until version 0.2 has no data beside its pages; if any of a kind is there, none may be missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from ledger.checks.base import shown
from ledger.policies import STATUSES
from projections.publication.checking.comparing import Comparing
from projections.publication.checking.counting import expected
from projections.publication.checking.folder import Bundle
from projections.publication.files.json.read import Row, check_doubles
from projections.publication.files.reading import Wrong, check_json
from projections.publication.files.site import naming
from projections.publication.files.site.fields import IN_A_LIST

FOLDER = "recommendations/"
_END = ".json"

Told = dict[str, Any]  # Any: JSON


def check_page_data(
    bundle: Bundle,
    comparing: Comparing,
    where: Mapping[str, Callable[[Row], object]],
    place_of: Callable[[str], str],
) -> None:
    """B7; ``where`` rows of the register stand, and which of them do, and of which place a page is."""
    paths = sorted(path for path in bundle.files if path.endswith(_END))
    for place, has in where.items():
        if found := [path for path in paths if place_of(_page(path)) == place]:
            _compare_lists(bundle, place, found, comparing, has)
    if found := [path for path in paths if path.startswith(FOLDER)]:
        _compare_each(bundle, set(found), comparing)


def _page(path: str) -> str:
    return f"{path.removesuffix(_END)}.html"


def _told(bundle: Bundle, path: str) -> Told:
    """What a file says; raises Wrong."""
    data = bundle.read(path)
    check_json(data)
    try:
        found = orjson.loads(data)
        check_doubles(data)
    except (ValueError, RecursionError) as error:
        raise Wrong("it is no JSON") from error
    if not isinstance(found, dict):
        raise Wrong("it is no object")
    return found


def _compare_lists(
    bundle: Bundle, place: str, paths: list[str], comparing: Comparing, has: Callable[[Row], object]
) -> None:
    seen: set[int] = set()
    counted = expected(comparing.register)
    for path in paths:
        try:
            told = _told(bundle, path)
            for at in _rows(told, comparing):
                seen.add(at)
            _look_at_totals(told, counted.get(_page(path)))
        except Wrong as error:
            comparing.findings.add("B7", path, f"It does not agree with register.json: {error}.")
            return
    comparing.missing(f"{place} (as data)", seen, has)


def _look_at_totals(told: Told, counts: Counter[str] | None) -> None:
    """The first page of a list counts all that there is; raises Wrong if it does not."""
    if counts is not None and "moved" not in told:
        right = {"total": counts.total()} | {status: counts[status] for status in STATUSES}
        if told.get("totals") != right:
            raise Wrong(f"its totals are {shown(told.get('totals'))}, and not {shown(right)}")


def _rows(told: Told, comparing: Comparing) -> Iterator[int]:
    """The place in the register of each row of a list; raises Wrong at one that does not agree."""
    rows = told.get("rows", [])
    if not isinstance(rows, list):
        raise Wrong("its rows are no list")
    for row in rows:
        if not isinstance(row, dict):
            raise Wrong("a row of it is no object")
        name = f"{row.get('inspection')}/{row.get('number')}"
        at = comparing.place(str(row.get("inspection")), str(row.get("number")))
        if at is None:
            raise Wrong(f"no row of the register is {shown(name)}")
        right = comparing.register.rows[at]
        for field in IN_A_LIST:
            if field in right and (field not in row or row[field] != right[field]):
                raise Wrong(f"{field} of {shown(name)} is {shown(row.get(field))}, not {shown(right[field])}")
        yield at


def _compare_each(bundle: Bundle, paths: set[str], comparing: Comparing) -> None:
    for row in comparing.register.rows:
        path = naming.data(naming.recommendation(row["inspection"], row["number"]))
        if path not in paths:
            named = shown(f"{row['inspection']}/{row['number']}")
            comparing.findings.add("B7", path, f"It is not there, and {named} is in the register.")
            continue
        paths.discard(path)
        try:
            wrong = _wrong(_told(bundle, path), row)
        except Wrong as error:
            wrong = f"It cannot be read: {error}."
        if wrong:
            comparing.findings.add("B7", path, wrong)
    for path in sorted(paths):
        try:
            # One that tells nothing leads from a number that was put right; where to, the events say.
            strange = "recommendation" in _told(bundle, path)
        except Wrong as error:
            comparing.findings.add("B7", path, f"It cannot be read: {error}.")
            continue
        if strange:
            comparing.findings.add("B7", path, "It is the data of no recommendation in the register.")


def _wrong(told: Told, right: Row) -> str:
    found = told.get("recommendation")
    if not isinstance(found, dict) or found.keys() != right.keys():
        return "It has not the fields of a row of register.json."
    differ = next((name for name, value in right.items() if found[name] != value), None)
    if differ is None:
        return ""
    return f"Its {differ} is {shown(found[differ])}, and in register.json {shown(right[differ])}."

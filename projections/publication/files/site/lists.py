"""The pages that list recommendations: the first one, and those of an inspection, a status and a body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.policies import STATUSES
from ledger.validation import key
from projections.base import Item
from projections.publication.edition import Inspected, Listed, Share, totals
from projections.publication.files.site import charts, data, naming
from projections.publication.files.site.bodies import names as names_of
from projections.publication.files.site.line import Line
from projections.publication.files.site.paging import by_inspection, paged
from projections.publication.files.site.shared import Site, path_of


def index(site: Site) -> Iterator[tuple[str, str]]:
    """The first page."""
    rows = site.edition.register
    yield from _list(
        site,
        naming.INDEX,
        rows if site.is_on_first_page else (),
        "index.html",
        sortings=site.sortings,
        charts=charts.of_register(rows, site.day),
        downloads=site.offered.downloads,
        report=site.report(site.edition.inspections[0].ref) if site.edition.inspections else None,
        spreadsheets=site.offered.spreadsheets,
        inspections=[
            (inspected, naming.inspection(inspected.ref), _counted(list(site.edition.of(inspected))))
            for inspected in (site.edition.inspections if site.several else ())
        ],
        totals=totals(rows),
        late=_late(rows, None),
        last_seen=_last_seen(rows),
    )


def inspections(site: Site) -> Iterator[tuple[str, str]]:
    """One page each, if there are several."""
    for inspected in site.edition.inspections if site.several else ():
        yield from _inspection(site, inspected)


def statuses(site: Site) -> Iterator[tuple[str, str]]:
    """One page each, of all inspections."""
    for status in STATUSES:
        rows = [one for one in site.edition.register if one.row["status"] == status]
        yield from _list(
            site,
            naming.status(status),
            rows,
            "status.html",
            word=status,
            count=len(rows),
            total=len(site.edition.register),
        )


def sortings(site: Site) -> Iterator[tuple[str, str]]:
    """One page for each value of what else the register is sorted by, of all inspections."""
    for sorting in site.sortings:
        for one in sorting.lists if sorting.own else ():
            yield from _list(
                site,
                one.path,
                one.rows,
                "sorted.html",
                sorting=sorting,
                sorted=one,
                totals=totals(one.rows),
                total=len(site.edition.register),
            )


def bodies(site: Site) -> Iterator[tuple[str, str]]:
    """One page each, of what is made to it."""
    for body, rows in site.bodies.values():
        yield from _list(
            site,
            naming.body(body),
            rows,
            "body.html",
            of=body,
            body=body,
            totals=totals(rows),
            share=f"Share of {body}" if any(one.shares for one in rows) else None,
            names=names_of(site.edition.bodies, body, site.day),
            named=site.body_named,
        )


def _inspection(site: Site, inspected: Inspected) -> Iterator[tuple[str, str]]:
    rows = list(site.edition.of(inspected))
    yield from _list(
        site,
        naming.inspection(inspected.ref),
        rows,
        "inspection.html",
        inspected=inspected,
        report=site.report(inspected.ref),
        totals=totals(rows),
        last_seen=_last_seen(rows),
        charts=charts.of_register(rows, site.day),
    )


def _list(
    site: Site,
    path: str,
    rows: Sequence[Listed],
    template: str,
    *,
    of: str | None = None,
    **what: object,
) -> Iterator[tuple[str, str]]:
    """The pages of a list; ``of`` is the body whose shares it tells."""
    # On every page of a list there are the same columns.
    seen = any(one.row["seen_on"] for one in rows)
    for page in paged(path, by_inspection(rows)):
        lines = [_line(site, one, of) for one in page.rows]
        # There is nothing to search or to sort in one row.
        scripted = len(page.all) if max(len(page.all), len(lines)) > 1 else 0
        told = {"late": _late(rows, of), **what}
        listed = (
            data.row(one, path_of(one), _share(one, of), overdue=_is_late(one, of)) for one in page.rows
        )
        beside = data.of_list(page, listed, told)
        yield from site.both(
            page.path,
            template,
            beside,
            page=page,
            lines=lines,
            lists=site.lists(path),
            seen=seen,
            scripted=scripted,
            **told,
        )


def _line(site: Site, row: Listed, body: str | None) -> Line:
    told = row.row
    share = _share(row, body)
    shown = site.shown(told)
    return Line(
        site.inspection_named(told["inspection"]),
        site.numbered(told, told["number"]),
        told["text"],
        told["status"],
        told["reason"],
        tuple(site.body_named(one) for one in told["made_to"]),
        told["last_updated"],
        share.status if share else told["status"],
        shown,
        site.share_shown(share, told) if share else shown,
        told["seen_on"],
        told["due"],
        _is_late(row, body),
    )


def _share(row: Listed, body: str | None) -> Share | None:
    return next((one for one in row.shares if body and key(one.body) == key(body)), None)


def _is_late(row: Listed, body: str | None) -> bool:
    """Whether it is overdue; of a body's page, whether that body's share is."""
    share = _share(row, body)
    return bool(row.row["overdue"]) and (share is None or share.status != "closed")


def _late(rows: Sequence[Listed], body: str | None) -> int:
    """How many are overdue."""
    return sum(_is_late(one, body) for one in rows)


def _counted(rows: Sequence[Listed]) -> dict[str, int]:
    """How many there are, of each status, and overdue."""
    return totals(rows) | {"overdue": _late(rows, None)}


def _last_seen(rows: Sequence[Listed]) -> Item | None:
    """How many stand as other registers had them, and when the last of these was seen; None if none does."""
    days = [one.row["seen_on"] for one in rows if one.row["seen_on"]]
    return {"count": len(days), "latest": max(days)} if days else None

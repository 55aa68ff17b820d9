"""The page of each recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.policies import RELATIONS
from ledger.validation import is_address, key
from projections.publication.edition import Published
from projections.publication.files.site import charts, data, grounds, naming
from projections.publication.files.site.shared import Site, path_of


def recommendations(site: Site) -> Iterator[tuple[str, str]]:
    """One page each."""
    for row in site.edition.rows:
        yield from _recommendation(site, row)


def _recommendation(site: Site, row: Published) -> Iterator[tuple[str, str]]:
    told = row.row
    inspected = site.titles[told["inspection"]]
    titles = {key(cycle.ref): cycle.title for cycle in inspected.cycles}
    label = site.edition.vocabulary.label
    parts = [
        (site.numbered(one.row, one.row["number"]), one.row, site.shown(one.row))
        for one in site.parts.get(key(row.name), ())
    ]
    links = [(site.named(link["other"]), link) for link in row.links]
    why, withdrawn = grounds.holding(row), grounds.withdrawn(row)
    report = site.report(inspected.ref)
    beside = data.of_recommendation(
        row, (why, withdrawn), ((named, part) for named, part, _ in parts), links, report
    )
    yield from site.both(
        path_of(row),
        "recommendation.html",
        beside,
        row=row,
        told=told,
        kind=label("kind", told["kind"]),
        shown=site.shown(told),
        inspection=site.inspection_named(inspected.ref),
        inspected=inspected,
        cycle=_cycle(titles, told["cycle"]),
        judged_in=_cycle(titles, told["judged_in"]),
        priority=told["priority"] and label("priority", told["priority"]),
        topics=[label("topic", topic) for topic in told["topics"]],
        # A link leads to a page on the web, whatever an event may say.
        linked=told["source"] is not None and is_address(told["source"]),
        whole=told["under"] and site.numbered(told, told["under"]),
        parts=parts,
        derived=row.derived,
        why=why,
        withdrawn=withdrawn,
        made_to=[site.body_named(body) for body in told["made_to"]],
        shares=[(site.body_named(one.body), one, site.share_shown(one, told)) for one in row.shares],
        links=[(RELATIONS[link["relation"]], named, link) for named, link in links],
        body_named=site.body_named,
        meaning=naming.meaning,
        report=report,
        claiming=tuple(dict.fromkeys(one["body"] for said in row.claims.values() for one in said)),
        withheld=sorted({one.withheld for one in row.history if one.withheld is not None}),
        chart=charts.of_recommendation(row, site.day),
    )


def _cycle(titles: dict[str, str], ref: str | None) -> str | None:
    if ref is None:
        return None
    title = titles.get(key(ref))
    return f"{ref}: {title}" if title else ref

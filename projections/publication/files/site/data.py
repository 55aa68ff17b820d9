"""What each page says, for programs: the JSON that lies beside it. See docs/publication.md for its shape.

Values stand as they do in register.json: words of the vocabulary, and dates as they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from projections.base import Item
from projections.model.changes import Change
from projections.publication.edition import Cycle, Inspected, Listed, Published, Share
from projections.publication.files.site.bodies import Names
from projections.publication.files.site.charts import Chart
from projections.publication.files.site.fields import IN_A_LIST
from projections.publication.files.site.grounds import Ground
from projections.publication.files.site.paging import Page
from projections.publication.files.site.sortings import Sorted, Sorting
from projections.publication.files.site.templating import Named


def of_list(page: Page[Listed], rows: Iterable[Item], what: Mapping[str, object]) -> Item:
    """A page of a list: which it is of how many, and its rows; on the first page, what stands above them."""
    above = {name: tell(what[under]) for under, (name, tell) in _ABOVE.items() if what.get(under) is not None}
    return {
        "number": page.number,
        "pages": [{"page": other.path, "what": other.what} for other in page.all],
        **(above if page.number == 1 else {}),
        "rows": list(rows),
    }


def row(one: Listed, path: str, share: Share | None, *, overdue: bool) -> Item:
    """One row of a list; of a body's list, where its share stands, too."""
    found = {name: one.row[name] for name in IN_A_LIST} | {"page": path}
    return found | {"share": {**_share(share), "overdue": overdue}} if share else found


def of_recommendation(
    told: Published,
    grounds: tuple[list[Ground], list[Ground]],
    parts: Iterable[tuple[Named, Item]],
    links: Iterable[tuple[Named, Item]],
    report: str | None,
) -> Item:
    """The page of one recommendation: its row of the register, and all that is told of it."""
    why, withdrawn = grounds
    return {
        "recommendation": told.row,
        "report": report,
        "derived": told.derived,
        "why": [ground._asdict() for ground in why],
        "withdrawn": [ground.what for ground in withdrawn],
        "shares": [_share(share) for share in told.shares],
        "due_dates": list(told.dates),
        "parts": [
            {"number": part["number"], "status": part["status"], "reason": part["reason"]}
            | {"due": part["due"], "overdue": part["overdue"], "page": named.path}
            for named, part in parts
        ],
        "links": [{**link, "page": named.path} for named, link in links],
        "claims": told.claims,
        "history": [one._asdict() for one in told.history],
        "rests_on": list(told.rests_on),
    }


def of_changes(page: Page[tuple[str, Change]], since: tuple[str, str] | None, told: Iterable[Item]) -> Item:
    """A page of what changed since the publication before, as of a day and as known at a moment."""
    return {
        "since": since and {"as_of": since[0], "known_at": since[1]},
        "number": page.number,
        "pages": [{"page": other.path, "what": other.what} for other in page.all],
        "changes": list(told),
    }


def change(named: Named, step: Change, before: str, after: str) -> Item:
    """One change, with what was before and after it in words."""
    return {
        "recommendation": named.name,
        "page": named.path,
        "on": step.on,
        "change": step.change,
        "share": step.made_to,
        "corrected": bool(step.corrected),
        "before": before,
        "after": after,
    }


def _share(share: Share) -> Item:
    return share._asdict()


def _charts(charts: Iterable[Chart]) -> list[Item]:
    return [
        {"title": one.title, "note": one.note, "headings": one.headings, "rows": one.rows} for one in charts
    ]


def _inspections(inspections: Iterable[tuple[Inspected, str, Mapping[str, int]]]) -> list[Item]:
    return [
        {"inspection": inspected.ref, "title": inspected.title, "page": path, "totals": counts}
        for inspected, path, counts in inspections
    ]


def _inspected(inspected: Inspected) -> Item:
    cycles: tuple[Cycle, ...] = inspected.cycles
    return {
        "inspection": inspected.ref,
        "title": inspected.title,
        "cycles": [
            {"cycle": cycle.ref, "title": cycle.title, "kind": cycle.kind, "on": cycle.on} for cycle in cycles
        ],
    }


def _names(names: Names) -> Item:
    return {
        "borne": [{"name": name, "since": since} for name, since in names.borne],
        "also": names.also,
        "follows": [{"body": body, "on": on} for body, on in names.follows],
        "followed": names.followed and {"body": names.followed[0], "on": names.followed[1]},
    }


def _sorted(one: Sorted) -> Item:
    return {"label": one.label, "what": one.said}


def _sortings(sortings: Iterable[Sorting]) -> list[Item]:
    return [
        {
            "sorting": sorting.label,
            "lists": [
                {"label": one.label, "page": one.path, "recommendations": len(one.rows)}
                for one in sorting.lists
            ],
        }
        for sorting in sortings
    ]


def _itself(value: object) -> object:
    return value


_ABOVE: Mapping[str, tuple[str, Callable[[Any], object]]] = {  # Any: what a template is given
    "inspected": ("inspection", _inspected),
    "body": ("body", _itself),
    "names": ("names", _names),
    "report": ("report", _itself),
    "totals": ("totals", _itself),
    "late": ("overdue", _itself),
    "last_seen": ("last_seen", _itself),
    "inspections": ("inspections", _inspections),
    "word": ("status", _itself),
    "sorted": ("sorted", _sorted),
    "sortings": ("lists", _sortings),
    "charts": ("charts", _charts),
}
"""Of what stands above a list, by the name that templates know it under: its name in the data, and how it is
told."""

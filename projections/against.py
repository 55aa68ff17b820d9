"""One recommendation on two days, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.errors import NotFound
from ledger.ledger import Ledger
from projections.base import Column, Item, TimeFilter, View
from projections.show import show

_NOT_THERE = "not there yet"


def against(ledger: Ledger, inspection: str, number: str, first: TimeFilter, second: TimeFilter) -> View:
    """Each fact of its page on one day and on the other; raises NotFound if it was there on neither.

    In JSON the rows of the register on the two days, or null, stand before them.
    """
    pages = [_page(ledger, inspection, number, when) for when in (first, second)]
    there = [page for page in pages if page is not None]
    if not there:
        # It is not there at all, or came after both: the page says which.
        show(ledger, inspection, number, time_filter=max(first, second, key=lambda when: when.day or "~"))
    facts = [_facts(page) for page in pages]
    labels = list(dict.fromkeys(label for one in _longer_first(facts) for label in one))
    one, other = (_called(when) for when in (first, second))
    rows: list[Item] = [
        {
            "field": label,
            "as_of": facts[0].get(label),
            "against": facts[1].get(label),
            "changed": facts[0].get(label) != facts[1].get(label),
        }
        for label in labels
    ]
    changed = sum(row["changed"] for row in rows)
    head = there[0].head
    return View(
        caption=f"Number {head['number']} of {head['inspection']}, {one} and {other}"
        + (f", as known at {first.known_at}" if first.known_at else ""),
        columns=(
            Column("Fact", lambda row: str(row["field"])),
            Column(one[0].upper() + one[1:], lambda row: _cell(row["as_of"], pages[0])),
            Column(other[0].upper() + other[1:], lambda row: _cell(row["against"], pages[1])),
            Column("Changed", lambda row: "changed" if row["changed"] else "", whole=True),
        ),
        items=rows,
        head={
            "inspection": head["inspection"],
            "number": head["number"],
            "as_of": first.as_of,
            "against": second.as_of,
            "known_at": first.known_at,
            "events": head["events"],
            "then": [None if page is None else dict(page.head) for page in pages],
        },
        closing=f"{changed} of {len(rows)} facts differ.",
    )


def _page(ledger: Ledger, inspection: str, number: str, when: TimeFilter) -> View | None:
    try:
        return show(ledger, inspection, number, time_filter=when)
    except NotFound:
        return None


def _facts(page: View | None) -> dict[str, str]:
    """What stands on a page under each label, one below the other if there are several."""
    facts: dict[str, str] = {}
    for label, text in page.facts if page else ():
        facts[label] = f"{facts[label]}\n{text}" if label in facts else text
    return facts


def _longer_first(facts: list[dict[str, str]]) -> list[Mapping[str, str]]:
    return sorted(facts, key=len, reverse=True)


def _called(when: TimeFilter) -> str:
    return f"as of {when.as_of}" if when.as_of else "now"


def _cell(text: str | None, page: View | None) -> str:
    return (_NOT_THERE if page is None else "") if text is None else text

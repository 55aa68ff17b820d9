"""The movements of a period and how it ended, in words and in figures that reconcile.

Inspection  Opening  Made  Re-opened  Closed  Closing
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.ledger import Ledger
from ledger.times import shown
from ledger.validation import so_many
from projections.base import Column, View, nothing_yet, told_apart
from projections.bodies import never_asked
from projections.statistics.counting import GROUPS, Asked
from projections.statistics.figures import Row
from projections.statistics.published import Published, differences, sums
from projections.statistics.told import Told, told
from projections.statistics.wording import compared, facts, head, scope

HEADINGS = {
    "opening": "Opening",
    "made": "Made",
    "reopened": "Re-opened",
    "closed": "Closed",
    "closing": "Closing",
}
ALL_THERE_IS = Asked()


def statistics(
    ledger: Ledger,
    inspection: str | None = None,
    asked: Asked = ALL_THERE_IS,
    published: Sequence[Published] | None = None,
) -> View:
    """The statistics of one inspection or of all, held against what was published where anything was.

    Raises BadInput, NotFound or StorageError; and DoesNotReconcile, for figures that do not are not given.
    """
    return as_view(told(ledger, inspection, asked), published)


def as_view(told: Told, published: Sequence[Published] | None = None) -> View:
    """The same, as something tells them."""
    asked, found, words = told.asked, told.figures, told.words
    span = found.period
    warning = ""
    if asked.made_to is not None and not told.is_known:
        warning = never_asked(asked.made_to)
    elif told.is_to_come:
        warning = nothing_yet(span.last)
    said = scope(told.ref, asked, told.kinds, told.called, words)
    seen, latest = told.seen
    lines, page = list(facts(said, found, asked, words)), {"scope": said, **head(found, asked)}
    if told.unclosed:
        kept = so_many(told.unclosed, "recommendation")
        lines.insert(2, ("Not counted", f"{kept} of a kind that needs no closing"))
    page["no_closing_needed"] = told.unclosed
    page["events"] = told.events
    page |= {"last_seen": {"count": seen, "latest": latest}, **told_apart(asked.known_at, told.heard)}
    if latest:
        what = "shares" if asked.shares else "recommendations"
        lines.append(
            ("As last seen", f"{seen:,} of the {found.total:,} {what}, the latest on {shown(latest)}")
        )
    if published is not None:
        differing, broken = differences(published, found, words), sums(published)
        lines.append(compared(published, differing, broken))
        page["published"] = [one._asdict() for one in differing]
        page["published_sums"] = [one._asdict() for one in broken]
    whole = found.rows[-1]
    heading = GROUPS[asked.by].heading
    return View(
        caption=f"Statistics of {told.ref or 'all inspections'}, {span.first} to {span.last}",
        columns=_columns(heading),
        warning=warning,
        narrow=_columns(heading, found.rows),
        items=[row._asdict() for row in found.rows],
        head=page,
        facts=tuple(lines),
        listing="Movements in the period",
        closing=f"Opening {whole.opening:,} + made {whole.made:,} + re-opened {whole.reopened:,} - closed "
        f"{whole.closed:,} = closing {whole.closing:,}. {told.note}".rstrip(),
    )


def _columns(heading: str, rows: Sequence[Row] = ()) -> tuple[Column, ...]:
    """The columns of a table; with its rows the figures stand to the right, units under units."""

    def figure(name: str, label: str) -> Column:
        widest = max([len(label), *(len(f"{getattr(row, name):,}") for row in rows)])
        if not rows:
            return Column(label, lambda row: str(row[name]), whole=True)
        return Column(label.rjust(widest), lambda row: f"{row[name]:,}".rjust(widest), whole=True)

    name = Column(heading, lambda row: str(row["name"]))
    return (name, *(figure(column, label) for column, label in HEADINGS.items()))

"""The movements of a period and how it ended, in words and in figures that reconcile.

Inspection  Opening  Made  Re-opened  Closed  Closing
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.ledger import Ledger
from ledger.times import shown
from ledger.validation import so_many
from projections.base import Column, TimeFilter, View, nothing_yet, today_of, told_apart
from projections.bodies import never_asked
from projections.model.reading import read
from projections.register import Register
from projections.statistics.counting import GROUPS, Asked, last_seen
from projections.statistics.counts import count
from projections.statistics.figures import Row
from projections.statistics.published import Published, differences, sums
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
    register = Register.of(ledger, TimeFilter(None, asked.known_at))
    ref = read(register.source, inspection, register)
    words = register.words
    asked = asked.spelt(register.settings.vocabulary)
    some, _, found = count(register, asked, ref, today_of(ledger, register.time_filter))
    span = found.period
    warning = ""
    if asked.made_to is not None and register.called(asked.made_to) is None:
        warning = never_asked(asked.made_to)
    elif some and all(one.begins > span.last for one in some):
        warning = nothing_yet(span.last)
    unclosed = _need_no_closing(register, asked, span.last)
    said = scope(ref, asked, [one for one in some if one.begins <= span.last], words)
    seen, latest = last_seen(some, span.last)
    there = [{"inspection": one.inspection, "number": one.recommendation.number} for one in some]
    heard, note = register.heard({(one["inspection"], one["number"]): one for one in there}.values())
    told, page = list(facts(said, found, asked, words)), {"scope": said, **head(found, asked)}
    if unclosed:
        kept = so_many(unclosed, "recommendation")
        told.insert(2, ("Not counted", f"{kept} of a kind that needs no closing"))
    page["no_closing_needed"] = unclosed
    page["events"] = register.events
    page |= {"last_seen": {"count": seen, "latest": latest}, **told_apart(asked.known_at, heard)}
    if latest:
        what = "shares" if asked.shares else "recommendations"
        told.append(
            ("As last seen", f"{seen:,} of the {found.total:,} {what}, the latest on {shown(latest)}")
        )
    if published is not None:
        differing, broken = differences(published, found, words), sums(published)
        told.append(compared(published, differing, broken))
        page["published"] = [one._asdict() for one in differing]
        page["published_sums"] = [one._asdict() for one in broken]
    whole = found.rows[-1]
    heading = GROUPS[asked.by].heading
    return View(
        caption=f"Statistics of {ref or 'all inspections'}, {span.first} to {span.last}",
        columns=_columns(heading),
        warning=warning,
        narrow=_columns(heading, found.rows),
        items=[row._asdict() for row in found.rows],
        head=page,
        facts=tuple(told),
        listing="Movements in the period",
        closing=f"Opening {whole.opening:,} + made {whole.made:,} + re-opened {whole.reopened:,} - closed "
        f"{whole.closed:,} = closing {whole.closing:,}. {note}".rstrip(),
    )


def _need_no_closing(register: Register, asked: Asked, day: str) -> int:
    """How many of a kind that needs no closing are there at the end, of those that were asked for."""
    return sum(
        not recommendation.needs_closing
        and recommendation.was_there(day)
        and asked.want(recommendation)
        and (asked.made_to is None or recommendation.share_of(asked.made_to, day) is not None)
        for fold in register.folds.values()
        for recommendation in fold.recommendations.values()
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

"""The register: each recommendation with the status it had, as the public knows it.

Number  Recommendation  Status  Made to  Last updated
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from events.base import Day
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.policies import KINDS_COUNTED, NO_CLOSING_NEEDED, STATUSES
from ledger.state.vocabulary import Vocabulary
from ledger.times import shown
from ledger.validation import key
from projections.answers import Answers, R
from projections.base import (
    Column,
    Cycles,
    Item,
    Recorded,
    TimeFilter,
    View,
    natural,
    nothing_yet,
    number_order,
    told_apart,
)
from projections.bodies import never_asked
from projections.model.due import overdue_by
from projections.model.reading import Folds, read
from projections.rows import Filters, in_words, status_shown


def columns(words: Vocabulary, *, several: bool = False) -> tuple[Column, ...]:
    """The columns, in which a status is shown by the publisher's own word; ``several`` inspections."""
    own: tuple[Column, ...] = COLUMNS
    if words:
        status = Column("Status", lambda row: status_shown(row, words), whole=True)
        own = tuple(status if column.heading == status.heading else column for column in COLUMNS)
    return (INSPECTION, *own) if several else own


COLUMNS = (
    Column("Number", lambda row: str(row["number"]), whole=True),
    Column("Recommendation", lambda row: str(row["text"])),
    Column("Status", lambda row: STATUSES[row["status"]], whole=True),
    Column("Made to", lambda row: "; ".join(row["made_to"])),
    Column("Last updated", lambda row: str(row["last_updated"]), whole=True, dated=True),
)
SEEN = Column("As last seen", lambda row: row["seen_on"] or "", dated=True)
"""When the source of a row was last seen that stands by it alone."""
INSPECTION = Column("Inspection", lambda row: str(row["inspection"]))


class Register(Folds):
    """The rows of one inspection, whose ``ref`` it then has, or of all of them."""

    ref: str | None = None
    source: Recorded

    @classmethod
    def of(cls, ledger: Recorded, time_filter: TimeFilter = TimeFilter()) -> Self:
        """An empty one, that is to take the records of its ``source``: the ledger, as it was read then."""
        source = ledger
        if time_filter.known_at is not None and ledger.inspectorate().imports:
            from projections.as_seen import as_seen  # noqa: PLC0415  few ask for it

            source = as_seen(ledger, time_filter.known_at)
        register = cls(source.inspectorate(), time_filter)
        register.source = source
        return register

    def heard(self, rows: Iterable[Item]) -> tuple[list[str], str]:
        """``REF/NUMBER`` of the rows that say what only a source said by then, and what people read of it."""
        if self.time_filter.known_at is None:
            return [], ""
        from projections.as_seen import heard_of, note  # noqa: PLC0415  few ask for it

        found = [
            (row["inspection"], one)
            for row in rows
            if (one := self.folds[row["inspection"]].recommendations.get(key(row["number"])))
        ]
        names = heard_of(self.source, found, self.time_filter.day)
        return names, note(self.source, names)

    def leave(self, cycle: str, cycles: Cycles) -> None:
        """Leave what belongs to a cycle and those opened before it, of the inspections that have it."""
        from projections.model.cutting import leave  # noqa: PLC0415  few ask for it

        for ref, fold in list(self.folds.items()):
            if cut := cycles.cut(ref, cycle):
                leave(fold, cut)
            else:
                del self.folds[ref]

    def uncertain(self, rows: Iterable[Item], *, every: bool) -> list[str]:
        """``REF/NUMBER`` of the rows whose answer hangs on a date that is not known exactly, in their order.

        With ``every`` also of what has no row, for it was made on such a date.
        """
        vague = sorted((ref for ref, fold in self.folds.items() if fold.vague), key=natural)
        if not vague:
            return []
        from projections.model.uncertain import hangs_on_a_date  # noqa: PLC0415  few have such dates

        day, kinds = self.time_filter.day, self.settings.vocabulary
        there = {(row["inspection"], key(row["number"])) for row in rows}
        names = []
        for ref in vague:
            recommendations = [
                recommendation
                for recommendation in self.folds[ref].recommendations.values()
                if (ref, key(recommendation.number)) in there or (every and not recommendation.was_there(day))
            ]
            recommendations.sort(key=lambda one: (kinds.order(one.kind), number_order(one.number)))
            names += [f"{ref}/{one.number}" for one in recommendations if hangs_on_a_date(one, day)]
        return names

    def called(self, body: str) -> str | None:
        """What a body is called that a recommendation was ever made to, or that took over from such a one.

        None if there is none, by any of its names.
        """
        day, bodies = self.time_filter.day, self.settings.bodies.as_known(self.time_filter.known_at)
        wanted = bodies.identity(body)
        for fold in self.folds.values():
            for recommendation in fold.recommendations.values():
                for value in reversed(recommendation.addressed.values):
                    for name in value.content:
                        given = bodies.identity(name)
                        if wanted == given or wanted in bodies.successors(given):
                            called = name if wanted == given else wanted
                            return bodies.called(called, day or bodies.today)
        return None

    def statuses(self, rows: Iterable[Item]) -> Mapping[str, int]:
        """How many of the rows have which status."""
        return Counter(row["status"] for row in rows)

    def has_any(self) -> bool:
        """Whether anything was made at all, on whatever day."""
        return any(one.recommendations for one in self.folds.values())

    def rows(self, filters: Filters = Filters()) -> list[Item]:
        """The rows as the contract's JSON has them, in the order a person expects."""
        day, kinds = self.time_filter.day, self.settings.vocabulary
        found: list[Item] = []
        for ref in sorted(self.folds, key=natural):
            all_of_it = self.folds[ref].recommendations.values()
            rows = [row for one in all_of_it if (row := filters.row(ref, one, day)) is not None]
            found += sorted(rows, key=lambda row: (kinds.order(row["kind"]), number_order(row["number"])))
        return found


def read_register(
    ledger: Recorded,
    inspection: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
) -> Register:
    """The register of one inspection or of all, or of what a cycle left of it.

    Raises NotFound for an inspection or a cycle that is not there, StorageError.
    """
    register = Register.of(ledger, time_filter)
    ledger = register.source
    if cycle is None:
        register.ref = read(ledger, inspection, register)
        return register
    zone = register.settings.time_zone
    cycles = Cycles(zone, time_filter)
    # A cycle that is known now and was not then left nothing then.
    known_now = Cycles(zone, time_filter._replace(known_at=None))
    ref = register.ref = read(ledger, inspection, register, cycles, known_now)
    if not (cycles.has(cycle) or known_now.has(cycle)):
        as_of = f", as of {time_filter.as_of}" if time_filter.as_of else ""
        raise NotFound(
            f"{ref or 'No inspection'} has {'no' if ref else 'a'} cycle {cycle}{as_of}.",
            f"See which there are: scrutiny cycle list {ref or ''}".rstrip(),
        )
    register.leave(cycle, cycles)
    return register


def register(
    ledger: Ledger,
    inspection: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
    filters: Filters = Filters(),
) -> View:
    """The register of one inspection or of all; raises NotFound or StorageError."""
    fold = read_register(ledger, inspection, cycle=cycle, time_filter=time_filter)
    return as_view(fold, inspection, cycle=cycle, time_filter=time_filter, filters=filters).whole()


def as_view(
    fold: Answers[R],
    inspection: str | None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
    filters: Filters = Filters(),
) -> View:
    """The register that something answers; raises BadInput for a word that nobody added."""
    ref, words = fold.ref, fold.words
    # A word that is known now and was not then is of nothing that was known then.
    filters = filters.spelt(fold.settings.vocabulary)
    rows = fold.rows(filters)
    heard, note = fold.heard(rows)
    statuses = fold.statuses(rows)
    totals = {"total": len(rows)} | {status: statuses.get(status, 0) for status in STATUSES}
    said = [f"Register of {ref or 'all inspections'}"]
    if cycle:
        said.append(f"as the cycle {cycle} left it")
    warning = ""
    if filters.made_to:
        called = fold.called(filters.made_to)
        said.append(f"the share of {called or filters.made_to}")
        if called is None:
            warning = never_asked(filters.made_to)
    elif time_filter.as_of and not rows and filters == Filters() and fold.has_any():
        warning = nothing_yet(time_filter.as_of)
    said += in_words(filters, words)
    if time_filter.in_words():
        said.append(time_filter.in_words())

    def for_people(view: View) -> View:
        seen = [row["seen_on"] for row in rows if row["seen_on"]]
        sentences = _total_sentence(totals, rows, words), _as_seen(seen), note
        beside = (SEEN,) if seen else ()
        if filters.overdue:
            # On a narrow terminal it stands in place of the day of the last change.
            beside = (*beside, _overdue(filters.overdue))
            view = view._replace(narrow=view.columns[:-1] + beside, wide=view.columns + beside)
        return view._replace(closing=" ".join(filter(None, sentences)), beside=beside)

    return View(
        caption=", ".join(said),
        columns=columns(words, several=inspection is None),
        items=rows,
        head={
            "inspection": ref,
            "as_of": time_filter.as_of,
            "known_at": time_filter.known_at,
            "events": fold.events,
            "totals": totals,
            "uncertain": fold.uncertain(rows, every=filters == Filters()),
            **told_apart(time_filter.known_at, heard),
        },
        warning=warning,
        late=for_people,
    )


def _overdue(day: str) -> Column:
    """The day due, and by how many days it is overdue on a day."""
    return Column("Overdue", lambda row: overdue_by(row["due"], day))


def _total_sentence(totals: dict[str, int], rows: Iterable[Item], words: Vocabulary) -> str:
    """How many there are of each kind that is there, and how many of all at each status."""
    counted = [f"{totals[status]} {label.lower()}" for status, label in STATUSES.items()]
    kinds = Counter(row["kind"] for row in rows) or {"recommendation": 0}
    # In the order of the register.
    said = [counted_kind(kind, kinds[kind], words) for kind in sorted(kinds, key=words.order)]
    count = sum(row["state"] == NO_CLOSING_NEEDED for row in rows)
    without = f" Of the open {count} need{'s' if count == 1 else ''} no closing." if count else ""
    return f"{listed(said)}: {', '.join(counted)}.{without}"


def _as_seen(days: Sequence[Day]) -> str:
    """How many of the rows stand as another register had them; nothing if none does."""
    if not days:
        return ""
    return f"{len(days)} as last seen in another register, the latest on {shown(max(days))}."


def listed(parts: Sequence[str]) -> str:
    """Several things in a sentence: ``A, B and C``."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def counted_kind(kind: str, count: int, words: Vocabulary) -> str:
    """How many of a kind: ``2 recommendations``, ``3 of the kind Learning point``."""
    if names := KINDS_COUNTED.get(kind):
        return f"{count} {names[count != 1]}"
    return f"{count} of the kind {words.label('kind', kind)}"

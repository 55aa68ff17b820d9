"""The bodies that recommendations are made to: what each is called, was called, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from events.base import Day
from events.named import NamedTuple
from events.recommendations import RecommendationCorrected, RecommendationMade, RecommendationReaddressed
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL, begun, certainly_later
from ledger.validation import body_key
from projections.as_seen import as_seen
from projections.base import Column, Item, Recorded, TimeFilter, View, today_of
from projections.model.reading import Folds, read


def _successor(row: Item) -> str:
    return f"{row['succeeded_by']}, from {begun(row['succeeded_on'])}" if row["succeeded_by"] else ""


def _other_names(row: Item) -> list[str]:
    """What it was called or will be, and how else it is written: people look for it under these."""
    borne = [one["name"] for one in row["names"] if one["name"] != row["body"]]
    return list(dict.fromkeys((*borne, *row["also"])))


COLUMNS = (
    Column("Body", lambda row: str(row["body"])),
    Column("Also", lambda row: "; ".join(_other_names(row))),
    Column("Succeeded by", _successor),
    Column("Recommendations", lambda row: str(row["recommendations"])),
    Column("Not closed", lambda row: str(row["not_closed"])),
)


class Use(NamedTuple):
    """How often which body is named, by its identity, and not closed; and the names by their keys."""

    counts: dict[str, tuple[int, int]]
    names: dict[str, str]


_NAMING = (RecommendationMade.NAME, RecommendationReaddressed.NAME, RecommendationCorrected.NAME)


def names_in_use(ledger: Recorded) -> dict[str, str]:
    """Every name of a body that a recommendation was ever made to, by its key, as it was written first."""
    found: dict[str, str] = {}
    for name in _names(ledger):
        found.setdefault(body_key(name), name)
    return found


def _names(ledger: Recorded) -> Iterator[str]:
    """The same, each as often as it was written, in recording order."""
    for record in ledger.records(topics=_NAMING):
        yield from record.event.fields["made_to"]


def _still_in_use(folds: Folds, day: str | None = None) -> dict[str, str]:
    """The same of those that no correction took away, by a day (a full date; None: ever)."""
    found: dict[str, str] = {}
    for fold in folds.folds.values():
        for recommendation in fold.recommendations.values():
            for value in recommendation.addressed.values:
                if day is not None and value.day > day:
                    continue
                for name in value.content:
                    found.setdefault(body_key(name), name)
    return found


def known_body(ledger: Recorded, name: str) -> str | None:
    """A body as it is known, by any of its names: as it is registered or else as it is written; or None."""
    known = ledger.inspectorate().bodies
    if known.is_registered(name):
        return known.spelled(name)
    wanted = body_key(name)
    # A body that is asked about was nearly always named early on.
    return next((one for one in _names(ledger) if body_key(one) == wanted), None)


def never_asked(name: str) -> str:
    """The warning that stands where what is asked about a body is nothing."""
    return f"no recommendation here was ever made to {name}. See which bodies there are: scrutiny body list"


def no_body(name: str) -> NotFound:
    """There is no body of that name."""
    return NotFound(f"There is no body {name} in this ledger.", "See which there are: scrutiny body list")


def bodies(
    ledger: Ledger,
    name: str | None = None,
    *,
    inspection: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
) -> View:
    """Every body with its names, or the one that a name means; raises NotFound or StorageError.

    With an inspection, those that its recommendations are made to on the day.
    """
    # What a source said by then is known, as in the register.
    source = as_seen(ledger, time_filter.known_at)
    settings = source.inspectorate()
    day = Day(time_filter.day or today_of(ledger, time_filter))
    # As known then, each with the names that it bore on the day.
    known = settings.bodies.as_known(time_filter.known_at)
    folds = Folds(settings, TimeFilter(day, time_filter.known_at))
    ref = read(source, inspection, folds)
    use = in_use(folds, known, day, time_filter.day)
    rows = rows_of(known, use, day, every=inspection is None)
    if name is not None:
        identity = known.identity(name)
        rows = [row for row in rows if known.identity(row["body"]) == identity]
        if not rows:
            raise _not_then(ledger, name, time_filter)
    return as_view(rows, name, ref, time_filter, folds.events)


def in_use(folds: Folds, known: Bodies, day: str, until: str | None = None) -> Use:
    """Which bodies recommendations name on a day (a full date), and every name that was ever given to one; or
    that was given ``until`` a day.
    """
    return Use(_counts(folds, known, day), _still_in_use(folds, until))


def rows_of(known: Bodies, use: Use, day: Day, *, every: bool) -> list[Item]:
    """Those that are known, and those that are named; or, without ``every``, these alone."""
    counts, names = use
    identities = dict.fromkeys((*known.identities, *map(known.identity, names.values())))
    rows = [
        _as_row(known, identity, names.get(identity, identity), counts.get(identity, (0, 0)), day)
        for identity in identities
        if every or identity in counts
        if not certainly_later(known.since.get(identity) or BEFORE_ALL, day)
    ]
    return sorted(rows, key=lambda row: body_key(row["body"]))


def as_view(
    rows: list[Item], name: str | None, ref: str | None, time_filter: TimeFilter, events: int
) -> View:
    """The bodies, or the one of a name; of an inspection or of all, by so many events."""
    said = ["Bodies" if name is None else f"The body {rows[0]['body']}"]
    if ref is not None:
        said[0] += f" of {ref}"
    if time_filter.in_words():
        said.append(time_filter.in_words())
    return View(
        caption=", ".join(said),
        columns=COLUMNS,
        items=rows,
        head={"events": events},
        facts=() if name is None else tuple(_facts(rows[0])),
    )


def _not_then(ledger: Ledger, name: str, time_filter: TimeFilter) -> NotFound:
    """Why no body of that name is there: there is none, or it was not known then."""
    if time_filter.in_words() and known_body(ledger, name):
        return NotFound(
            f"The body {name} was not known yet, {time_filter.in_words()}.", "Ask about a later day or time."
        )
    return no_body(name)


def _counts(folds: Folds, known: Bodies, day: str) -> dict[str, tuple[int, int]]:
    """By the identity of a body, how many recommendations name it on a day, and how many are not closed."""
    counts: dict[str, tuple[int, int]] = {}
    for fold in folds.folds.values():
        for recommendation in fold.recommendations.values():
            if not recommendation.was_there(day):
                continue
            for body in recommendation.made_to(day):
                made, unclosed = counts.get(identity := known.identity(body), (0, 0))
                status = recommendation.status(day, recommendation.share_of(body, day))
                counts[identity] = made + 1, unclosed + (status != "closed")
    return counts


def _as_row(
    known: Bodies, identity: str, written: str, count: tuple[int, int], day: str
) -> dict[str, Any]:  # Any: JSON
    names = known.names(identity)
    called = known.called(written, day)
    borne = [] if names is None else names.values
    succession = known.succession(identity)
    return {
        "body": called,
        "registered": names is not None,
        "since": known.since.get(identity),
        "names": [
            {"name": one.content, "from": None if one.first == one.day == BEFORE_ALL else one.on}
            for one in borne
        ],
        "also": [one for one in known.spellings(identity) if one not in {two.content for two in borne}],
        "succeeded_by": None if succession is None else known.called(succession.by, day),
        "succeeded_on": None if succession is None else succession.on,
        "succeeds": [
            known.called(other, day)
            for other in known.identities
            if (of := known.succession(other)) and of.by == identity
        ],
        "recommendations": count[0],
        "not_closed": count[1],
    }


def _facts(row: Item) -> Iterable[tuple[str, str]]:
    if row["since"]:
        yield "Exists since", begun(row["since"])
    for borne in row["names"] if len(row["names"]) > 1 else ():
        yield "Called", f"{borne['name']}, {'from ' + begun(borne['from']) if borne['from'] else 'at first'}"
    if row["succeeds"]:
        yield "Succeeds", "; ".join(row["succeeds"])
    if not row["registered"]:
        yield "Registered", "no: recommendations have this name"

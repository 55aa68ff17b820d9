"""The bodies that recommendations are made to: what each is called, was called, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from events.recommendations import RecommendationCorrected, RecommendationMade, RecommendationReaddressed
from ledger import times
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL, begun
from ledger.validation import body_key
from projections.base import Column, Item, Recorded, TimeFilter, View
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
_NAMING = (RecommendationMade.NAME, RecommendationReaddressed.NAME, RecommendationCorrected.NAME)


def names_in_use(ledger: Recorded) -> dict[str, str]:
    """Every name of a body that a recommendation was ever made to, by its key, as it was written first."""
    found: dict[str, str] = {}
    for record in ledger.records(topics=_NAMING):
        for name in record.event.fields["made_to"]:
            found.setdefault(body_key(name), name)
    return found


def _still_in_use(folds: Folds) -> dict[str, str]:
    """The same of those that no correction took away, with what was entered in error."""
    found: dict[str, str] = {}
    for fold in folds.folds.values():
        for recommendation in fold.recommendations.values():
            for value in recommendation.addressed.values:
                for name in value.content:
                    found.setdefault(body_key(name), name)
    return found


def known_body(ledger: Recorded, name: str) -> str | None:
    """A body as it is known, by any of its names: as it is registered or else as it is written; or None."""
    known = ledger.inspectorate().bodies
    if known.is_registered(name):
        return known.spelled(name)
    return names_in_use(ledger).get(body_key(name))


def no_body(name: str) -> NotFound:
    """There is no body of that name."""
    return NotFound(f"There is no body {name} in this ledger.", "See which there are: scrutiny body list")


def bodies(ledger: Ledger, name: str | None = None) -> View:
    """Every body with its names, or the one that a name means; raises NotFound or StorageError."""
    settings = ledger.inspectorate()
    day = times.today(ledger.clock(), settings.time_zone)
    folds = Folds(settings, TimeFilter(day))
    read(ledger, None, folds)
    counts = _counts(folds, settings.bodies, day)
    in_use = _still_in_use(folds)
    rows = [
        _as_row(settings.bodies, identity, in_use.get(identity, identity), counts.get(identity, (0, 0)), day)
        for identity in dict.fromkeys(
            (*settings.bodies.identities, *map(settings.bodies.identity, in_use.values()))
        )
    ]
    if name is not None:
        identity = settings.bodies.identity(name)
        rows = [row for row in rows if settings.bodies.identity(row["body"]) == identity]
        if not rows:
            raise no_body(name)
    rows.sort(key=lambda row: body_key(row["body"]))
    return View(
        caption="Bodies" if name is None else f"The body {rows[0]['body']}",
        columns=COLUMNS,
        items=rows,
        head={},
        facts=() if name is None else tuple(_facts(rows[0])),
    )


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

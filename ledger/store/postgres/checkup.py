"""What ``doctor`` asks of a ledger in PostgreSQL. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from ledger.store.engine import Remark
from ledger.store.postgres.place import Place
from ledger.store.postgres.schema import SCHEMA_VERSION
from ledger.store.postgres.session import OLDEST, Session

KEPT = "scrutiny_before_rebuild"
"""The name of the schema of old tables; of further ones ``_2``, ``_3`` … is added."""

NEW = "scrutiny_rebuilding"
"""The schema in which new tables are made."""


def version(place: Place) -> Remark:
    """See Engine.version."""
    with closing(Session(place)) as session:
        found = session.server_version()
    return Remark(
        f"PostgreSQL {found}, schema {SCHEMA_VERSION}",
        f"Ask who runs the server for {OLDEST} or newer." if found < OLDEST else "",
    )


def size(place: Place) -> int:
    """See Engine.size: all relations of the schema, with their indexes."""
    with closing(Session(place)) as session:
        ((count,),) = session.ask(
            "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class "
            "WHERE relnamespace = 'scrutiny'::regnamespace AND relkind = 'r'"
        )
    return int(str(count))


def left_of_a_remaking(place: Place) -> Iterator[Remark]:
    """See Engine.left_of_a_remaking."""
    for name in _kept(place):
        if name == NEW:
            yield Remark(
                f"A rebuild left the schema it worked in, {NEW}.", "The next one clears it: scrutiny rebuild"
            )
            continue
        yield Remark(
            f"A rebuild kept the tables as they were, in the schema {name}.",
            f"Drop it once you have looked: DROP SCHEMA {name} CASCADE",
        )


def names(place: Place) -> set[str]:
    """See Engine.names."""
    return {"evidence", *_kept(place)}


def _kept(place: Place) -> list[str]:
    with closing(Session(place)) as session:
        return [
            str(name)
            for (name,) in session.ask(
                "SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY nspname",
                (f"^({NEW}|{KEPT}(_[0-9]+)?)$",),
            )
        ]

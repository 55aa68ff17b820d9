"""What was signed: checkpoints by the ledger's key, as readers are shown them, and events by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from ledger.errors import Damaged
from ledger.store.postgres.looking import PAGE
from ledger.store.postgres.session import Session

if TYPE_CHECKING:
    from eventsourcing.persistence import StoredEvent

    from ledger.store.base import SignLeaves

_KEEP = "SELECT keep_signatures(%s::bigint[], %s::bytea[])"


def leaf_index(session: Session, position: int) -> int:
    """See Store.leaf_index."""
    found = session.ask("SELECT leaf_index FROM ledger_leaf WHERE notification_id = %s", (position,))
    if not found:
        raise Damaged(
            f"Event {position} has no leaf in the tree.",
            "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild",
        )
    return cast("int", found[0][0])


def checkpoints(session: Session, size: int | None, since: int = 0) -> Iterator[tuple[int, str]]:
    """See Store.checkpoints."""
    if size is not None:
        statement = "SELECT size, note FROM ledger_checkpoint WHERE size = %s"
        yield from cast("list[tuple[int, str]]", session.ask(statement, (size,)))
        return
    statement = "SELECT size, note FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT %s"
    last = since - 1
    while found := cast("list[tuple[int, str]]", session.ask(statement, (last, PAGE))):
        yield from found
        last = found[-1][0]


def newest_checkpoint(session: Session) -> tuple[int, str] | None:
    """See Store.newest_checkpoint."""
    found = session.ask("SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    return cast("tuple[int, str]", found[0]) if found else None


def signature(session: Session, position: int) -> bytes | None:
    """See Store.signature."""
    found = session.ask("SELECT signature FROM ledger_signature WHERE notification_id = %s", (position,))
    return cast("bytes", found[0][0]) if found else None


def keep(
    session: Session,
    first: int,
    batch: Sequence[StoredEvent],
    stamps: Sequence[tuple[str, str]],
    sign: SignLeaves,
    place: int,
) -> None:
    """Have the events from a position on, which were appended just now, signed, and keep the signatures.

    The leaves are made here: what a server says that they are, nobody signs. ``place`` is the first event's
    in its request.
    """
    from ledger.proof import leaf  # noqa: PLC0415  hardly anybody signs

    leaves = [
        leaf.build(
            position, str(stored.originator_id), stored.originator_version, stored.topic, *stamp, stored.state
        )
        for position, (stored, stamp) in enumerate(zip(batch, stamps, strict=True), first)
    ]
    made = [(position, one) for position, one in enumerate(sign(place, leaves), first) if one is not None]
    if made:
        session.ask(_KEEP, tuple(map(list, zip(*made, strict=True))))

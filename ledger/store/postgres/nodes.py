"""The nodes that are kept beside the leaves, in PostgreSQL: see ledger.proof.nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ledger.proof.compact import Node
    from ledger.store.application import LedgerApplication
    from ledger.store.postgres.session import Session

KEEP = "keep_nodes(%s::bigint[], %s::bytea[])"


def values_of(nodes: Sequence[Node]) -> tuple[list[int], list[bytes]]:
    """What KEEP is given."""
    return [middle for middle, _ in nodes], [node for _, node in nodes]


class KeptNodes:
    """See Store.nodes. ``application`` gives what writes."""

    def __init__(self, session: Session, application: Callable[[], LedgerApplication]) -> None:
        self._session = session
        self._application = application

    def keep(self, nodes: Sequence[Node]) -> None:
        """See Nodes.keep."""
        self._application().keep_nodes(nodes)

    def last(self) -> int:
        """See Nodes.last. Tables that were made before there were nodes get them by being made again."""
        if not self._are_there():
            return -1
        ((last,),) = self._session.ask("SELECT coalesce(max(middle), 0) FROM ledger_node")
        return cast("int", last)

    def at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """See Nodes.at."""
        if not self._are_there():
            return {}
        found = self._session.ask(
            "SELECT middle, hash FROM ledger_node WHERE middle = ANY(%s)", (list(middles),)
        )
        return {middle: node for middle, node in cast("list[Node]", found) if len(node) == 32}

    def _are_there(self) -> bool:
        return self._session.ask("SELECT to_regclass('scrutiny.ledger_node') IS NOT NULL") == [(True,)]

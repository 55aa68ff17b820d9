"""The leaf of a stored row: what the tree is made of, and proofs are about.

Apart from ``records``, for a command that only reads has nothing to hash, and must start quickly.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import orjson

from ledger.errors import Damaged
from ledger.proof import leaf
from ledger.records import Row


def leaf_of(row: Row) -> bytes:
    """The leaf of a stored row: eight lines, made of the row as it lies there.

    Raises Damaged for a state that does not say when and by whom, and for what no leaf can carry.
    """
    position, stream, version, topic, state = row
    try:
        stored = orjson.loads(state)
        return leaf.build(
            position, _spelt(stream), version, topic, stored["recorded_at"], stored["by"], state
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            f"Event {position} cannot be read: its stored bytes are damaged.",
            "See what else is wrong: scrutiny verify",
        ) from error


@lru_cache(maxsize=4096)
def _spelt(stream: str) -> str:
    return str(UUID(stream))

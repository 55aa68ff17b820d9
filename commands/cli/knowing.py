"""A page of one thing by what was known at a time, also at one at which the ledger knew nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from commands.cli.read import put
from ledger.errors import NotFound
from projections.base import TimeFilter, View

if TYPE_CHECKING:
    from ledger.ledger import Ledger


def put_page(
    ledger: Ledger,
    when: TimeFilter,
    page: Callable[[TimeFilter], View],
    format: str | None,
    output: str | None,
) -> None:
    """Write the page of one thing; raises NotFound if it is not there, or was not yet.

    Before the ledger began it knew nothing: of what is there now the page is empty, and that is no error (a
    note says so already).
    """
    try:
        view = page(when)
    except NotFound:
        began = next((record.recorded_at for record in ledger.records()), None)
        if when.known_at is None or began is None or when.known_at >= began:
            raise
        now = page(TimeFilter())
        view = View(
            caption=f"{now.caption}, {when.in_words()}",
            columns=now.columns,
            items=(),
            head={"as_of": when.as_of, "known_at": when.known_at, "events": 0}
            if "as_of" in now.head
            else {"events": 0},
            narrow=now.narrow,
        )
    put(view, format, output)

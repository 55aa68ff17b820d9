"""The register, asked of a cache instead of the events: as ``projections.register.register``."""

from __future__ import annotations

from contextlib import suppress

import apsw

from ledger.ledger import Ledger
from projections.base import TimeFilter, View
from projections.cache.asked_for import know_shares
from projections.cache.cache import Cache
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.register import as_view
from projections.rows import Filters


def register_of(
    cache: Cache, ledger: Ledger, inspection: str | None, time_filter: TimeFilter, filters: Filters
) -> View:
    """The register of one inspection or of all, as an open cache tells it; raises what the register does.

    What had to be worked out for it is kept.
    """
    know_shares(cache, Stored(ledger), filters.made_to)
    answers = CachedRegister(cache.connection, ledger, inspection, time_filter)
    view = as_view(answers, inspection, time_filter=time_filter, filters=filters)
    if answers.worked_out and ledger.store.head()[0] == cache.tie.position:
        with suppress(apsw.Error):
            cache.write(answers.keep)
    return view

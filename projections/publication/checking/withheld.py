"""Events of which the leaf alone is in a bundle, for words of theirs were withdrawn from view.

What withdrew them repeats all else that such an event said, and names its place in the stream: so which leaf
it is, when and by whom it was recorded is proved, and what it said beside its words is what the ledger
recorded of it later. They are put to the words that every page has in their place.
"""

from __future__ import annotations

from events.base import EventShapeError
from events.words import WordsWithdrawn
from ledger.errors import Damaged
from ledger.records import decode, stream_of
from ledger.state.withheld import told_without
from projections.publication.checking.events import Shown
from projections.publication.checking.tree import Signed
from projections.publication.checking.unseen import row_of
from projections.publication.in_view import WITHDRAWN_FROM_VIEW


def with_withheld(shown: Shown, signed: Signed) -> Shown:
    """What is shown, and what is told of by what withdrew its words, in the order of the ledger."""
    gone = [record for record in shown.values() if isinstance(record.event, WordsWithdrawn)]
    if not gone:
        return shown
    places = {(leaf.originator, leaf.version): index for index, leaf in enumerate(signed.leaves)}
    found = Shown()
    for index, record in shown.items():
        found.take(index, shown.rows[index], record)
    for record in gone:
        event = record.event
        if not isinstance(event, WordsWithdrawn) or event.event >= record.version:
            continue
        index = places.get((str(record.stream), event.event), -1)
        if index < 0 or index in shown or signed.leaves[index].topic != event.name:
            continue
        try:
            told = told_without(event, WITHDRAWN_FROM_VIEW)
            row = row_of(signed.leaves[index], told.fields, told.VERSION)
            again = decode(row)
        except (EventShapeError, Damaged):
            continue  # then that leaf is not told of by anything, and is found where it is missed
        if stream_of(told) == record.stream:
            found.take(index, row, again)
    found.history = shown.history
    return found.in_order()

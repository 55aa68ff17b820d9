"""What a cycle left of all that is known: everything is folded first, and then what is of no concern to the
cycle is left out, with the corrections of it.

1. What was made and judged belongs to the cycle that it names, on whichever day; so do the words that
   something was made with, however they were set right later.
2. What names no cycle belongs to it until the day before the next one opened.
"""

from __future__ import annotations

from typing import TypeVar

from ledger.state.dated import Dated
from ledger.validation import key
from projections.base import Cut
from projections.model.facts import NEVER, Verdict
from projections.model.fold import InspectionFold
from projections.model.recommendation import Entry

T = TypeVar("T")


def leave(fold: InspectionFold, cut: Cut) -> None:
    """Leave in a fold what belongs to a cycle and those opened before it."""
    for cycle in [cycle for cycle in fold.opened if cycle not in cut.cycles]:
        del fold.opened[cycle]
    for number, entry in list(fold.entries.items()):
        if key(entry.cycle) in cut.cycles:
            _leave(entry, cut)
        else:
            del fold.entries[number]


def _leave(entry: Entry, cut: Cut) -> None:
    _leave_words(entry.texts, cut)
    _leave_words(entry.addressed, cut)
    _leave_words(entry.dues, cut)
    entry.verdicts = [verdict for verdict in entry.verdicts if _has(cut, verdict)]
    entry.ends = sum(verdict.outcome != "judged" for verdict in entry.verdicts)
    entry.shared = any(verdict.body for verdict in entry.verdicts)
    entry.awaiting = {ref: verdict for ref, verdict in entry.awaiting.items() if _has(cut, verdict)}
    entry.evidence = {
        ref: sent if cut.has(sent.withdrawn) else sent._replace(withdrawn=NEVER)
        for ref, sent in entry.evidence.items()
        if (key(sent.cycle) in cut.cycles if sent.cycle else cut.has(sent.place[0]))
    }
    entry.requests = [request for request in entry.requests if cut.has(request.place[0])]
    entry.disputes = {
        ref: dispute if cut.has(dispute.settled) else dispute._replace(settled=NEVER)
        for ref, dispute in entry.disputes.items()
        if cut.has(dispute.place[0])
    }
    entry.links = [link for link in entry.links if cut.has(link.place[0])]


def _leave_words(words: Dated[T], cut: Cut) -> None:
    words.words = [word for word in words.words if word.position == words.made_at or cut.has(word.day)]


def _has(cut: Cut, verdict: Verdict) -> bool:
    return key(verdict.cycle) in cut.cycles if verdict.cycle else cut.has(verdict.place[0])

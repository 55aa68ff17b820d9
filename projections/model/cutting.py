"""What a cycle left of all that is known: everything is folded first, and then what is of no concern to the
cycle is left out, with the corrections of it.

1. What was made and judged belongs to the cycle that it names, on whichever day; so do the words that
   something was made with, however they were set right later.
2. What names no cycle belongs to it until the day before the next one opened.
"""

from __future__ import annotations

from typing import TypeVar

from ledger.state.classification import Classification
from ledger.state.history import History
from ledger.validation import key
from projections.base import Cut
from projections.model.facts import NEVER, StatusChange
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

T = TypeVar("T")


def leave(fold: InspectionFold, cut: Cut) -> None:
    """Leave in a fold what belongs to a cycle and those opened before it."""
    for cycle in [cycle for cycle in fold.opened if cycle not in cut.cycles]:
        del fold.opened[cycle]
    for number, recommendation in list(fold.recommendations.items()):
        if key(recommendation.cycle) in cut.cycles:
            _leave(recommendation, cut)
        else:
            fold.recommendations.drop(number)


def _leave(recommendation: Recommendation, cut: Cut) -> None:
    _leave_values(recommendation.texts, cut)
    _leave_values(recommendation.addressed, cut)
    _leave_values(recommendation.dues, cut)
    if recommendation.parts:
        recommendation.parts = [part for part in recommendation.parts if key(part.cycle) in cut.cycles]
    if recommendation.classified:
        _leave_values(recommendation.classified, cut)
        _leave_wholes(recommendation, recommendation.classified, cut)
    recommendation.responses = tuple(
        response for response in recommendation.responses if cut.has(response.sort_key[0])
    )
    recommendation.status_changes = [
        status_change for status_change in recommendation.status_changes if _has(cut, status_change)
    ]
    recommendation.ends = sum(
        status_change.outcome != "judged" for status_change in recommendation.status_changes
    )
    recommendation.shared = any(status_change.body for status_change in recommendation.status_changes)
    recommendation.awaiting = {
        ref: status_change
        for ref, status_change in recommendation.awaiting.items()
        if _has(cut, status_change)
    }
    recommendation.evidence = {
        ref: sent if cut.has(sent.withdrawn) else sent._replace(withdrawn=NEVER)
        for ref, sent in recommendation.evidence.items()
        if (key(sent.cycle) in cut.cycles if sent.cycle else cut.has(sent.sort_key[0]))
    }
    recommendation.requests = [request for request in recommendation.requests if cut.has(request.sort_key[0])]
    recommendation.disputes = {
        ref: dispute if cut.has(dispute.settled) else dispute._replace(settled=NEVER)
        for ref, dispute in recommendation.disputes.items()
        if cut.has(dispute.sort_key[0])
    }
    recommendation.links = [link for link in recommendation.links if cut.has(link.sort_key[0])]


def _leave_wholes(recommendation: Recommendation, classified: History[Classification], cut: Cut) -> None:
    """Leave what it stands under, if that is left itself."""
    gone = {
        position
        for position, whole in (recommendation.wholes or {}).items()
        if key(whole.cycle) not in cut.cycles
    }
    for at, value in enumerate(classified.values):
        if value.position in gone:
            classified.values[at] = value._replace(content=value.content._replace(under=None))
    if recommendation.wholes:
        recommendation.wholes = {
            position: whole for position, whole in recommendation.wholes.items() if position not in gone
        }


def _leave_values(history: History[T], cut: Cut) -> None:
    history.values = [
        value for value in history.values if value.position == history.made_at or cut.has(value.day)
    ]


def _has(cut: Cut, status_change: StatusChange) -> bool:
    return (
        key(status_change.cycle) in cut.cycles if status_change.cycle else cut.has(status_change.sort_key[0])
    )

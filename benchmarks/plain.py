"""The baseline of the rebuild: one SELECT, ``orjson.loads``, and the register's fold in plain dicts.

Like ``projections.model.fold`` it keeps every word with its day, so that any day can be asked for, and it
comes to the same rows. It knows the events that are in ``benchmarks.past`` and no others (no shares,
disputes, links or corrections), and checks nothing on the way: no name, no shape, no version.
"""

from __future__ import annotations

import sqlite3
from bisect import insort
from pathlib import Path
from typing import Any

import orjson

from ledger.times import last_day

Row = dict[str, Any]  # Any: JSON
Word = tuple[Any, ...]  # Any: a day, a position, the day as it was said, and what was said
Pasts = dict[tuple[str, str], Row]
"""What was told of each recommendation, by inspection and number; words sort by day, then position."""

LAST, NEVER = "9999-12-31", "9999-99-99"
UNSETTLED: Word = ("", 0, "", "awaiting-evidence", "open", None, None)


def folded(database: Path) -> Pasts:
    """Read a ledger's database from its first event to its last."""
    pasts: Pasts = {}
    awaiting: dict[tuple[str, str], tuple[Row, Word]] = {}
    sent: dict[tuple[str, str], list[Any]] = {}
    connection = sqlite3.connect(database)
    events = connection.execute("SELECT rowid, topic, state FROM stored_events ORDER BY rowid")
    for position, topic, state in events:
        data = orjson.loads(state)["data"]
        if "inspection" not in data:
            continue
        inspection = data["inspection"]
        day = last_day(data["on"]) if "on" in data else ""
        if topic in ("judgement.signed-off", "judgement.returned"):
            past, verdict = awaiting.pop((inspection, data["judgement"]))
            past["awaiting"].remove(verdict)
            if topic == "judgement.signed-off":
                insort(past["verdicts"], verdict)
        elif topic == "judgement.recorded":
            past = pasts[inspection, data["number"]]
            verdict = (day, position, data["on"], "judged", data["status"], data["reason"], data["cycle"])
            awaiting[inspection, data["judgement"]] = past, verdict
            past["awaiting"].append(verdict)
        elif topic == "evidence.submitted":
            one = [(day, position), data["proposes_closure"], NEVER]
            pasts[inspection, data["number"]]["evidence"].append(one)
            sent[inspection, data["evidence"]] = one
        elif topic == "evidence.withdrawn":
            sent[inspection, data["evidence"]][2] = day
        elif topic == "evidence.requested":
            insort(pasts[inspection, data["number"]]["requests"], (day, position))
        elif topic == "recommendation.made":
            pasts[inspection, data["number"]] = _made(data, day, position)
        elif topic in ("recommendation.withdrawn", "recommendation.superseded"):
            how = topic.partition(".")[2]
            verdicts = pasts[inspection, data["number"]]["verdicts"]
            insort(verdicts, (day, position, data["on"], how, "closed", how, None))
        elif topic.startswith("recommendation."):
            for what in ("text", "made_to", "due"):
                if what in data:
                    words = pasts[inspection, data["number"]][what]
                    insort(words, (day, position, data["on"], data[what]))
    connection.close()
    return pasts


def _made(data: Row, day: str, position: int) -> Row:
    said = {what: [(day, position, data["on"], data[what])] for what in ("text", "made_to", "due")}
    return {"made": data, **said, "verdicts": [], "awaiting": [], "evidence": [], "requests": []}


def rows(pasts: Pasts, day: str = LAST) -> dict[tuple[str, str], Row]:
    """The register at the end of a day."""
    return {where: _row(past, day) for where, past in pasts.items() if last_day(past["made"]["on"]) <= day}


def _row(past: Row, day: str) -> Row:
    text, made_to, due = (_at(past[what], day) for what in ("text", "made_to", "due"))
    settled = _at(past["verdicts"], day) or UNSETTLED
    made = past["made"]
    return {
        "inspection": made["inspection"],
        "number": made["number"],
        "kind": made["kind"],
        "cycle": made["cycle"],
        "text": text[3],
        "status": settled[4],
        "reason": settled[5],
        "state": _state(past, day, settled),
        "judged_in": settled[6],
        "made_to": made_to[3],
        "made_on": made["on"],
        "due": due[3],
        # Of a month and its last day, which sort alike, that day.
        "last_updated": max((word[0], word[2]) for word in (text, made_to, due, settled))[1],
    }


def _at(words: list[Word], day: str) -> Any:  # Any: a word of some kind
    return next((word for word in reversed(words) if word[0] <= day), None)


def _state(past: Row, day: str, settled: Word) -> str:
    """The working word behind a row's status."""
    if settled[3] in ("withdrawn", "superseded"):
        return str(settled[3])
    if any(one[0] <= day for one in past["awaiting"]):
        return "awaiting-sign-off"
    judged = settled[:2]
    waiting = [one for one in past["evidence"] if one[0] > judged and one[0][0] <= day < one[2]]
    asked = _at(past["requests"], day) or UNSETTLED[:2]
    if asked > max([judged, *(one[0] for one in waiting)]):
        return "more-evidence-requested"
    if any(proposes for _, proposes, _ in waiting):
        return "proposed-for-closure"
    return "evidence-submitted" if waiting else str(settled[3])

"""The baseline of the rebuild: one SELECT, ``orjson.loads``, and the register's fold in plain dicts.

It comes to the same rows as ``projections.register``, for the events that are in ``benchmarks.past``, and
checks nothing on the way: no name, no shape, no version. It keeps what holds now and nothing else, so it can
be asked about no other day, and knows no shares, disputes or corrections.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import orjson

from ledger.times import last_day

Row = dict[str, Any]  # Any: JSON
Rows = dict[tuple[str, str], Row]
"""The register by inspection and number."""

Place = tuple[str, int, str]
"""The day as it sorts, the position, the day as it was said."""

START: Place = ("", 0, "")


def folded(database: Path) -> Rows:
    """Read a ledger's database from its first event to its last."""
    rows: Rows = {}
    waiting: dict[tuple[str, str], tuple[Place, Row]] = {}
    connection = sqlite3.connect(database)
    events = connection.execute("SELECT rowid, topic, state FROM stored_events ORDER BY rowid")
    for position, topic, state in events:
        data = orjson.loads(state)["data"]
        if "inspection" not in data:
            continue
        inspection = data["inspection"]
        place = (last_day(data["on"]), position, data["on"]) if "on" in data else START
        if topic in ("judgement.signed-off", "judgement.returned"):
            at, judged = waiting.pop((inspection, data["judgement"]))
            row = rows[inspection, judged["number"]]
            row["awaiting"] -= 1
            if topic == "judgement.signed-off":
                _settle(row, at, "judged", judged["status"], judged["reason"], judged["cycle"])
        elif topic == "judgement.recorded":
            rows[inspection, data["number"]]["awaiting"] += 1
            waiting[inspection, data["judgement"]] = place, data
        elif topic == "evidence.submitted":
            row = rows[inspection, data["number"]]
            if place > row["settled"]:
                row["waiting"][data["evidence"]] = place, data["proposes_closure"]
        elif topic == "evidence.withdrawn":
            for row in rows.values():
                if row["inspection"] == inspection and row["waiting"].pop(data["evidence"], None):
                    break
        elif topic == "evidence.requested":
            row = rows[inspection, data["number"]]
            row["requested"] = max(row["requested"], place)
        elif topic == "recommendation.made":
            rows[inspection, data["number"]] = _made(data, place)
        elif topic.startswith("recommendation."):
            _change(rows[inspection, data["number"]], topic, data, place)
    connection.close()
    for row in rows.values():
        row["last_updated"], row["state"] = updated_on(row), state_of(row)
    return rows


def _made(data: Row, place: Place) -> Row:
    return data | {
        "made_on": data["on"],
        "status": "open",
        "reason": None,
        "judged_in": None,
        "outcome": "awaiting-evidence",
        "awaiting": 0,
        "waiting": {},
        "settled": START,
        "requested": START,
        "text_at": place,
        "made_to_at": place,
        "due_at": place,
    }


def _change(row: Row, topic: str, data: Row, place: Place) -> None:
    if topic in ("recommendation.withdrawn", "recommendation.superseded"):
        outcome = topic.partition(".")[2]
        _settle(row, place, outcome, "closed", outcome, None)
        return
    for what in ("text", "made_to", "due"):
        if what in data and place > row[f"{what}_at"]:
            row[what], row[f"{what}_at"] = data[what], place


def _settle(row: Row, place: Place, outcome: str, status: str, reason: str | None, cycle: str | None) -> None:
    if place > row["settled"]:
        row["settled"], row["outcome"], row["status"] = place, outcome, status
        row["reason"], row["judged_in"] = reason, cycle
        row["waiting"] = {ref: kept for ref, kept in row["waiting"].items() if kept[0] > place}


def updated_on(row: Row) -> str:
    """The latest day of what holds; of a month and its last day, which sort alike, that day."""
    places = (row[place] for place in ("text_at", "made_to_at", "due_at", "settled"))
    return max((day, on) for day, _, on in places)[1]


def state_of(row: Row) -> str:
    """The working word behind a row's status."""
    if row["outcome"] in ("withdrawn", "superseded"):
        return str(row["outcome"])
    if row["awaiting"]:
        return "awaiting-sign-off"
    latest = max((place for place, _ in row["waiting"].values()), default=START)
    if row["requested"] > max(latest, row["settled"]):
        return "more-evidence-requested"
    if any(proposes for _, proposes in row["waiting"].values()):
        return "proposed-for-closure"
    return "evidence-submitted" if row["waiting"] else str(row["outcome"])

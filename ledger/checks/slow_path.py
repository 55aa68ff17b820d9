"""Rows one by one, whatever lies in them: what is wrong with each is said."""

from __future__ import annotations

from hashlib import sha256
from typing import cast

from orjson import loads

from ledger.checks.base import Findings, shown
from ledger.checks.seen import Batch, Seen, shape
from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.proof import leaf
from ledger.proof.errors import ProofError
from ledger.records import Record, Row, decode
from ledger.store.raw import Cell, RawRow, RawStore

_NO_LEAF = bytes(32)
"""Stands for the hash of a leaf that cannot be made: no leaf has it."""

_FIELDS = ("originator", "version", "topic", "recorded", "actor")


def slow_path(rows: list[RawRow], seen: Seen, raw: RawStore, findings: Findings) -> Batch:
    """The batch, however damaged it is."""
    hashes, facts = [], []
    for rank, row in enumerate(rows, seen.size):
        made, record = _read(row, seen, findings)
        hashes.append(_NO_LEAF if made is None else sha256(b"\0" + made).digest())
        _compare(row[0], rank, made, raw.leaf(row[0]), seen, findings)
        _check_version(row, seen, findings)
        if record:
            stored = loads(cast("bytes", row[4]))
            version, data = stored["version"], stored["data"]
            _check_time(record, seen, findings)
            seen.shapes.add(shape(record.event.NAME, version, data))
            place = record.position, record.stream.hex, record.event.NAME
            facts.append((*place, record.recorded_at, record.by, record.command, version, data, record.clock))
    weight = sum(len(row[4]) for row in rows if isinstance(row[4], bytes))
    return Batch([row[0] for row in rows], hashes, facts, weight)


def _read(row: RawRow, seen: Seen, findings: Findings) -> tuple[bytes | None, Record | None]:
    """V5: the leaf that the row makes, and the event in it; None for each that there is not."""
    made = None
    try:
        made = leaf_of(cast("Row", row))
        record = decode(cast("Row", row))
    except Damaged as error:
        why = f" ({error.__cause__})"[:200] if error.__cause__ else ""
        findings.add("V5", row[0], f"{error.message.rstrip('.')}{why}.")
        return made, None
    if not seen.is_stream(row[1]):
        findings.add(
            "V5", row[0], f"Event {shown(row[0])} names its stream as the ledger does not: {shown(row[1])}."
        )
        return made, None
    return made, record


def _check_version(row: RawRow, seen: Seen, findings: Findings) -> None:
    position, stream, version = row[:3]
    due = seen.versions.get(stream, 0) + 1
    if version != due:
        findings.add(
            "V2",
            position,
            f"Event {shown(position)} is number {shown(version)} of its stream, where {due} was due.",
        )
    if type(version) is int:
        seen.versions[stream] = version


def _check_time(record: Record, seen: Seen, findings: Findings) -> None:
    if record.recorded_at < seen.latest:
        findings.add(
            "V6",
            record.position,
            f"Event {record.position} was recorded at {record.recorded_at}, that before it at {seen.latest}.",
        )
    seen.latest = record.recorded_at


def _compare(
    position: Cell, rank: int, made: bytes | None, cached: RawRow | None, seen: Seen, findings: Findings
) -> None:
    """V9, and V5 if a leaf that was altered says something else than the event."""
    if cached is None:
        findings.add("V9", position, f"Event {shown(position)} has no cached leaf.")
        return
    seen.cached += 1
    index, _, text = cached
    if index != rank + seen.shift:
        findings.add(
            "V9",
            position,
            f"The leaf of event {shown(position)} is cached as {shown(index)}, not {rank + seen.shift}.",
        )
    if type(index) is int:
        seen.shift = index - rank
    if made is None or text == made:
        return
    findings.add(
        "V9", position, f"The cached leaf of event {shown(position)} is not the one that its row makes."
    )
    try:
        ours, theirs = leaf.parse(made), leaf.parse(cast("bytes", text))
    except (ProofError, AttributeError, TypeError):
        return
    for name in _FIELDS:
        if (own := getattr(ours, name)) != (other := getattr(theirs, name)):
            findings.add(
                "V5",
                position,
                f"The {name} of event {shown(position)} is {shown(own)}, and its leaf says {shown(other)}.",
            )

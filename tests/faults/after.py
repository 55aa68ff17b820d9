"""What must hold after an accident, whatever it was: what was told is there, whole, and work goes on."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from tests.faults.base import Figures
from tests.faults.children import Answer, Place, Row

_KEPT = re.compile(r"(ledger/(ledger\.(db|lock|db\.before-rebuild)|evidence(/[0-9a-f]{64})?)|home(/.*)?)$")
_SIDES = {"ledger/ledger.db-wal", "ledger/ledger.db-shm"}
"""What a reader who may not write leaves, with nothing in it."""

_PASSING = re.compile(r"(incoming|\.tmp|\.part|-journal|\.\d+$)")


class Before(NamedTuple):
    """A ledger before an accident, and what the command would have recorded without it."""

    rows: Sequence[Row]
    names: Sequence[str]


def look(place: Place, before: Before, answer: Answer, figures: Figures, how: str) -> bool:
    """Compare what is stored with what was told; whether the command is stored."""
    if answer.hung:
        figures.found("hung", how)
    if answer.foreign:
        figures.found("foreign", f"{how}: {answer.err.strip()[-300:]}")
    rows = place.rows()
    there = recorded(before, rows)
    if there is None:
        figures.found("lost", f"{how}: {len(before.rows)} rows became {[row.name for row in rows]}")
        return False
    for receipt in answer.receipts:
        told = {(event["position"], event["name"]) for event in receipt["events"]}
        if not told <= {(row.position, row.name) for row in rows}:
            figures.found("lost", f"{how}: acknowledged {sorted(told)}")
    return there


def recorded(before: Before, rows: Sequence[Row]) -> bool | None:
    """Whether the command's events were added, all of them; None if it is neither so nor otherwise."""
    kept, new = rows[: len(before.rows)], rows[len(before.rows) :]
    if list(kept) != list(before.rows):
        return None
    if not new:
        return False
    if [row.name for row in new] != list(before.names) or len({row.command for row in new}) != 1:
        return None
    return True


def holds(place: Place, figures: Figures, how: str, *more: str) -> bool:
    """Whether verify ends well, with the memory of who was struck."""
    answer = place.ask("verify", "--format", "json", *more)
    if answer.hung:
        figures.found("hung", f"{how}, then verify")
    elif answer.foreign:
        figures.found("foreign", f"{how}, then verify: {answer.err.strip()[-300:]}")
    elif answer.status:
        said = answer.out if answer.status == 6 else answer.err
        figures.found("lost", f"{how}, then verify ends with {answer.status}: {said.strip()[-400:]}")
    return answer.status == 0


def goes_on(place: Place, figures: Figures, how: str, *words: str) -> Answer:
    """The next command does what it is asked."""
    answer = place.ask(*words)
    if words[0] in ("copy", "restore") and answer.status == 4:
        # What was struck had put it in its place.
        answer = place.ask("verify", "--ledger", words[-1])
    if answer.hung:
        figures.found("hung", f"{how}, then {words[0]}")
    elif answer.foreign:
        figures.found("foreign", f"{how}, then {' '.join(words)}: {answer.err.strip()[-300:]}")
    elif answer.status:
        figures.found(
            "lost", f"{how}, then {' '.join(words)} ends with {answer.status}: {answer.err.strip()}"
        )
    return answer


def whole_evidence(place: Place, figures: Figures, how: str) -> None:
    """Every file that an event speaks of is in the vault, and is what its name says."""
    for row in place.rows():
        if digest := row.attached:
            file = place.ledger / "evidence" / digest
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                figures.found("lost", f"{how}: the evidence file {digest[:12]}… of event {row.position}")


def leftovers(place: Place) -> list[str]:
    """Files in the ledger and the home that no event and no command speaks of, and passing ones beside."""
    spoken = {row.attached for row in place.rows()}
    found = [path.name for path in place.folder.glob(".*")]
    log = place.ledger / "ledger.db-wal"
    empty = not log.exists() or not log.stat().st_size
    for name in place.files():
        if name in _SIDES and empty:
            continue
        orphan = name.startswith("ledger/evidence/") and name.rsplit("/", 1)[1] not in spoken
        if orphan or not _KEPT.match(name) or _PASSING.search(name.rsplit("/", 1)[1]):
            found.append(name)
    return found


def versions_are_dense(rows: Sequence[Row]) -> bool:
    """Whether positions and the versions of each stream count from 1 without a gap."""
    streams = defaultdict(list)
    for row in rows:
        streams[row.stream].append(row.version)
    return [row.position for row in rows] == list(range(1, len(rows) + 1)) and all(
        found == list(range(1, len(found) + 1)) for found in streams.values()
    )

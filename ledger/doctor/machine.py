"""The machine: versions, the clock, room on the disk, memory."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from events.base import Instant
from ledger.doctor.base import MB, Patient, Result, size_of
from ledger.recording import head
from ledger.recovery.clocks import HOW_TO_MEND, doubt

_LEAST_ROOM, _LEAST_MEMORY = 200 * MB, 150 * MB


def versions(patient: Patient) -> Iterator[Result]:
    """What runs here."""
    engine = patient.engine.version()
    versions = f"scrutiny {patient.version}, Python {platform.python_version()}, {engine.message}."
    yield Result("versions", versions, engine.remedy)


def clock(patient: Patient) -> Iterator[Result]:
    """Whether the clock may be trusted, and the times that were recorded."""
    time = f"{patient.now:%Y-%m-%d %H:%M} UTC"
    last = head(patient.ledger.store).recorded_at if patient.ledger else Instant("")
    leap = doubt(patient.now, last, patient.sighting, patient.machine)
    if leap:
        yield Result("clock", f"It says {time}, and that may be wrong: {leap.why}.", HOW_TO_MEND)
    elif patient.ledger and (note := patient.ledger.clock_note()):
        yield Result("clock", f"It says {time}, and {note.removesuffix(HOW_TO_MEND).rstrip()}", HOW_TO_MEND)
    else:
        yield Result("clock", f"It says {time}, and nothing speaks against that.")


def room(patient: Patient) -> Iterator[Result]:
    """Whether there is room for the ledger to grow, and for a copy of it."""
    size = patient.engine.size()
    folder = patient.folder
    if folder is None:
        yield Result("room", f"The ledger has {size_of(size)} without its evidence; servers keep it.")
        return
    try:
        disk = os.statvfs(folder)
    except (OSError, AttributeError):
        yield Result("room", "This file system does not say how much room there is.")
        return
    free = disk.f_bavail * disk.f_frsize
    here = patient.engine.folder is not None
    has = f"the ledger has {size_of(size)} without its evidence"
    text = f"{size_of(free)} are free; {has}."
    if not here:
        text = (
            f"{size_of(free)} are free for evidence; {has}, on its server, whose room is not seen from here."
        )
    least = max(_LEAST_ROOM, 2 * size) if here else _LEAST_ROOM
    if disk.f_blocks and free < least:
        yield Result(
            "room",
            text,
            f"Free some space: {size_of(least)} leave room to work{' and for a copy' if here else ''}.",
        )
    elif disk.f_files and not disk.f_favail:
        yield Result(
            "room", f"{text} No file more can be made on this disk.", "Remove files that nobody needs."
        )
    else:
        yield Result("room", text)


def memory(_: Patient) -> Iterator[Result]:
    """Whether a command finds enough memory."""
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
        few = free < _LEAST_MEMORY
        yield Result(
            "memory", f"{size_of(free)} are available.", "End programs that nobody needs." if few else ""
        )
        return
    yield Result("memory", "This machine does not say how much there is.")

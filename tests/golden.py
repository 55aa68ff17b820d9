"""One stored event of every version ever written, kept for good: ``python -m tests.golden`` adds new ones.

A file that is there is never written again; what it holds must be readable for as long as there is a ledger.
"""

from __future__ import annotations

from pathlib import Path

from events.base import Event, Instant
from events.registry import EVENTS
from ledger.records import Record, encode, stream_of

FOLDER = Path(__file__).parent / "golden"
_SAMPLES: dict[str, object] = {
    "str": "text – ünï",
    "str | None": None,
    "Day": "2021-08-18",
    "Day | None": "2024-04",
    "bool": True,
    "int": 12,
    "int | None": 40,
    "Names": ("one", "two"),
}


def sample(event: type[Event]) -> Event:
    """An event of a class with a value in each field."""
    return event(**{name: _SAMPLES[kind] for name, kind in event.FIELDS.items()})


def file_of(event: type[Event]) -> Path:
    """Where the stored bytes of a class's present version are kept."""
    return FOLDER / f"{event.NAME}.v{event.VERSION}.json"


def missing() -> list[str]:
    """The names of the events of whose present version no file is kept."""
    return [name for name, event in EVENTS.items() if not file_of(event).exists()]


def stored(event: type[Event]) -> bytes:
    """The bytes that the present version stores for its sample."""
    instant = Instant("2026-11-22T10:02:11.123456Z")
    made = sample(event)
    return encode(Record(0, stream_of(made), 1, instant, "ann", "0f" * 16, "9c" * 16, made))


def main() -> None:
    """Write what is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    for name in missing():
        file_of(EVENTS[name]).write_bytes(stored(EVENTS[name]) + b"\n")


if __name__ == "__main__":
    main()

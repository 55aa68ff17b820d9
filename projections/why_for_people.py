"""The columns in which people read why a row is as it is."""

from __future__ import annotations

from ledger.times import shown
from projections.base import Column, Item
from projections.model.provenance import ANSWER, SHARE


def _label(row: Item) -> str:
    field = str(row["field"])
    if field.startswith(SHARE):
        return f"Status of {field.removeprefix(SHARE)}"
    if field.startswith(ANSWER):
        return f"Answer of {field.removeprefix(ANSWER)}"
    # Of a list the element is the value.
    return field.partition(": ")[0].replace("_", " ").capitalize()


def _value(row: Item) -> str:
    return str(row["shown"])


def _narrow_value(row: Item) -> str:
    body = row["field"].removeprefix(SHARE)
    return _value(row) if body == row["field"] else f"{body}: {_value(row)}"


def _told(witness: Item | None) -> str:
    return f"{witness['position']} by {witness['by']}, {witness['recorded_at']}" if witness else ""


def _where(imported: Item | None) -> str:
    if not imported:
        return ""
    sheet = f"{imported['sheet']}, " if imported["sheet"] else ""
    return f"{imported['file']}, {sheet}row {imported['row']}"


def _witnesses(row: Item) -> list[tuple[str, Item]]:
    """The event and its correction, each with what it did; where a status is told, the sign-off too."""
    verb = row["event"].partition(".")[2]
    source = row["imported"]
    row_of = f", {source['file']} row {source['row']}" if source else ""
    found = [((f"{row['ref']} {verb}" if row["ref"] else verb) + row_of, row)]
    if row["signed_off"] and row["field"].startswith("status"):
        found.append(("signed off", row["signed_off"]))
    return [*found, ("corrected", row["corrected"])] if row["corrected"] else found


COLUMNS = (
    Column("Field", _label, whole=True),
    Column("Value", _value),
    Column("Since", lambda row: row["on"] or "", whole=True, dated=True),
    Column("By", lambda row: str(row["by"])),
    Column("No", lambda row: str(row["position"])),
    Column("Event", lambda row: str(row["event"]), whole=True),
    Column("Recorded at", lambda row: str(row["recorded_at"]), whole=True),
    Column("Signed off", lambda row: _told(row["signed_off"])),
    Column("Corrected", lambda row: _told(row["corrected"])),
    Column("Imported from", lambda row: _where(row["imported"])),
)
NARROW = (
    Column("Field", lambda row: "  of which" if row["field"].startswith(SHARE) else _label(row)),
    Column("Value", _narrow_value),
    # In two lines, so that the others have room.
    Column("Since", lambda row: shown(row["on"] or "").replace(", by ", ",\nby "), whole=True),
    Column("By", lambda row: "\n".join(one["by"] for _, one in _witnesses(row))),
    Column("Event", lambda row: "\n".join(f"{one['position']} {did}" for did, one in _witnesses(row))),
    Column("Recorded", lambda row: "\n".join(one["recorded_on"] for _, one in _witnesses(row))),
)

"""A copy of a ledger on a server into a folder, whole while others record: it is kept in files there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ledger.store.postgres.place import Place
from ledger.store.postgres.raw import RawPostgres
from ledger.store.raw import Cell

if TYPE_CHECKING:
    from ledger.records import Row


def copy(place: Place, folder: Path) -> None:
    """See Engine.copy_into; the evidence that is in the folder already stays."""
    from ledger.store.location import engine_of  # noqa: PLC0415  which knows this engine

    made = folder / ".copying"
    with closing(RawPostgres(place)) as source, engine_of(str(made)).filling() as copied:
        copied.keep(cast("list[tuple[int, str]]", list(source.checkpoints())))
        after: Cell = None
        while rows := source.events(after):
            copied.take(cast("list[Row]", rows))
            after = rows[-1][0]
        signed: Cell = None
        while signatures := source.signatures(signed):
            copied.sign(cast("list[tuple[int, bytes]]", signatures))
            signed = signatures[-1][0]
        copied.written().close()
        copied.put_in_place()
    for file in list(made.iterdir()):
        # The evidence is copied by who asks, before this or after.
        if (folder / file.name).is_dir():
            file.rmdir()
        else:
            file.replace(folder / file.name)
    made.rmdir()

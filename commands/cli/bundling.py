"""What is done for a bundle whichever way it is asked for: gathered, written, and told of."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import orjson

from commands.cli.context import environment_of
from commands.cli.progress import progress
from ledger.ledger import Ledger
from projections.publication.edition import Edition, Terms
from projections.publication.folder import Folder
from projections.publication.gathering import gather
from projections.publication.making import files


def gathered(ledger: Ledger, asked: Terms) -> Edition:
    """The edition, with a bar on a terminal."""
    with progress("Reading the ledger", asked.size) as tell:
        return gather(ledger, asked, tell)


def write(ledger: Ledger, edition: Edition, folder: Folder) -> None:
    """Every file of it but the sums, with a bar on a terminal."""
    # A page for each row, and for each event that is shown itself and its proof, are nearly all there are.
    count = len(edition.register) + 2 * len(edition.shows)
    with _collecting(), progress("Writing the bundle", count) as tell:
        folder.write(files(ledger, edition), tell)


@contextmanager
def _collecting() -> Iterator[None]:
    """Collect garbage meanwhile, as the program does not: templates leave much of it, page after page."""
    before, collects = gc.get_threshold(), gc.isenabled()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        if not collects:
            gc.disable()


def say(format: str, sentence: str, *, changed: bool) -> None:
    """What was done where nothing was recorded, as a sentence or as a receipt of nothing."""
    result: dict[str, object] = {"ref": None, "events": [], "changed": changed}
    environment_of().show(orjson.dumps(result).decode() if format == "json" else sentence)

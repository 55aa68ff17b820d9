"""Every file of an edition's bundle, and what tells whether another says the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain

import orjson

from ledger.ledger import Ledger
from projections.publication.edition import Edition
from projections.publication.files import index
from projections.publication.files.base import File
from projections.publication.files.proofs import write as proofs
from projections.publication.folder import Folder
from projections.publication.reporting import Reporter
from projections.publication.terms import signed


def write(ledger: Ledger, edition: Edition, folder: Folder, reporter: Reporter) -> None:
    """Write every file of a bundle but the sums into its folder."""
    # A page for each row and its data, and each event that is shown and its proof, are nearly all there are.
    count = 2 * (len(edition.register) + len(edition.proved_leaves))
    with _collecting(), reporter.progress("Writing the bundle", count) as report:
        folder.write(files(ledger, edition), report)


def files(ledger: Ledger, edition: Edition) -> Iterator[File]:
    """Every file of an edition's bundle but the sums; raises Tampered or StorageError."""
    size = edition.terms.size
    before = [one.size for one in ledger.inspectorate().publications if one.size < size]
    proving = proofs.files(ledger.store, edition, signed(ledger, size), before)
    paths: list[str] = []
    for file in chain(index.files(edition), proving):
        paths.append(file.path)
        yield file
    yield from index.listed(edition, paths)


def content(edition: Edition) -> str:
    """The hex SHA-256 of what an edition says of recommendations, whatever the day and the tree."""
    said = sha256(orjson.dumps(edition.inspections, default=tuple))
    for one in edition.rows:
        told = [one.row, one.history, one.shares, one.links, one.dates, *([one.doubts] if one.doubts else [])]
        said.update(b"\n" + orjson.dumps(told, default=tuple))
    return said.hexdigest()


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

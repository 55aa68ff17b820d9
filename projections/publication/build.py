"""Every file of an edition's bundle, and what tells whether another says the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain

import orjson

from ledger.ledger import Ledger
from ledger.state.vocabulary import VOCABULARIES
from ledger.times import last_day
from ledger.validation import key
from projections.publication.edition import PREVIEW, Edition
from projections.publication.files import index
from projections.publication.files.base import File
from projections.publication.files.proofs import write as proofs
from projections.publication.files.site.bodies import moved as moved_bodies
from projections.publication.files.site.bodies import names as names_of
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
    """The hex SHA-256 of what an edition says, whatever the day and the tree.

    Beside each recommendation it is what the pages say of all of them: what everybody has to be shown of
    ledger and keys, which rows hang on a date, the words that are used, and how bodies are called.
    """
    said = sha256(orjson.dumps(edition.inspections, default=tuple))
    declared = [one for one in edition.declared if one != PREVIEW]
    around = declared, edition.uncertain, _words(edition), _bodies(edition)
    said.update(b"\n" + orjson.dumps(around, default=tuple))
    for one in edition.rows:
        told = [one.row, one.history, one.shares, one.links, one.dates, *([one.doubts] if one.doubts else [])]
        said.update(b"\n" + orjson.dumps(told, default=tuple))
    return said.hexdigest()


def _words(edition: Edition) -> list[tuple[str, str, str, str | None]]:
    """What the page of words says of each, but for what the publisher says about it."""
    words = edition.vocabulary
    return [(*one[:4],) for name in VOCABULARIES for one in words.of(name)]


def _bodies(edition: Edition) -> list[object]:
    """The names of each body that a row is of, and which other names lead to it."""
    day, bodies = last_day(edition.terms.as_of), edition.bodies
    shown = {key(name): name for one in edition.register for name in one.row["made_to"]}
    named = [(name, names_of(bodies, name, day)) for _, name in sorted(shown.items())]
    return [named, [*moved_bodies(bodies, shown, day)]]


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

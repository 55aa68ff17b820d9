"""``scrutiny verify-bundle`` in one call: every check of a bundle, each resting on the ones before.

Nothing in the folder is trusted, the checkpoint least of all: the key is the reader's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.checks.reader import Held
from ledger.eras import read_keys
from ledger.errors import BadInput
from ledger.proof.errors import ProofError
from projections.publication.checking import events, folder, formats, latest, pages, rows, tree, trusting
from projections.publication.checking.base import CHECKS, Findings, Report
from projections.publication.checking.comparing import Comparing


def check(place: str, key: str, held: Sequence[Held] = ()) -> Report:
    """Look at the bundle in a folder; raises NotFound where there is none, BadInput for a key or folder."""
    try:
        keys = read_keys(key)
    except ProofError as error:
        raise BadInput(
            f"The verifier key cannot be read: {error}.", "Copy it whole, as it was given to you."
        ) from error
    bundle, findings = folder.Bundle(place), Findings()
    looked = {"B1", "B2", "B5"}
    folder.check(bundle, findings)
    notes = folder.notes(bundle)
    found = tree.read_checkpoint(bundle, findings)
    signed = None
    if found is not None:
        looked.add("B3")
        signed = tree.read_leaves(bundle, found, findings)
    shown: events.Shown = {}
    if signed is not None:
        looked |= {"B4", "B8"}
        shown = events.read_events(bundle, signed, findings)
        tree.check_growth(bundle, signed, findings)
    trust = trusting.Trust(keys, signed, shown)
    declared = list(trust.declared)
    if found is not None:
        trust.check_signature(bundle, found.size, findings)
    if signed is not None:
        declared += trust.check_held(signed, held, findings)
    said = rows.read_register(bundle, findings)
    if said is not None and signed is not None:
        looked.add("B6")
        folded = rows.fold(said, shown, findings)
        rows.check_rows(said, folded, signed, shown, findings)
        notes += latest.check_latest(said, folded, signed, shown, findings)
    compared: tuple[str, ...] = ()
    if said is not None:
        looked.add("B7")
        trust.check_pages(bundle, findings)
        comparing = Comparing(said, findings)
        files, not_compared = formats.check_formats(bundle, comparing)
        compared = (*files, *pages.check_pages(bundle, comparing))
        notes += [*not_compared, *pages.notes(bundle)]
    if signed is None and not findings.has("B5"):
        looked.discard("B5")
    return Report(
        origin=found.origin if found else "",
        size=found.size if found else 0,
        root=found.root if found else b"",
        as_of=said.as_of if said else "",
        known_at=said.known_at if said else "",
        rows=len(said.rows) if said else 0,
        events=len(shown),
        formats=compared,
        findings=tuple(findings),
        not_looked_at=tuple(code for code in CHECKS if code not in looked),
        notes=tuple(notes),
        declared=tuple(declared),
    )

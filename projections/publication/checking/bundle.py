"""``scrutiny verify-bundle`` in one call: every check of a bundle, each resting on the ones before.

Nothing in the folder is trusted, the checkpoint least of all: the key is the reader's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from events.inspectorates import LedgerOpened
from ledger.checks.believed import Held
from ledger.errors import BadInput
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.errors import ProofError
from ledger.signing.eras import read_keys
from projections.publication.checking import events, formats, latest, pages, rows, sums, tree, trusting
from projections.publication.checking.base import CHECKS, Findings, Report
from projections.publication.checking.claims import FEED, Claims, read_claims
from projections.publication.checking.comparing import Comparing
from projections.publication.checking.events import Shown
from projections.publication.checking.first import is_of_first_version
from projections.publication.checking.folder import Bundle
from projections.publication.checking.in_error import InError
from projections.publication.checking.left_out import check_left_out
from projections.publication.checking.rewriting import check_rewritten
from projections.publication.checking.withheld import with_withheld
from projections.publication.edition import PREVIEW_FILE
from projections.publication.files.json.read import RegisterFile
from projections.publication.files.proofs.paths import HISTORY
from projections.publication.files.reading import Wrong


def check(place: str, key: str, held: Sequence[Held] = ()) -> Report:
    """Look at the bundle in a folder; raises NotFound where there is none, BadInput for a key or folder."""
    try:
        keys = read_keys(key)
    except ProofError as error:
        raise BadInput(
            f"The verifier key cannot be read: {error}.", "Copy it whole, as it was given to you."
        ) from error
    findings = Findings()
    bundle = Bundle(place, findings)
    looked = {"B1", "B2", "B5"}
    claims: Claims | None = None
    not_proved: list[str] = []
    sums.check(bundle, findings)
    if PREVIEW_FILE in bundle.files:
        findings.add("B1", PREVIEW_FILE, "This bundle is a preview: nobody published it.")
    notes = sums.notes(bundle)
    found = tree.read_checkpoint(bundle, findings)
    signed = None
    if found is not None:
        looked.add("B3")
        signed = tree.read_leaves(bundle, found, findings)
    shown = events.Shown()
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
        if not findings.was_read("events/"):
            # What else it says rests on every event that is shown.
            return _report(found, None, shown, findings, looked - {"B5"}, notes, declared=declared)
    register = rows.read_register(bundle, findings)
    if register is not None and signed is not None:
        looked.add("B6")
        everything = with_withheld(shown, signed)
        folded = rows.fold(register, everything, findings)
        rows.check_rows(register, folded, signed, everything, findings)
        in_error = InError(folded, everything)
        notes += latest.check_latest(register, folded, signed, everything, findings, in_error)
        # The history, which all else is claims from, may be what cannot be read.
        claims = _claims(bundle, register, shown, findings) if findings.was_read(HISTORY) else None
        if claims is not None and not is_of_first_version(bundle, register, claims, signed):
            all_of_them = claims.inspections == ()
            not_proved += check_left_out(
                register, folded, signed, everything, findings, all_of_them=all_of_them, in_error=in_error
            )
        not_proved += in_error.said()
    compared: list[str] = []
    if register is not None:
        looked.add("B7")
        trust.check_pages(bundle, findings)
        comparing = Comparing(register, findings, rows.vocabulary(shown))
        files, not_compared = formats.check_formats(bundle, comparing)
        compared = [*files, *pages.check_pages(bundle, comparing)]
        notes += [*not_compared, *pages.notes(bundle)]
    if (
        register is not None
        and signed is not None
        and claims is not None
        and not findings.has("B3", "B4", "B5", "B6")
    ):
        looked.add("B9")
        era = trust.eras.at(len(signed.leaves))
        not_proved += check_rewritten(
            bundle, register, signed, shown, claims, era.key.text() if era else "", findings
        )
    if signed is None and not findings.has("B5"):
        looked.discard("B5")
    version = claims.version if claims is not None else None
    return _report(found, register, shown, findings, looked, notes, compared, not_proved, declared, version)


def _claims(bundle: Bundle, register: RegisterFile, shown: Shown, findings: Findings) -> Claims | None:
    opened = shown[0].event if 0 in shown else None
    try:
        return read_claims(
            bundle, opened.title if isinstance(opened, LedgerOpened) else "", register.inspection
        )
    except Wrong as error:
        findings.add("B9", FEED, f"Nothing can be held against what it says of the bundle: {error}.")
        return None


def _report(
    found: Checkpoint | None,
    register: RegisterFile | None,
    shown: Shown,
    findings: Findings,
    looked: AbstractSet[str],
    notes: Sequence[str],
    compared: Sequence[str] = (),
    not_proved: Sequence[str] = (),
    declared: Sequence[str] = (),
    version: str | None = None,
) -> Report:
    return Report(
        origin=found.origin if found else "",
        size=found.size if found else 0,
        root=found.root if found else b"",
        as_of=register.as_of if register else "",
        known_at=register.known_at if register else "",
        rows=len(register.rows) if register else 0,
        events=len(shown) - len(shown.history),
        formats=tuple(compared),
        findings=tuple(findings),
        not_looked_at=tuple(code for code in CHECKS if code not in looked - findings.passed_over),
        notes=tuple(notes),
        declared=tuple(declared),
        not_proved=tuple(not_proved),
        not_read=tuple(sorted(findings.not_read.items())),
        not_compared=tuple(findings.not_compared.items()),
        version=version,
    )

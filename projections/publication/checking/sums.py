"""B1: every file has the sum that SHA256SUMS says. What that says of paths is compared and never followed."""

from __future__ import annotations

import re

from ledger.checks.base import shown
from projections.publication.checking import known, line_ends
from projections.publication.checking.base import Findings
from projections.publication.checking.folder import Bundle
from projections.publication.files.hosting.settings import SETTINGS
from projections.publication.files.proofs.paths import SUMS
from projections.publication.files.reading import Wrong
from projections.publication.foreign import GIT

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")


def check(bundle: Bundle, findings: Findings) -> None:
    """B1."""
    for path, what in bundle.odd:
        findings.add("B1", path, f"It has no place in a bundle: {what}.")
    try:
        sums = _sums(_lines(bundle.read(SUMS), findings))
    except Wrong as error:
        findings.add("B1", SUMS, f"The sums cannot be trusted: {error}.")
        return
    bundle.named |= sums.keys()
    for path in sorted(bundle.files - sums.keys() - {SUMS}):
        findings.add("B1", path, "SHA256SUMS does not name it.")
    for path in sorted(known.NEEDED - bundle.files - sums.keys()):
        findings.add("B1", path, "It is not there, and every bundle has it.")
    for path, digest in sums.items():
        if path not in bundle.files:
            # Hosts and programs that copy a site pass these over; they tell nothing.
            if path in SETTINGS:
                bundle.lacking.append(path)
            else:
                findings.add("B1", path, "SHA256SUMS names it, and it is not there.")
            continue
        if not known.is_known(path):
            findings.add("B1", path, "No bundle has a file of that name.")
        elif digest != known.digest_of_settings(path, digest):
            findings.add("B1", path, "It has other settings than those that a bundle has.")
        try:
            if bundle.digest(path) != digest:
                findings.add(
                    "B1", path, f"It is not the file that SHA256SUMS names: {_why(bundle, path, digest)}."
                )
        except Wrong as error:
            findings.add("B1", path, f"It cannot be compared with SHA256SUMS: {error}.")


def notes(bundle: Bundle) -> list[str]:
    """What is beside the files of a bundle, or lacks, and takes nothing from it."""
    found = []
    if GIT in bundle.foreign:
        found.append(f"It is a work tree of git: {GIT} was not looked at.")
    if left := [path for path in bundle.foreign if path != GIT]:
        more = f" and {len(left) - 3:,} more" if len(left) > 3 else ""
        named = ", ".join(shown(path)[1:-1] for path in left[:3])
        found.append(f"A system left files of its own here, which are no part of it: {named}{more}.")
    if bundle.lacking:
        found.append(
            f"{', '.join(bundle.lacking)}: not here. Copies of a site and some hosts leave out files that "
            "begin with a dot. They are settings for git and for hosts, and prove nothing."
        )
    return found


def _lines(data: bytes, findings: Findings) -> bytes:
    """The lines of the sums, also where their ends were changed, which is found."""
    if b"\r\n" not in data:
        return data
    findings.add("B1", SUMS, "Its line ends were changed, LF to CRLF.")
    return data.replace(b"\r\n", b"\n")


def _why(bundle: Bundle, path: str, digest: str) -> str:
    try:
        changed = line_ends.changed(bundle.read(path), digest)
    except Wrong:
        changed = None
    return changed or "its hash is another"


def _sums(data: bytes) -> dict[str, str]:
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        raise Wrong("they are not UTF-8") from None
    if lines.pop():
        raise Wrong("the last line has no end")
    sums: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if not found:
            raise Wrong(f"line {number} is not a hash, two blanks and a path: {shown(line)}")
        if _leads_astray(found[2]):
            raise Wrong(f"line {number} names a path that leads elsewhere: {shown(found[2])}")
        sums[found[2]] = found[1]
    if len(sums) < len(lines) or list(sums) != sorted(sums):
        raise Wrong("the paths do not stand in order, each once")
    return sums


def _leads_astray(path: str) -> bool:
    return path == SUMS or "\\" in path or any(part in ("", ".", "..") for part in path.split("/"))

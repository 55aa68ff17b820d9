"""How a stranger checks the bundle, step by step, with commands that work in its folder as they stand."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from importlib.resources import files

from ledger.proof.text import to_base64
from projections.publication.files.site import naming
from projections.publication.files.site.shared import Site

LINUX = "sha256sum --check --quiet SHA256SUMS"
MACOS = "shasum --algorithm 256 --check --quiet SHA256SUMS"


def how_to_check(site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    edition = site.edition
    key = edition.verifier_key
    quoted = shlex.quote(key)
    page = site.page(
        naming.CHECK,
        "check.html",
        linux=LINUX,
        macos=MACOS,
        windows=_script("sums.ps1.txt"),
        verify=f"scrutiny verify-bundle . --key {quoted}",
        held=f"scrutiny verify-bundle . --key {quoted} --held ../checkpoint",
        keep="cp checkpoint ../checkpoint",
        signature=f"key={quoted}\n{_script('signature.sh.txt')}",
        events=_script("events.py.txt"),
        root=to_base64(edition.terms.root),
        linked_to=edition.terms.site,
    )
    yield naming.CHECK, page


def _script(name: str) -> str:
    return files("projections.publication.files.site").joinpath("scripts", name).read_text("utf-8").strip()

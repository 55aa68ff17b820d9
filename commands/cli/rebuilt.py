"""What ``publish --again`` says of what it rebuilt."""

from __future__ import annotations

from typing import NoReturn

import orjson

from commands.cli.context import environment_of
from ledger.errors import LedgerError
from ledger.version import VERSION
from projections.publication.again import Rebuilt


def print_rebuilt(rebuilt: Rebuilt, output: str, format: str) -> None:
    if not rebuilt.same:
        _print_otherwise(rebuilt, output, format)
    size = rebuilt.made.size
    print_nothing(format, f"{output} is byte for byte what was published at size {size}.", changed=True)


def _print_otherwise(rebuilt: Rebuilt, output: str, format: str) -> NoReturn:
    """Print what this version makes otherwise than the one that published; raises LedgerError."""
    made, differ = rebuilt.made, rebuilt.differ
    by = f"What was published at size {made.size} was made by version {made.version}, and this is {VERSION}"
    if differ is None:
        raise LedgerError(
            f"{by}: rebuilt in {output}, it is another bundle, because its SHA256SUMS differs.",
            "To see which files differ, rebuild it where that bundle is; "
            f"for its very bytes, with version {made.version}.",
        )
    if format == "json":
        environment_of().show(
            orjson.dumps({**NOTHING, "changed": False, "made_by": made.version, "differ": differ}).decode()
        )
    else:
        for path, how in differ.items():
            environment_of().show(f"{how:7}  {path}")
    raise LedgerError(
        f"{by}, which makes {len(differ):,} of its files otherwise. What is in {output} was left as it is.",
        f"For its very bytes, rebuild it with version {made.version}.",
    )


NOTHING: dict[str, object] = {"ref": None, "events": []}
"""The receipt of nothing that was recorded."""


def print_nothing(format: str, sentence: str, *, changed: bool) -> None:
    """What was done if nothing was recorded, as a sentence or as a receipt of nothing."""
    environment_of().show(
        orjson.dumps({**NOTHING, "changed": changed}).decode() if format == "json" else sentence
    )

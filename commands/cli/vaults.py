"""The vault of the ledger, for commands that take files in."""

from __future__ import annotations

import re
from contextlib import closing

import click

from commands.cli.click_types import location
from commands.cli.context import environment_of
from ledger.decisions.evidence import Attachment
from ledger.errors import BadInput
from ledger.evidence.base import SIZE_LIMIT, Vault
from ledger.store.location import open_store

_LOOKED = "scrutiny.looked_at_the_vault"


def vault_of(ctx: click.Context) -> Vault:
    """The vault; raises NoLedger or StorageError before any file is copied, BadInput."""
    with closing(open_store(location(ctx))) as store:
        return store.vault(_limit(ctx))


def stage(ctx: click.Context, vault: Vault, path: str) -> Attachment:
    """Take a file in; before the first one it is looked whether the place of the evidence is the right one.

    Who hands in none needs no place. Raises BadInput, Refused, StorageError.
    """
    if _LOOKED not in ctx.meta:
        with closing(open_store(location(ctx))) as store:
            vault.check_place(store.attached)
        ctx.meta[_LOOKED] = True
    return vault.stage(path)


def _limit(ctx: click.Context) -> int:
    """The most bytes of one file that this inspectorate takes; raises BadInput."""
    limit = environment_of(ctx).variables.get("SCRUTINY_EVIDENCE_LIMIT", "").strip()
    if not limit:
        return SIZE_LIMIT
    size = re.fullmatch(r"([0-9]{1,15}) ?(?:([KMGT])(?:i?B)?|B)?", limit, re.IGNORECASE)
    if size is None or not int(size[1]):
        raise BadInput(
            f"SCRUTINY_EVIDENCE_LIMIT is {limit!r}, which is no size.", "Set it to a size like 500M or 10G."
        )
    return int(size[1]) << 10 * " KMGT".index((size[2] or " ").upper())

"""``scrutiny publication``."""

from __future__ import annotations

import click

from commands.cli.finding_group import FindingGroup


@click.group("publication", cls=FindingGroup)
def command() -> None:
    """List what was published, and see with which root, sums and version."""

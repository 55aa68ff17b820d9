"""Times as people type them: a day in any form that a date has, alone or with a time of day behind it.

    --known-at yesterday                  Note: The time yesterday is 2026-11-21.
    --known-at "18 August 2021, 9:30"     Note: The day 18 August 2021 is 2021-08-18.

What the program itself prints is read as it is, and nothing is echoed.
"""

from __future__ import annotations

import re
from contextlib import suppress

import click

from commands.cli.dates import Unreadable, understood
from ledger.errors import BadInput
from ledger.moments import Unclear, moment

_WITH_A_TIME = r"(.+?),?\s+(?:at\s+)?([0-9]{1,2})(:[0-9]{2}.*)"


def with_its_day(given: str, in_zone: str, ctx: click.Context) -> str:
    """The time in a form of ledger.moments, if it can be told; raises BadInput for a day that could be two.

    What is no time is returned as it is, to be told as such.
    """
    try:
        moment(given, in_zone)
    except Unclear:
        return given
    except BadInput:
        with suppress(Unreadable):
            return _read(given, ctx)
    return given


def _read(given: str, ctx: click.Context) -> str:
    if ":" not in given:
        return understood(given, "The time", ctx)
    found = re.fullmatch(_WITH_A_TIME, given.strip())
    if not found:
        return given
    # The day alone can be read in several ways, so it alone is echoed.
    return f"{understood(found[1], 'The day', ctx)} {int(found[2]):02}{found[3]}"

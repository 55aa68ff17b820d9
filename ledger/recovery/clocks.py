"""Whether the machine's clock may be trusted: a leap ahead is asked about before anything bears its time.

A time that was recorded orders the ledger for good: after a leap to 2028 everything is recorded in 2028. So:

1. Within one boot the machine counts how long it has been up, which setting its clock does not move. If the
   clock went on by more than a day more than that since this person's last command here, it was set ahead.
   (A virtual machine that was paused looks the same; then the answer is yes.)
2. If nothing was counted, the clock is doubted if it is more than a week past the ledger's last event and
   the machine has no file of the week until yesterday. Files of today prove nothing, for whatever was written
   since the leap bears the same wrong time; files of the days before are only there if those days were.
   So a ledger that rests for months is not asked about on a machine that is in use.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import TYPE_CHECKING

from events.base import Instant
from events.named import NamedTuple
from ledger.errors import Refused
from ledger.times import instant, printed
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.recording import Head

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HOW_TO_MEND = (
    "Set right the one that is wrong; if one ran ahead, scrutiny verify names the events, and an "
    "administrator says so: scrutiny recover --clock-ahead FIRST-LAST --why W"
)
_MOST = 5_000
"""Files of one folder that are looked at."""

_PLACES = (
    "/var/log",
    "/var/lib",
    "/var/lib/dpkg/info",
    "/var/lib/apt/lists",
    "/var/lib/systemd/timers",
    "/var/cache",
    "/var/spool",
    "/var/tmp",  # noqa: S108  nothing is written there
    "/tmp",  # noqa: S108  nothing is written there
    "/etc",
    "/Library/Logs",
    "~",
    "~/.cache",
    "~/.config",
    "~/.local/state",
)


class Boot(NamedTuple):
    """Which boot of the machine it is (its id), and for how many seconds it has been up."""

    name: str
    uptime: float


class Machine(NamedTuple):
    """What a machine knows of time besides its clock; a test has one of its own."""

    boot: Callable[[], Boot | None]
    written: Callable[[datetime, datetime], bool]
    """Whether it has a file that was written between two times."""


class Leap(NamedTuple):
    """A clock that is to be doubted: what it says, and why that is doubted."""

    now: datetime
    why: str


def possible(now: datetime) -> datetime:
    """A time of the machine; raises Refused at an end of the calendar: nothing comes after."""
    if MINYEAR < now.year < MAXYEAR:
        return now
    raise Refused(
        f"This machine's clock says {now.isoformat(sep=' ', timespec='minutes')}, which cannot be so.",
        "Set the clock right, and do it once more.",
    )


def doubt(now: datetime, last: Instant, sighting: str, machine: Machine) -> Leap | None:
    """Whether the clock seems to run ahead.

    ``last`` is when the last event was recorded ("" if there is none), ``sighting`` what ``seen`` gave at an
    earlier command ("" if there was none).
    """
    if (gone := _beyond_uptime(now, sighting, machine.boot())) is not None:
        if gone > DAY:
            return Leap(now, f"it went {_days(gone)} further than this machine has been up meanwhile")
        return None
    if not last:
        return None
    rest = now - datetime.fromisoformat(last)
    if rest <= WEEK or machine.written(now - WEEK, now - DAY):
        return None
    return Leap(
        now,
        f"the last event is {_days(rest)} older, and this machine has no file of the week until yesterday",
    )


def seen(now: datetime, machine: Machine) -> str:
    """What is kept of a look at the clock, for the next; "" if the machine does not count."""
    boot = machine.boot()
    return f"{boot.name} {boot.uptime:.2f} {instant(now)}\n" if boot else ""


def note_on_times(last: Head, now: datetime) -> str:
    """What is to be said if the last event bears a time of the future; empty if it does not."""
    ahead = datetime.fromisoformat(last.recorded_at) - min(
        now, datetime.fromisoformat(last.clock or last.recorded_at)
    )
    if ahead <= DAY:
        return ""
    return (
        f"the times of recording go up to {printed(last.recorded_at)}, {_days(ahead)} ahead of the clock. "
        "Either "
        f"a clock ran ahead, or this one is behind. {HOW_TO_MEND}"
    )


def _beyond_uptime(now: datetime, sighting: str, boot: Boot | None) -> timedelta | None:
    """How much further the clock went than the machine counted since; None if that is not known."""
    if boot is None:
        return None
    with suppress(ValueError, TypeError, OverflowError):
        name, uptime, then = sighting.split()
        if name == boot.name:
            return now - datetime.fromisoformat(then) - timedelta(seconds=boot.uptime - float(uptime))
    return None


def _days(time: timedelta) -> str:
    days = round(time / DAY)
    return so_many(days, "day")


def _this_boot() -> Boot | None:
    """Linux says; elsewhere nobody counts."""
    try:
        return Boot(_said("/proc/sys/kernel/random/boot_id"), float(_said("/proc/uptime").split()[0]))
    except (OSError, ValueError, IndexError):
        return None


def _said(file: str) -> str:
    with open(file, encoding="utf-8") as said:  # noqa: PTH123  pathlib costs each reading a quarter of a start
        return said.read().strip()


def _files(folders: Sequence[str]) -> Iterator[float]:
    """When the files in some folders were written, in seconds since 1970."""
    for folder in folders:
        with suppress(OSError, RuntimeError), os.scandir(os.path.expanduser(folder)) as entries:  # noqa: PTH111
            for _, entry in zip(range(_MOST), entries, strict=False):
                with suppress(OSError):
                    yield entry.stat(follow_symlinks=False).st_mtime


def _was_written(after: datetime, until: datetime) -> bool:
    first, last = after.timestamp(), until.timestamp()
    return any(first <= time <= last for time in _files(_PLACES))


THIS_MACHINE = Machine(_this_boot, _was_written)

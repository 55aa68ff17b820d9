"""Every target, by a key: the line that says it, and the family that measures it.

A family yields a figure for each of its keys, or the run says that the line is void and ends with 1.
"""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.measure import Figure, Target, Times, compared

MB = "MB"


class Line(NamedTuple):
    """What is measured, and over what; ``size`` if only a ledger of so many events shows it."""

    family: str
    what: str
    over: str
    target: Target
    size: int = 0


_QUERY = "one query of a table made by hand"
_SMALLEST = "the same of 10,000 events"
_RESIDENT = "nothing: resident memory of the largest process"

TARGETS = {
    **{
        f"read-{name}": Line("reading", what, _QUERY, Target(3))
        for name, what in {
            "now": "register, now",
            "as-of": "register, as of a past date",
            "known-at": "register, as known at a moment",
            "both": "register, of both times",
            "statistics": "statistics",
            "diff": "diff",
            "inbox": "inbox",
        }.items()
    },
    **{
        f"flat-{name}": Line("growth", f"{what}, of one inspection", _SMALLEST, Target(1.2))
        for name, what in {
            "register": "register",
            "statistics": "statistics",
            "diff": "diff",
            "inbox": "inbox",
            "show": "show",
        }.items()
    },
    "read-memory": Line("reading", "most memory of one of these", _RESIDENT, Target(60, unit=MB)),
    "peer-django": Line("peers", "register of a past moment", "django-simple-history", Target(4, speed=True)),
    "peer-continuum": Line("peers", "register of a past moment", "SQLAlchemy-Continuum", Target(3, True)),
    "peer-sqlite-history": Line("peers", "register of a past moment", "sqlite-history", Target(1, True)),
    "keep-event": Line("keeping", "the cache takes in one event", "the append of it", Target(0.5)),
    "keep-thousand": Line("keeping", "register, 1,000 events to take in", "register", Target(1.3)),
    "prove": Line("proving", "prove REF NUMBER", "show REF NUMBER", Target(2)),
    "prove-growth": Line("proving", "prove, per tenfold of events", "prove", Target(1.1)),
    "verify-commands": Line("verifying", "verify, sealed a command each", "sealed in batches", Target(1.5)),
    "verify-floor": Line("verifying", "verify, the whole", "SELECT, hashlib and nodes", Target(3)),
    "verify-memory": Line("verifying", "memory of verify", _RESIDENT, Target(150, unit=MB)),
    "verify-cores": Line("verifying", "verify on two cores, by the clock", "on one", Target(1.6, True)),
    "verify-since": Line("verifying", "verify --since, 1 % new", "verify", Target(0.1)),
    "start-record": Line("startup", "judgement record, sealed", "python -c pass", Target(7)),
    "start-help": Line("startup", "scrutiny --help", "python -c pass", Target(3)),
    "start-command-help": Line("startup", "judgement record --help", "python -c pass", Target(3)),
    "start-completion": Line("startup", "completion", "python -c pass", Target(3)),
    "start-register": Line("startup", "register", "python -c pass", Target(4)),
    "start-show": Line("startup", "show", "python -c pass", Target(4)),
    "start-trail": Line("startup", "trail", "python -c pass", Target(4)),
    "start-numbers": Line(
        "startup", "completion from the ledger", "the same where there is no ledger", Target(1.3)
    ),
    "trail": Line("trails", "trail to a file", "splicing stored bytes", Target(3)),
    "trail-memory": Line("trails", "memory of it", _RESIDENT, Target(80, unit=MB)),
    "change-django": Line("changing", "one durable change, sealed", "django-simple-history", Target(3, True)),
    "change-continuum": Line(
        "changing", "one durable change, sealed", "SQLAlchemy-Continuum", Target(6, True)
    ),
    "change-emmett": Line("changing", "one durable change, sealed", "Emmett", Target(10, True)),
    "change-git": Line("changing", "one durable change, sealed", "git", Target(25, True)),
    "long-show": Line("long", "show, 20,000 events in the inspection", "1,000 events", Target(1.3)),
    "long-record": Line("long", "recording, 20,000 events in it", "1,000 events", Target(1.3)),
    "people-show": Line("long", "show, 2,000 people", "3 people", Target(1.05)),
    "people-record": Line("long", "recording, 2,000 people", "3 people", Target(1.05)),
    "publish": Line("publishing", "publish", "cp -r of its result", Target(1.3)),
}


LARGER = "a larger ledger shows it"
"""Why a line is not measured of the smallest ledger."""


def of_family(family: str) -> list[str]:
    """The keys that a family has to measure."""
    return [key for key, line in TARGETS.items() if line.family == family]


def measured(key: str, ours: Times, baseline: Times) -> Figure:
    """The figure of a line, from turns."""
    line = TARGETS[key]
    figure = compared(line.what, ours, baseline, line.target)
    return figure._replace(key=key, detail=f"{figure.detail} ({line.over})")


def value(key: str, found: float, detail: str = "") -> Figure:
    """The figure of a line that is one number."""
    return Figure(TARGETS[key].what, TARGETS[key].target, found, detail=detail, key=key)


def void(key: str, why: str, *, absent: bool = False) -> Figure:
    """The figure of a line that could not be measured; ``absent`` if a peer is not to be had here."""
    return Figure(TARGETS[key].what, TARGETS[key].target, why=why, absent=absent, key=key)

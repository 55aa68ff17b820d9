"""``scrutiny doctor``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import orjson

from commands.cli.click_types import LedgerCommand, location
from commands.cli.clock import last_sighting
from commands.cli.context import Environment, environment_of
from commands.cli.folds import examined
from commands.cli.options import RESULT
from commands.cli.report import Lines
from commands.cli.status import ExitStatus
from ledger.doctor.base import Patient, Result
from ledger.doctor.index import examine
from ledger.errors import NoLedger, StorageError
from ledger.store.location import engine_of
from ledger.version import VERSION

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_WIDEST = 14


@click.command("doctor", cls=LedgerCommand)
@RESULT
@click.pass_context
def command(ctx: click.Context, format: str) -> None:
    """Check whether the ledger and the machine are in order, and show what to do if they are not.

    It checks modes, free space, the clock, versions, the key, what is not sealed, and what killed commands
    left. It changes nothing, and exits with 1 if something is to be done. To see whether anybody altered the
    record, use verify.
    """
    where, environment = location(ctx), environment_of(ctx)
    keyring, machine, now = environment.keyring(), environment.machine, environment.clock()
    ledger, why = _opened(environment, where)
    try:
        patient = Patient(where, ledger, why, keyring, now, machine, last_sighting(keyring), VERSION)
        results = [*examine(patient), *_cache(environment, ledger), *_folds(environment, ledger)]
    finally:
        if ledger:
            ledger.close()
    if format == "json":
        rows = [{**result._asdict(), "ok": result.is_well} for result in results]
        printed = {"ok": all(result.is_well for result in results), "rows": rows}
        environment.show(orjson.dumps(printed).decode())
    else:
        for line in _lines(results):
            environment.show(line)
    if not all(result.is_well for result in results):
        ctx.exit(ExitStatus.OTHER)


def _opened(environment: Environment, where: str) -> tuple[Ledger | None, Result | None]:
    """The ledger in a place, or why there is none to open. Raises NoLedger if nobody began one there."""
    engine = engine_of(where)
    if remark := engine.locked_out():
        # Opening it would take it over, and doctor changes nothing.
        return None, Result("ledger", *remark)
    try:
        return environment.open_ledger(where), None
    except StorageError as error:
        if isinstance(error, NoLedger) and not engine.is_begun():
            raise
        return None, Result("ledger", error.message, error.remedy or "See what is wrong: scrutiny verify")


def _cache(environment: Environment, ledger: Ledger | None) -> Iterator[Result]:
    """What is to be said of the cache that readings are quick by, if the ledger is large enough for one."""
    from commands.cli.cached import FEW  # noqa: PLC0415  whoever reads does without the rest
    from projections.cache.database import CacheTrouble  # noqa: PLC0415  as above
    from projections.cache.examining import look  # noqa: PLC0415  as above
    from projections.cache.place import place_of  # noqa: PLC0415  as above

    if ledger is None:
        return
    try:
        path = place_of(ledger.store.location, environment.variables)
        if ledger.store.head()[0] >= FEW or path.exists():
            seen = look(path, ledger)
            yield Result("cache", seen.found, "scrutiny rebuild --cache" if seen.is_broken else "")
    except (CacheTrouble, StorageError, OSError):
        return


def _folds(environment: Environment, ledger: Ledger | None) -> Iterator[Result]:
    """What is to be said of what was kept of long inspections, if anything was."""
    with suppress(StorageError, OSError):
        if ledger and (seen := examined(environment, ledger)):
            yield Result("folds", seen.found, "scrutiny rebuild --cache" if seen.is_broken else "")


def _lines(results: Sequence[Result]) -> Iterator[str]:
    lines = Lines(_WIDEST + 6)
    for result in results:
        mark = "ok" if result.is_well else "TO DO"
        first, *rest = lines.wrapped(f"{result.what:<{_WIDEST}} {mark:<5} {result.found}")
        yield first
        yield from rest
        if result.remedy:
            yield from lines.wrapped(result.remedy, _WIDEST + 6)

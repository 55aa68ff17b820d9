"""Many who record at once, each in a process of its own: how much they do, and how long anybody waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, NamedTuple
from uuid import uuid4

from benchmarks import others
from benchmarks.judged import judgement, prepared
from benchmarks.measure import Target, compared, duration
from benchmarks.past import empty
from ledger.ledger import Ledger
from ledger.records import Row
from tests import postgres

ROUNDS, EACH, FEW, MANY = 3, 20, 8, 16
SPEED = Target(0.9, speed=True)
ALL = "ALL"

Begin = Callable[[int], Callable[[int], object]]
"""Makes of a writer's number what stores that writer's next request, by the number of the request."""


class Done(NamedTuple):
    """What came of one round: how long all took, what each request took, and when each writer was done."""

    took: float
    waits: list[float]
    ends: list[float]


def run(server: postgres.Cluster, folder: Path) -> Iterator[str]:
    """The lines of many at once."""
    where, raw = f"{server.new_database()}#{folder / 'together-evidence'}", server.new_database()
    like = _prepared(where, raw)
    ours, plain, many, same = [], [], [], []
    for first in range(0, ROUNDS * EACH, EACH):
        ours.append(_together(FEW, partial(_asking, where, ""), first))
        plain.append(_together(FEW, partial(_inserting, raw, like), first))
        many.append(_together(MANY, partial(_asking, where, ""), first + ROUNDS * EACH))
        same.append(_together(MANY, partial(_asking, where, ALL), first))
    took = [[done.took for done in each] for each in (ours, plain)]
    yield compared(f"{FEW} writers, {FEW} inspections, over raw writers", *took, SPEED)
    yield _waits(f"{FEW} writers, an inspection each", ours)
    yield _waits(f"{MANY} writers, an inspection each", many)
    yield _waits(f"{MANY} writers, all in one inspection", same)


def _prepared(where: str, raw: str) -> list[Row]:
    """The ledger, the table of the others, and the events of one judgement."""
    import psycopg  # noqa: PLC0415  may not be there

    with psycopg.connect(raw, autocommit=True) as connection:
        connection.execute(others.RAW)
    with empty(where) as ledger:
        numbers = [str(number) for number in range(2 * ROUNDS * EACH)]
        for writer in range(MANY):
            ledger.ask(*prepared(f"INS{writer}", numbers), by="ann")
        both = [f"{writer}-{number}" for writer in range(MANY) for number in range(ROUNDS * EACH)]
        ledger.ask(*prepared(ALL, [*both, "first"]), by="ann")
        head, _ = ledger.store.head()
        ledger.ask(judgement(ALL, "first"), by="ann")
        return list(ledger.store.rows(after=head))


def _asking(where: str, inspection: str, writer: int) -> Callable[[int], object]:
    ledger = Ledger.open(where)
    ref = inspection or f"INS{writer}"
    ledger.inspection(ref)

    def ask(number: int) -> None:
        ledger.ask(judgement(ref, f"{writer}-{number}" if inspection else str(number)), by="ann")

    return ask


def _inserting(url: str, like: Sequence[Row], _: int) -> Callable[[int], object]:
    import psycopg  # noqa: PLC0415  may not be there

    save = others.raw(psycopg.connect(url, autocommit=True), like, uuid4())
    return lambda _: save()


def _together(writers: int, begin: Begin, first: int) -> Done:
    """So many processes begin at the same moment, and each stores its requests one after the other."""
    context = get_context("spawn")
    barrier, told = context.Barrier(writers), context.Queue()
    children = [
        context.Process(target=_write, args=(begin, writer, first, barrier, told))
        for writer in range(writers)
    ]
    for child in children:
        child.start()
    results = [told.get(timeout=600) for _ in children]
    for child in children:
        child.join()
    if failed := [each for each in results if isinstance(each, str)]:
        raise RuntimeError(failed[0])
    begun = min(moment for moment, _, _ in results)
    ends = [end - begun for _, _, end in results]
    return Done(max(ends), [wait for _, waits, _ in results for wait in waits], ends)


def _write(begin: Begin, writer: int, first: int, barrier: Any, told: Any) -> None:  # Any: of multiprocessing
    try:
        store = begin(writer)
        barrier.wait(300)
        begun, waits = perf_counter(), []
        for number in range(first, first + EACH):
            before = perf_counter()
            store(number)
            waits.append(perf_counter() - before)
        told.put((begun, waits, perf_counter()))
    except BaseException as error:
        barrier.abort()
        told.put(f"writer {writer}: {error!r}")


def _waits(name: str, rounds: Sequence[Done]) -> str:
    waits = [wait for done in rounds for wait in done.waits]
    rate = len(waits) / sum(done.took for done in rounds)
    last = median(min(done.ends) / max(done.ends) for done in rounds)
    return (
        f"      {name}: {rate:.0f} a second; one waits {duration(median(waits))}, one in a hundred over "
        f"{duration(quantiles(waits, n=100)[-1])}, the longest {duration(max(waits))}; "
        f"the first was done at {last:.0%} of the last one's time"
    )

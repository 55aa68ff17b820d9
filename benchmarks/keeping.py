"""What it costs to keep a cache up: an event, over recording it; a thousand, over a register without them.

1. One event at a time is recorded and sealed, and the cache takes it in: what that costs on top of an answer
   for which there is nothing to take in, over the recording. Both in process.
2. ``register`` with 1,000 new events to take in, over ``register`` with none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from random import Random
from shutil import copytree
from time import process_time

from benchmarks import targets
from benchmarks.ledgers import EACH, NUMBERS, clean
from benchmarks.measure import Action, Figure, Times, interleaved
from benchmarks.past import records_of
from benchmarks.reading import JSON, Readable, readable
from benchmarks.registers import real_past
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.ledger import Ledger
from ledger.times import instant

ROUNDS, EVENTS = 5, 20
MANY = 1_000


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    # A day before the last record would be a past one.
    today = str(datetime.now(UTC).date())
    found = _copied(readable(size), folder / "keeping")
    one = {"words": ["register", "INS0", "--as-of", "2014-01-02", *JSON], "today": today}
    everything = {"words": ["register", *JSON], "today": today}
    with (
        found.ours(folder) as ours,
        Ledger.open(str(found.place.ledger), keyring=found.place.keyring) as ledger,
    ):
        ours.ask(one)
        recording = _recording(ledger)
        appended: Times = []
        taken: Times = []
        for at in range(EVENTS + 1):
            spent, with_one, without = recording(), ours.ask(one), ours.ask(one)
            if at:
                appended.append(spent)
                taken.append(max(with_one - without, 0.0))
        yield targets.measured("keep-event", taken, appended)
        adding = _adding(ledger)

        def caught_up() -> float:
            adding()
            return ours.ask(everything)

        ours.ask(everything)
        late, quick = interleaved(ROUNDS, caught_up, ours.asking(everything))
        yield targets.measured("keep-thousand", late, quick)
        ours.ask(everything | {"events": True})
        expected = ours.to.read_bytes()
        ours.ask(everything)
        if ours.to.read_bytes() != expected:
            yield targets.void("keep-thousand", "the cache does not say what the events do")


def _copied(found: Readable, to: Path) -> Readable:
    """The same with a ledger and a cache that may be written; a cache belongs to the path of its ledger."""
    place = found.place.copied(to)
    copytree(found.made / "cache", to / "cache")
    (cache,) = (to / "cache").rglob("*.db")
    # Asked where it looks for one, the program names the path; a copy goes there.
    from projections.cache.place import place_of  # noqa: PLC0415  the program's own, where it is needed

    there = place_of(str(place.ledger), {"XDG_CACHE_HOME": str(to / "cache")})
    if cache != there:
        cache.rename(there)
    return Readable(place, to)


def _recording(ledger: Ledger) -> Action:
    """Records and seals one event each time."""
    numbers = count()

    def action() -> float:
        number = next(numbers)
        inspection = ledger.inspection("INS1")
        standing = [one.number for one in inspection.recommendations.values() if not one.gone]
        asked = RescheduleRecommendation(
            inspection="INS1", number=standing[number % len(standing)], due=f"2031-01-{1 + number % 28:02}"
        )
        begun = process_time()
        ledger.ask(asked, by="ann")
        taken = process_time() - begun
        if ledger.not_sealed:
            raise ledger.not_sealed
        return taken

    return action


def _adding(ledger: Ledger) -> Action:
    """Adds a thousand events of a further inspection like the others each time, and seals."""
    refs = count()

    def action() -> float:
        ref = f"MORE{next(refs)}"
        past = clean(real_past(ref, NUMBERS * MANY // EACH, Random(ref)))
        head, _ = ledger.store.head()
        # As of now: what is recorded earlier than what was before is no ordinary past.
        moment = instant(datetime.now(UTC))
        records = [one._replace(recorded_at=moment) for one in islice(records_of([past], MANY), MANY)]
        ledger.store.append(records, expected_head=head)
        ledger.seal()
        return 0.0

    return action

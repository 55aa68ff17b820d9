"""The power is cut at any moment: images of the disk that hold what was synced, and anything of the rest.

Each opens; whatever a receipt had told by then is there, nothing is there by halves, verify holds, the
signing key is there, and the next command works. A bundle that lies in its place is whole.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import after, children, kills, scenes
from tests.faults.base import Figures
from tests.faults.children import Place, Row
from tests.faults.disk import Disk, Log, Op

HOW = ("nothing", "all", "first", "some", "some", "some")

_REQUEST = "evidence request OCSAE 2 --as ann --why W --format json"
SCRIPTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a new ledger": (
        "none",
        (
            "init --as ada --name Ada --format json",
            "person register ann --name Ann --role inspector --as ada --format json",
            "inspection open OCSAE --title T --as ann --format json",
        ),
    ),
    "a day's work": ("begun", ("evidence submit", _REQUEST, "judgement record", _REQUEST)),
    "signing off": ("begun", ("judgement sign-off", "recommendation make", _REQUEST)),
    "evidence": ("begun", ("evidence submit", "evidence withdraw", "dispute raise")),
    "a late key": ("keyless", ("key generate", _REQUEST, "seal")),
    "sealing late": ("unsealed", ("seal", _REQUEST)),
    "publishing": ("begun", ("publish", _REQUEST)),
}
"""A ledger, and what is done in it: lines, or names of cases."""


class Recording(NamedTuple):
    """What a script did to the disk, and what it stored in the end."""

    name: str
    place: Place
    ops: Sequence[Op]
    before: Sequence[Row]
    stored: Sequence[Row]


def record(made: scenes.Scenes, name: str, to: Path, broken: children.Patch | None) -> Recording:
    """Play a script, and keep the calls that change files."""
    ledger, lines = SCRIPTS[name]
    shutil.rmtree(to, ignore_errors=True)
    base: Place = getattr(made, ledger)
    before = base.copy(to.with_name(f"before {name}"))
    # An image is looked at where it was recorded, or the ledger would seem to be a copy.
    place = base.copy(to)
    log = Log(place)
    commands = [kills.words(line) if line in scenes.CASES else tuple(line.split()) for line in lines]
    scenes.done(place.traced(log.look, *commands, patch=_one_after_another(broken)))
    recording = Recording(name, before, log.ops, before.rows(), place.rows())
    shutil.rmtree(to)
    return recording


def run(
    count: int,
    seed: int,
    folder: Path,
    *,
    broken: children.Patch | None = None,
    first: bool = False,
    scripts: Sequence[str] = tuple(SCRIPTS),
) -> Figures:
    """See Family.run. With ``first`` it ends at the first fault."""
    chance, figures = random.Random(seed), Figures()
    made = scenes.Scenes(folder / "made")
    recorded = cache(lambda name: record(made, name, folder / "place", broken))
    order = list(scripts)
    chance.shuffle(order)
    for number in range(count):
        _cut(recorded(order[number % len(order)]), chance, folder, figures)
        if first and figures.troubles:
            break
    return figures


def _cut(recording: Recording, chance: random.Random, folder: Path, figures: Figures) -> None:
    moment = chance.randrange(len(recording.ops) + 1)
    put = next((at for at, op in enumerate(recording.ops) if op.to.endswith("/out")), None)
    if put is not None and chance.random() < 0.3:
        # Nearly all of publishing lies before its bundle is put in its place.
        moment = chance.randrange(put, len(recording.ops) + 1)
    how, ordered = chance.choice(HOW), chance.random() < 0.5
    played = recording.ops[:moment]
    disk = Disk(recording.place, ordered)
    disk.root = _root(recording)
    for op in played:
        disk.play(op)
    image = folder / "place"
    shutil.rmtree(image, ignore_errors=True)
    disk.image(image, how, chance)
    told = [receipt for op in played if op.kind == "said" for receipt in _receipts(op.data)]
    at = f"{recording.name} cut after change {moment} of {len(recording.ops)} ({how}, "
    at += "journal)" if ordered else "POSIX)"
    figures.tried += 1
    _look(recording, Place(image), told, figures, at)


def _root(recording: Recording) -> str:
    """The folder that the script was played in."""
    said = next(op.path for op in recording.ops if op.kind == "said")
    return str(Path(said).parent)


def _receipts(data: bytes) -> list[dict[str, Any]]:
    return children.Answer(0, data.decode(), "").receipts


def _look(recording: Recording, place: Place, told: list[dict[str, Any]], figures: Figures, at: str) -> None:
    rows = place.rows()
    stored = {(row.position, row.name) for row in rows}
    for receipt in told:
        missing = [event for event in receipt["events"] if (event["position"], event["name"]) not in stored]
        if missing:
            figures.found(
                "lost", f"{at}: {receipt['ref']} was acknowledged and {len(missing)} events are gone"
            )
    if list(recording.stored[: len(rows)]) != list(rows) or not _whole(recording.stored, rows):
        figures.found("lost", f"{at}: there are {[row.name for row in rows]}")
    if (place.folder / "out").exists() and not _bundle_is_whole(place.folder / "out"):
        figures.found("lost", f"{at}: the bundle is not whole")
    if not rows:
        again = place.ask(*["init", "--as", "ada", "--name", "Ada"])
        if again.status:
            figures.found("lost", f"{at}, then init: {again.status} {again.err.strip()[-300:]}")
        return
    after.holds(place, figures, at)
    after.whole_evidence(place, figures, at)
    words = kills.NEXT if recording.before else kills.BEGIN
    answer = after.goes_on(place, figures, at, *words)
    key = any(row.name == "signing-key.registered" for row in rows)
    if not answer.status and key and "not sealed" in answer.out + answer.err:
        figures.found("lost", f"{at}: the signing key is gone: {answer.err.strip()[-300:]}")
    after.holds(place, figures, f"{at}, and went on")


def _whole(stored: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether the last command that is there is there with all of its events."""
    return not rows or len(rows) == len(stored) or rows[-1].command != stored[len(rows)].command


def _bundle_is_whole(bundle: Path) -> bool:
    """Whether each file that the sums name is there, as they say."""
    try:
        named = [line.split("  ", 1) for line in (bundle / "SHA256SUMS").read_text().splitlines()]
        return bool(named) and all(
            sha256((bundle / path).read_bytes()).hexdigest() == digest for digest, path in named
        )
    except (OSError, ValueError):
        return False


def _one_after_another(broken: children.Patch | None) -> children.Patch:
    """The program with no threads to sync with: only the calls of the first one are seen."""

    def patch() -> None:
        from projections.publication import durable

        durable.TOGETHER = 0
        if broken is not None:
            broken()

    return patch


def control(seed: int, folder: Path) -> Figures:
    """A ledger that waits for no disk, one that waits as SQLite does if nothing is said, and a bundle that is
    put in its place before it is on the disk.
    """
    found = Figures()
    for name, broken, scripts in (
        ("off", _unsynced("OFF"), [*SCRIPTS]),
        ("normal", _unsynced("NORMAL"), [*SCRIPTS]),
        ("bundle", _bundle_unsynced, ["publishing"]),
    ):
        figures = run(200, seed, folder / name, broken=broken, first=True, scripts=scripts)
        found.tried += figures.tried
        found.lost += figures.lost
        if not figures.lost:
            return Figures(found.tried)
    return found


def _bundle_unsynced() -> None:
    from projections.publication import folder

    folder.sync_each = lambda _: None


def _unsynced(synchronous: str) -> children.Patch:
    def patch() -> None:
        from ledger.store.sqlite import writing

        writing.WAITS = f"PRAGMA synchronous = {synchronous}"

    return patch

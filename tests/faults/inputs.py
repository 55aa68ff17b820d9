"""Hostile words: any command, with texts, numbers, dates, paths and flags that nobody would type.

Each ends in time, with an exit status of the contract and, if it refuses, in a sentence. What was recorded
on the way is whole, and verify holds.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import click

from commands.root import root
from commands.root import run as scrutiny
from tests import hostile
from tests.faults import after, children, errors, scenes
from tests.faults.base import Figures
from tests.faults.children import Place

BATCH = 50
"""So many commands are asked in one process, one after the other, of one ledger."""

SECONDS = 20
STATUSES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 130}
NOT_HERE = {("demo",), ("copy",), ("restore",), ("completion",)}
"""What makes a ledger of its own each time, or a script for a shell."""

TEXTS = (
    *(text for text in hostile.TEXTS.values() if "\0" not in text),
    "", " ", "-", "--", "-x", "\udcff\udc80", "a" * 5000, "é" * 300, "\n", "0", "-1", "1e999", "nan",
    "9" * 400, "..", "a/b", "~", "%s%n", "{}", "{0.__class__}", "$(id)", "\\", "'", '"', "ﬁ", "İ", "ß",
)  # fmt: skip
DAYS = (
    *(
        "2021-08-18",
        "2021-08",
        "2021",
        "..2024-04-04",
        "2021-02-29",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
    ),
    *("10000-01-01", "2021-13", "2021-8-1", "18/08/2021", "03/04/2021", "today", "yesterday", ".."),
    *("..2021", "9999-12-31"),
    *("2021-08-18T10:00", "2021-08-18T10:00:00Z", "2021-08-18T25:00:00Z", "2021-08-18T10:00:00+99:99"),
    *("２０２１-08-18", "-2021-08-18", "2021-W33-3", "99999999999", "9999-12-31T23:59:59.999999Z"),
    *("2021-08-18 10:00:00.123456789Z", "2021-03-28T01:30", "2021-10-31T01:30"),
)
REFS = ("OCSAE", "ocsae", "CUSTODY", "NONE", "OCSAE/1", "OCSAE/1-9999999", "OCSAE/2..5", "/", "OCSAE/")
NUMBERS = ("1", "2", "3", "99", "AFD1", "S2", "012/21", "1-3", "1-99999999999", "-1", "0", "1.5", "٣")
IDS = ("ada", "ann", "bob", "pat", "nobody", "E1", "J1", "J2", "J99", "D1", "D9")
PATHS = ("paper", "small", "nowhere/x", ".", "", "/dev/null", "/dev/full", "ledger", "\udcff", "x" * 300)
_LINES = (
    *(case.words for case in scenes.CASES.values() if case.words[0] not in ("init", "copy", "restore")),
    *(tuple(line.split()) for line in errors.READS.values()),
)
WHOLE = ("0", "1", "5", "33", "-1", "999999999999999999999", "1.5", "x", "")


def run(
    count: int, seed: int, folder: Path, *, broken: children.Patch | None = None, first: bool = False
) -> Figures:
    """See Family.run. With ``first`` it ends with the first fault."""
    chance, figures = random.Random(seed), Figures()
    made = scenes.Scenes(folder / "made")
    while figures.tried < count:
        batch = [
            _twisted(chance) if chance.random() < 0.6 else _line(chance)
            for _ in range(min(BATCH, count - figures.tried))
        ]
        place = made.begun.copy(folder / "place")
        os.mkfifo(place.folder / "pipe")
        _ask(place, batch, figures, broken)
        rows = place.rows()
        if not after.versions_are_dense(rows):
            figures.found("lost", f"after {batch}: positions or versions have a gap")
        after.holds(place, figures, f"after {batch}")
        if first and figures.troubles:
            break
    return figures


def _ask(place: Place, batch: list[list[str]], figures: Figures, broken: children.Patch | None) -> None:
    """Ask all of them in one process, which says what came of each."""
    told = place.folder.parent / "told"
    told.unlink(missing_ok=True)
    pid = os.fork()
    if not pid:
        _be(place, batch, told, broken)
    os.waitpid(pid, 0)
    answers = [json.loads(line) for line in told.read_text().splitlines()]
    for words, (status, error) in zip(batch, answers, strict=False):
        figures.tried += 1
        figures.note("granted" if not status else "refused")
        how = f"scrutiny {' '.join(map(ascii, words))[:600]}"
        if "nobody foresaw" in error or "Traceback" in error or status not in STATUSES:
            figures.found("foreign", f"{how}: {status} {error[-400:]}")
        elif status and status != 130 and not _is_sentence(error):
            figures.found("false", f"{how}: {status}, and no sentence: {error[-200:]!r}")
    if len(answers) < len(batch):
        figures.tried += 1
        figures.found("hung", f"{batch[len(answers)]}")


def _is_sentence(error: str) -> bool:
    return error.startswith(("Error: ", "Note: ", "Usage: ", "{", "Warning: ")) or not error.strip()


def _be(place: Place, batch: list[list[str]], told: Path, broken: children.Patch | None) -> NoReturn:
    try:
        place._settle("")
        if broken:
            broken()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        with told.open("w") as into:
            for words in batch:
                signal.alarm(SECONDS)
                into.write(json.dumps(_one(words)) + "\n")
                into.flush()
    finally:
        os._exit(0)


def _one(words: list[str]) -> tuple[int, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2))
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        status = scrutiny(words)
    except BaseException:
        status, trace = 97, traceback.format_exc(limit=-4)
        err.write(trace)
    finally:
        sys.stdout, sys.stderr = before
    err.flush()
    buffer: Any = err.buffer
    return status, buffer.getvalue().decode("utf-8", "backslashreplace")


@cache
def _commands() -> tuple[tuple[tuple[str, ...], click.Command], ...]:
    return tuple(_under(root, ()))


def _under(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from _under(command, (*path, name))
        elif command and (*path, name) not in NOT_HERE:
            yield (*path, name), command


def _twisted(chance: random.Random) -> list[str]:
    """The words of a command that succeeds, one or two of them replaced."""
    words = list(chance.choice(_LINES))
    path = 2 if " ".join(words[:2]) in {" ".join(path) for path, _ in _commands()} else 1
    for _ in range(chance.choice((1, 1, 1, 2))):
        at = chance.randrange(path, max(path, len(words)) + 1)
        value = chance.choice(chance.choice((TEXTS, DAYS, REFS, NUMBERS, IDS, PATHS, WHOLE)))
        words[at : at + chance.choice((1, 1, 1, 0))] = [value]
    return words


def _line(chance: random.Random) -> list[str]:
    """The words of a command: most of them such as it wants, some of them hostile."""
    path, command = chance.choice(_commands())
    wild = chance.random() * 0.6
    said: list[list[str]] = []
    for option in command.params:
        if isinstance(option, click.Argument):
            several = chance.randrange(1, 4) if option.nargs == -1 else 1
            said += [[_value(option, chance, wild)] for _ in range(several)]
        elif option.name in ("help", "passphrase", "passphrase_fd", "key_passphrase_fd"):
            continue
        elif option.required or chance.random() < 0.3:
            flag = isinstance(option, click.Option) and option.is_flag
            for _ in range(chance.randrange(1, 4) if option.multiple else 1):
                said.append([option.opts[0]] if flag else [option.opts[0], _value(option, chance, wild)])
    if chance.random() < 0.9 and path[0] not in ("verify-bundle",):
        said.append(["--as", chance.choice(IDS[:4] if chance.random() > wild else TEXTS)])
    if chance.random() < 0.1:
        said.append([chance.choice(TEXTS)])
    if chance.random() < 0.2:
        chance.shuffle(said)
    return [*path, *(word for words in said for word in words)]


def _value(option: click.Parameter, chance: random.Random, wild: float) -> str:
    if chance.random() < wild:
        return chance.choice((*TEXTS, *DAYS, *REFS, *NUMBERS, *PATHS, *WHOLE))
    name = f"{option.name} {option.metavar or ''}".lower()
    if option.opts[0] == "--file" and chance.random() < 0.1:
        return "pipe"  # who opens it as any file would wait for ever
    if isinstance(option.type, click.Choice):
        return str(chance.choice(list(option.type.choices)))
    for words, values in (
        (("date", "time", " on", "due", "day"), DAYS),
        (("ref", "inspection"), REFS),
        (("number", "which"), NUMBERS),
        (("person", "evidence", "judgement", "dispute", "id"), IDS),
        (("path", "file", "output", "folder", "dir", "held"), PATHS),
        (("size", "limit", "percent", " n"), WHOLE),
        (("cycle",), ("2020", "2021", "2019")),
    ):
        if any(word in name for word in words):
            return chance.choice(values)
    return chance.choice(("Police", "Some words.", *TEXTS))


def control(seed: int, folder: Path) -> Figures:
    """A program that reads a date with the library alone."""
    return run(500, seed, folder, broken=_trusting, first=True)


def _trusting() -> None:
    from datetime import date

    from ledger import times

    times.day = lambda text, what="date": str(date.fromisoformat(text))

"""What one fresh process costs: the processor, the clock, memory; and instructions, counted by valgrind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import perf_counter
from typing import NamedTuple


class Used(NamedTuple):
    """Seconds by the clock and on the processor, and the most bytes of memory at any time."""

    wall: float
    cpu: float
    memory: int


def run(*words: str | Path, env: Mapping[str, str], cwd: Path | None = None) -> Used:
    """What one fresh process took, with its children; raises RuntimeError, with what it said, if it fails."""
    with NamedTemporaryFile("w+") as errors:
        begun = perf_counter()
        nothing = subprocess.DEVNULL
        child = subprocess.Popen(words, env=env, cwd=cwd, stdin=nothing, stdout=nothing, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = perf_counter() - begun
        if status:
            errors.seek(0)
            said = errors.read().strip().splitlines()
            raise RuntimeError(f"{words[1:]} ended with {child.returncode}: {' '.join(said[-3:])}")
    return Used(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def instructions(*words: str | Path, env: Mapping[str, str]) -> int | None:
    """How many instructions a fresh process takes, with its children; None if there is no valgrind."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        return None
    done = subprocess.run([valgrind, "--tool=none", "--version"], capture_output=True, check=False)
    if done.returncode:
        return None
    done = subprocess.run(
        [valgrind, "--tool=callgrind", "--trace-children=yes", "--callgrind-out-file=/dev/null", *words],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    counted = [int(found.replace(",", "")) for found in re.findall(r"Collected : (\d+)", done.stderr)]
    if done.returncode or not counted:
        raise RuntimeError(f"{words[1:]} under valgrind ended with {done.returncode}")
    return sum(counted)

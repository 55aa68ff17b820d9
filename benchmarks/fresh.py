"""What one fresh process costs: the processor, the clock, memory; and instructions, counted by valgrind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple


class Used(NamedTuple):
    """Seconds by the clock and on the processor, and the most bytes of memory at any time."""

    wall: float
    cpu: float
    memory: int


_LAUNCHER = """\
import os, resource, subprocess, sys, time
begun = time.perf_counter()
status = subprocess.run(sys.argv[2:]).returncode
wall, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
os.write(int(sys.argv[1]), f"{status} {wall} {cpu} {memory}".encode())
"""
"""A small process that starts the one that is measured.

What starts as a copy of a large process, as each does until it is another program, is said to have had its
memory: ``ru_maxrss`` of what this process started would be no less than what this process has.
"""


def run(*words: str | Path, env: Mapping[str, str], cwd: Path | None = None) -> Used:
    """What one fresh process took, with its children; raises RuntimeError, with what it said, if it fails."""
    receive, send = os.pipe()
    with NamedTemporaryFile("w+") as errors:
        nothing = subprocess.DEVNULL
        launched = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(send), *map(str, words)]
        try:
            subprocess.run(
                launched,
                env=env,
                cwd=cwd,
                stdin=nothing,
                stdout=nothing,
                stderr=errors,
                pass_fds=(send,),
                check=False,
            )
        finally:
            os.close(send)
        with os.fdopen(receive, "rb") as report:
            status, wall, cpu, memory = (report.read().decode() or "1 0 0 0").split()
        if int(status):
            errors.seek(0)
            said = errors.read().strip().splitlines()
            raise RuntimeError(f"{words[1:]} ended with {status}: {' '.join(said[-3:])}")
    return Used(float(wall), float(cpu), int(memory))


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

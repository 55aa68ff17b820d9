"""How far a long job is: told on a terminal, once it takes a while, and nowhere else."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys

import pytest

from commands.cli.context import Environment
from commands.cli.progress import Looking
from tests.commands.processes import environment

JOB = """
import click
from commands.cli import progress
progress.SOON = {soon}
with click.Context(click.Command("job")), progress.progress("Counting", 4) as tell:
    for _ in range(4):
        tell(1)
print("done")
"""


def run(soon, **settings):
    """What a job writes to a terminal on standard error, and to standard output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", JOB.format(soon=soon)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment(**settings),
    ) as process:
        os.close(theirs)
        out = process.stdout.read().decode()
        told = b""
        # A terminal whose other end is closed is an error on Linux.
        while piece := _read(ours):
            told += piece
        os.close(ours)
    assert process.returncode == 0
    return told.decode(), out


def _read(descriptor):
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_a_long_job_tells_how_far_it_is_on_standard_error():
    told, out = run(-1, TERM="xterm")
    assert "Counting" in told
    assert "4/4" in told
    assert out == "done\n"


@pytest.mark.parametrize(("soon", "terminal"), [(60, "xterm"), (-1, "dumb")])
def test_a_short_one_and_a_terminal_that_cannot_be_drawn_on_are_told_nothing(soon, terminal):
    assert run(soon, TERM=terminal) == ("", "done\n")


def test_where_nobody_sits_nothing_is_told():
    done = subprocess.run(
        [sys.executable, "-c", JOB.format(soon=-1)],
        capture_output=True,
        text=True,
        env=environment(TERM="xterm"),
        check=True,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_line_says_how_far_something_is_and_is_gone_at_the_end():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    looking = Looking(Environment(stderr=stream), "Restoring")
    more = looking.counting(4)
    for count in (1, 0, 3):
        more(count)
    looking.end()
    looking.end()
    assert stream.getvalue().split("\r") == ["", "Restoring, 25 %", "Restoring, 100 %", " " * 16, ""]

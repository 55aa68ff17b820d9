"""Where results go: standard output, or a file that appears whole and stays whose it was."""

from __future__ import annotations

import os
import stat

import pytest

from tests.commands.processes import environment, scrutiny, start, words
from tests.pasts import needs

ONE_FILE = ["register --format csv", "trail --format json", "statistics --format csv", "inbox --as ann"]


@pytest.mark.parametrize("line", [*ONE_FILE, "diff --from 2020-01-01 --to 2022-01-01", "why OCSAE 1"])
def test_a_dash_is_standard_output(folder, here, line):
    plain = scrutiny(*words(line))
    dashed = scrutiny(*words(line), "--output", "-")
    assert plain.status == 0, plain.err
    assert dashed == plain
    assert not (here / "-").exists()


def test_a_checkpoint_and_a_proof_of_growth_go_to_standard_output_too(here):
    for line in ("init --as ada --name Ada", "checkpoint --output held", "checkpoint --output -"):
        answer = scrutiny(*words(line))
    assert answer.out.encode() == (here / "held").read_bytes()
    scrutiny(*words("inspection open X --title T --as ada"))
    grown = scrutiny(*words("prove --since held --output -"))
    assert (grown.status, (here / "-").exists()) == (0, False)
    scrutiny(*words("prove --since held --output proof"))
    assert grown.out.encode() == (here / "proof").read_bytes() != b""


@pytest.mark.parametrize(
    "line", ["publish --as pat --output -", "prove OCSAE 1 --output -", "evidence get OCSAE E1 --output -"]
)
def test_what_is_a_folder_cannot_be_standard_output(folder, here, line):
    answer = scrutiny(*words(line))
    assert answer.status == 2
    assert "- is standard output" in answer.err
    assert not (here / "-").exists()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_a_file_that_takes_anothers_place_has_its_mode(folder, here, mode):
    (here / "out.csv").write_text("before")
    (here / "out.csv").chmod(mode)
    assert scrutiny(*words("register --output out.csv")).status == 0
    assert stat.S_IMODE((here / "out.csv").stat().st_mode) == mode
    assert (here / "out.csv").read_text().startswith("Inspection,Number")


def test_a_new_file_has_the_mode_that_the_mask_leaves(folder, here):
    assert scrutiny(*words("register --output out.csv"), preexec_fn=lambda: os.umask(0o027)).status == 0
    assert stat.S_IMODE((here / "out.csv").stat().st_mode) == 0o640


def test_a_file_that_takes_anothers_place_belongs_to_the_same_people(folder, here):
    needs(os.geteuid() == 0, "root, who may give files away")
    (here / "out.csv").write_text("before")
    os.chown(here / "out.csv", 1234, 5678)
    assert scrutiny(*words("register --output out.csv")).status == 0
    there = (here / "out.csv").stat()
    assert (there.st_uid, there.st_gid) == (1234, 5678)


def test_where_a_link_points_is_written_and_the_link_stays(folder, here):
    (here / "far").mkdir()
    (here / "far/out.csv").write_text("before")
    (here / "far/out.csv").chmod(0o604)
    (here / "link.csv").symlink_to(here / "far/out.csv")
    assert scrutiny(*words("register --output link.csv")).status == 0
    assert (here / "link.csv").is_symlink()
    assert (here / "far/out.csv").read_text().startswith("Inspection,Number")
    assert stat.S_IMODE((here / "far/out.csv").stat().st_mode) == 0o604


def test_what_a_killed_command_left_is_cleared_away_by_the_next(folder, here):
    dying = "import os, signal\nfrom pathlib import Path\nPath.replace = lambda *_: os.kill(os.getpid(), 9)"
    assert scrutiny(*words("register --output out.csv"), prelude=dying).status == -9
    assert len(list(here.glob(".out.csv.*"))) == 1
    assert scrutiny(*words("register --output out.csv")).status == 0
    assert list(here.glob(".out.csv.*")) == []


def test_what_a_living_command_writes_is_not_taken_from_it(folder, here):
    slow = "import time\nfrom pathlib import Path\nreplace = Path.replace\n"
    slow += "Path.replace = lambda *both: (print('there', flush=True), input(), replace(*both))"
    process = start("register", "--output", "out.csv", prelude=slow)
    assert process.stdout.readline() == b"there\n"
    (passing,) = here.glob(".out.csv.*")
    # Not even if its number seems to be nobody's, as it does from another machine.
    passing.rename(passing.with_name(".out.csv.4194999"))
    assert scrutiny(*words("register --output out.csv")).status == 0
    assert (here / ".out.csv.4194999").exists()
    process.communicate(b"\n")


def test_files_that_are_not_ours_stay(folder, here):
    for name in (".out.csv.bak", ".out.csv.", ".out.csvx.99999999", "out.csv.99999999"):
        (here / name).write_text("mine")
    assert scrutiny(*words("register --output out.csv")).status == 0
    assert len([path for path in here.iterdir() if path.is_file() and path.read_text() == "mine"]) == 4


def test_the_mark_of_byte_order_is_no_part_of_a_text(folder):
    make = words("recommendation make OCSAE 9 --cycle 2020 --made-to X --on 2020-03-01 --as ann --text")
    assert scrutiny(*make, "-", stdin="\ufeffDo this.\n".encode()).status == 0
    assert (
        scrutiny(*words("recommendation restate OCSAE 9 --why W --as ann --text"), "\ufeffThat.").status == 0
    )
    trail = scrutiny(*words("trail OCSAE 9 --format csv"))
    assert "Do this." in trail.out
    assert "That." in trail.out
    assert "\ufeff" not in trail.out


FAILING = """
import sys
import commands.cli.errors
from commands.root import root

class Failing:
    def find_spec(self, name, *_):
        raise OSError(28, "No space left on device", name)

def failing(*_):
    sys.meta_path.insert(0, Failing())
    raise OSError(28, "No space left on device", "ledger/late.py")

root.invoke = failing
"""


@pytest.mark.parametrize("form", [(), ("--format", "json")])
def test_what_fails_is_told_even_if_nothing_can_be_imported_any_more(here, form):
    answer = scrutiny("register", *form, prelude=FAILING)
    assert answer.status == 7
    said = answer.error()["error"] if form else answer.err
    assert "The system says no: No space left on device (ledger/late.py)." in said


def test_a_program_without_its_last_part_says_so(here):
    prelude = "import sys\nimport commands.root\nsys.modules['commands.cli.errors'] = None"
    answer = scrutiny("register", prelude=prelude)
    assert answer.status == 1
    assert answer.err.startswith("Error: A part of the program cannot be loaded: ")


SHORT = """
import io
import sys

class Short(io.RawIOBase):
    writable = lambda _: True
    fileno = lambda _: 1
    def write(self, data):
        return sys.__stderr__.buffer.write(bytes(data)[: max(1, len(data) // 2)])

sys.stdout = io.TextIOWrapper(Short(), write_through=True)
opened = open
def opening(what, *rest, **named):
    return io.TextIOWrapper(io.BufferedWriter(Short()), "utf-8", write_through=True) if what == 1 else (
        opened(what, *rest, **named))
import commands.cli.context
commands.cli.context.open = opening
"""


@pytest.mark.parametrize("line", ["register --format json", "register --format csv --output -"])
def test_a_write_that_is_cut_short_is_continued_without_buffers_too(folder, line):
    whole = scrutiny(*words(line)).out
    # The raw stream is standard error's here, half of what it is given at a time.
    assert scrutiny(*words(line), prelude=SHORT).err == whole
    assert scrutiny(*words(line), env=environment(PYTHONUNBUFFERED="1")).out == whole

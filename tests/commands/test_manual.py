"""The manual pages: made from the commands, installed with the program, and read without a complaint."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from commands.cli.manual import escaped, pages
from tests.commands.test_help import every_command
from tests.manual import FOLDER
from tests.pasts import needs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made():
    return pages()


def test_they_are_what_the_commands_say(made):
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*")}
    assert sorted(there) == sorted(made), "run: make man"
    for name, text in made.items():
        assert there[name] == text, f"{name}: run: make man"


def test_the_same_commands_give_the_same_bytes(made):
    assert pages() == made
    assert all(text.isascii() for text in made.values())


def test_every_command_and_every_option_has_its_place(made):
    for path, command in every_command():
        page = made[f"scrutiny-{path[0]}.1"]
        assert escaped(" ".join(("scrutiny", *path))) in page
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden:
                assert all(escaped(name) in page for name in param.opts), (path, param.name)


def test_they_are_read_without_a_complaint_and_no_word_is_broken(made, tmp_path):
    needs(shutil.which("groff"), "groff")
    for name, text in made.items():
        (tmp_path / name).write_text(text)
        read = ["groff", "-man", "-Tascii", "-ww", "-rLL=60n", name]
        done = subprocess.run(read, cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), name
        assert done.stdout
    (tmp_path / "broken.1").write_text(".TH X 1\n.nosuchrequest\n")
    read[-1] = "broken.1"
    assert subprocess.run(read, cwd=tmp_path, capture_output=True, text=True).stderr


def test_mandoc_has_no_complaint_but_that_there_is_no_date(made, tmp_path):
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is not here; groff has read the pages")
    for name, text in made.items():
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            ["mandoc", "-Tlint", "-Wwarning", name], cwd=tmp_path, capture_output=True, text=True
        )
        assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []


@pytest.mark.parametrize("text", [".so /etc/passwd", "'\\\" comment", "\\fBbold\\fR", "a-b — “c” é"])
def test_nothing_in_a_text_is_a_request(text, tmp_path):
    needs(shutil.which("groff"), "groff")
    (tmp_path / "x.1").write_text(f".TH X 1\n.SH NAME\n{escaped(text)}\n")
    done = subprocess.run(["groff", "-man", "-Tutf8", "x.1"], cwd=tmp_path, capture_output=True)
    shown = done.stdout.decode()
    assert done.stderr == b""
    for word in text.split():
        assert word.replace("'", "’") in shown or word in shown, shown


def test_the_wheel_brings_them(made, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    there = zipfile.ZipFile(wheel).namelist()
    names = {name.rpartition("/")[2] for name in there if "/share/man/man1/" in name}
    assert names == set(made)

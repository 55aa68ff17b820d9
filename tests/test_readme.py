"""The README tells the truth: its session is run, and the program answers as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands.index import COMMANDS
from ledger import errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def sessions():
    """Each console block as a list of (command, what it prints)."""
    for block in re.findall(r"```console\n(.*?)```", README, re.S):
        steps = re.split(r"^\$ ", block, flags=re.M)[1:]
        yield [(command, printed) for command, _, printed in (step.partition("\n") for step in steps)]


def test_there_is_a_session():
    assert sum(len(session) for session in sessions()) > 10


@pytest.mark.parametrize("session", list(sessions()))
def test_the_session_goes_as_the_readme_says(session, tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("SCRUTINY")}
    env |= {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    for command, printed in session:
        if export := re.fullmatch(r"export (\w+)=(\S+)", command):
            env[export[1]] = export[2]
            continue
        program = f"{sys.executable} -m commands"
        done = subprocess.run(
            re.sub(r"^scrutiny\b", program, command),
            shell=True,
            cwd=tmp_path,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert TIME.sub("TIME", done.stdout) == TIME.sub("TIME", printed), command


def test_every_exit_status_is_told():
    told = {int(status) for status in re.findall(r"^\| (\d) \|", README, re.M)}
    raised = {error.exit_status for error in vars(errors).values() if isinstance(error, type)}
    assert told == raised | {0, 2}


def test_every_command_is_documented():
    documentation = README + "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("docs/*.md"))
    for name in COMMANDS:
        assert f"scrutiny {name}" in documentation or f"`{name}`" in documentation, name


def test_every_link_leads_somewhere():
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert link.startswith("https://") or (ROOT / link).exists(), link

"""The README tells the truth: its session is run, and the program answers as it stands there."""

from __future__ import annotations

import re

import pytest

from commands.index import COMMANDS
from ledger import errors
from tests.readme import BLOCK, FILE, ROOT, TIME, played, steps

README = FILE.read_text(encoding="utf-8")
SESSIONS = BLOCK.findall(README)


def test_there_is_a_session():
    assert sum(len(steps(session)) for session in SESSIONS) > 10


@pytest.mark.parametrize("session", SESSIONS)
def test_the_session_goes_as_the_readme_says(session, tmp_path):
    for (command, expected), (_, printed) in zip(steps(session), played(session, tmp_path), strict=True):
        assert TIME.sub("TIME", printed) == TIME.sub("TIME", expected), (
            f"{command}; run: python -m tests.readme"
        )


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

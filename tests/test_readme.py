"""The README tells the truth: its session is run, and the program answers as it stands there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from commands.index import COMMANDS
from ledger import errors
from tests.readme import BLOCK, FILE, ROOT, TIME, documents, played, steps

README = FILE.read_text(encoding="utf-8")
CLOCK = re.compile(r"\d\d:\d\d:\d\d\.\d{6}")
"""The time of day, which stands under the day in a narrow table."""

SESSIONS = [session for file in documents() for session in BLOCK.findall(file.read_text(encoding="utf-8"))]


def test_there_is_a_session():
    assert FILE in documents()
    assert sum(len(steps(session)) for session in SESSIONS) > 10


@pytest.mark.parametrize("session", SESSIONS)
def test_the_session_goes_as_the_readme_says(session, tmp_path):
    played_on = str(datetime.now(UTC).date())
    written_on = TIME.search(session)[0][:10]
    for (command, expected), (_, printed) in zip(steps(session), played(session, tmp_path), strict=True):
        assert timeless(printed, played_on) == timeless(expected, written_on), (
            f"{command}; run: python -m tests.readme"
        )


def timeless(printed: str, day: str) -> str:
    """What was printed, but for the time and the day at which it was."""
    return CLOCK.sub("TIME", TIME.sub("TIME", printed)).replace(day, "TODAY")


def test_every_exit_status_is_told():
    told = {int(status) for status in re.findall(r"^\| (\d) \|", README, re.M)}
    raised = {error.exit_status for error in vars(errors).values() if isinstance(error, type)}
    assert told == raised | {0, 2, 8}


def test_every_command_is_documented():
    documentation = README + "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("docs/*.md"))
    for name in COMMANDS:
        assert f"scrutiny {name}" in documentation or f"`{name}`" in documentation, name


def test_every_link_leads_somewhere():
    for file in (FILE, ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (file.parent / link).exists(), link

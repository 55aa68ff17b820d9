"""Each script of findings/ is in its table and can be run; what it saw is tried by hand, outside CI."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parent.parent / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_finding_is_a_short_script_that_names_its_version(script):
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    assert os.access(script, os.X_OK)
    assert subprocess.run(["/bin/bash", "-n", script], check=False).returncode == 0
    assert re.search(r"^# Expected: .+\.$", text, re.MULTILINE)
    assert re.search(r"^# Seen: .+\.$", text, re.MULTILINE)
    assert re.search(r"[a-z0-9]==[0-9.]+", text)
    assert "index-url" not in text
    assert "scrutiny" not in text


def test_the_table_has_every_finding_and_no_other():
    told = (FINDINGS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", told, re.MULTILINE) != []
    assert sorted(re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", told, re.MULTILINE)) == [
        one.name for one in SCRIPTS
    ]

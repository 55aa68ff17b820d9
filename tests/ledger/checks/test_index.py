"""The list of checks: each is looked for, and detects an attack."""

from __future__ import annotations

import re
from pathlib import Path

from ledger.checks.base import Findings
from ledger.checks.index import CHECKS
from ledger.checks.walk import Walk, checkers_of
from ledger.store.location import open_raw


def test_every_check_has_an_attack_that_it_detects():
    text = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    detected = {
        code for call in re.findall(r"detected\(([^)]*)\)", text) for code in re.findall(r'"(V\d+)"', call)
    }
    assert detected >= set(CHECKS)


def test_what_looks_for_several_checks_looks_once_and_rows_are_read_before_the_tree_grows(place):
    raw = open_raw(str(place.ledger))
    try:
        checkers = checkers_of(CHECKS.values(), Walk(raw, Findings()))
    finally:
        raw.close()
    assert sorted(checker.PHASE for checker in checkers) == [checker.PHASE for checker in checkers]
    assert {type(checker) for checker in checkers} == {check.checker for check in CHECKS.values()}
    assert len(checkers) == len({check.checker for check in CHECKS.values()})

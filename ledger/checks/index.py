"""The list of checks: of each its code, what holds if nothing is found, and what looks for it.

``verify`` goes by this list alone. V8 is a number: what no checkpoint protects.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.checks.acting import Acting
from ledger.checks.checkpoints import Checkpoints
from ledger.checks.evidence import Evidence
from ledger.checks.history import History
from ledger.checks.rows import Rows
from ledger.checks.walk import Check
from ledger.checks.ways import Ways

CHECKS: Mapping[str, Check] = {
    "V1": Check("Every checkpoint is signed with the key.", Checkpoints),
    "V2": Check("The versions of every stream run from 1 without a gap.", Rows),
    "V3": Check("The ledger is no smaller than any checkpoint of it.", Checkpoints),
    "V4": Check("The tree rebuilt from the events has the root of every checkpoint.", Checkpoints),
    "V5": Check("Every event is one, and says the same of itself everywhere.", Rows),
    "V6": Check("The times of recording never step back.", Rows),
    "V7": Check("Every evidence file is what was handed in.", Evidence),
    "V9": Check("The cached leaves, and the nodes kept of them, are those of the events.", Rows),
    "V10": Check("The database has our tables and nothing else, and every way to a row leads to it.", Ways),
    "V11": Check("Every event kept the rules of the inspectorate.", History),
    "V12": Check(
        "Each event was recorded by whom it names, as far as a server or a signature says it.", Acting
    ),
}

SENTENCES: Mapping[str, str] = {code: check.sentence for code, check in CHECKS.items()}

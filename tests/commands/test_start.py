"""What a command loads before it does anything is what it costs; no time is measured here, modules are."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

JUDGED = "judgement record OCSAE 1 --cycle 2021 --status partially-met --rationale Used. --as ann"
LOOK = """
import sys
from commands.root import run
for words in sys.argv[2:]:
    assert run([*words.split(), "--ledger", sys.argv[1]]) == 0, words
rooms = {"events", "ledger", "projections", "commands"}
own = [module for name, module in sys.modules.items() if name.split(".")[0] in rooms]
made = {v.__qualname__ for m in own for v in vars(m).values() if type(v) is type and hasattr(v, "_fields")}
print(*sorted(sys.modules), "|", *made, file=sys.stderr)
"""


def loaded(folder, *commands):
    """What the program has loaded after these commands, and the named tuples in it that typing made."""
    program = [sys.executable, "-c", LOOK, str(folder), *commands]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    modules, _, tuples = done.stderr.splitlines()[-1].partition("|")
    return set(modules.split()), tuples.split()


def test_no_named_tuple_of_a_command_is_compiled_at_its_start(tmp_path):
    demo = tmp_path / "demo"
    _, tuples = loaded(demo, "demo", "register OCSAE", "show OCSAE 3", "trail OCSAE", "inbox", JUDGED)
    assert tuples == []


NEVER = {"argparse", "difflib", "locale", "shutil", "socketserver", "subprocess", "tempfile", "textwrap"}
"""What no command that is used every day has a use for."""

WRITERS = {"cryptography", "eventsourcing", "hashlib", "ledger.asking", "ledger.signing.sealing", "signal"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demonstration, made by a process of its own."""
    folder = tmp_path_factory.mktemp("start") / "demo"
    loaded(folder, "demo")
    return folder


@pytest.mark.parametrize("words", ["register OCSAE", "show OCSAE 3", "trail OCSAE"])
def test_who_reads_loads_nothing_of_what_records_and_no_paths(demo, words):
    modules, _ = loaded(demo, words)
    assert not modules & (NEVER | WRITERS | {"pathlib", "urllib.parse"})


def test_who_records_loads_nothing_of_evidence_and_of_keys_that_are_read_anyhow(demo, tmp_path):
    copy = shutil.copytree(demo, tmp_path / "copy")
    modules, _ = loaded(copy, JUDGED)
    assert not modules & (NEVER - {"socketserver"})
    assert not modules & {
        *("ledger.evidence.folder", "ledger.evidence.incoming", "ledger.decisions.links"),
        *("cryptography.hazmat.primitives.serialization", "eventsourcing.cipher", "eventsourcing.system"),
    }
    assert {"eventsourcing.sqlite", "ledger.signing.keyring"} <= modules


@pytest.mark.parametrize("words", ["judgement record", "judgement sign-off", "register", "show", "trail"])
def test_the_help_of_a_command_opens_no_ledger_and_loads_none(words):
    code = f"{LOOK.splitlines()[1]}\nfrom commands.root import run; run(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words.split(), "--help"], capture_output=True, text=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"hashlib", "cryptography", "eventsourcing", "sqlite3._sqlite3", "ledger.asking"}
    if words.startswith("judgement"):
        assert not loaded & {"orjson", "sqlite3", "ledger.ledger", "ledger.decisions.base", "events.registry"}

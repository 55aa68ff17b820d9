"""The room knows nothing of the ledger, and its indexes are whole."""

import ast
import re
import sys
from pathlib import Path

import ledger.tables
from ledger.tables.flags import FLAGS

ROOM = Path(ledger.tables.__file__).parent
ALLOWED = {"orjson", "python_calamine", "selectolax"}


def imported(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_it_imports_the_standard_library_the_extra_and_the_errors_alone() -> None:
    for module in ROOM.rglob("*.py"):
        for name in imported(module):
            ours = name in ("ledger.errors", "ledger.extras") or name.startswith("ledger.tables")
            assert ours or name.split(".")[0] in ALLOWED | set(sys.stdlib_module_names), (module, name)


def test_every_flag_that_is_set_is_told() -> None:
    said = set(FLAGS)
    code = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.name != "flags.py")
    assert {flag for flag in said if f'"{flag}"' not in code} == set()
    assert set(re.findall(r'flags?\.append\("([^"]+)"\)', code)) <= said

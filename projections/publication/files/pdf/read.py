"""A PDF is read in a process of its own, with a limit of time and of memory.

pypdf reads whatever a file says it has: a few bytes can ask it for any number of objects.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress

from projections.publication.files.reading import Wrong
from projections.publication.files.tables import Table

SECONDS, MEMORY = 300, 2 << 30
"""What one file may take: many times what the largest that is written takes."""

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from projections.publication.files.pdf import pages
from projections.publication.files.reading import Wrong
try:
    told = {"tables": pages.tables(sys.stdin.buffer.read())}
except Wrong as error:
    told = {"wrong": str(error)}
except MemoryError:
    sys.exit(9)
json.dump(told, sys.stdout)
"""


def tables(data: bytes) -> list[Table]:
    """See ``pages.tables``; raises Wrong also for what takes too much, and OSError if nothing starts."""
    try:
        done = subprocess.run(  # noqa: S603  the interpreter that runs this
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            preexec_fn=_limit if sys.platform != "win32" else None,
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    if "tables" in told:
        found: list[Table] = told["tables"]
        return found
    raise Wrong(told.get("wrong", f"it takes more than {SECONDS} seconds or {MEMORY >> 30} GB to read"))


def _limit() -> None:
    import resource  # noqa: PLC0415  Windows has none

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

"""The program ``scrutiny`` from its first line on: what the list of commands answers is answered at once.

Click, and what it loads, costs three times the interpreter's own start. So the help of the whole, and the
names of commands that a shell completes, are written without it (``commands.front``). Everything else is
asked of ``commands.root``, which can answer these, too: a test holds both to the same words.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself costs a third of the interpreter's start
    from typing import NoReturn

# What is loaded at start stays for the whole short run; looking for garbage in it costs a tenth of the start.
gc.disable()

STOPPED = 130
"""ExitStatus.STOPPED, before anything is loaded."""

_before = sys.unraisablehook


def _stop(ignored: sys.UnraisableHookArgs) -> None:
    """End the program at a stop that Python ignores, as it does while it cleans up after each import.

    Without this the program would go on, and wait for input that nobody will type. Nothing was recorded:
    stops are held back from just before recording until the receipt.
    """
    if not issubclass(ignored.exc_type, KeyboardInterrupt):
        _before(ignored)
        return
    try:  # noqa: SIM105  nothing is loaded yet, contextlib neither
        os.write(2, b"Stopped.\n")
    except OSError:
        pass
    os._exit(STOPPED)


sys.unraisablehook = _stop


def main() -> NoReturn:
    """The program ``scrutiny``."""
    from commands import front  # noqa: PLC0415  once a stop is heeded

    answer = front.answer(sys.argv[1:], os.environ)
    if answer is not None and _written(answer.encode()):
        os._exit(0)
    from commands import later  # noqa: PLC0415  see above

    later.defer()
    from commands.root import main as whole  # noqa: PLC0415  see above

    whole()


def _written(data: bytes) -> bool:
    """Write all of it on standard output; where that fails, ``commands.root`` says what is wrong."""
    try:
        while data:
            data = data[os.write(1, data) :]
    except OSError:
        return False
    return True

"""Which key signs for who acts: the one that a variable or the config file names, else one that is found."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from commands.cli.config_file import settings_of

if TYPE_CHECKING:
    from commands.cli.context import Environment
    from ledger.personal.finding import Pens
    from ledger.personal.pens import Pen


class LocalPens:
    """Looks once somebody has to sign: hardly a command needs it."""

    _pens: Pens | None = None

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def pen(self, person: str, keys: Mapping[str, str]) -> Pen:
        """See ledger.personal.hand.Finder; raises NotSigned, and BadInput for the config file."""
        if self._pens is None:
            from ledger.personal.finding import Pens  # noqa: PLC0415  see the class

            variables = self._environment.variables
            named = variables.get("SCRUTINY_SSH_KEY") or settings_of(variables).get("ssh-key", "")
            self._pens = Pens(variables, named, self._environment.new_key)
        return self._pens.pen(person, keys)


def given_key(environment: Environment, file: str) -> str:
    """The line of the public key in a file that is given to be enrolled; raises BadInput."""
    from pathlib import Path  # noqa: PLC0415  reading does without, and is to start quickly

    from ledger.personal.files import public_key  # noqa: PLC0415  help does without

    home = environment.variables.get("HOME", "")
    # A shell leaves ~ as it is behind an equals sign, and a prompt always.
    path = Path(home, file[2:]) if file.startswith("~/") and home else Path(file)
    environment.new_key = str(path)
    return public_key(path).line()


def remember_key(environment: Environment) -> None:
    """Keep where the key is that was just enrolled, if its private half is there: it signs from now on."""
    from pathlib import Path  # noqa: PLC0415  as above

    from ledger.errors import BadInput  # noqa: PLC0415  as above
    from ledger.personal import remembered  # noqa: PLC0415  as above
    from ledger.personal.files import public_key  # noqa: PLC0415  as above

    path = Path(environment.folder, environment.new_key)
    with suppress(BadInput):
        remembered.remember(remembered.folder(environment.variables), public_key(path), path)

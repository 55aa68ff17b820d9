"""Every way a table cannot be read, each with the exit status of the contract.

BadInput                  2  words that cannot be read
└── UnreadableTable       2  the file cannot be read as a table
    ├── Protected            it has a password
    ├── TooMuch              it is larger than the limits allow
    └── WrongEncoding        its bytes are no text of that encoding
LedgerError               1
└── NotInstalled          1  the package that reads this kind of file is not installed
"""

from __future__ import annotations

from ledger.errors import BadInput, LedgerError, NotInstalled
from ledger.extras import how_to_install


class UnreadableTable(BadInput):
    """The file cannot be read as a table."""


class Protected(UnreadableTable):
    """It has a password."""


class TooMuch(UnreadableTable):
    """It is larger than the limits allow, or takes longer."""


class WrongEncoding(UnreadableTable):
    """Its bytes are no text of that encoding."""


def not_installed(name: str, package: str) -> NotInstalled:
    """What reads a file of that name is not here."""
    return NotInstalled(
        f"{name} is read by {package}, which is not installed.",
        f"Install it beside the program: {how_to_install('import')}",
    )


REFUSALS: dict[str, type[LedgerError]] = {
    kind.__name__: kind for kind in (UnreadableTable, Protected, TooMuch, WrongEncoding, NotInstalled)
}
"""What the reading process may answer, by name."""

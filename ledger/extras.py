"""What a person does who lacks the packages of an extra: the program is on no package index.

>>> print(how_to_install("xlsx"))  # doctest: +ELLIPSIS
in the checkout: ... -m pip install '.[xlsx]', with pipx: pipx inject scrutiny-ledger xlsxwriter==3.3.1
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, requires
from shlex import quote

DISTRIBUTION = "scrutiny-ledger"


def how_to_install(extra: str) -> str:
    """How one installs the packages of an extra beside the program, from a checkout or with pipx.

    It is this Python that pip is asked of: the program's own environment need not be the one on the path.
    """
    checkout = f"in the checkout: {quote(sys.executable)} -m pip install '.[{extra}]'"
    packages = packages_of(extra)
    if not packages:
        return f"{checkout}, with pipx: pipx install --force '.[{extra}]' there"
    return f"{checkout}, with pipx: pipx inject {DISTRIBUTION} {' '.join(map(quote, packages))}"


def packages_of(extra: str) -> list[str]:
    """The packages that an extra asks for, as this installation declares them; none if it declares none."""
    try:
        wanted = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []
    parts = (one.partition(";") for one in wanted)
    return sorted(
        package.strip()
        for package, _, marker in parts
        if marker.replace("'", '"').replace(" ", "") == f'extra=="{extra}"'
    )

"""What the tests of proofs share: a signer, and what happens where a witness is not installed."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NoReturn

import pytest

from ledger.proof import keys, note

ORIGIN = "inspectorate.example/ledger"


@pytest.fixture(scope="session")
def signer() -> note.Signer:
    """Somebody who signs checkpoints of the ledger at hand."""
    return keys.load(keys.generate(), ORIGIN)


@pytest.fixture(scope="session")
def absent() -> Callable[[str], NoReturn]:
    """Say that a witness is absent: the test is skipped, and where CI=true it fails instead."""

    def say(what: str) -> NoReturn:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what} is not installed, and in CI no witness may be absent")
        pytest.skip(f"{what} is not installed, so this witness was not heard")

    return say

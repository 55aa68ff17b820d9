"""How tests of bundles go about what is dear in checking them."""

from __future__ import annotations

import pytest

from projections.publication.files.pdf import read
from tests import papers


@pytest.fixture
def papers_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same PDF is read in a process once, whichever test it is in."""
    monkeypatch.setattr(read, "subprocess", papers.ReadOnce())


@pytest.fixture
def papers_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is read in the process of the test."""
    monkeypatch.setattr(read, "subprocess", papers.ReadHere())

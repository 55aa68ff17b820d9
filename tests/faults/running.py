"""One family and its control, as a process of its own is asked for them."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

from tests.faults.base import Figures
from tests.faults.index import FAMILIES


def family(name: str, count: int, seed: int, folder: Path) -> tuple[Figures, Figures, float]:
    """What came of one family, of its control, and how many minutes both took."""
    begun = time.monotonic()
    module = import_module(f"tests.faults.{FAMILIES[name].module}")
    figures: Figures = module.run(count, seed, folder / name)
    control: Figures = module.control(seed, folder / f"{name}-control")
    return figures, control, (time.monotonic() - begun) / 60

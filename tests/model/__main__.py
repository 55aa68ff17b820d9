"""``python -m tests.model HISTORIES [FIRST_SEED]`` compares program and model; exit 1 if they differ."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.model.comparing import Comparing
from tests.model.leaping import Leaping
from tests.model.lives import live


def main(histories: int, first: int = 0) -> int:
    """Compare as many histories as are asked for, and say what differs."""
    answers = different = 0
    for seed in range(first, first + histories):
        comparing = Comparing(live(seed, sign_off="none" if seed % 5 == 4 else "required"), Random(seed))
        for difference in comparing.differences():
            different += 1
            print(f"seed {seed}: {difference}")
        answers += comparing.answers
        with TemporaryDirectory() as folder:
            leaping = Leaping(Path(folder, "ledger"), seed)
            for difference in leaping.live():
                different += 1
                print(f"seed {seed}, clocks: {difference}")
        answers += leaping.answers
    print(f"{answers:,} answers about {histories:,} histories were compared: {different:,} differ.")
    return 1 if different or not answers else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:] or ["100"])))

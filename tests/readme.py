"""The sessions of README and docs, played: ``python -m tests.readme`` writes the answers into them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
FILE = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.S)
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?")


def steps(session: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what stands under it."""
    parts = re.split(r"^\$ ", session, flags=re.M)[1:]
    return [(command, printed) for command, _, printed in (part.partition("\n") for part in parts)]


def played(session: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The same commands, each with what the program prints when it is run in a folder, home and all."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SCRUTINY", "XDG_"))}
    env |= {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "HOME": str(folder / "home")}
    # What a session reads stands beside the document.
    shutil.copytree(ROOT / "docs/examples", folder, dirs_exist_ok=True)
    for command, _ in steps(session):
        if export := re.fullmatch(r"export (\w+)=(\S+)", command):
            env[export[1]] = export[2]
            yield command, ""
            continue
        done = subprocess.run(
            re.sub(r"^scrutiny\b", f"{sys.executable} -m commands", command),
            shell=True,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        yield command, done.stdout


def documents() -> list[Path]:
    """The files that have a session in them."""
    return [
        file
        for file in (FILE, *sorted(ROOT.glob("docs/*.md")))
        if BLOCK.search(file.read_text(encoding="utf-8"))
    ]


def main() -> None:
    """Write the answers anew."""

    def again(found: re.Match[str]) -> str:
        with TemporaryDirectory() as folder:
            answers = played(found[0], Path(folder))
            return "".join(f"$ {command}\n{printed}" for command, printed in answers)

    for file in documents():
        file.write_text(BLOCK.sub(again, file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

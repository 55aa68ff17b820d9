"""``python -m tests.manual`` writes the pages of ``docs/man`` and those of the help (``make man``)."""

from pathlib import Path

from commands import pages as kept
from commands.cli import help_pages
from commands.cli.manual import pages

FOLDER = Path(__file__).parent.parent / "docs/man"


def write():
    """Write every page, and take away those of commands that there are no more."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.1"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    Path(kept.KEPT).write_text(help_pages.text(), encoding="utf-8")


if __name__ == "__main__":
    write()

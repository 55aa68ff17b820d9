"""The documentation leads everywhere, and what it names in the code is there."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]+))?\)")
CODE = re.compile(r"`((?:commands|events|ledger|projections)(?:\.\w+)+)`")


def targets(document: Path) -> list[tuple[Path, str]]:
    """The files of this project that a document links to, each with the heading in it, if there is one."""
    return [
        ((document.parent / file).resolve() if file else document, heading)
        for file, heading in LINK.findall(document.read_text(encoding="utf-8"))
        if not file.startswith("https://")
    ]


def anchors(document: Path) -> set[str]:
    """The headings of a document, as links spell them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_document_is_reachable_from_the_index():
    reached, waiting = set(), [DOCS / "README.md"]
    while waiting:
        document = waiting.pop()
        if document not in reached and document.suffix == ".md":
            reached.add(document)
            waiting += [file for file, _ in targets(document) if file.exists()]
    assert set(DOCS.rglob("*.md")) <= reached, "docs/README.md does not lead to it"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(document):
    for file, heading in targets(document):
        assert file.exists(), file
        assert not heading or heading in anchors(file), f"{file.name} has no heading {heading}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_row_of_a_table_has_the_cells_of_its_heading(document):
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.M):
        rows = [re.sub(r"`[^`]*`|\\\|", "", row).count("|") for row in table.splitlines()]
        assert len(set(rows)) == 1, table


def test_the_first_screen_of_the_readme_has_commands_and_a_picture():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 200
    first = "\n".join(lines[:25])
    assert "make demo" in first
    assert "make test" in first
    assert "](docs/gallery/" in first


LIFE = (DOCS / "life-of-a-judgement.md").read_text(encoding="utf-8")


def test_the_life_of_a_judgement_is_in_numbered_steps():
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", LIFE, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 20


@pytest.mark.parametrize("name", sorted(set(CODE.findall(LIFE))))
def test_what_the_life_of_a_judgement_names_is_in_the_code(name):
    parts = name.split(".")
    modules = [at for at in range(1, len(parts) + 1) if is_module(".".join(parts[:at]))]
    found: object = import_module(".".join(parts[: modules[-1]]))
    for part in parts[modules[-1] :]:
        found = getattr(found, part)


def is_module(name: str) -> bool:
    """Whether there is a module of a name."""
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False

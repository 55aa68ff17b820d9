"""The table of files in the docs is that of the index, and the reverse."""

from __future__ import annotations

import re
from pathlib import Path

from projections.publication.files.index import FILES, PARTS

DOCS = Path(__file__).parents[4] / "docs/publication.md"


def named_in_the_docs():
    section = DOCS.read_text("utf-8").partition("## In the folder\n")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| (.*) \| .* \|$", section, re.MULTILINE):
        # What is asked for is no file.
        yield from (name for name in re.findall("`([^`]+)`", row) if not name.startswith("--"))


def test_the_docs_name_every_file_of_a_bundle():
    named = set(named_in_the_docs())
    ends = tuple(name[1:] for name in named if name.startswith("…"))
    assert [path for path in FILES if path not in named and not (ends and path.endswith(ends))] == []


def test_the_docs_name_no_file_that_no_bundle_has():
    patterns = [re.compile(pattern) for part in PARTS for pattern in part.patterns]
    for name in named_in_the_docs():
        if name.endswith("/"):
            pages = [f"{name}{page}" for page in ("closed.html", "overdue.html", "OCSAE/1.html")]
            assert any(pattern.match(page) for pattern in patterns for page in pages), name
        else:
            of_pattern = any(pattern.fullmatch(name) for pattern in patterns)
            assert name in FILES or of_pattern or name == "….csv-metadata.json", name

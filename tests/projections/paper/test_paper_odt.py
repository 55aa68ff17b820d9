"""A paper as an OpenDocument text: by OASIS's schemas, and as LibreOffice Writer reads it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from events.base import Day
from projections.base import TimeFilter
from projections.paper.base import Question
from projections.paper.index import write
from projections.paper.view import paper
from tests.hostile import ALLOWED, begin, says
from tests.sampling import sample
from tests.validators import call

AUDIT = ("--validator", "odf", "--format", "odf1.3", "--policy", "strict", "--odf-level")
EVER = Question(since=Day("2000-01-01"), time_filter=TimeFilter(Day("2031-01-01")))
TEXT, TABLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "table"))


@pytest.fixture
def written(tmp_path):
    """written(text) -> the path of a paper in which everything says that text."""

    def make(text):
        with begin(tmp_path / "ledger") as ledger:
            says(ledger, text)
            (tmp_path / "paper.odt").write_bytes(write(paper(ledger, EVER), "odt"))
        return tmp_path / "paper.odt"

    return make


def content(path):
    with zipfile.ZipFile(path) as packed:
        return packed.read("content.xml").decode()


def broken(path, old, new):
    """The same document with other characters in its content."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == "content.xml":
                assert old in data.decode()
                data = data.decode().replace(old, new, 1).encode()
            after.writestr(info, data)
    path.write_bytes(made.getvalue())


@pytest.mark.parametrize("name", sample([*ALLOWED], 5))
def test_the_schemas_of_oasis_find_nothing(written, name):
    path = written(ALLOWED[name])
    for level in ("schema-core", "semantic-core"):
        told = call("openxml-audit", *AUDIT, level, path.name, cwd=path.parent)
        assert told.returncode == 0, told.stdout + told.stderr
        assert "Errors: 0" in told.stdout


def test_they_find_a_fault_that_is_made_for_them(written):
    path = written("Do it.")
    broken(path, 'text:outline-level="1"', 'text:outline-level="first"')
    told = call("openxml-audit", *AUDIT, "schema-core", path.name, cwd=path.parent)
    assert told.returncode != 0


def test_headings_have_their_levels_and_tables_their_headings(written):
    root = ElementTree.fromstring(content(written("Do it.")))
    levels = [int(one.get(f"{TEXT}outline-level")) for one in root.iter(f"{TEXT}h")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tables = list(root.iter(f"{TABLE}table"))
    assert len(tables) > 4
    for table in tables:
        assert len(table.findall(f"{TABLE}table-header-rows/{TABLE}table-row")) == 1
        columns = len(table.findall(f"{TABLE}table-column"))
        for row in table.iter(f"{TABLE}table-row"):
            assert len(row) == columns
    names = [table.get(f"{TABLE}name") for table in tables]
    assert len(set(names)) == len(names)


def test_its_parts_are_the_same_bytes_on_every_machine(written):
    with zipfile.ZipFile(written("Do it.")) as packed:
        first, *others = packed.infolist()
        assert first.filename == "mimetype"
        for info in (first, *others):
            assert (info.compress_type, info.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))


def writer():
    """LibreOffice with its word processor; its tests are skipped where there is none, also in CI."""
    office = shutil.which("soffice")
    if office is None or not any(Path(office).resolve().parent.glob("libswlo.*")):
        pytest.skip("LibreOffice Writer is absent")
    return office


def test_libreoffice_opens_it_and_prints_all_of_it(written, tmp_path):
    office, path = writer(), written("Blanks  and\nlines, and a long-windedly-hyphenated-word: é 日本")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", tmp_path / "made", path]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    made = PdfReader(tmp_path / "made" / "paper.pdf")
    said = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))
    assert made.metadata.title == "Recommendations of all inspections"
    root = ElementTree.fromstring(content(path))
    for heading in root.iter(f"{TEXT}h"):
        assert re.sub(r"\s+", " ", "".join(heading.itertext())) in said
    assert f"Page 1 of {len(made.pages)}" in said
    page = made.pages[0].mediabox
    assert page.width > page.height

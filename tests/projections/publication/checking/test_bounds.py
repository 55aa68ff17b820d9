"""No file of a bundle takes much time or memory to check: whatever is too much is refused in a sentence."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from projections.publication.checking.bundle import check
from tests.bundles import demo, publish_all, sum_up
from tests.pasts import needs
from tests.sampling import ALL

MEMORY, SECONDS = 900 << 20, 60
"""What a check of the smallest bundle may take with one hostile file in it."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        return publish_all(ledger, place / "bundle"), ledger.inspectorate().verifier_key


def packed(path, part, text):
    """A spreadsheet with another part in the place of one, packed as tight as can be."""
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in (parts | {part: text.encode()}).items():
            into.writestr(name, data)
    return out.getvalue()


NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ELEMENTS = 3_400_000 if ALL else 400_000
"""The most that the limit on a part of a spreadsheet lets in; it takes ten seconds to read them."""

HEAD = (
    f'<office:document-content xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" '
    f'xmlns:text="{NAMES}:text:1.0" office:version="1.3"><office:body><office:spreadsheet>'
)


def deep(path):
    return packed(path, "content.xml", HEAD + "<table:table>" * 200_000 + "</table:table>" * 200_000)


def deep_words(path):
    return packed(path, "content.xml", HEAD + "<text:p>a" * 2_000_000)


def many_elements(path):
    return packed(path, "content.xml", HEAD + "<table:table>" + "<table:table-row/>" * ELEMENTS)


def many_attributes(path):
    said = " ".join(f'a{number}="x"' for number in range(200_000))
    return packed(path, "content.xml", f"{HEAD}<table:table {said}/>")


def a_bomb(path):
    return packed(path, "content.xml", HEAD + " " * (200 << 20))


def entities(path):
    declared = f'<!DOCTYPE a [<!ENTITY b "{"c" * 100_000}">]>'
    return packed(path, "content.xml", declared + HEAD + "&b;" * 100_000)


def many_parts(path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as into:
        for number in range(20_000):
            into.writestr(f"part{number}", b"")
    return out.getvalue()


def database(statements):
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return bytes(connection.serialize())


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def a_view(path):
    return database(["CREATE TABLE meta (name, value)", f"CREATE VIEW register AS {ENDLESS}"])


def a_calculated_column(path):
    table = "CREATE TABLE register (a, b AS (hex(zeroblob(100000000))))"
    return database([table, "INSERT INTO register VALUES (1)"])


def a_check(path):
    return database(["CREATE TABLE register (a CHECK (length(a) < 9 OR a IN (1, 2)))"])


def many_columns(path):
    columns = ", ".join(f"c{number}" for number in range(1_900))
    return database([f"CREATE TABLE register ({columns})"])


def pages_that_are_not_there(path):
    data = bytearray(path.read_bytes())
    data[28:32] = (0xFFFFFFF0).to_bytes(4, "big")
    return bytes(data)


def a_loop_of_pages(path):
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 4096] = data[4096:8192]
    return bytes(data)


def many_lists(path):
    return b"[" + b"[]," * 20_000_000 + b"1]"


def many_numbers(path):
    return b"[" + b"1.5," * 20_000_000 + b"1]"


def deep_lists(path):
    return b"[" * 200_000 + b"]" * 200_000


def one_line(path):
    return b"a" * (300 << 20)


def many_lines(path):
    return b"\n" * (8 << 20)


def many_commas(path):
    return b"," * (60 << 20)


def many_tags(path):
    data = path.read_bytes()
    return data.replace(b"<main", b"<p></p>" * 12_000_000 + b"<main", 1)


FILES = [
    ("register.ods", deep),
    ("register.ods", deep_words),
    ("register.ods", many_elements),
    ("register.ods", many_attributes),
    ("register.ods", a_bomb),
    ("register.ods", entities),
    ("register.ods", many_parts),
    ("register.sqlite", a_view),
    ("register.sqlite", a_calculated_column),
    ("register.sqlite", a_check),
    ("register.sqlite", many_columns),
    ("register.sqlite", pages_that_are_not_there),
    ("register.sqlite", a_loop_of_pages),
    ("register.json", many_lists),
    ("register.json", many_numbers),
    ("register.json", deep_lists),
    ("datapackage.json", many_lists),
    ("datapackage.json", deep_lists),
    ("register.csv", many_lines),
    ("register.csv", many_commas),
    ("feed.atom", one_line),
    ("history.jsonl", one_line),
    ("history.jsonl", many_lines),
    ("SHA256SUMS", many_lines),
    ("index.html", many_tags),
    ("changes.html", many_tags),
    ("events/0.json", deep_lists),
]


@pytest.mark.parametrize(
    ("path", "made"), FILES, ids=lambda one: one if isinstance(one, str) else one.__name__
)
def test_whatever_stands_in_a_file_its_check_takes_little(pristine, tmp_path, path, made):
    needs(sys.platform == "linux", "Linux, which limits what a process may take")
    bundle = tmp_path / "bundle"
    shutil.copytree(pristine[0], bundle)
    (bundle / path).write_bytes(made(bundle / path))
    if path != "SHA256SUMS":
        sum_up(bundle)
    found = apart(lambda: [one.file for one in check(str(bundle), pristine[1]).findings])
    assert isinstance(found, list), found
    assert path in found


def apart(work):
    """What a process of its own answers, which may not grow by more than MEMORY."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            size = pages * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            try:
                answer = work()
            except BaseException as error:
                answer = repr(error)
            os.write(send, json.dumps(answer).encode()[:60_000])
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else "it took too much time or memory"

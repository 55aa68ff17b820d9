"""Programs that nobody here wrote, and what each has to find where a bundle is broken.

A check that never fails is no check: each validator comes with a fault, as small as can be, that a bundle is
given, and has to find it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.pasts import needs

Break = Callable[[Path], None]


class Validator(NamedTuple):
    """A program, the words it is called with in the folder of a bundle, and a fault, told in what it says."""

    program: str
    words: tuple[str, ...]
    breaks: Break
    says: str


def call(program: str, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of this Python's environment or of the system; skip, by name, where it is absent."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    needs(found := shutil.which(program, path=beside), program)
    # They ask nothing from outside, whatever a file refers to.
    proxy = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = {**os.environ, **proxy, "NO_COLOR": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(found), *words], cwd=cwd, capture_output=True, text=True, env=environment, timeout=120
    )


def replacing(path: str, old: str, new: str) -> Break:
    """Put a few characters in the place of others, once."""

    def breaks(folder: Path) -> None:
        text = (folder / path).read_bytes().decode()
        assert old in text, f"{path} has no {old}"
        (folder / path).write_bytes(text.replace(old, new, 1).encode())

    return breaks


def with_its_hash(path: str, breaks: Break) -> Break:
    """Break a file, and put its size and hash in the package right again."""

    def both(folder: Path) -> None:
        breaks(folder)
        package = json.loads((folder / "datapackage.json").read_bytes())
        (resource,) = (one for one in package["resources"] if one["path"] == path)
        data = (folder / path).read_bytes()
        resource |= {"bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}
        (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    return both


def inside(part: str, old: str, new: str) -> Break:
    """Put a few characters in the place of others in a part of the spreadsheet, once."""

    def breaks(folder: Path) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(folder / "register.ods") as before, zipfile.ZipFile(made, "w") as after:
            for info in before.infolist():
                data = before.read(info).decode()
                if info.filename == part:
                    assert old in data, f"{part} has no {old}"
                    data = data.replace(old, new, 1)
                after.writestr(info, data.encode())
        (folder / "register.ods").write_bytes(made.getvalue())

    return breaks


_RSS = "RSS::Parser.parse(File.binread('feed.atom'), validate: true, ignore_unknown_element: false) or abort"
_ODS = ("--validator", "odf", "--format", "odf1.3", "--policy", "strict", "--odf-level")
_AJAR = replacing("register.csv", ",Open,", ",Ajar,")
_DATE, _DATES = 'office:value-type="date"', 'office:value-type="dates"'
_STYLE, _NO_STYLE = 'style:parent-style-name="Default"', 'style:parent-style-name="Nothing"'

VALIDATORS = {
    "xmllint, of the feed": Validator(
        "xmllint",
        ("--noout", "--nonet", "feed.atom"),
        replacing("feed.atom", "</title>", "</titel>"),
        "mismatch",
    ),
    # Ruby's own library of feeds: elements, attributes and their number, by RFC 4287.
    "Ruby's RSS, of the feed": Validator(
        "ruby",
        ("-rrss", "-e", _RSS),
        replacing("feed.atom", "<author><name>Test</name></author>", "<author/>"),
        "tag <name> is missing in tag <author>",
    ),
    "check-jsonschema, of the register": Validator(
        "check-jsonschema",
        ("--schemafile", "register.schema.json", "register.json"),
        replacing("register.json", '"status":"open"', '"status":"Open"'),
        "'Open' is not one of",
    ),
    "check-jsonschema, of the schema": Validator(
        "check-jsonschema",
        ("--check-metaschema", "register.schema.json"),
        replacing("register.schema.json", '"type": "integer"', '"type": "whole"'),
        "'whole' is not valid",
    ),
    "csvwvalidate, of the table with every column": Validator(
        "csvwvalidate",
        ("register-full.csv-metadata.json",),
        replacing("register-full.csv", ",2020-02-26,2020-02-26,", ",2020-02-26,2020-02-30,"),
        "FAIL",
    ),
    "csvwvalidate, of the table": Validator("csvwvalidate", ("register.csv-metadata.json",), _AJAR, "FAIL"),
    "frictionless, of the table": Validator(
        "frictionless",
        ("validate", "--json", "datapackage.json"),
        with_its_hash("register.csv", _AJAR),
        '"constraint-error"',
    ),
    "frictionless, of the hashes": Validator(
        "frictionless", ("validate", "--json", "datapackage.json"), _AJAR, '"hash-count"'
    ),
    "openxml-audit, of the parts by OASIS's schemas": Validator(
        "openxml-audit",
        (*_ODS, "schema-core", "register.ods"),
        inside("content.xml", _DATE, _DATES),
        "Relax NG validation failed",
    ),
    "openxml-audit, of what the parts say of one another": Validator(
        "openxml-audit",
        (*_ODS, "semantic-core", "register.ods"),
        inside("styles.xml", _STYLE, _NO_STYLE),
        "Nothing",
    ),
    "sha256sum, of every file": Validator(
        "sha256sum", ("--check", "--strict", "--quiet", "SHA256SUMS"), _AJAR, "register.csv: FAILED"
    ),
}
"""Each by what it is and what it looks at."""

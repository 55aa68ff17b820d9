"""A bundle is held against programs that nobody here wrote: they find no fault in it, and do find one."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest

from ledger.decisions.recommendations import MakeRecommendation
from tests import hostile
from tests.bundles import demo, publish_all
from tests.sampling import ALL
from tests.validators import VALIDATORS, call

BUNDLES = ("demo", "hostile", "empty")
DEAR = BUNDLES if ALL else ("hostile",)
"""Those that each program begins anew for; it takes a second to begin."""

PARTS = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    """Three that ``publish`` wrote: of the real case, of hostile text, and of an inspection of nothing."""
    place = tmp_path_factory.mktemp("bundles")
    with demo(place / "case") as ledger:
        publish_all(ledger, place / "demo", "OCSAE")
    with hostile.begin(place / "texts") as ledger:
        # Not a NUL, which SQLite's own functions take for the end of a text.
        hostile.says(ledger, "\n".join(hostile.TEXTS.values()).replace("\0", ""))
        undated = MakeRecommendation(
            inspection="OCSAE", number="4", cycle="2020", text="W", made_to=("B",), on="2020-03"
        )
        ledger.ask(undated, by="ann")
        publish_all(ledger, place / "hostile")
    with hostile.begin(place / "nothing") as ledger:
        publish_all(ledger, place / "empty")
    return place


@pytest.fixture(params=BUNDLES)
def bundle(request, bundles):
    return bundles / request.param


@pytest.mark.parametrize("name", VALIDATORS)
@pytest.mark.parametrize("which", DEAR)
def test_no_program_finds_a_fault(bundles, which, name):
    validator = VALIDATORS[name]
    done = call(validator.program, *validator.words, cwd=bundles / which)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", VALIDATORS)
def test_each_program_finds_the_fault_it_is_there_for(bundles, tmp_path, name):
    validator = VALIDATORS[name]
    broken = tmp_path / "bundle"
    shutil.copytree(bundles / "hostile", broken)
    validator.breaks(broken)
    done = call(validator.program, *validator.words, cwd=broken)
    assert done.returncode != 0
    assert validator.says in " ".join((done.stdout + done.stderr).split())


def test_each_part_of_the_spreadsheet_is_well_formed_and_a_cut_one_is_not(bundle, tmp_path):
    with zipfile.ZipFile(bundle / "register.ods") as packed:
        packed.extractall(tmp_path)
    assert call("xmllint", "--noout", "--nonet", *PARTS, cwd=tmp_path).returncode == 0
    for part in PARTS:
        (tmp_path / part).write_bytes((tmp_path / part).read_bytes()[:-3])
        assert call("xmllint", "--noout", "--nonet", part, cwd=tmp_path).returncode != 0


@pytest.mark.parametrize("which", DEAR)
def test_datasette_serves_the_rows_of_the_register_and_counts_each_body(bundles, which):
    """It is run as anybody would: the file is immutable, and each page is asked for."""
    bundle = bundles / which
    rows = json.loads((bundle / "register.json").read_bytes())["rows"]
    told = json.loads(call("datasette", "inspect", "register.sqlite", cwd=bundle).stdout)
    tables = told["register"]["tables"]
    assert tables["register"]["count"] == len(rows)
    assert set(tables) == {"register", "history", "meta"}
    page = _served(
        bundle, "/register/register.json?_shape=objects&_size=max&_facet_array=made_to&_facet=status"
    )
    kept = sorted((row["inspection"], row["number"]) for row in page["rows"])
    assert kept == sorted((row["inspection"], row["number"]) for row in rows)
    by_name = {(row["inspection"], row["number"]): row for row in page["rows"]}
    for row in rows:
        found = by_name[row["inspection"], row["number"]]
        assert rows[found.pop("sort_order") - 1] == row
        lists = {name: json.loads(found[name]) for name in ("made_to", "topics", "responses")}
        assert {**found, **lists} == row
    if not rows:
        return
    bodies = {one["value"]: one["count"] for one in page["facet_results"]["made_to"]["results"]}
    told_to = [body for row in rows for body in row["made_to"]]
    assert bodies == {body: told_to.count(body) for body in told_to}
    statuses = {one["value"]: one["count"] for one in page["facet_results"]["status"]["results"]}
    assert sum(statuses.values()) == len(rows)
    history = _served(bundle, "/register/history.json?_shape=array&_size=max")
    assert len(history) == tables["history"]["count"] > len(rows) - 1


def _served(bundle, path):
    done = call("datasette", "--immutable", "register.sqlite", "--get", path, cwd=bundle)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_datasette_opens_no_file_that_was_cut(bundles, tmp_path):
    data = (bundles / "demo" / "register.sqlite").read_bytes()
    (tmp_path / "register.sqlite").write_bytes(data[: len(data) // 2])
    assert call("datasette", "inspect", "register.sqlite", cwd=tmp_path).returncode != 0

"""``scrutiny verify-bundle``: what is printed and what it ends with; no ledger is needed."""

from __future__ import annotations

import json
import shutil

import pytest

from commands.root import run
from projections.publication.checking.base import CHECKS
from tests.bundles import demo, publish

pytestmark = pytest.mark.usefixtures("without_b9")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        publish(ledger, place / "bundle")
        return place / "bundle", ledger.inspectorate().verifier_key


@pytest.fixture
def key(pristine):
    return pristine[1]


@pytest.fixture
def bundle(pristine, tmp_path, monkeypatch):
    """A bundle in a folder with no ledger about."""
    shutil.copytree(pristine[0], tmp_path / "bundle")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SCRUTINY_LEDGER", raising=False)
    return tmp_path / "bundle"


@pytest.fixture
def check(capfd, bundle):
    def call(*words):
        status = run(["verify-bundle", *map(str, words)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert "nobody foresaw" not in err
        return status, out, err

    return call


def test_what_was_proved_is_a_sentence(check, key):
    status, out, err = check("bundle", "--key", key)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert [line.split()[:2] for line in lines[: len(CHECKS)]] == [[code, "holds"] for code in CHECKS]
    said = " ".join(out.split())
    assert "Proved: 11 rows, as of 2031-01-01 and as known at 2030-01-01T09:00:" in said
    assert "follow from 42 events in the tree of 94 that scrutiny-ledger.invalid/demo signed." in said
    assert max(map(len, lines)) <= 80


def test_what_is_wrong_is_listed_and_told_by_the_status(check, key, bundle):
    register = bundle / "register.csv"
    register.write_bytes(register.read_bytes().replace(b"Partially met", b"Closed", 1))
    status, out, err = check("bundle", "--key", key)
    assert (status, err) == (6, "")
    assert "B1  BROKEN  1 finding:\n            register.csv: It is not the file" in out
    assert "B7  BROKEN  1 finding:" in out
    assert "Proved" not in out


def test_the_json_has_the_findings(check, key, bundle):
    status, out, _ = check("bundle", "--key", key, "--format", "json")
    told = json.loads(out)
    assert (status, told["ok"], told["findings"], told["rows"], told["size"]) == (0, True, [], 11, 94)
    assert told["root"] == (bundle / "checkpoint").read_text(encoding="utf-8").splitlines()[2]
    (bundle / "checkpoint").unlink()
    status, out, _ = check("bundle", "--key", key, "--format", "json")
    told = json.loads(out)
    assert (status, told["ok"]) == (6, False)
    assert {
        "code": "B1",
        "file": "checkpoint",
        "message": "SHA256SUMS names it, and it is not there.",
    } in told["findings"]
    assert told["not_looked_at"] == ["B3", "B4", "B5", "B6", "B8", "B9"]


def test_the_key_and_a_held_checkpoint_may_stand_in_files(check, key, bundle, tmp_path):
    (tmp_path / "key").write_text(f"{key}\n", encoding="utf-8")
    shutil.copy(bundle / "checkpoint", tmp_path / "held")
    assert check("bundle", "--key", "key", "--held", "held", "--held", tmp_path / "held")[0] == 0
    (tmp_path / "held").write_text("nonsense")
    status, out, _ = check("bundle", "--key", "key", "--held", "held")
    assert status == 6
    assert "held: This checkpoint is not one that the key signed" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "status", "because"),
    [
        (("nowhere", "--key", "KEY"), 3, "There is no folder nowhere."),
        (("bundle/checkpoint", "--key", "KEY"), 3, "There is no folder bundle/checkpoint."),
        (("bundle", "--key", "no+key"), 2, "The verifier key cannot be read"),
        (("bundle", "--key", "nowhere"), 2, "The verifier key nowhere cannot be read"),
        (("bundle", "--key", "KEY", "--held", "nowhere"), 2, "The checkpoint nowhere cannot be read"),
        (("bundle",), 2, "--key"),
        ((), 2, "FOLDER"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(check, key, words, status, because):
    answer = check(*(key if word == "KEY" else word for word in words))
    assert (answer[0], answer[1]) == (status, "")
    assert because in answer[2]


def test_a_hostile_name_does_not_act_on_the_terminal(check, key, bundle):
    (bundle / "\x1b[2Jregister.md").write_text("x")
    (bundle / "\udcff.md").write_text("x")
    for form in ("table", "json"):
        status, out, _ = check("bundle", "--key", key, "--format", form)
        assert status == 6
        assert "\x1b" not in out

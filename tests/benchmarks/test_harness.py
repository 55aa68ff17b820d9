"""The harness of the benchmarks: what misses its target, or is not measured, ends with 1."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as harness
from benchmarks import environments, fresh, results, targets
from benchmarks.environments import NAMES, PINS, Absent
from benchmarks.measure import Figure, Target, compared
from benchmarks.reading import _same_counts, _same_moves, same_rows

WANTED = {
    "read-now": "at most 3x",
    "read-as-of": "at most 3x",
    "read-known-at": "at most 3x",
    "read-both": "at most 3x",
    "read-statistics": "at most 3x",
    "read-diff": "at most 3x",
    "read-inbox": "at most 3x",
    "read-memory": "at most 60 MB",
    "flat-register": "at most 1.2x",
    "flat-statistics": "at most 1.2x",
    "flat-diff": "at most 1.2x",
    "flat-inbox": "at most 1.2x",
    "flat-show": "at most 1.2x",
    "peer-django": "at least 4x",
    "peer-continuum": "at least 3x",
    "peer-sqlite-history": "at least 1x",
    "keep-event": "at most 0.5x",
    "keep-thousand": "at most 1.3x",
    "prove": "at most 2x",
    "prove-growth": "at most 1.1x",
    "verify-commands": "at most 1.5x",
    "verify-floor": "at most 3x",
    "verify-memory": "at most 150 MB",
    "verify-cores": "at least 1.6x",
    "verify-since": "at most 0.1x",
    "start-record": "at most 7x",
    "start-help": "at most 3x",
    "start-command-help": "at most 3x",
    "start-completion": "at most 3x",
    "start-register": "at most 4x",
    "start-show": "at most 4x",
    "start-trail": "at most 4x",
    "start-numbers": "at most 1.3x",
    "trail": "at most 3x",
    "trail-memory": "at most 80 MB",
    "change-django": "at least 3x",
    "change-continuum": "at least 6x",
    "change-emmett": "at least 10x",
    "change-git": "at least 25x",
    "long-show": "at most 1.3x",
    "long-record": "at most 1.3x",
    "people-show": "at most 1.05x",
    "people-record": "at most 1.05x",
    "publish": "at most 1.3x",
}
"""What was promised, line by line."""


def test_the_targets_are_what_was_promised():
    assert {key: line.target.wanted() for key, line in targets.TARGETS.items()} == WANTED


def test_each_target_is_of_a_family_that_runs_without_being_named():
    assert {line.family for line in targets.TARGETS.values()} == set(harness.JOBS) - {"profiles"}


def test_what_has_no_target_is_measured_by_name_alone(monkeypatch):
    asked = []
    monkeypatch.setattr(harness, "_run", lambda wanted, size: asked.append((wanted, size)) or [])
    assert harness.main([]) == 0 and harness.main(["profiles", "--size", "10000"]) == 0
    assert asked[0] == ([name for name in harness.JOBS if name != "profiles"], 100_000)
    assert asked[1] == (["profiles"], 10_000)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the harness with a family of one line, and return its exit status."""
    monkeypatch.setattr(harness, "KEPT", tmp_path)
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    monkeypatch.setattr(targets, "TARGETS", {"trail": targets.TARGETS["trail"]})

    def run(lines):
        family = SimpleNamespace(__doc__="A family.", run=lines)
        monkeypatch.setattr(harness, "import_module", lambda _: family)
        return harness.main(["trails"])

    return run


def _figure(ours, baseline=(1.0, 1.0, 1.0)):
    return lambda *_: [targets.measured("trail", list(ours), list(baseline))]


def test_what_meets_its_target_ends_with_0(run, capsys):
    assert run(_figure([2.0, 3.0, 3.0])) == 0
    out = capsys.readouterr().out
    assert "3.00x [2.50 to 3.00]" in out and " met " in out and "missed or void" not in out


def test_what_misses_its_target_ends_with_1_and_is_told_again_at_the_end(run, capsys):
    assert run(_figure([3.1, 3.1, 3.1])) == 1
    assert "MISSED" in capsys.readouterr().out.split("1 missed or void:")[1]


def test_what_cannot_be_measured_is_void_and_ends_with_1(run, capsys):
    def fails(*_):
        raise RuntimeError("the ledger is not there")

    assert run(fails) == 1
    assert "VOID      RuntimeError: the ledger is not there" in capsys.readouterr().out


def test_what_a_family_forgets_is_void(run, capsys):
    assert run(lambda *_: ["  something else"]) == 1
    assert "VOID      it was not measured" in capsys.readouterr().out


def test_a_peer_that_is_not_to_be_had_is_no_miss(run, capsys):
    assert run(lambda *_: [targets.void("trail", "there is no npm", absent=True)]) == 0
    assert "absent    there is no npm" in capsys.readouterr().out


def test_a_comparison_of_different_answers_is_void(run):
    assert run(lambda *_: [targets.void("trail", "the table does not say the same")]) == 1


def test_an_older_family_that_tells_in_words_ends_with_1_too():
    assert harness.failed("      VOID: the two do not come to the same rows")
    assert harness.failed(compared("x", [2.0, 2.0], [1.0, 1.0], Target(1.5)))
    assert not harness.failed(compared("x", [2.0, 2.0], [1.0, 1.0], Target(None)))


def test_a_family_that_is_not_there_is_a_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        harness.main(["speed"])
    assert ended.value.code == 2 and "There is no family speed" in capsys.readouterr().err


def test_results_are_kept_by_family_and_size(monkeypatch, tmp_path):
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    for value in (1.0, 2.0):
        results.keep("trails", 10_000, [targets.value("trail", value)])
    results.keep("trails", 100_000, [targets.void("trail", "no room")])
    found = [(one["size"], one["value"], one["verdict"], one["detail"]) for one in results.read()]
    assert found == [(10_000, 2.0, "met", ""), (100_000, None, "VOID", "no room")]


def test_a_peer_that_cannot_be_installed_is_absent_with_the_reason(monkeypatch, tmp_path):
    def refused(words, **_):
        raise subprocess.CalledProcessError(1, words, stderr="ERROR: no network\n")

    monkeypatch.setattr("benchmarks.kept.KEPT", tmp_path)
    monkeypatch.setattr(environments.subprocess, "run", refused)
    with pytest.raises(Absent, match="it cannot be installed: ERROR: no network"):
        environments.command("django")
    monkeypatch.setattr(environments.shutil, "which", lambda _: None)
    with pytest.raises(Absent, match="there is no npm"):
        environments.command("emmett")


def test_each_peer_has_a_script_pins_and_a_name():
    scripts = {path.stem.removeprefix("with_") for path in environments.SCRIPTS.glob("with_*")}
    assert scripts == set(PINS) == set(NAMES)
    for name, pins in PINS.items():
        assert environments.script(name).exists()
        assert all("==" in pin or pin.count("@") > pin.startswith("@") for pin in pins)


def _row(**said):
    from benchmarks.peers.answering import COLUMNS

    return dict.fromkeys(COLUMNS) | {"inspection": "A", "number": "1"} | said


def test_rows_are_the_same_only_if_every_column_is():
    rows = [_row(number=str(number)) for number in range(60)]
    assert same_rows({"rows": rows}, {"rows": rows[::-1]})
    assert not same_rows({"rows": rows}, {"rows": [*rows[1:], rows[0] | {"text": "Other"}]})
    assert not same_rows({"rows": rows}, {"rows": rows[1:]})
    assert not same_rows({"rows": rows}, {"rows": [*rows, rows[0]]})
    assert not same_rows({"rows": []}, {"rows": []})


def test_counts_and_moves_are_the_same_only_if_they_are():
    told = {
        "by_status": {"open": 2, "closed": 1},
        "by_reason": {"implemented": 1},
        "by_word": {},
        "rows": [{"name": "A", "closing": 2}, {"name": "all", "closing": 2}],
    }
    found = [["A", "open", None, None, 2], ["A", "closed", "implemented", None, 1]]
    assert _same_counts(told, found)
    assert not _same_counts(told, found[:1])
    moved = {"rows": [_row(change="closed", before="open", after="closed")]}
    assert _same_moves(moved, [["A", "1", "open", "closed"]])
    assert not _same_moves(moved, [])
    assert not _same_moves(moved, [["A", "2", "open", "closed"]])
    assert not _same_moves({"rows": []}, [])


def test_what_was_made_by_other_code_is_never_used(monkeypatch, tmp_path):
    from benchmarks.kept import kept

    monkeypatch.setattr("benchmarks.kept.KEPT", tmp_path)
    made = []

    def make(folder: Path):
        made.append(folder.name)
        (folder / "it").write_text("made")

    one, other = "a" * 12, "b" * 12
    assert kept("ledger-10", one, make) == kept("ledger-10", one, make) == tmp_path / f"ledger-10-{one}"
    kept("ledger-100", one, make)
    assert kept("ledger-10", other, make).name == f"ledger-10-{other}"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"ledger-10-{other}", f"ledger-100-{one}"]
    (tmp_path / f"ledger-10-{other}" / ".whole").unlink()
    kept("ledger-10", other, make)  # what was half made is made again
    assert made == [f"ledger-10-{one}", f"ledger-100-{one}", f"ledger-10-{other}", f"ledger-10-{other}"]


def test_a_figure_without_a_baseline_says_so():
    assert "-" in str(Figure("x", Target(1), why="nothing"))


def test_the_memory_of_a_fresh_process_is_its_own():
    large = bytearray(150_000_000)
    used = fresh.run(sys.executable, "-c", "held = bytearray(40_000_000)", env={})
    assert 40e6 < used.memory < len(large)
    assert used.cpu > 0
    with pytest.raises(RuntimeError, match=r"ended with 3: no$"):
        fresh.run("/bin/sh", "-c", "echo no >&2; exit 3", env={})

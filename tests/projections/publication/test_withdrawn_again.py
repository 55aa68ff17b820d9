"""What is withdrawn after a publication is gone from the next one, though no row says anything else."""

from commands.root import run


def test_a_reason_that_is_withdrawn_is_in_no_bundle_that_is_put_in_the_old_ones_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRUTINY_PERSON", "ada")
    for line in (
        ["init", "--as", "ada", "--name", "Ada"],
        ["person", "grant", "ada", "inspector"],
        ["person", "grant", "ada", "publisher"],
        ["inspection", "open", "A", "--title", "Wrong"],
        ["inspection", "correct", "A", "--title", "Right", "--why", "Of Mr Zqname"],
        ["publish", "--output", "pub"],
    ):
        assert run(line) == 0
    history = tmp_path / "pub" / "history.jsonl"
    assert "Zqname" in history.read_text()
    assert run(["words", "withdraw", "A", "9", "--why", "A name"]) == 0
    assert run(["publish", "--output", "pub"]) == 0
    assert not [
        path for path in (tmp_path / "pub").rglob("*") if path.is_file() and b"Zqname" in path.read_bytes()
    ]
    before = history.stat().st_mtime_ns
    assert run(["publish", "--output", "pub"]) == 0
    assert history.stat().st_mtime_ns == before

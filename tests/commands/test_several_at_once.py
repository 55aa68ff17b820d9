"""What is handed in, asked for, put off or returned for several at once: all of it or nothing."""

from __future__ import annotations

import json

import pytest

from tests.commands import processes


@pytest.fixture
def paper(tmp_path):
    """A file that a body hands in."""
    path = tmp_path / "paper.txt"
    path.write_bytes(b"One paper for all of them.")
    return path


def stored(folder, name):
    return [row[4]["data"] for row in processes.events(folder) if row[3] == name]


def kept(folder):
    """The files in the vault."""
    return [path for path in (folder / "evidence").glob("*") if path.is_file()]


SUBMIT = "evidence submit OCSAE {} --by SPA --summary Plan --on 2021-06-01 --as ann"


def test_one_paper_for_six_recommendations_is_one_command_and_one_copy(two, done, paper):
    before = len(processes.events(two))
    told = done(SUBMIT.format("1-3 012/21 7-9 AFD1"), "--file", str(paper))
    assert told["ref"] == "E1-E6"
    assert told["refs"] == ["E1", "E2", "E3", "E4", "E5", "E6"]
    rows = processes.events(two)[before:]
    names = ["evidence.submitted", "evidence.described", "evidence.attached"]
    assert [row[3] for row in rows] == names * 6
    assert [row[4]["data"]["number"] for row in rows[::3]] == ["1", "2", "3", "012/21", "7-9", "AFD1"]
    assert len({row[4]["command"] for row in rows}) == 1
    attached = stored(two, "evidence.attached")
    assert len({item["sha256"] for item in attached}) == 1
    assert {item["name"] for item in attached} == {"paper.txt"}
    (copy,) = kept(two)
    assert copy.name == attached[0]["sha256"]
    assert copy.read_bytes() == paper.read_bytes()


def test_what_was_handed_in_for_several_is_shared_out_when_they_are_judged(two, done, paper):
    done(SUBMIT.format("1-3"), "--file", str(paper))
    done(
        "judgement record OCSAE 1-3 --cycle 2021 --status closed --reason implemented --rationale Seen "
        "--evidence E1-E3 --on 2021-09-01 --as ann"
    )
    assert [item["evidence"] for item in stored(two, "judgement.recorded")] == [["E1"], ["E2"], ["E3"]]


def test_one_alone_has_the_receipts_it_always_had(two, done):
    told = done(SUBMIT.format("3"))
    assert told["ref"] == "E1"
    assert "refs" not in told
    for line in (
        "evidence request OCSAE 3 --why More --on 2021-07-01 --as ann",
        "recommendation reschedule OCSAE 3 --due 2023-01-01 --on 2021-07-01 --as ann",
    ):
        told = done(line)
        assert told["ref"] == "OCSAE/3"
        assert "refs" not in told


def test_what_is_handed_in_for_another_inspection_too(two, done, paper):
    told = done(SUBMIT.format("1 CUSTODY/1-2"), "--file", str(paper))
    assert told["refs"] == ["E1", "CUSTODY/E1", "CUSTODY/E2"]
    assert len(kept(two)) == 1


@pytest.mark.parametrize(
    ("status", "because", "which"),
    [
        (3, "OCSAE has no recommendation 4", "1-5"),
        (3, "CUSTODY has no recommendation 6", "1 CUSTODY/1-6"),
        (2, "3-1 spans from 3 to 1", "3-1"),
        (2, "Missing argument 'NUMBER...'", ""),
    ],
)
def test_if_one_is_not_there_nothing_is_recorded_and_no_file_kept(
    two, refused, paper, status, because, which
):
    before = len(processes.events(two))
    refused(status, because, SUBMIT.format(which), "--file", str(paper))
    refused(status, because, f"evidence request OCSAE {which} --why More --as ann")
    refused(status, because, f"recommendation reschedule OCSAE {which} --due 2030-01-01 --as ann")
    assert len(processes.events(two)) == before
    assert not kept(two)


def test_a_file_that_is_not_there_is_refused_for_all(two, refused):
    refused(2, "cannot be read", SUBMIT.format("1-3"), "--file", "/not/there")


def test_several_are_asked_about_at_once(two, done):
    told = done("evidence request OCSAE 1-3 CUSTODY/2 --why Minutes --on 2021-07-01 --as ann")
    assert told["ref"] == "OCSAE/1-3 CUSTODY/2"
    assert told["refs"] == ["OCSAE/1", "OCSAE/2", "OCSAE/3", "CUSTODY/2"]
    assert [item["number"] for item in stored(two, "evidence.requested")] == ["1", "2", "3", "2"]


def test_several_are_put_off_at_once(two, done, ask):
    told = done(
        "recommendation reschedule OCSAE 1-3 AFD1 --due 2023-03-31 --approved-by Board "
        "--on 2021-07-01 --as ann"
    )
    assert told["refs"] == ["OCSAE/1", "OCSAE/2", "OCSAE/3", "OCSAE/AFD1"]
    assert {item["due"] for item in stored(two, "recommendation.rescheduled")} == {"2023-03-31"}
    assert "2023-03-31" in ask("show OCSAE AFD1").out


def test_if_one_has_that_date_already_none_is_put_off(two, done, refused):
    done("recommendation reschedule OCSAE 2 --due 2023-03-31 --on 2021-07-01 --as ann")
    refused(4, "2023-03-31", "recommendation reschedule OCSAE 1-3 --due 2023-03-31 --on 2021-07-02 --as ann")


def test_several_are_returned_together_or_not_at_all(two, done, refused):
    done(
        "judgement record OCSAE 1-3 CUSTODY/1 --cycle 2021 --status partially-met --rationale Seen "
        "--on 2021-09-01 --as ann"
    )
    back = "judgement return OCSAE {} --why Unclear --as bob"
    refused(3, "OCSAE has no judgement J4", back.format("J1-J4"))
    refused(2, "Missing argument 'JUDGEMENT...'", back.format(""))
    done(back.format("J2"))
    refused(4, "Judgement J2 of OCSAE was returned", back.format("J1-J3"))
    told = done(back.format("J1 j3 CUSTODY/J1 J1"))
    assert told["refs"] == ["J1", "J3", "CUSTODY/J1"]
    assert [item["why"] for item in stored(two, "judgement.returned")] == ["Unclear"] * 4


def test_several_are_sorted_at_once(two, done):
    told = done("recommendation classify OCSAE 1-3 --place Chapter --on 2021-07-01 --as ann")
    assert (told["ref"], told["refs"]) == ("OCSAE/1-3", ["OCSAE/1", "OCSAE/2", "OCSAE/3"])


@pytest.mark.parametrize("twice", [["AFD 7", "afd7"], ["AFD\u00a07", "ＡＦＤ7"], ["AFD 7", "9"]])
def test_what_is_named_in_two_ways_is_meant_once(folder, ask, done, twice):
    made = "recommendation make OCSAE --cycle 2020 --text T --made-to P --on 2020-03-01 --as ann"
    done(made, "9")
    done("recommendation correct OCSAE 9 --why Slip --as ann", "--number", "AFD 7")
    answer = ask("progress record OCSAE 1 --by P --text T --as ann --format json", *twice, "2")
    assert answer.status == 0
    rows = json.loads(ask("trail OCSAE --format json").out)["rows"]
    assert [row["number"] for row in rows if row["event"] == "progress.reported"] == ["1", "AFD 7", "2"]


@pytest.mark.parametrize("line", ["response due OCSAE {} --due 2030-01-01 --as ann"])
def test_a_receipt_names_recommendations_with_their_inspection(folder, done, line):
    assert done(line.format("1"))["ref"] == "OCSAE/1"
    assert done(line.replace("2030", "2031").format("1 2"))["ref"] == "OCSAE/1-2"

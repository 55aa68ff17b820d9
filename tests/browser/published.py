"""The bundles that the browser opens, each as ``scrutiny publish`` writes it, and their kinds of page."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.root import run
from events.base import Day
from ledger.decisions.disputes import RaiseDispute
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation
from ledger.decisions.people import GrantRole
from ledger.decisions.recommendations import RescheduleRecommendation, RestateRecommendation
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.vocabulary import AddWord
from projections.publication.files.site import paging
from tests import bundles
from tests.projections.conftest import Case

KINDS = {
    "index of one inspection": "one/index.html",
    "index of several": "several/index.html",
    "index of nothing": "nothing/index.html",
    "inspection": "several/inspections/OCSAE.html",
    "recommendation": "one/recommendations/OCSAE/3.html",
    "recommendation with all there is": "several/recommendations/OCSAE/012_2f_21.html",
    "recommendation of hostile words": "several/recommendations/OCSAE/H1.html",
    "recommendation of one long word": "several/recommendations/OCSAE/LONG.html",
    "inspection, a later page": "several/inspections/OCSAE_page2.html",
    "status": "several/status/open.html",
    "status that none has": "nothing/status/closed.html",
    "body": "several/bodies/police-scotland.html",
    "overdue": "several/due/overdue.html",
    "overdue, of which there is none": "nothing/due/overdue.html",
    "year": "several/years/2020.html",
    "priority": "several/priorities/high.html",
    "topic of a long name": "several/topics/custody.html",
    "what changed": "several/changes.html",
    "what changed, the first time": "one/changes.html",
    "editions": "several/editions.html",
    "what the words mean": "one/words.html",
    "how to check": "one/check.html",
    "accessibility": "one/accessibility.html",
    "all files": "several/files.html",
    "paper for a committee": "paper/paper.html",
    "paper of nothing": "paper/nothing.html",
}
"""Each kind of page, and one of it."""

PAPERS = ("paper for a committee", "paper of nothing")
"""Pages that stand alone: of no bundle, with a style of their own, and without navigation."""

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)> </title></style></svg><b style="color:red">bold</b>',
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; &nbsp; =1+1 [x](javascript:alert(1))",
)


def publish_all(folder: Path) -> Path:
    """Three bundles: of the demo, of several inspections where much happened, and of an empty ledger."""
    for name in ("one", "several", "nothing", "published"):
        (folder / name).mkdir()
    bundles.publish_all(ledger := bundles.demo(folder / "one"), folder / "published" / "one")
    ledger.close()
    bundles.publish_all(ledger := bundles.begin(folder / "nothing"), folder / "published" / "nothing")
    ledger.close()
    with bundles.begin(folder / "several") as ledger:
        ledger.ask(GrantRole(person="bob", role="publisher"), by="ada")
        case = Case(ledger)
        _before(case)
        _publish(folder, "2021-03-01")
        _after(case)
    _publish(folder, "2022-03-01")
    (folder / "published" / "paper").mkdir()
    _paper(folder, "several", "paper.html", "--since", "2020-01-01", "--site", "https://example.org/r/")
    _paper(folder, "nothing", "nothing.html")
    _paper(folder, "one", "demo.html", "--since", "2020-06-01")
    return folder / "published"


def _paper(folder: Path, ledger: str, name: str, *words: str) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SCRUTINY_LEDGER", str(folder / ledger / "ledger"))
        environment.setenv("HOME", str(folder / ledger))
        path = folder / "published" / "paper" / name
        assert run(["paper", "--as-of", "2022-03-01", "--output", str(path), *words]) == 0


def _publish(folder: Path, day: Day | str) -> None:
    """Through the command, for it takes down what the next one is compared with."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SCRUTINY_LEDGER", str(folder / "several" / "ledger"))
        environment.setenv("HOME", str(folder / "several"))
        # So that a list has several pages, and the first one something on it.
        environment.setattr(paging, "MOST", 15)
        words = ["--as-of", str(day), "--output", str(folder / "published" / "several"), "--as", "bob"]
        assert run(["publish", *words]) == 0


def _before(case: Case) -> None:
    for at, text in enumerate(HOSTILE):
        case.make(f"H{at}", f"Body {text.replace(';', ',')}", text=text)
    case.make("LONG", LONG[:200], text=LONG, due="2022-12-31")
    case.ledger.ask(
        AddWord(vocabulary="priority", word="high", label="High"),
        AddWord(vocabulary="topic", word="custody", label="Custody, and the care of people there of any age"),
        by="ada",
    )
    case.make("P2", text="Say when.", on="..2020-03-01")
    case.make("P1", text="Look after everyone.", priority="high", topics=("custody",), due="2021-06")
    case.make("012/21", "Police Scotland", "H.M. Office", "Crown Office and Procurator Fiscal Service",
              text="Set up\n\n- a board,\n- its minutes.", due="2021-01-31", on="2020-03")  # fmt: skip
    for at in range(10, 28):
        case.make(str(at), text=f"Publish figure {at} each year, with who is responsible for it. " * 3)
    case.ask(RepeatRecommendation, number="012/21", of="OCSAE/5", why=HOSTILE[1], on="2021-01-01")
    case.ask(SupersedeRecommendation, number="H2", by=("OCSAE/H1",), why=HOSTILE[2], on="2021-02-01")
    case.inspect("ABC", "1", "2")


def _after(case: Case) -> None:
    """A long history, most of it of one recommendation."""
    number = "012/21"
    for month, due in (("04", "2021-06-30"), ("05", "2021-12-31"), ("06", "2022-06")):
        case.ask(RescheduleRecommendation, number=number, due=due, why="Staff left.", on=f"2021-{month}-02",
                 approved_by="The board")  # fmt: skip
        sent = case.submit(f"2021-{month}-05", number=number, summary=f"Minutes of {month} {HOSTILE[0]}")
        case.ask(RequestEvidence, number=number, why="Minutes alone are thin.", on=f"2021-{month}-20")
    case.ask(SubmitEvidence, number=number, body="Police Scotland", summary="Kept back.",
             restricted="an operation goes on", on="2021-07-01")  # fmt: skip
    case.ask(RestateRecommendation, number=number, text="Set up a board.", why="Clearer.", on="2021-07-02")
    case.judged(number, evidence=(sent,), rationale=f"{HOSTILE[1]} {LONG}", made_to="Police Scotland")
    case.judged(number, status="closed", made_to="Police Scotland", on="2021-09-01")
    case.judged(number, status="closed", made_to="H.M. Office", on="2021-10-01")
    case.ask(RaiseDispute, number=number, why="The board met once.", body="H.M. Office", on="2021-11-01")
    case.ask(CorrectJudgement, who="bob", judgement="J1", why="A slip.", rationale="A board meets.")
    case.ask(SetResponseDue, number=number, due="2020-05-30", on="2020-04")
    said = {"number": number, "body": "Police Scotland", "on": "2021-11-02"}
    case.ask(RecordResponse, answer="accepted", text=HOSTILE[0], action=LONG, due="2022-12-31", **said)
    case.ask(RecordResponse, answer="none", text="No word came.", **{**said, "body": "H.M. Office"})
    case.ask(ReportProgress, percent=50, text=f"Half. {HOSTILE[2]}", **said)
    case.ask(
        ReportProgress, text="Names.", restricted="an operation goes on", **{**said, "body": "A Charity"}
    )
    for at in range(10, 24):
        case.judged(str(at), status=("closed", "partially-met")[at % 2], on=f"2021-{at % 4 + 9:02d}-{at}")

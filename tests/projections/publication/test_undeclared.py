"""An event that nobody declared anything of is in no byte of a bundle, whatever it is about."""

from __future__ import annotations

import pytest

from events.base import Day, Event, InspectionEvent, Names, Public
from events.registry import EVENTS
from ledger.decisions.base import Decision, InspectionDecision, made
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.disputes import RaiseDispute
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import MakeRecommendation
from ledger.records import decode
from ledger.rules import asking
from ledger.rules.index import rules_of
from projections.publication.files.proofs.write import stored_bytes
from tests.bundles import publish_all
from tests.marks import Marks
from tests.projections.publication.test_leaks import read

WORDS = ("whispered reason", "whispered text", "whispered body", "whispered title")


class Whispered(InspectionEvent):
    """It has every field that a public event has, and says of none of them who may read it."""

    number: str | None
    judgement: str | None
    evidence: str | None
    dispute: str | None
    cycle: str | None
    title: str
    text: str
    made_to: Names
    why: str
    due: Day
    on: Day
    of: Day


class WhisperedAbout(Whispered):
    """The same, and what it is about and its days are public, for somebody thought of these."""

    number: Public[str | None]
    judgement: Public[str | None]
    evidence: Public[str | None]
    dispute: Public[str | None]
    cycle: Public[str | None]
    on: Public[Day]


class WhisperedOfTheLedger(Event):
    """The same, of the ledger itself."""

    title: str
    why: str
    person: str


class Whisper(InspectionDecision):
    """Whoever asks it gets it."""

    what: type[Whispered]

    def decide(self, past):
        about = {"number": "1", "judgement": "J1", "evidence": "E1", "dispute": "D1", "cycle": "2020"}
        reason, text, body, title = WORDS
        words = {"why": reason, "text": text, "made_to": (body, text), "title": title}
        days = dict.fromkeys(("due", "on", "of"), "2021-03-04")
        return made("", self.what(inspection=self.inspection, **about, **words, **days))


class WhisperOfTheLedger(Decision):
    """The same."""

    what: type[WhisperedOfTheLedger]

    def decide(self, past):
        return made("", self.what(title=WORDS[3], why=WORDS[0], person="ann"))


def whispered(noun, monkeypatch, base=Whispered):
    """A class of events of that noun, which is in the registry as long as the test runs."""
    name = f"{noun}.whispered"
    event = type(f"{noun.title()}Whispered", (base,), {"NAME": name})
    monkeypatch.setitem(EVENTS, name, event)
    monkeypatch.setattr(asking, "rules_of", lambda of: () if of == name else rules_of(of))
    return event


OF_THE_LEDGER = ("ledger", "person", "publication", "signing-key", "clock", "role")
NOUNS = sorted({event.SUBJECT for event in EVENTS.values()} | {"lamp"})


@pytest.fixture
def marks(tmp_path):
    """A recommendation that was judged and disputed, with evidence."""
    made = Marks(tmp_path / "ledger")
    with made.ledger:
        made.ask(OpenInspection, title="Lamps")
        made.ask(OpenCycle, cycle="2021", title="The first", on="2021-01-01")
        text = {"text": "Light them.", "made_to": ("Council",)}
        made.ask(MakeRecommendation, number="1", cycle="2021", on="2021-01-01", **text)
        made.sent("1")
        made.judged("1")
        made.ask(RaiseDispute, number="1", why="They are lit.", on="2021-09-01")
        yield made


EVENTS_THAT_DECLARE_NO_WORDS = [
    (noun, base)
    for noun in NOUNS
    for base in ((WhisperedOfTheLedger,) if noun in OF_THE_LEDGER else (Whispered, WhisperedAbout))
]


@pytest.mark.parametrize(("noun", "base"), EVENTS_THAT_DECLARE_NO_WORDS)
def test_an_event_without_declarations_is_nowhere_in_a_bundle(noun, base, marks, monkeypatch, tmp_path):
    event = whispered(noun, monkeypatch, base)
    of_the_ledger = noun in OF_THE_LEDGER
    marks.ledger.ask(
        WhisperOfTheLedger(what=event) if of_the_ledger else Whisper(inspection="OCSAE", what=event),
        by=marks.ann,
    )
    (last,) = marks.ledger.store.rows(after=marks.ledger.store.head()[0] - 1)
    assert decode(last).event.NAME == event.NAME
    folder = publish_all(marks.ledger, tmp_path / "bundle", also=("xlsx", "pdf"))
    told = read(folder)
    assert "light them." in told
    assert not [word for word in WORDS if word in told]
    assert last[-1].decode() not in told
    assert not (folder / "events" / f"{last[0] - 1}.json").exists()


def test_no_bytes_of_an_event_with_an_internal_field_are_written(marks, monkeypatch):
    marks.ledger.ask(Whisper(inspection="OCSAE", what=whispered("recommendation", monkeypatch)), by=marks.ann)
    *_, last = marks.ledger.store.rows()
    with pytest.raises(TypeError, match=r"recommendation\.whispered is in no bundle"):
        stored_bytes(last)

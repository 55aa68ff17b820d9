"""Texts that would do harm where they were obeyed, and a ledger that holds one in every word of it.

What recording refuses (what acts on a terminal, turns text around or hides) is planted past its rules: who
may write to the database can put it there.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from events.base import Day, Event
from events.cycles import CycleOpened
from events.disputes import DisputeRaised
from events.evidence import EvidenceDescribed, EvidenceRequested, EvidenceSubmitted
from events.inspections import InspectionOpened
from events.judgements import JudgementExplained, JudgementRecorded, JudgementSignedOff
from events.recommendations import RecommendationMade, RecommendationRestated
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.people import RegisterPerson
from ledger.ledger import Ledger
from ledger.policies import ROLES
from ledger.signing.keyring import Keyring
from ledger.validation import key
from tests.asking import plant
from tests.pasts import Clock, counting

ALLOWED = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "ends of elements": "</title></svg></style></td><b>bold</b>",
    "ends of XML": "]]> &lt; &amp; --> <![CDATA[x]]> <!-- y --> <?z?>",
    "cells of ODS": "</text:p></table:table-cell><table:table-cell>x",
    "entities": "&lt;&amp;&#x3d; &nbsp; &copy &quot;",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "equals": '=HYPERLINK("http://x";"y")',
    "plus": "+cmd|' /C calc'!A0",
    "minus": "-2",
    "at": "@SUM(A1)",
    "full width": "＝1+1",
    "full width plus": "＋1",
    "blanks within": "one  two   three",
    "lines": "one\n\n  two \n=three\tfour \t five",
    "looks of numbers": "0012",
    "looks of days": "2021-08-18",
    "looks of booleans": "TRUE",
    "Markdown": "[a](javascript:alert(1)) | **b** `c` ~~d~~ ![e](f) \\| | g",
    "Markdown blocks": "# one\n- two\n> three\n| a | b |\n| --- | --- |\n```\nfour",
    "Markdown links": "http://x.org www.x.org a@x.org mailto:a@x.org xmpp:a@x.org <http://y.org> ftp://x.org",
    "reference": "[x]: http://x.org 'y'",
    "math": "$E = mc^2$ $$x$$ :smile: @someone #1 [^1]",
    "typst": '#include("x") #[y] $z$ @ref *b* _i_ <label> // c',
    "quotes of JSON": '"], "rows": [], "x": "\\u0000 \\n \\',
    "quotes of SQL": "'); DROP TABLE register; --",
    "quotes of CSV": 'a,b;c"d""e\'f',
    "letters": "\u00a0日本語 é e\u0301 😀 \u200d שלום",
}
"""What may be recorded, for it is text like any other: a name for each."""

REFUSED = {
    "tab first": "\t=1+1",
    "return first": "\r=1+1",
    "blank first": " +1+1",
    "blanks at edges": "  both  edges  ",
    "return": "one\r\ntwo\rthree",
    "escape": "\x1b[31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\",
    "escape in eight bits": "\x9b31mred",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "NUL": "a\x00b",
    "bell and backspace": "\x07a\x08\x7f",
    "ends of lines": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "hidden": "\ufeffa\u200bb\u2060c\U000e0041",
    "no character": "a\ufffeb\uffffc",
}
"""What recording refuses, or trims."""

TEXTS = ALLOWED | REFUSED


class Plant(Decision):
    """Record these events, whatever the rules say."""

    ROLES: ClassVar[tuple[str, ...]] = ROLES
    events: tuple[Event, ...]

    def decide(self, state: State) -> Outcome:
        """They are made."""
        for event in self.events:
            # What is not looked at is not loaded, and has no version to go on from.
            state.inspections[key(event.fields["inspection"])]
        return made("planted", *self.events)


def begin(folder: Path, title: str = "Test", origin: str = "example/test") -> Ledger:
    """A sealed ledger with ann, bob and pat; its title may be anything."""
    keyring = Keyring(folder / "keys", folder / "seen")
    opening = OpenLedger(
        person="ada",
        name="Ada",
        title=title,
        time_zone="Europe/London",
        sign_off="required",
        origin=origin,
    )
    ledger, _ = Ledger.create(str(folder / "ledger"), opening, Clock(), counting(), keyring=keyring)
    roles = {"ann": "inspector", "bob": "approver", "pat": "publisher"}
    ledger.ask(
        *(RegisterPerson(person=one, name=one, roles=(role,)) for one, role in roles.items()), by="ada"
    )
    return ledger


def says(ledger: Ledger, text: str) -> None:
    """Let every word of an inspection be that text."""
    of, on = {"inspection": "OCSAE"}, Day("2021-08-18")
    # A body has no semicolon in its name, for it would be two.
    body = text.replace(";", ",")
    plant(
        ledger,
        Plant(
            events=(
                InspectionOpened(**of, title=text),
                CycleOpened(**of, cycle="2020", title=text, kind=text, on=Day("2020-02-26")),
                RecommendationMade(
                    **of,
                    number="3",
                    cycle="2020",
                    kind="recommendation",
                    text="Before.",
                    made_to=(body, "Police"),
                    due=None,
                    on=Day("2020-02-26"),
                ),
                RecommendationRestated(**of, number="3", text=text, why=text, on=Day("2020-03-01")),
                EvidenceSubmitted(
                    **of,
                    evidence="E1",
                    number="3",
                    cycle=None,
                    body=body,
                    proposes_closure=True,
                    restricted=None,
                    on=on,
                ),
                EvidenceDescribed(**of, evidence="E1", summary=text),
                EvidenceSubmitted(
                    **of,
                    evidence="E2",
                    number="3",
                    cycle=None,
                    body=body,
                    proposes_closure=False,
                    restricted=text,
                    on=on,
                ),
                EvidenceRequested(**of, number="3", body=None, why=text, on=on),
                JudgementRecorded(
                    **of,
                    judgement="J1",
                    number="3",
                    cycle="2020",
                    made_to=None,
                    status="partially-met",
                    reason=None,
                    evidence=("E1",),
                    until=None,
                    word=None,
                    on=on,
                ),
                JudgementExplained(**of, judgement="J1", rationale=text),
            )
        ),
        by="ann",
    )
    plant(ledger, Plant(events=(JudgementSignedOff(**of, judgement="J1"),)), by="bob")
    raised = DisputeRaised(**of, dispute="D1", number="3", judgement="J1", body=None, why=text, on=on)
    plant(ledger, Plant(events=(raised,)), by="ann")

"""What the columns of registers are usually called, in English; and which of them name people."""

from __future__ import annotations

import re

NAMES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split("; "))
    for field, names in {
        "number": (
            "recommendation number; recommendation no; recommendation id; recommendation ref; "
            "recommendation reference; rec number; rec no; rec id; rec ref; rec; safety "
            "recommendation; number; no; nr; ref; reference; reference number; id; item no; item; s "
            "n; code; serial number; recommendation"
        ),
        "text": (
            "recommendation text; text of recommendation; recommendation description; recommendation "
            "wording; recommendation made; recommended action; recommendation; recommendations; "
            "recommendation s; safety recommendation; text; wording; full text; description; details; "
            "matters of concern; concerns; recommended value; summary"
        ),
        "made_to": (
            "made to; addressed to; directed to; issued to; sent to; addressee; addressees; "
            "recipient; recipients; recommendation to; responsible body; responsible organisation; "
            "to; responsible organization; responsible department; responsible agency; responsible "
            "party; responsible parties; responsible "
            "entity; lead department; lead agency; lead organisation; this report is being sent to; "
            "body; bodies; organisation; organisations; "
            "organization; organizations; agency; agencies; department; departments; entity; "
            "authority; auditee; audited body; state under review; state reviewed; operator; "
            "stakeholder; directorate; service; implementing agency; force; forces; dept; org; trust; "
            "council; company; institution; ministry; addressed"
        ),
        "inspection": (
            "inspection; inspection name; inspection title; review; review title; report title; "
            "report; report name; report number; report no; audit; audit title; audit name; audit "
            "report; audit number; investigation; inquiry; occurrence; case; title"
        ),
        "cycle": (
            "cycle; session; round; phase; fiscal year; financial year; audit year; review year; "
            "inspection year; reporting period; period"
        ),
        "kind": "kind; recommendation type; type of recommendation; type",
        "status": (
            "status; current status; implementation status; recommendation status; status of "
            "recommendation; progress status; rag status; rag; open closed; outcome; state; progress"
        ),
        "made_on": (
            "made on; date made; date of recommendation; recommendation date; date issued; issued on; "
            "issue date; date of issue; issued; date of report; report date; date published; "
            "publication date; published; published on; release date; date released; publicly "
            "released; date raised; date opened; date; recommendation time; year; report year; year issued"
        ),
        "judged_on": (
            "judged on; judged; date closed; closed on; closed date; closure date; date of closure; date "
            "completed; completed on; completion date; status date; date of status; status as at; "
            "date implemented; last updated; last update; updated; date updated; follow up date; assessed on"
        ),
        "due": (
            "due; due date; revised due date; target date; target completion date; revised target "
            "date; deadline; by when; date due; expected completion date; target implementation date; "
            "date for completion; completion due"
        ),
        "answer": (
            "answer; response type; acceptance; accepted; agreed; decision; agreement; position; "
            "management response; response; government response; auditee response"
        ),
        "answer_text": (
            "response text; text of response; management response; response; government response; "
            "reply; auditee response; management comments; management comment"
        ),
        "priority": (
            "priority; importance; risk rating; priority rating; rating; severity; risk; grade; "
            "significance; level"
        ),
        "topic": (
            "topic; topics; theme; themes; category; categories; subject; area; sector; mode; "
            "keywords; tags; issue"
        ),
        "source": "source; url; link; web link; report url; report link; link to report; hyperlink",
    }.items()
}
"""By field, the headings that may be its own, the more telling ones first."""

_WORDS = {
    "people": (
        "assignee author authors auditor chair contact contacts coroner deceased director email forename "
        "inspector inspectors investigator investigators lead leads mail manager mobile name names officer "
        "officers owner owners person phone signatory sponsor sro surname tel telephone"
    ),
    "perhaps": "lead leads owner owners",
    "bodies": (
        "agency authority body company department directorate division entity ministry operator organisation "
        "organization service team unit"
    ),
    "things": (
        "agency audit body company date department entity file inspection operator organisation organization "
        "project recommendation report review"
    ),
    "others": "audit case document inquiry inspection investigation occurrence phone project report review",
}
_PEOPLE, _PERHAPS, _BODIES, _THINGS, _ABOUT_OTHERS = (frozenset(words.split()) for words in _WORDS.values())
_PEOPLE_BEFORE = (
    "assigned to",
    "prepared by",
    "signed by",
    "approved by",
    "entered by",
    "updated by",
    "raised by",
)
_SIGNS = re.compile(r"[^\w#-]+|_+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(heading: str) -> str:
    """A heading in small letters, without signs and with one blank for any.

    >>> plain("This_Report is being\\nsent-to:"), plain("RecNo."), plain("#")
    ('this report is being sent to', 'rec no', 'number')
    """
    words = _SIGNS.sub(" ", _CAMEL.sub(" ", heading)).replace("#", " number ").casefold()
    return " ".join(words.replace("-", " ").split())


def names_people(heading: str) -> bool:
    """Whether what stands under a heading may be names or addresses of people.

    >>> names_people("Lead officer"), names_people("Body name"), names_people("Lead department")
    (True, False, False)
    """
    name = plain(heading)
    words = set(name.split())
    people = words & _PEOPLE
    if people and people <= {"name", "names"} and words & _THINGS:
        return False
    if people and people <= _PERHAPS and words & _BODIES:
        return False
    return bool(people) or any(beginning in name for beginning in _PEOPLE_BEFORE)


def likeness(heading: str, field: str) -> int:
    """How much a heading is like those of a field: 0 not at all, and 100 if it is the most telling one."""
    name = plain(heading)
    names = NAMES[field]
    if name in names:
        return 100 - names.index(name)
    if field == "number" and _ABOUT_OTHERS & set(name.split()):
        return 0
    words = f" {name} "
    inside = [len(one) for one in names if len(one) > 3 and f" {one} " in words]
    return min(50, 20 + max(inside)) if inside else 0

"""A ledger in which every word is a mark of its own, so that it can be told where each has come to."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from pathlib import Path

from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import (
    Attachment,
    CorrectEvidence,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
)
from ledger.decisions.imports import Answered, ImportFile, ImportRow, Judged
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.inspectorates import CorrectClock, OpenLedger, RestoreLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.decisions.people import (
    AssignDatabaseRole,
    GrantRole,
    RegisterPerson,
    RemoveDatabaseRole,
    RevokeRole,
)
from ledger.decisions.personal_keys import EnrolKey, RetireKey
from ledger.decisions.publications import MakePublication
from ledger.decisions.recommendation_corrections import (
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.responses import RecordResponse, ReportProgress, SetResponseDue
from ledger.decisions.signing_keys import ReplaceSigningKey
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.decisions.words import WithdrawWords
from ledger.ledger import Ledger
from ledger.proof.text import to_base64
from ledger.signing.keyring import Keyring
from tests import signers
from tests.pasts import Clock, counting

MARK = "Zq"


OF_THE_LEDGER = (
    AssignDatabaseRole,
    EnrolKey,
    RetireKey,
    RemoveDatabaseRole,
    GrantRole,
    RevokeRole,
    RegisterPerson,
    MakePublication,
    CorrectClock,
    RestoreLedger,
    ReplaceSigningKey,
    RegisterBody,
    AddAlias,
    RenameBody,
    MergeBodies,
    SucceedBody,
    AddWord,
    RetireWord,
)


class Marks:
    """A ledger whose every word is a mark, in two inspections, and what only its vault holds.

    ``gone`` are the words that were corrected or withdrawn, so that no publication has them.
    """

    def __init__(self, folder: Path) -> None:
        self._numbers = count(1)
        self.gone: set[str] = set()
        # An id is one that somebody might take: a name in it is a name in every leaf.
        self.ada, self.ann, self.bob, self.idle = (self("Id") for _ in range(4))
        opening = OpenLedger(
            person=self.ada,
            name=self("Name of the first"),
            title=self("Title"),
            time_zone="Europe/London",
            sign_off="required",
            origin=f"example/{self('Origin')}",
        )
        self.keyring = Keyring(folder / "keys", folder / "seen")
        self.ledger, _ = Ledger.create(str(folder), opening, Clock(), counting(), keyring=self.keyring)
        for person, roles in ((self.ann, ("inspector",)), (self.bob, ("approver", "publisher"))):
            self.ask(RegisterPerson, self.ada, person=person, name=self("Name"), roles=roles)
        self.ask(RegisterPerson, self.ada, person=self.idle, name=self("Name"), roles=("inspector",))
        self.ask(GrantRole, self.ada, person=self.idle, role="approver")
        self.ask(RevokeRole, self.ada, person=self.idle, role="approver")
        self.ask(AssignDatabaseRole, self.ada, person=self.idle, database_role=self("Database"))
        self.ask(RemoveDatabaseRole, self.ada, person=self.idle)
        self.ask(EnrolKey, self.ada, person=self.idle, public_key=signers.personal(5).line())
        why = self("why retired")
        self.ask(RetireKey, self.ada, person=self.idle, key=signers.personal(5).fingerprint(), why=why)

    def __call__(self, what):
        """A word that is nowhere else."""
        return f"{MARK}{next(self._numbers)}{what.title().replace(' ', '')}X"

    def regretted(self, what):
        """A word that is taken back later."""
        word = self(f"regretted {what}")
        self.gone.add(word)
        return word

    def withdraw(self, name, inspection="OCSAE"):
        """Withdraw the words of the last event of a name."""
        place = [one.version for one in self.ledger.records(inspection=inspection) if name == one.event.NAME]
        why = self("why withdrawn")
        self.ask(WithdrawWords, inspection=inspection, events=((place[-1], "the last"),), why=why)

    def ask(self, decision, by=None, /, **fields):
        """Ask it, of OCSAE unless said otherwise, as ann unless as another."""
        if issubclass(decision, OF_THE_LEDGER):
            asked = decision(**fields)
        else:
            asked = decision(**{"inspection": "OCSAE", **fields})
        return self.ledger.ask(asked, by=by or self.ann)[0].ref

    def judged(self, number, fate="signed-off", **other):
        """A judgement with a note, and what became of it."""
        fields = {"cycle": "2021", "status": "partially-met", "on": "2021-08-18", **other}
        words = {"rationale": self("rationale"), "note": self("note")}
        ref = self.ask(RecordJudgement, number=number, **fields, **words)
        if fate == "signed-off":
            self.ask(SignOffJudgement, self.bob, judgement=ref)
        if fate == "returned":
            self.ask(ReturnJudgement, self.bob, judgement=ref, why=self("returned"))
        return ref

    def sent(self, number="3", **other):
        """Evidence with a file."""
        content = sha256(self("content").encode()).hexdigest()
        file = Attachment(self("file name"), f"{MARK}{content}", 7)
        body, summary = self("sender"), self("summary")
        fields = {"number": number, "files": (file,), "on": "2021-03-01", **other}
        return self.ask(SubmitEvidence, body=body, summary=summary, **fields)

    def answered(self, body, number="3"):
        """What a body answers, and what it says it will do."""
        said = {"text": self("answer"), "action": self("action")}
        self.ask(RecordResponse, number=number, body=body, answer="accepted", on="2021-05-01", **said)

    def reported(self, body, number="3", **other):
        """What a body reports of its progress."""
        fields = {"number": number, "body": body, "percent": 50, "on": "2021-05-02", **other}
        self.ask(ReportProgress, text=self("progress"), **fields)


def live(marks):
    """Everything that can happen to a recommendation, and to several."""
    ask, new = marks.ask, marks
    for ref in ("OCSAE", "TWO"):
        ask(OpenInspection, inspection=ref, title=(new.regretted if ref == "TWO" else new)("inspection"))
        for cycle, on in (("2020", "2020-02-26"), ("2021", "2021-01-01")):
            word = new.regretted if (ref, cycle) == ("TWO", "2021") else new
            ask(OpenCycle, inspection=ref, cycle=cycle, title=word("cycle"), kind=word("kind"), on=on)
        for number in "123456":
            # What is made void goes with all its words.
            void = (ref, number) == ("TWO", "5")
            word = new.regretted if void or (ref, number) == ("OCSAE", "2") else new
            body = new.regretted if void else new
            made = {"text": word("text"), "made_to": (body("body"), body("body")), "due": "2021-12-31"}
            on = "2020-02-27" if (ref, number) == ("TWO", "1") else "2020-03-01"
            ask(MakeRecommendation, inspection=ref, number=number, cycle="2020", on=on, **made)
    ask(RestateRecommendation, number="3", text=new("text again"), why=new("why"), on="2020-04-01")
    bodies = (body := new("body"), new("body"))
    ask(ReaddressRecommendation, number="3", made_to=bodies, why=new("why"), on="2020-04-02")
    dates = {"due": "2022-01-31", "approved_by": new("board"), "why": new("why"), "on": "2020-04-03"}
    ask(RescheduleRecommendation, number="3", **dates)
    ask(ExpectEvidence, number="3", cycle="2021", text=new("expected"), on="2021-01-02")
    ask(RequestEvidence, number="3", body=body, why=new("why"), on="2021-02-01")
    marks.sent()
    ask(WithdrawEvidence, evidence=marks.sent(), why=new("withdrawn"), on="2021-04-01")
    marks.sent(restricted=new("restricted"))
    ask(
        WithdrawEvidence,
        evidence=marks.sent(restricted=new("restricted")),
        why=new("withdrawn"),
        on="2021-04-01",
    )
    wrong = ask(
        SubmitEvidence,
        number="2",
        body=new.regretted("sender"),
        summary=new.regretted("summary"),
        on="2021-03-01",
    )
    right = {"number": "3", "body": new.regretted("right sender"), "summary": new("right summary")}
    ask(CorrectEvidence, evidence=wrong, why=new("why"), **right)
    ask(CorrectEvidence, evidence=wrong, body=new("right sender"), why=new.regretted("why"))
    marks.withdraw("evidence.corrected")
    judged = marks.judged("3", made_to=body)
    corrected = {"judgement": judged, "why": new("why"), "rationale": new("right rationale")}
    ask(CorrectJudgement, marks.bob, **corrected)
    ask(CorrectJudgement, marks.bob, judgement=marks.judged("4"), why=new("why"), void=True)
    marks.judged("5", "returned", status="open")
    marks.judged("5", "awaiting", status="closed", reason="implemented")
    ask(SetResponseDue, number="3", body=body, due="2021-12-01", why=new("why due"), on="2021-05-01")
    marks.answered(body)
    marks.reported(body)
    marks.reported(body, restricted=new("restricted"))
    by = {"body": body, "on": "2021-09-01"}
    raised = ask(RaiseDispute, number="3", judgement=judged, why=new("dispute"), **by)
    ask(SettleDispute, dispute=raised, outcome="withdrawn", why=new("settled"), **by)
    ask(RepeatRecommendation, number="4", of="TWO/1", why=new.regretted("repeats"), on="2021-05-01")
    ask(UnlinkRecommendation, number="4", other="TWO/1", why=new("unlinked"))
    ask(SupersedeRecommendation, number="6", by=("TWO/2",), why=new("superseded"), on="2021-05-02")
    ask(WithdrawRecommendation, number="1", why=new("withdrawn"), on="2021-05-03")
    ask(CorrectRecommendation, number="2", text=new("right text"), why=new("why"))
    ask(CorrectRecommendation, number="2", made_to=(new("right body"),), why=new("why"))
    ask(CloseCycle, inspection="TWO", cycle="2020", on="2021-06-01")
    ask(ReopenCycle, inspection="TWO", cycle="2020", why=new("reopened"))
    for word in (new.regretted, new):
        ask(CorrectInspection, inspection="TWO", title=word("right title"), why=word("why"))
        right = {"title": word("right title"), "kind": word("right kind"), "why": word("why")}
        ask(CorrectCycle, inspection="TWO", cycle="2021", **right)
        if word == new.regretted:
            marks.withdraw("inspection.corrected", "TWO")
            marks.withdraw("cycle.corrected", "TWO")
    ask(VoidRecommendation, inspection="TWO", number="6", why=new.regretted("voided"))
    marks.withdraw("recommendation.voided", "TWO")
    ask(UnvoidRecommendation, inspection="TWO", number="6", why=new.regretted("unvoided"))
    marks.withdraw("recommendation.unvoided", "TWO")
    ask(VoidRecommendation, inspection="TWO", number="5", why=new("voided"))
    ask(VoidRecommendation, inspection="TWO", number="6", why=new("voided"))
    ask(UnvoidRecommendation, inspection="TWO", number="6", why=new("unvoided"))
    sort(marks, body)
    bring_in(marks)
    name(marks, body)
    regret(marks)
    published = {"licence": new("earlier licence"), "licence_url": "https://example.org/"}
    published["about"] = f'contact = "{new("about")}"'
    tree = {"inspections": (), "as_of": "2021-08-18", "known_at": "2022-03-01T00:00:00.000000Z", "size": 9}
    hashes = {"root": "R", "content": "C", "sums": "S", "version": "0", "since": None, "before": 0}
    ask(MakePublication, marks.bob, **tree, **hashes, **published)
    lost = {"size": 500, "root": to_base64(bytes(32)), "kept": 5}
    ask(RestoreLedger, marks.ada, **lost, restored_from=new("tape"), why=new("why restored"))
    key = marks.keyring.generate(marks.ledger.inspectorate().origin)
    ask(CorrectClock, marks.ada, first=2, last=2, why=new("why of the clock"))
    ask(ReplaceSigningKey, marks.ada, verifier_key=key.text(), why=new("why replaced"))


def sort(marks, body):
    """What recommendations are sorted by, and words of the publisher's own, retired once they were used."""
    ask, new = marks.ask, marks
    words = {}
    for vocabulary, means in (("priority", None), ("topic", None), ("answer", None), ("status", "open")):
        word = words[vocabulary] = new(f"word {vocabulary}")
        ask(AddWord, vocabulary=vocabulary, word=word, label=new(f"label {vocabulary}"), means=means)
    fields = {"number": "3", "priority": words["priority"], "topics": (words["topic"],), "on": "2021-05-01"}
    for word in (new.regretted, new):
        source, place = f"https://example.org/{word('source')}", word("place")
        ask(ClassifyRecommendation, **fields, source=source, place=place)
        if word == new.regretted:
            marks.gone.add(source)
            marks.withdraw("recommendation.classified")
    ask(RecordResponse, number="3", body=body, answer=words["answer"], text=new("answer"), on="2021-05-02")
    marks.judged("4", word=words["status"], status=None)
    for vocabulary, word in words.items():
        ask(RetireWord, vocabulary=vocabulary, word=word)


def bring_in(marks):
    """A file with a sheet, and one that has none: there its name is that of the file, which stays here."""
    new = marks
    for number, (ref, sheet) in enumerate((("I1", new("sheet")), ("I2", None)), 20):
        name = new("file name")
        made = {"inspection": "OCSAE", "number": str(number)}
        words = {"text": new("text"), "made_to": (new("body"),), "on": "2021-01-05"}
        judged = Judged(status="partially-met", cycle="2021", on="2021-05-01")
        marks.ledger.ask(
            ImportFile(
                digest=sha256(name.encode()).hexdigest(),
                mapping=sha256(ref.encode()).hexdigest(),
                name=f"{name}.csv",
                seen_on="2021-06-01",
            ),
            ImportRow(
                **made,
                file=ref,
                sheet=sheet or name,
                row=2,
                made=MakeRecommendation(**made, **words, cycle="2021"),
                judged=judged,
                answers=(Answered(body=new("answering body"), answer="accepted", text=new("answer")),),
            ),
            by=marks.ann,
        )


def name(marks, body):
    """What the body of recommendation 3 is called, was called and is written, and who took over."""
    ask, new = marks.ask, marks
    ask(RegisterBody, body=body)
    ask(AddAlias, body=body, also=new("alias"))
    ask(RenameBody, body=body, to=new("new name"), on="2021-06-01", why=new("why renamed"))
    other = new("double")
    ask(RegisterBody, body=other)
    ask(MergeBodies, body=other, into=body, why=new("why merged"))
    ask(SucceedBody, body=body, by=new("successor"), on="2021-07-01", why=new("why succeeded"))


def regret(marks):
    """Every word that can be taken back is, on a recommendation of its own and on its end."""
    ask, new, gone = marks.ask, marks, marks.regretted
    wrong, other = gone("body"), new("body")
    on = {"number": "7", "on": "2020-04-01"}
    made = {"text": gone("text"), "made_to": (wrong, other), "on": "2020-03-02"}
    ask(MakeRecommendation, number="7", cycle="2020", **made)
    ask(RepeatRecommendation, number="7", of="TWO/1", why=new("repeats"), on="2021-05-01")
    ask(RestateRecommendation, text=gone("text again"), why=gone("why"), **on)
    marks.withdraw("recommendation.restated")
    ask(RescheduleRecommendation, due="2022-01-31", approved_by=gone("board"), why=gone("why"), **on)
    marks.withdraw("recommendation.rescheduled")
    ask(ExpectEvidence, cycle="2020", text=gone("expected"), **on)
    marks.withdraw("evidence.expected")
    ask(RequestEvidence, body=wrong, why=gone("why"), **on)
    marks.withdraw("evidence.requested")
    file = Attachment(marks("file name"), f"{MARK}{sha256(b'').hexdigest()}", 7)
    sent = {"body": wrong, "summary": gone("summary"), "files": (file,)}
    evidence = ask(SubmitEvidence, **sent, **on)
    ask(WithdrawEvidence, evidence=evidence, why=gone("withdrawn"), on="2021-04-01")
    marks.withdraw("evidence.withdrawn")
    ask(SubmitEvidence, **sent, restricted=gone("restricted"), **on)
    marks.withdraw("evidence.submitted")
    sent = ask(SubmitEvidence, body=gone("sender"), summary=new("summary"), **on)
    ask(CorrectEvidence, evidence=sent, body=wrong, why=new("why"))
    judged = marks.judged("7", made_to=wrong)
    ask(CorrectJudgement, marks.bob, judgement=judged, judged_on="2021-08-17", why=gone("why"))
    marks.withdraw("judgement.corrected")
    by = {"body": wrong, "on": "2021-09-01"}
    raised = ask(RaiseDispute, number="7", judgement=judged, why=gone("dispute"), **by)
    marks.withdraw("dispute.raised")
    ask(SettleDispute, dispute=raised, outcome="withdrawn", why=gone("settled"), **by)
    marks.withdraw("dispute.settled")
    ask(SetResponseDue, body=wrong, due="2021-12-01", why=gone("why due"), **on)
    marks.withdraw("response.due-set")
    said = {"text": gone("answer"), "action": gone("action")}
    ask(RecordResponse, body=wrong, answer="accepted", **said, **on)
    marks.withdraw("response.explained")
    ask(ReportProgress, body=wrong, text=gone("progress"), **on)
    marks.withdraw("progress.described")
    ask(ReportProgress, body=wrong, text=gone("progress"), restricted=gone("restricted"), **on)
    marks.withdraw("progress.reported")
    # A name that is wrong once more, and words that are.
    ask(CorrectRecommendation, number="7", made_to=(gone("right body"), other), why=gone("why"))
    marks.withdraw("recommendation.corrected")
    ask(CorrectRecommendation, number="7", made_to=(new("right body"), other), why=new("why"))
    ask(CorrectRecommendation, number="7", text=gone("right text"), of="2020-04-01", why=new("why"))
    ask(CorrectRecommendation, number="7", text=new("right text"), of="2020-04-01", why=new("why"))
    ask(CorrectRecommendation, number="7", text=new("right text"), of="2020-03-02", why=new("why"))
    ask(RepeatRecommendation, number="7", of="TWO/2", why=gone("repeats"), on="2021-05-01")
    ask(UnlinkRecommendation, number="7", other="TWO/2", why=gone("unlinked"))
    marks.withdraw("recommendation.unlinked")
    marks.withdraw("recommendation.unlinked", "TWO")
    # The two sides of a link say the same.
    for number in "89":
        words = {"text": new("text"), "made_to": (other,)}
        ask(MakeRecommendation, number=number, cycle="2020", **made | words)
    ask(WithdrawRecommendation, number="8", why=gone("end"), on="2021-05-02")
    marks.withdraw("recommendation.withdrawn")
    ask(SupersedeRecommendation, number="9", by=("TWO/3",), why=gone("end"), on="2021-05-02")
    marks.withdraw("recommendation.superseded")
    marks.withdraw("recommendation.linked", "TWO")
    word, right = {"number": "8", "on": "2020-05-01"}, new("another body")
    ask(ReaddressRecommendation, made_to=(gone("body"), right), why=gone("why"), **word)
    marks.withdraw("recommendation.readdressed")
    put_right = {"of": "2020-05-01", "made_to": (new("right body"), right)}
    ask(CorrectRecommendation, number="8", why=new("why"), **put_right)

"""A naive model of what the program answers, written from its contract and from nothing else.

It imports nothing of the program and shares no way of counting with it: it looks at everything that was known
each time it is asked, with days and time zones of its own. Slow, plain, and meant to be read beside the
contract's words.

1. A fact has a day, or a stretch of days it lies in: a month is that month, a year that year, and of what is
   only known to be by a day, every day until then. It had come, at the latest, on the day it was recorded.
2. At the end of a day stands what had come by then. Of several facts the one recorded last stands that none
   is certainly after. Nothing stands before the making, and nothing after an end.
3. A correction sets right the word that it names, with the day that word has. One of a day moves the fact.
4. What was entered in error was never made, until somebody says that it was. A number means what bears it; a
   number put right was always the right one, and what was told of the wrong one goes with it.
5. What stands under another is a part of it. A whole stands where its least advanced part does, of those that
   have not ended and need closing; its own judgements count on the days on which it has none of them.
6. A word of the publisher's own means what was said when it was added.
7. What a row of a file says counts as it is. What its request recorded was known to its source by the end of
   the day on which the file was seen, whenever the ledger was told; of the ledger's own knowing it was not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from math import prod
from typing import NamedTuple
from zoneinfo import ZoneInfo

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
RANKS = {"open": 0, "partially-met": 1, "closed": 2}
REASONS = {"superseded": "superseded", "reframed": "superseded", "merged": "merged", "split": "superseded"}
WORDS = {
    "recommendation.restated": "text",
    "recommendation.readdressed": "made_to",
    "recommendation.rescheduled": "due",
}
BEGINNINGS = (
    "judgement.recorded",
    "evidence.submitted",
    "dispute.raised",
    "response.recorded",
    "progress.reported",
)
OF_A_ROW = (*WORDS, "recommendation.classified", "judgement.recorded", "response.recorded")
"""What a row says of a recommendation that is there."""
CHANGED = {"text": "restated", "made_to": "readdressed", "due": "rescheduled"}
LAST = "9999-12-31"
BEFORE = "0000-00-00"
MOST = 400
"""How many combinations of days are tried."""


class Told(NamedTuple):
    """One event as it was recorded."""

    position: int
    recorded_at: str
    by: str
    name: str
    fields: dict


class Fact:
    """Something that took effect on a day, or within some."""

    def __init__(self, told, on, zone, begun=False, **more):
        self.at, self.recorded_at, self.zone, self.begun = told.position, told.recorded_at, zone, begun
        self.more = more
        self.move(on)

    def move(self, on):
        self.on = on
        self.first, self.last = stretch(on, self.recorded_at, self.zone)

    def __getattr__(self, name):
        try:
            return self.__dict__["more"][name]
        except KeyError:
            raise AttributeError(name) from None


def days_of(month):
    year, number = int(month[:4]), int(month[5:7])
    leap = number == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return LENGTHS[number - 1] + leap


def days_between(first, last):
    while first <= last:
        yield first
        first = next_day(first)


def next_day(day):
    month, number = day[:7], int(day[8:])
    if number < days_of(month):
        return f"{month}-{number + 1:02}"
    year, of_year = int(month[:4]), int(month[5:7])
    return f"{year:04}-{of_year + 1:02}-01" if of_year < 12 else f"{year + 1:04}-01-01"


def stretch(on, recorded_at, zone):
    if len(on) == 10:
        return on, on
    moment = datetime.strptime(recorded_at, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(ZoneInfo(zone))
    recorded = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    first = BEFORE if on.startswith("..") else f"{on}-01" if len(on) == 7 else f"{on}-01-01"
    return first, max(first, min(ends_on(on), recorded))


def same(one, other):
    return (one or "").casefold() == (other or "").casefold()


def stands(facts):
    """The one recorded last that none is certainly after; what it began with has all else after it."""
    facts = list(facts)
    later = [one for one in facts if not one.begun] or facts
    free = [one for one in later if not any(other.first > one.last for other in later)]
    return max(free, key=lambda one: one.at, default=None)


def after(one, other):
    """Whether a fact comes after another: certainly, or as it was recorded."""
    if one.first > other.last:
        return True
    return one.at > other.at and not other.first > one.last


class Recommendation:
    """What was told of one."""

    def __init__(self, told, zone):
        fields = told.fields
        self.ref, self.number, self.cycle, self.kind = (
            fields[name] for name in ("inspection", "number", "cycle", "kind")
        )
        self.zone = zone
        self.made = Fact(told, fields["on"], zone, begun=True)
        self.words = {"text": [], "made_to": [], "due": []}
        for name, words in self.words.items():
            if fields[name]:
                words.append(Fact(told, fields["on"], zone, begun=True, value=fields[name]))
        self.judged, self.ends, self.links = {}, [], []
        self.published = []
        """Judgements that their source dates before the making."""
        self.seen, self.theirs, self.taken_back = [], set(), []
        """The days on which files with rows about it were seen, and the judgements in these."""
        self.classified, self.answers = [], []
        self.voided = False
        self.former = []
        """The numbers that it bore before."""
        self.told = told
        self.means = {}
        """What the publisher's own words mean."""
        self.family = [self]
        """All of its inspection."""

    def correct(self, told):
        fields, what = told.fields, told.fields["what"].replace("-", "_")
        if what == "end":
            self.ends = []
        elif what == "number":
            self.former.append(self.number)
            self.number = fields["new_number"]
        elif what in ("made_on", "kind", "cycle"):
            self.kind, self.cycle = fields["kind"] or self.kind, fields["in_cycle"] or self.cycle
            if fields["made_on"]:
                self.made.move(fields["made_on"])
                for word in (word for words in self.words.values() for word in words if word.begun):
                    word.move(fields["made_on"])
                self.put_behind_making()
        else:
            right, words = fields[what], self.words[what]
            wrong = [word for word in words if word.on == fields["of"]]
            # Of two of one day the later.
            word = max(wrong, key=lambda one: one.at, default=None)
            if what == "made_to" and word and right:
                self.rename(word, right)
            if word is None:
                words.append(Fact(self.told, self.made.on, self.zone, begun=True, value=right))
            elif right:
                word.more["value"] = right
            else:
                words.remove(word)

    def put_behind_making(self):
        """What was published as judged before the making: nothing stands before that."""
        for judged in self.published:
            judged.move(judged.on)
            judged.first = max(judged.first, self.made.first)
            judged.last = max(judged.last, self.made.last)

    def rename(self, word, right):
        """What was judged or answered under a wrong name is of the right one, if that name is clear and in no
        other word that held on that day.
        """
        for old, new in renamed(word.value, right).items():
            others = any(
                same(old, body) for one in self.words["made_to"] if one is not word for body in one.value
            )
            for said, body in ((self.judged.values(), "made_to"), (self.answers, "body")):
                for fact in said:
                    day = ends_on(fact.on)
                    held = stands(one for one in self.words["made_to"] if one.begun or one.last <= day)
                    if same(fact.more[body], old) and (not others or held is word):
                        fact.more[body] = new

    # As of a day

    def there(self, day):
        return not self.voided and self.made.last <= day

    def word(self, name, day):
        found = stands(one for one in self.words[name] if one.begun or one.last <= day)
        return found.value if found else None

    def judgements(self, day):
        return [one for one in self.judged.values() if one.counts and one.last <= day]

    def share(self, body, day):
        """The word on the status of one body's share; body None: the latest of any."""
        ends = [end for end in self.ends if end.last <= day]
        if ends:
            return stands(ends)
        return stands(
            one
            for one in self.judgements(day)
            if body is None or one.made_to is None or same(one.made_to, body)
        )

    def verdict(self, day, body=None):
        if parts := self.counted(day):
            its_own = [one for one in parts if body and is_in(body, one.word("made_to", day))]
            return self.least([one.verdict(day, body if its_own else None) for one in its_own or parts])
        if body is not None:
            return self.share(body, day)
        return self.least([self.share(one, day) for one in self.word("made_to", day)])

    def least(self, said):
        """The word of the least advanced of several; a closure that is not an implementation before one."""
        least = min(RANKS[one.status] if one else 0 for one in said)
        behind = [one for one in said if one and RANKS[one.status] == least]
        if least == 2:
            otherwise = [one for one in behind if not self.is_done(one.reason)]
            return stands(set(otherwise or behind))
        return stands(set(behind))

    def is_done(self, reason):
        return "closed/implemented" in (f"closed/{reason}", self.means.get(("reason", reason)))

    # What stands under what

    @property
    def needs_closing(self):
        return self.means.get(("kind", self.kind)) != "none"

    def ended(self, day):
        return any(end.last <= day for end in self.ends)

    def sorting(self, day):
        """How it is sorted on a day."""
        return stands(one for one in self.classified if one.last <= day)

    def whole(self, day):
        """What it stands under on a day."""
        found = self.sorting(day)
        above = found.above if found else None
        return (
            None
            if above is None or above.voided or not above.there(day)
            else next((one for one in self.family if one.told is above.told), None)
        )

    def parts(self, day):
        return [one for one in self.family if one.there(day) and one.whole(day) is self]

    def counted(self, day):
        """The parts that say where it stands."""
        if self.ended(day) or not self.needs_closing:
            return []
        return [one for one in self.parts(day) if one.needs_closing and not one.ended(day)]

    @property
    def had_parts(self):
        """Whether anything was ever said to stand under it."""
        return any(
            fact.above is not None and fact.above.told is self.told
            for one in self.family
            for fact in one.classified
            if not one.voided
        )

    def says(self, day):
        """The answer for a day, as something that can be compared."""
        if not self.there(day):
            return None
        row = self.row(day)
        names = ("text", "status", "reason", "judged_in", "made_to", "due", "word", "priority", "topics")
        # In which order answers are listed is no answer.
        answers = sorted(map(str, row["responses"]))
        return (*(str(row[name]) for name in (*names, "source", "place", "under")), *answers)

    def updated(self, day, body=None):
        found = [self.made]
        found += [
            stands(one for one in words if one.begun or one.last <= day) for words in self.words.values()
        ]
        found += self.moved(day, body)
        return max((one.last, one.on) for one in found if one)[1]

    def moved(self, day, body):
        """The word on its status, or of a whole all that was said of its status and of its parts' status."""
        if not self.had_parts or self.ended(day):
            return [self.share(body, day)]
        parts = self.parts(day)
        its_own = [one for one in parts if body and is_in(body, one.word("made_to", day))]
        found = []
        for one in self.judgements(day):
            about_it = body is None or one.made_to is None or same(one.made_to, body)
            if about_it and not self.counted(one.last):
                found.append(one)
        found = [stands(found)]
        for part in its_own or parts:
            found += part.moved(day, body if its_own else None)
        # The one that came last, of those that came on one day the one recorded last.
        return [max(filter(None, found), key=lambda one: (one.last, one.at), default=None)]

    def replies(self, day, body):
        """The last answer of each body, in the order of days."""
        names = {one.body.casefold() for one in self.answers}
        last = [
            stands(one for one in self.answers if same(one.body, name) and one.last <= day)
            for name in names
            if body is None or same(name, body)
        ]
        return [
            {"body": one.body, "answer": one.answer, "on": one.on}
            for one in sorted(filter(None, last), key=lambda one: (one.last, one.at))
        ]

    def row(self, day, body=None):
        verdict, sorting, whole = self.verdict(day, body), self.sorting(day), self.whole(day)
        return {
            "inspection": self.ref,
            "number": self.number,
            "kind": self.kind,
            "cycle": self.cycle,
            "text": self.word("text", day),
            "status": verdict.status if verdict else "open",
            "reason": verdict.reason if verdict else None,
            "judged_in": verdict.cycle if verdict else None,
            "made_to": list(self.word("made_to", day)),
            "made_on": self.made.on,
            "due": self.word("due", day),
            "last_updated": self.updated(day, body),
            "word": verdict.word if verdict else None,
            **{name: sorting.said[name] if sorting else None for name in ("priority", "source", "place")},
            "topics": list(sorting.said["topics"]) if sorting else [],
            "under": whole.number if whole else None,
            "responses": self.replies(day, body),
            "seen_on": self.seen_on(day),
        }

    def seen_on(self, day):
        """When its source was last seen, unless it was made void, or something else settles it now."""
        settled = self.share(None, day)
        if any(since <= day for since in self.taken_back):
            return None
        return self.seen[-1] if self.seen and (settled is None or settled.ref in self.theirs) else None

    def dated(self):
        words = [one for words in self.words.values() for one in words if not one.begun]
        said = [*self.classified, *self.answers]
        return [self.made, *words, *self.ends, *said, *(one for one in self.judged.values() if one.counts)]

    # Step by step

    def steps(self):
        """All that moved it, in the order in which it came."""
        counted = [one for one in self.judged.values() if one.counts]
        addressed = [one for one in self.words["made_to"] if not one.begun]
        return sorted([*counted, *self.ends, *addressed], key=lambda one: (one.last, one.at))

    def closed_by(self, steps):
        """Whether it is closed by these alone."""
        return self.status_by(steps) == "closed"

    def status_by(self, steps):
        return self.stands_by(steps)[0]

    def stands_by(self, steps):
        """The status and the publisher's own word for it, by these alone."""
        kept = Recommendation(self.told, self.zone)
        kept.kind, kept.means = self.kind, self.means
        kept.words["made_to"] = [one for one in self.words["made_to"] if one.begun or one in steps]
        kept.ends = [one for one in self.ends if one in steps]
        kept.judged = {ref: one for ref, one in self.judged.items() if one in steps}
        verdict = kept.verdict(LAST)
        return (verdict.status, verdict.word) if verdict else ("open", None)

    def moves(self):
        """(day, column, how many) of each that statistics count."""
        steps = self.steps()
        first = [one for one in steps if (one.last, one.at) < (self.made.last, self.made.at)]
        closed = self.closed_by(first)
        yield self.made.last, "made", 1
        if closed:
            yield self.made.last, "closed", 1
        for at in range(len(first), len(steps)):
            one, now = steps[at], self.closed_by(steps[: at + 1])
            if now != closed:
                sure = [other for other in steps[: at + 1] if other is not one and certain(other, one)]
                if self.closed_by(sure) != now:
                    yield one.last, "closed" if now else "reopened", 1
                else:
                    # The dates leave open which came first: what was counted is taken back.
                    yield one.last, "reopened" if now else "closed", -1
            closed = now

    def changes(self, last):
        """(day, change, before, after, on, judgement) of each step that is told of the days until one."""
        made = self.made.last
        yield made, "made", None, "open", self.made.on, None
        for name, words in self.words.items():
            later = sorted((one for one in words if not one.begun), key=lambda one: (one.last, one.at))
            come = [one for one in words if one.begun]
            for one in later:
                if never_held(one, later):
                    continue
                before, come = stands(come), [*come, one]
                now = stands(come)
                if (before and before.value) != now.value or now is one:
                    yield (
                        max(made, one.last),
                        CHANGED[name],
                        text(before and before.value),
                        text(now.value),
                        one.on,
                        None,
                    )
        yield from self.status_changes(last)

    def status_changes(self, last):
        told, status, word, made, steps = [], "open", None, self.made.last, self.steps()
        for one in steps:
            is_words = one in self.words["made_to"]
            if never_held(one, self.rivals(one), steps):
                if not is_words:
                    told.append([max(made, one.last), "judged", status, status, one.on, one.ref])
                continue
            held = [
                other
                for other in steps
                if (other.last, other.at) <= (one.last, one.at)
                and not never_held(other, self.rivals(other), steps)
            ]
            now, called = self.stands_by(held)
            flips = (status == "closed") != (now == "closed")
            sure = [other for other in held if other is not one and certain(other, one)]
            what = "judged"
            if flips and self.closed_by(sure) != (now == "closed"):
                what = "closed" if now == "closed" else "reopened"
            elif flips and one.last <= last:
                # Nobody knows which was first: what the other did is told as neither.
                undone = "reopened" if now == "closed" else "closed"
                other = next((row for row in reversed(told) if row[1] == undone), None)
                if other:
                    other[1] = "judged"
            day = max(made, one.last)
            if is_words:
                if (now, called) != (status, word):
                    told.append([day, what, status, now, one.on, "?"])
            else:
                told.append([day, one.outcome or what, status, now, one.on, one.ref])
            status, word = now, called
        yield from map(tuple, told)

    def rivals(self, one):
        """What can stand in its place: other bodies, or judgements of the same share or of all."""
        if one in self.words["made_to"]:
            return [other for other in self.words["made_to"] if not other.begun]
        if one in self.ends:
            return []
        return [
            other
            for other in self.judged.values()
            if other.counts and (other.made_to is None or same(other.made_to, one.made_to))
        ]


def never_held(one, rivals, steps=None):
    """Whether it held on no day: on the day on which it came a rival came that was recorded later, and nobody
    knows which was first. Of two that are known to be of one day the order is known.
    """
    exact = [other for other in steps or rivals if other.first == other.last == one.last]
    if one in exact and len(exact) > 1:
        return False
    return any(other.last == one.last and other.at > one.at for other in rivals)


def ends_on(on):
    """The last day that a date can be of, whenever it was recorded."""
    match len(on):
        case 4:
            return f"{on}-12-31"
        case 7:
            return f"{on}-{days_of(on):02}"
        case _:
            return on.removeprefix("..")


def renamed(before, after):
    """The right name by the wrong one: one went and one came, or each took the place of another."""
    old, new = [body.casefold() for body in before], [body.casefold() for body in after]
    gone = [body for body in old if body not in new]
    come = [body for body in after if body.casefold() not in old]
    spelt = {body.casefold(): body for body in after if body.casefold() in old and body not in before}
    if len(gone) == len(come) == 1:
        return {**spelt, gone[0]: come[0]}
    if not gone or not come:
        return spelt
    moved = [(was, body) for was, body in zip(old, after, strict=False) if was != body.casefold()]
    if len(old) != len(new) or {was for was, _ in moved} != set(gone):
        return {}
    return {**spelt, **dict(moved)}


def certain(one, other):
    """Whether a fact certainly came before another."""
    if one.last < other.first:
        return True
    return one.first == one.last == other.first == other.last and one.at < other.at


def as_heard(told, known_at, zone):
    """The same, with what a file brought in by the end of the day it was seen on, if that was told later."""
    ends = {}
    for one in told:
        if one.name == "file.imported":
            midnight = datetime.strptime(next_day(one.fields["seen_on"]), "%Y-%m-%d")
            last = midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(microseconds=1)
            heard = last.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            if heard <= known_at < one.recorded_at:
                ends[one.recorded_at] = heard
    return [one._replace(recorded_at=ends.get(one.recorded_at, one.recorded_at)) for one in told]


def text(value):
    return "; ".join(value) if isinstance(value, list | tuple) else value


class Model:
    """All that was known at an instant (None: now) of a ledger with this zone and rule of sign-off."""

    def __init__(self, told, zone, *, required, known_at=None, heard=True):
        self.zone, self.required = zone, required
        self.told = as_heard(told, known_at, zone) if heard and known_at else told
        self.told = [one for one in self.told if known_at is None or one.recorded_at <= known_at]
        self.row = None
        self.cycles = []
        self.every = []
        self.means = {}
        self._judged, self._sent, self._disputed = {}, {}, {}
        for one in self.told:
            self._take(one)
        self.found = {(one.ref, one.number): one for one in self.every if not one.voided}

    def each_number_is_of_one(self):
        """Whether no source speaks of a number that something else bore, by what was known then."""
        numbers = [(one.ref, one.number.casefold()) for one in self.every if not one.voided]
        return len(numbers) == len(set(numbers))

    def called(self, ref, number):
        """What bears a number."""
        there = [one for one in self.every if one.ref == ref and not one.voided]
        return next((one for one in there if same(one.number, number)), None)

    def once_called(self, ref, number):
        """What bears a number, or bore it: who sorts again repeats what it stood under, as it was called."""
        there = [one for one in self.every if one.ref == ref and not one.voided]
        bore = (one for one in there if any(same(former, number) for former in one.former))
        return self.called(ref, number) or next(bore, None)

    def called_void(self, ref, number):
        """What was entered in error last of all that bore a number."""
        gone = [one for one in self.every if one.ref == ref and one.voided and same(one.number, number)]
        return max(gone, key=lambda one: one.voided)

    def _take(self, told):
        fields, name = told.fields, told.name
        ref = fields.get("inspection")
        found = self.called(ref, fields.get("number"))
        match name:
            case _ if name == "recommendation.imported":
                self.row = fields
                if found and not fields["makes"]:
                    found.seen = [*found.seen, fields["seen_on"]]
            case _ if self.row and found is None and name in OF_A_ROW:
                # Its source's word is about something that was not there yet.
                pass
            case "recommendation.made":
                made = Recommendation(told, self.zone)
                made.means = self.means
                names = "inspection", "number"
                if self.row and self.row["makes"] and all(self.row[one] == fields[one] for one in names):
                    made.seen = [self.row["seen_on"]]
                    # It makes one, and not another of that number later.
                    self.row = {**self.row, "makes": False}
                self.every.append(made)
                made.family = [one for one in self.every if one.ref == ref]
                for one in made.family:
                    one.family = made.family
            case "recommendation.voided":
                found.voided = told.position
            case "recommendation.unvoided":
                self.called_void(ref, fields["number"]).voided = False
            case "recommendation.classified":
                above = fields["under"] and self.once_called(ref, fields["under"])
                found.classified.append(Fact(told, fields["on"], self.zone, said=fields, above=above or None))
            case "response.recorded":
                said = {name: fields[name] for name in ("body", "answer")}
                found.answers.append(Fact(told, fields["on"], self.zone, **said))
            case "vocabulary.word-added":
                self.means.setdefault((fields["vocabulary"], fields["word"]), fields["means"])
            case "recommendation.restated" | "recommendation.readdressed" | "recommendation.rescheduled":
                word = WORDS[name]
                found.words[word].append(Fact(told, fields["on"], self.zone, value=fields[word]))
            case "recommendation.corrected":
                found.correct(told)
            case "recommendation.withdrawn" | "recommendation.superseded":
                outcome = name.partition(".")[2]
                reason = "withdrawn" if outcome == "withdrawn" else REASONS[fields["how"]]
                said = {
                    "status": "closed",
                    "reason": reason,
                    "cycle": None,
                    "outcome": outcome,
                    "ref": None,
                    "word": None,
                }
                found.ends.append(Fact(told, fields["on"], self.zone, **said))
            case "judgement.recorded":
                said = {part: fields[part] for part in ("status", "reason", "cycle", "made_to", "word")}
                names = "inspection", "judgement"
                is_its = self.row and all(self.row[name] == fields[name] for name in names)
                row = self.row if is_its else None
                judged = Fact(
                    told,
                    fields["on"],
                    self.zone,
                    **said,
                    counts=not self.required or row is not None,
                    outcome=None,
                    ref=fields["judgement"],
                )
                if row:
                    found.theirs = {*found.theirs, fields["judgement"]}
                if row and "judged-on" in row["as_published"]:
                    found.published.append(judged)
                    found.put_behind_making()
                self._judged[ref, fields["judgement"]] = found.judged[fields["judgement"]] = judged
            case "judgement.signed-off":
                self._judged[ref, fields["judgement"]].more["counts"] = True
            case "judgement.corrected":
                judged = self._judged[ref, fields["judgement"]]
                if fields["void"]:
                    judged.more["counts"] = False
                    for one in self.every:
                        if one.ref == ref and fields["judgement"] in one.theirs:
                            one.taken_back = [*one.taken_back, judged.last]
                elif fields["judged_on"]:
                    judged.move(fields["judged_on"])
                    for one in self.every:
                        # Its day is ours now, and no source's.
                        one.published = [other for other in one.published if other is not judged]
            case "cycle.corrected":
                for one in self.cycles:
                    if one.ref == ref and same(one.cycle, fields["cycle"]) and fields["opened_on"]:
                        one.move(fields["opened_on"])
            case "cycle.opened":
                self.cycles.append(Fact(told, fields["on"], self.zone, ref=ref, cycle=fields["cycle"]))

    # The register

    def register(self, day=None, body=None):
        day = day or LAST
        return {
            (one.ref, one.number): one.row(day, body)
            for one in self.found.values()
            if one.there(day) and (body is None or any(same(body, to) for to in one.word("made_to", day)))
        }

    def by_making(self, day):
        """Each row by the position of its making, whatever its number."""
        return {one.told.position: one.row(day) for one in self.found.values() if one.there(day)}

    def name(self, made):
        """What was made at a position, as it is called by all that is known here."""
        return next((one.ref, one.number) for one in self.every if one.told.position == made)

    def uncertain(self, day=None):
        """Where another day that an open date can mean gives another answer, each of its days tried.

        None for what has more such dates than can be tried.
        """
        day, found = day or LAST, {}
        for one in self.found.values():
            now = one.says(day)
            if one.had_parts:
                found[one.ref, one.number] = None
                continue
            above = {id(said.above): said.above.made for said in one.classified if said.above}
            vague = [fact for fact in (*one.dated(), *above.values()) if fact.first != fact.last]
            # Before all that is known to the day, one day is as good as another.
            known = [end for fact in one.dated() for end in (fact.first, fact.last) if end != BEFORE]
            begins = f"{int(min([*known, day])[:4]) - 1:04}-12-31"
            ranges = [list(days_between(max(fact.first, begins), fact.last)) for fact in vague]
            if prod(map(len, ranges)) > MOST:
                found[one.ref, one.number] = None
                continue
            kept = [(fact.first, fact.last) for fact in vague]
            answers = set()
            for days in product(*ranges):
                for fact, of in zip(vague, days, strict=True):
                    fact.first = fact.last = of
                if all(fact.last >= one.made.last for fact in one.dated()):
                    answers.add(one.says(day))
            for fact, (first, last) in zip(vague, kept, strict=True):
                fact.first, fact.last = first, last
            found[one.ref, one.number] = answers - {now} != set()
        return found

    def order(self, ref):
        return sorted((one for one in self.cycles if one.ref == ref), key=lambda one: (one.last, one.at))

    def as_left_by(self, cycle, day=None):
        """The register as a cycle left it: what was made and judged in it and in those opened before it; of
        what names no cycle, what took effect before the next was opened.
        """
        day, rows, left = day or LAST, {}, {}
        for one in self.found.values():
            order = [opened for opened in self.order(one.ref) if opened.last <= day]
            at = next((at for at, opened in enumerate(order) if same(opened.cycle, cycle)), None)
            if at is None:
                continue
            names = {opened.cycle.casefold() for opened in order[: at + 1]}
            until = order[at + 1].last if at + 1 < len(order) else None

            def has(fact, until=until):
                return fact.begun or until is None or fact.last < until

            if one.cycle.casefold() not in names:
                continue
            kept = Recommendation(one.told, self.zone)
            kept.made, kept.kind, kept.cycle, kept.number = one.made, one.kind, one.cycle, one.number
            kept.means = one.means
            kept.classified = [said for said in one.classified if has(said)]
            kept.seen, kept.theirs, kept.taken_back = one.seen, one.theirs, one.taken_back
            kept.answers = [said for said in one.answers if has(said)]
            kept.words = {name: [word for word in words if has(word)] for name, words in one.words.items()}
            kept.ends = [end for end in one.ends if has(end)]
            kept.judged = {
                ref: judged for ref, judged in one.judged.items() if judged.cycle.casefold() in names
            }
            left.setdefault(one.ref, []).append(kept)
        for family in left.values():
            for one in family:
                one.family = family
            for one in family:
                if one.there(day):
                    rows[one.ref, one.number] = one.row(day)
        return rows

    # The trail

    def running(self, ref, on, recorded_at):
        if on is None:
            return None
        day = stretch(on, recorded_at, self.zone)[1]
        opened = [one for one in self.order(ref) if one.last <= day]
        return opened[-1].cycle if opened else None

    def trail(self):
        """(position, number, cycle) of each event of an inspection, by the number that is right."""
        known, words, right, moved, place_of = {}, {}, Numbers(self.told), {}, {}
        rows = []
        for told in self.told:
            fields, ref = told.fields, told.fields.get("inspection")
            if ref is None:
                rows.append((told.position, None, None, None))
                continue
            number, cycle = fields.get("number"), fields.get("cycle")
            on = fields.get("on") or fields.get("of") or fields.get("seen_on")
            about = next(
                (
                    (ref, fields[what])
                    for what in ("dispute", "judgement", "evidence", "response", "progress")
                    if is_ref(fields, what) and told.name != "recommendation.imported"
                ),
                None,
            )
            begins = told.name in BEGINNINGS
            if about and not begins:
                number, cycle, begun = known[about]
                on = on or begun
            place = (about and not begins and place_of[about]) or right.place(told)
            if told.name == "evidence.corrected" and fields["number"]:
                moved[about] = right.bearer(told.position, ref, fields["number"])
            if told.name == "recommendation.made":
                words[place] = [[name, on, cycle, True] for name in ("text", "made_to", "due")]
                words[place].append(["made_on", on, cycle, True])
            elif told.name == "recommendation.corrected":
                cycle = corrected(words[place], fields)
            elif told.name in ("recommendation.voided", "recommendation.unvoided"):
                cycle = words[place][0][2]
            if cycle is None and number is not None:
                cycle = self.running(ref, on, told.recorded_at)
            if told.name in WORDS:
                words[place].append([WORDS[told.name], on, cycle, False])
            elif told.name in ("recommendation.withdrawn", "recommendation.superseded"):
                words[place].append(["end", on, cycle, False])
            if about and begins:
                known[about], place_of[about] = (number, cycle, on), place
            rows.append((told.position, place, cycle, about))
        for position, place, cycle, about in rows:
            yield position, right.now(moved.get(about, place)), cycle

    # Between days

    def statistics(self, first, last):
        """{ref: (opening, made, reopened, closed, closing)}."""
        rows = {}
        for one in self.found.values():
            row = rows.setdefault(
                one.ref, {"opening": 0, "made": 0, "reopened": 0, "closed": 0, "closing": 0}
            )
            if not one.needs_closing:
                continue
            row["opening"] += self._unclosed(one, day_before(first))
            row["closing"] += self._unclosed(one, last)
            if one.had_parts:
                # How it moved day by day, only the sums show.
                row.update({"made": None, "reopened": None, "closed": None})
            elif row["made"] is not None:
                for day, column, count in one.moves():
                    if first <= day <= last:
                        row[column] += count
        return rows

    def status(self, one, day):
        verdict = one.verdict(day)
        return verdict.status if verdict else "open"

    def wholes(self):
        """What had parts at some time."""
        return {where for where, one in self.found.items() if one.had_parts}

    def makings_of_wholes(self):
        """The positions of their makings."""
        return {self.found[where].told.position for where in self.wholes()}

    def _unclosed(self, one, day):
        """Whether it is there at the end of a day and not closed."""
        verdict = one.verdict(day)
        return one.there(day) and (verdict is None or verdict.status != "closed")


def day_before(day):
    year, month, number = int(day[:4]), int(day[5:7]), int(day[8:])
    if number > 1:
        return f"{day[:7]}-{number - 1:02}"
    before = f"{year:04}-{month - 1:02}" if month > 1 else f"{year - 1:04}-12"
    return f"{before}-{days_of(before):02}"


class Numbers:
    """Which recommendation each event names by the number that it had when it was recorded.

    A recommendation is known by the position of its making.
    """

    def __init__(self, told):
        self.bears, self.places, self.history = {}, {}, []
        for one in told:
            self._take(one)

    def _take(self, one):
        fields, ref, name = one.fields, one.fields.get("inspection"), one.name
        if ref and fields.get("number"):
            if name == "recommendation.made":
                place = one.position
            elif name == "recommendation.imported" and fields["makes"]:
                # The making follows it at once.
                place = one.position + 1
            elif name == "recommendation.unvoided":
                place = self._last(ref, fields["number"], gone=True)
            else:
                place = self._last(ref, fields["number"])
            self.places[one.position] = place
            match name:
                case "recommendation.made" | "recommendation.unvoided":
                    self.bears[place] = ref, fields["number"], False
                case "recommendation.voided":
                    self.bears[place] = ref, fields["number"], one.position
                case "recommendation.corrected" if fields["new_number"]:
                    self.bears[place] = ref, fields["new_number"], False
        self.history.append((one.position, dict(self.bears)))

    def _last(self, ref, number, *, gone=False, bears=None):
        bears = self.bears if bears is None else bears
        found = [
            (void, place)
            for place, (of, called, void) in bears.items()
            if of == ref and same(called, number) and bool(void) == gone
        ]
        return max(found, default=(0, None))[1]

    def place(self, told):
        return self.places.get(told.position)

    def bearer(self, position, ref, number):
        """What bore a number when an event was recorded."""
        return self._last(ref, number, bears=dict(self.history)[position])

    def now(self, place):
        return self.bears[place][1] if place else None


def is_in(body, names):
    return any(same(body, name) for name in names)


def is_ref(fields, what):
    return isinstance(fields.get(what), str)


def corrected(words, fields):
    """The cycle of the word that a correction sets right: the making's, or that of a later word."""
    what, (made, *_) = fields["what"].replace("-", "_"), words
    if what in ("made_on", "kind", "cycle"):
        for word in words:
            if word[3]:
                word[1], word[2] = fields["made_on"] or word[1], fields["in_cycle"] or word[2]
        return made[2]
    if what == "number":
        return made[2]
    found = [word for word in words if word[0] == what and (what == "end" or word[1] == fields["of"])]
    word = found[-1] if found else next(word for word in words if word[0] == what and word[3])
    if not fields.get(what) and not word[3]:
        words.remove(word)
    elif not fields.get(what):
        word[1] = None
    return word[2]

"""Every answer of the program about a life, held against the model's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from events.base import Day, Instant
from ledger.errors import NotFound
from ledger.policies import STATUSES
from projections.base import Item, TimeFilter
from projections.diff import diff_days, diff_instants
from projections.model.uncertain import hangs_on_a_date
from projections.register import read_register, register
from projections.rows import Filters
from projections.show import show
from projections.statistics.counting import Asked
from projections.statistics.view import statistics
from projections.trail import trail
from projections.why import why
from tests.model.lives import ZONE, Life
from tests.model.naive import Model, day_before, ends_on, next_day
from tests.steps import BODIES

FIELDS = (
    "text",
    "status",
    "reason",
    "judged_in",
    "made_to",
    "made_on",
    "due",
    "last_updated",
    "kind",
    "cycle",
    "word",
    "priority",
    "topics",
    "source",
    "place",
    "under",
    "responses",
    "seen_on",
)
IN_WHY = FIELDS[:10]
STEP = ("inspection", "number", "change", "before", "after", "on", "judgement")


class Comparing:
    """Compares what is asked about pairs of times; ``answers`` counts what was compared."""

    def __init__(self, life: Life, random: Random) -> None:
        self.life, self.random, self.lines, self.answers = life, random, life.lines(), 0
        self.required = life.inspectorate().sign_off == "required"
        recorded = sorted({line.recorded_at for line in self.lines})
        moments = random.sample(recorded, min(3, len(recorded)))
        # What was seen then is its source's word by the day after.
        seen = {line.fields["seen_on"] for line in self.lines if line.name == "file.imported"}
        heard = [f"{next_day(day)}T12:00:00.000000Z" for day in sorted(seen)[:2]]
        moments += heard
        self.moments = [None, *(one for one in moments if self.model(one).each_number_is_of_one())]
        said = {day.removeprefix("..") for line in self.lines for day in _days(line.fields)}
        near = sorted({*said, life.today, "2021-02-28", "2021-03-15", "2021-03-31", "2021-04-30"})
        self.days = [None, life.today, *random.sample(near, min(4, len(near)))]

    def model(self, known_at: str | None, *, heard: bool = True) -> Model:
        return Model(self.lines, ZONE, required=self.required, known_at=known_at, heard=heard)

    def differences(self) -> Iterator[str]:
        """Whatever is not alike, in words."""
        for known_at in self.moments:
            model = self.model(known_at)
            yield from self._trail(self.model(known_at, heard=False), known_at)
            for day in self.days:
                time_filter = TimeFilter(None if day is None else Day(day), known_at and Instant(known_at))
                yield from self._registers(model, time_filter)
                yield from self._pages(model, time_filter)
            yield from self._periods(model, known_at)
            yield from self._learned(known_at)

    def same(self, what: object, ours: object, theirs: object) -> Iterator[str]:
        self.answers += 1
        if ours != theirs:
            yield f"{what}\n  program: {ours}\n  model:   {theirs}"

    def _registers(self, model: Model, time_filter: TimeFilter) -> Iterator[str]:
        for body in (None, *BODIES):
            view = register(self.life, time_filter=time_filter, filters=Filters(made_to=body))
            yield from self.same(
                ("register", time_filter, body),
                _rows(view.items),
                _wanted(model.register(time_filter.day, body)),
            )
        fold = read_register(self.life, time_filter=time_filter)
        ours = {
            (ref, recommendation.number): hangs_on_a_date(recommendation, time_filter.day, state=False)
            for ref, one in fold.folds.items()
            for recommendation in one.recommendations.values()
        }
        theirs = {
            where: ours[where] if said is None else said
            for where, said in model.uncertain(time_filter.day).items()
        }
        yield from self.same(("uncertain", time_filter), ours, theirs)
        for cycle in ("C1", "C2", "c3"):
            try:
                ours = _rows(register(self.life, cycle=cycle, time_filter=time_filter).items)
            except NotFound:
                ours = {}
            yield from self.same(
                ("cycle", cycle, time_filter), ours, _wanted(model.as_left_by(cycle, time_filter.day))
            )

    def _pages(self, model: Model, time_filter: TimeFilter) -> Iterator[str]:
        rows = model.register(time_filter.day)
        for (ref, number), row in rows.items():
            head = show(self.life, ref, number, time_filter=time_filter).head
            yield from self.same(("show", ref, number, time_filter), _wanted({0: head}), _wanted({0: row}))
            fields = {
                item["field"]: item["value"]
                for item in why(self.life, ref, number, time_filter=time_filter).items
            }
            yield from self.same(
                ("why", ref, number, time_filter),
                {name: fields[name] for name in IN_WHY},
                {name: row[name] for name in IN_WHY},
            )

    def _trail(self, model: Model, known_at: str | None) -> Iterator[str]:
        time_filter = TimeFilter(None, known_at and Instant(known_at))
        ours = [
            (row["position"], row["number"], row["cycle"])
            for row in trail(self.life, time_filter=time_filter).items
        ]
        yield from self.same(("trail", known_at), ours, list(model.trail()))
        for cycle in ("C1", "C2"):
            theirs = [
                at for at, _, of in model.trail() if of is not None and of.casefold() == cycle.casefold()
            ]
            try:
                found = [
                    row["position"] for row in trail(self.life, cycle=cycle, time_filter=time_filter).items
                ]
            except NotFound:
                found = []
            yield from self.same(("trail of", cycle, known_at), found, theirs)

    def _periods(self, model: Model, known_at: str | None) -> Iterator[str]:
        known = known_at and Instant(known_at)
        for _ in range(3):
            first, last = sorted(_full(self.random.choice(self.days[1:])) for _ in range(2))
            asked = Asked(Day(first), Day(last), known_at=known)
            view = statistics(self.life, asked=asked)
            ours = {row["name"]: {k: v for k, v in row.items() if k != "name"} for row in view.items[:-1]}
            theirs = {ref: row for ref, row in model.statistics(first, last).items() if ref in ours}
            for ref, row in theirs.items():
                if row["made"] is None:
                    moved = {column: ours[ref][column] for column in ("made", "reopened", "closed")}
                    theirs[ref] = {**row, **moved}
                    come_to = row["opening"] + moved["made"] + moved["reopened"] - moved["closed"]
                    yield from self.same(("statistics of wholes", asked, ref), come_to, row["closing"])
            yield from self.same(("statistics", asked), ours, theirs)
            rows = diff_days(self.life, None, Day(first), Day(last), known_at=known).items
            wholes = model.wholes()
            yield from self._of_wholes(model, rows, first, last)
            rows = [row for row in rows if (row["inspection"], row["number"]) not in wholes]
            wanted = [
                (one.ref, one.number, change, str(before), after, on, judgement)
                for where, one in model.found.items()
                if where not in wholes
                for day, change, before, after, on, judgement in one.changes(last)
                if first <= day <= last
            ]
            # Which judgement a status rests on when other bodies count is not the model's to say.
            moved = {row[:6] for row in wanted if row[6] == "?"}
            told = [
                ("?" if row[:6] in moved else row[6], *row[:6])
                for row in (
                    tuple(str(row[name]) if name == "before" else row[name] for name in STEP) for row in rows
                )
            ]
            theirs = [(row[6], *row[:6]) for row in wanted]
            yield from self.same(
                ("diff", first, last, known_at), sorted(told, key=repr), sorted(theirs, key=repr)
            )

    def _of_wholes(self, model: Model, rows: Sequence[Item], first: str, last: str) -> Iterator[str]:
        """What is told of a whole leads from where it stood to where it stands, step by step."""
        for where in sorted(model.wholes()):
            whole, told = model.found[where], []
            for row in rows:
                if (row["inspection"], row["number"]) == where and row["after"] in STATUSES:
                    told += [row["before"], row["after"]] if row["before"] in STATUSES else [row["after"]]
            if not told or not whole.there(last):
                continue
            begun = model.status(whole, day_before(first)) if whole.there(day_before(first)) else told[0]
            steps = [begun, *told, model.status(whole, last)]
            if len(told) % 2:
                # It was made open.
                steps[0:1] = []
            yield from self.same(("whole", where, first, last), steps[::2], steps[1::2])

    def _learned(self, known_at: str | None) -> Iterator[str]:
        """Whatever the register of a day until D says otherwise now is told."""
        for since in self.moments[1:]:
            if known_at is not None and since > known_at:
                continue
            before, after = (self.model(one, heard=False) for one in (since, known_at))
            wholes = before.makings_of_wholes() | after.makings_of_wholes()
            for day in self.days[1:]:
                until = _full(day)
                view = diff_instants(
                    self.life, None, Instant(since), known_at and Instant(known_at), as_of=Day(until)
                )
                told = {(row["inspection"], row["number"]) for row in view.items}
                otherwise = set()
                for one in sorted(
                    {
                        fact.last
                        for model in (before, after)
                        for of in model.found.values()
                        for fact in of.dated()
                    }
                    | {until}
                ):
                    if one <= until:
                        was, now = before.by_making(one), after.by_making(one)
                        otherwise |= {
                            after.name(made)
                            for made in was.keys() | now.keys()
                            if _told_of(was.get(made), made in wholes)
                            != _told_of(now.get(made), made in wholes)
                        }
                yield from self.same(("learned", since, known_at, until), otherwise - told, set())


def _full(day: str) -> str:
    return ends_on(day)


def _rows(rows):
    return {(row["inspection"], row["number"]): {name: row[name] for name in FIELDS} for row in rows}


def _wanted(rows):
    return {where: {name: _plain(row[name]) for name in FIELDS} for where, row in rows.items()}


def _told_of(row, is_whole):
    """What differences are told of in a row: of a whole its own words, and where it stands. That its source
    was seen again says nothing of any day.
    """
    told = (*(name for name in FIELDS if name != "seen_on"), "number")
    derived = ("reason", "judged_in", "last_updated", "word") if is_whole else ()
    return row and {name: row[name] for name in told if name not in derived}


def _plain(value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        # A page also has the words of each answer.
        return [{name: one[name] for name in ("body", "answer", "on")} for one in value]
    return list(value) if isinstance(value, tuple) else value


def _days(fields):
    return [fields[name] for name in ("on", "judged_on", "made_on", "of") if fields.get(name)]

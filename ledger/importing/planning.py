"""What is to be asked for the rows of a file, on the past that there is.

plan = planned(state, rows, mapping, "2024-04-04", accepted=("text",))
plan.units[0].asked[0].decision
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.decisions.base import State
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.importing.additions import Additions, additions
from ledger.importing.base import Problem, SourceRow
from ledger.importing.grouping import Group, grouped, said
from ledger.importing.known import Known, unit_of_known
from ledger.importing.making import row_of, unit_of_new, worth_knowing
from ledger.importing.mapping import Mapping as FileMapping
from ledger.importing.spelling import Spelling
from ledger.importing.unit import Asked, Change, Unit
from ledger.state.entities import Judgement, Recommendation
from ledger.state.inspection import Inspection
from ledger.validation import body_key, key, number_key

Named = tuple[str, str]
"""The key of an inspection, empty if nobody can tell which, and a number."""

_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


class Plan(NamedTuple):
    """What is to be asked, recommendation by recommendation, and what has to be added before."""

    units: list[Unit]
    adds: Additions
    problems: tuple[Problem, ...]
    gone: tuple[str, ...]


def planned(
    state: State,
    rows: Sequence[SourceRow],
    mapping: FileMapping,
    seen_on: str,
    accepted: Collection[str] = (),
    named: Collection[Named] = (),
) -> Plan:
    """The plan; nothing is asked yet. ``named`` are numbers that stand in the file, also in rows that cannot
    be taken: what has one is not gone.
    """
    spelling = Spelling(state.inspectorate.vocabulary, state.inspections)
    groups, problems = grouped(map(spelling.spelt, rows), seen_on)
    planner = _Planner(state, seen_on, accepted, named)
    units = planner.units(groups)
    problems += [*planner.problems, *(problem for group in groups for problem in worth_knowing(group))]
    return Plan(units, additions(state, units, mapping, seen_on), tuple(problems), tuple(planner.gone()))


class _Planner:
    """Plans one file. ``met`` are the recommendations that its rows are about."""

    def __init__(
        self, state: State, seen_on: str, accepted: Collection[str], named: Collection[Named]
    ) -> None:
        self._named = named
        self._state = state
        self._seen_on = seen_on
        self._accepted = accepted
        self._file = f"I{len(state.inspectorate.imports) + 1}"
        self._why = f"As last seen on {seen_on}."
        self._met: set[int] = set()
        self._inspections: dict[str, Inspection] = {}
        self._judged: dict[str, dict[int, list[Judgement]]] = {}
        self.problems: list[Problem] = []

    def units(self, groups: Sequence[Group]) -> list[Unit]:
        """One for each group, in their order."""
        found = [self._found(group) for group in groups]
        self._meet()
        renumbered = self._renumbered([group for group, one in zip(groups, found, strict=True) if not one])
        units: list[Unit] = []
        for group, one in zip(groups, found, strict=True):
            inspection = self._inspections[key(group.inspection)]
            if one is None and (was := renumbered.get(id(group))):
                units.append(self._other_number(group, was, inspection))
            elif one is not None:
                known = Known(
                    inspection.ref, one, self._judgements(inspection, one), self._state.inspectorate.bodies
                )
                units.append(
                    unit_of_known(group, known, self._file, self._seen_on, self._why, self._accepted)
                )
            elif inspection.voided and (void := inspection.entered_in_error(group.number)):
                units.append(self._entered_in_error(group, void))
            else:
                units.append(unit_of_new(group, self._file, self._seen_on, self._why))
        self._look_alike(groups)
        return units

    def gone(self) -> Iterator[str]:
        """What was brought in before, of the inspections of this file, and is not in it."""
        for inspection in self._inspections.values():
            for one in inspection.recommendations.values():
                if one.source and not one.gone and id(one) not in self._met:
                    yield f"{inspection.ref}/{one.number}"

    def _found(self, group: Group) -> Recommendation | None:
        found = self._inspection(key(group.inspection)).recommendations.found(group.number)
        if found:
            self._met.add(id(found))
        return found

    def _inspection(self, ref: str) -> Inspection:
        if ref not in self._inspections:
            self._inspections[ref] = self._state.inspections[ref]
        return self._inspections[ref]

    def _meet(self) -> None:
        """What the file names in rows that cannot be taken; the inspection of one is one of the file."""
        for ref in {ref for ref, _ in self._named if ref}:
            self._inspection(ref)
        for ref, number in self._named:
            for inspection in [self._inspections[ref]] if ref else self._inspections.values():
                if found := inspection.recommendations.found(number):
                    self._met.add(id(found))

    def _judgements(self, inspection: Inspection, found: Recommendation) -> Sequence[Judgement]:
        if inspection.ref not in self._judged:
            by_one: dict[int, list[Judgement]] = {}
            for judgement in inspection.judgements.values():
                by_one.setdefault(id(judgement.about), []).append(judgement)
            self._judged[inspection.ref] = by_one
        return self._judged[inspection.ref].get(id(found), [])

    def _renumbered(self, new: Sequence[Group]) -> Mapping[int, Recommendation]:
        """New numbers whose words, bodies and day are those of one whose number is gone."""
        gone: dict[tuple[object, ...], list[Recommendation]] = {}
        for ref, inspection in self._inspections.items():
            for one in inspection.recommendations.values():
                if one.source and one.source.text and id(one) not in self._met:
                    bodies = frozenset(map(body_key, one.source.made_to or ()))
                    what = ref, said(one.source.text), bodies, one.source.made_on
                    gone.setdefault(what, []).append(one)
        found: dict[int, Recommendation] = {}
        for group in new if gone else ():
            first = group.rows[0]
            bodies = frozenset(map(body_key, group.made_to))
            for day in (first.made_on,) if first.made_on else self._unknown_days(gone):
                there = gone.get((key(group.inspection), said(first.text), bodies, day), [])
                if len(there) == 1 and id(there[0]) not in self._met:
                    found[id(group)] = there[0]
                    self._met.add(id(there[0]))
                    break
        return found

    @staticmethod
    def _unknown_days(gone: Mapping[tuple[object, ...], object]) -> list[object]:
        return sorted({what[3] for what in gone if str(what[3]).startswith("..")}, key=str)

    def _other_number(self, group: Group, was: Recommendation, inspection: Inspection) -> Unit:
        ref, first = f"{inspection.ref}/{was.number}", group.rows[0]
        change = Change(ref, "number", was.number, group.number, "number")
        if "number" not in self._accepted:
            return Unit(ref, (), (), (*group.rows, *group.doubles), changes=(change,))
        right = CorrectRecommendation(
            inspection=inspection.ref, number=was.number, new_number=group.number, why=self._why
        )
        asked = Asked(first, row_of(first, self._file, changes=(right,), number=was.number))
        change = change._replace(is_accepted=True)
        return Unit(ref, (asked,), (first,), (*group.rows[1:], *group.doubles), changes=(change,))

    def _entered_in_error(self, group: Group, void: Recommendation) -> Unit:
        ref = self._inspections[key(group.inspection)].ref
        for row in group.rows:
            self.problems.append(
                Problem(
                    *(row.sheet, row.row, "number", row.number),
                    f"Recommendation {void.number} of {ref} was entered in error: it is not taken again.",
                    f"If it was no error: scrutiny recommendation unvoid {ref} {void.number} --why W",
                    False,
                )
            )
        return Unit(f"{ref}/{void.number}", (), (), (*group.rows, *group.doubles))

    def _look_alike(self, groups: Sequence[Group]) -> None:
        """Numbers that differ in zeros alone may be one that a spreadsheet took the zeros of."""
        there: dict[tuple[str, str], set[str]] = {}
        for ref, inspection in self._inspections.items():
            for one in inspection.recommendations.values():
                if "0" in one.number:
                    _put(there, ref, one.number)
        for group in groups:
            _put(there, key(group.inspection), group.number)
        for group in groups:
            shown = _ZEROS.sub("", number_key(group.number))
            alike = there[key(group.inspection), shown] - {number_key(group.number)}
            if alike:
                row = group.rows[0]
                self.problems.append(
                    Problem(
                        *(row.sheet, row.row, "number", row.number),
                        f"Number {row.number} differs from {', '.join(sorted(alike))} in zeros alone.",
                        "See whether they are two, or a spreadsheet lost the zeros of one.",
                        False,
                    )
                )


def _put(there: dict[tuple[str, str], set[str]], ref: str, number: str) -> None:
    spelt = number_key(number)
    there.setdefault((ref, _ZEROS.sub("", spelt) if "0" in spelt else spelt), set()).add(spelt)

"""What came to be of each recommendation, step by step: ``projections.model.changes``, as it was told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.records import Record
from projections.cache.kept import Kept, Line, Table, as_json
from projections.cache.parts import ByInspection, Filling, Moment
from projections.cache.unchanged import Grounds, of_steps
from projections.model.changes import changes
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

STEP = Table(
    "step",
    (
        *(
            "day",
            "place",
            "position",
            "field",
            "on_day",
            "change",
            "before",
            "after",
            "judgement",
            "evidence",
        ),
        *("made_to", "undone", "word_before", "word_after", "of_rationale"),
    ),
    2,
)


class Steps(ByInspection):
    """The part of a cache that differences between days are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling, id, new=new)


class OfInspection:
    """The steps of one inspection."""

    def __init__(self, filling: Filling, inspection: int, *, new: bool) -> None:
        self._steps = Kept(filling.connection, STEP, inspection, new=new)
        self._known: dict[int, Grounds] = {}

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin of projections.cache.parts."""
        self._known = {one.made_at: of_steps(one) for one in fold.recommendations.values()}

    def take(self, records: Sequence[Record]) -> None:
        """Do nothing: all steps are in the fold."""

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts."""
        if moment.every:
            self._known.clear()
            self._steps.only({changed.one.made_at for changed in moment.changed}, moment.position)
        for changed in moment.changed:
            one = changed.one
            grounds, known = of_steps(one), self._known.get(one.made_at)
            if grounds is None or known != grounds:
                self._steps.replace(one.made_at, _steps(one), moment.position)
                self._known[one.made_at] = grounds

    def close(self) -> None:
        """See OfInspection.close of projections.cache.parts."""
        self._steps.close()


def _steps(one: Recommendation) -> Iterator[Line]:
    for place, step in enumerate(changes(one)):
        day, position = step.sort_key
        yield (
            *(day, place, position, step.field, step.on, step.change, step.before, step.after),
            *(step.judgement, as_json(step.evidence), step.made_to, step.undone, *step.words),
            int(step.of_rationale),
        )

"""What an entry says of other words, bodies or due dates, and of a correction of what was published.

    From 1 March 2021 it is due on 4 May 2022, and not on 4 May 2021.

Bodies are not named: a name that turns out to be another's would make another entry of it.
"""

from __future__ import annotations

from collections.abc import Callable

from projections.model.changes import Change
from projections.publication.files.site import words
from projections.publication.published_before import Correction

_CALLED = {
    "text": "its words",
    "made_to": "the bodies it was made to",
    "due": "its due date",
    "made": "the day it was made on",
    "kind": "its kind",
    "cycle": "the cycle it was made in",
    "number": "its number",
}


def reworded_said(step: Change) -> tuple[str, ...]:
    """What a step says by which its words, its bodies or its due date are others; the words stand below."""
    since = words.begun(step.on)
    if step.field == "due":
        was = f", and not {words.when(step.before)}" if step.before else ""
        return (f"From {since} it is due {words.when(step.after)}{was}." if step.after else f"From {since}.",)
    if step.field == "made_to":
        return (f"From {since}. The page of the recommendation says to whom.",)
    return (f"From {since} it says:",)


def correction_said(
    correction: Correction, label: Callable[[Change | None], str]
) -> tuple[str, tuple[str, ...]]:
    """The heading of a correction, and what it says."""
    old, new, step = correction.published, correction.now, correction.step
    if step.field not in ("status", "share"):
        what = _CALLED[step.field]
        if new is None and step.field == "made":
            return "withdrawn", ("This recommendation was published, and was never made.",)
        published = (
            f"It was said that it was made {words.when(old.on)}." if old and step.field == "made" else ""
        )
        right = f"It was made {words.when(new.on)}." if new and step.field == "made" else ""
        return f"{what} corrected", tuple(filter(None, (published, right)))
    if old is None:
        return f"{label(new)}, after all", (
            f"From {words.begun(step.on)}. This had been withdrawn, and holds.",
        )
    was = f"It was published as {label(old)} from {words.begun(old.on)}."
    if new is None:
        return f"{label(old)} was withdrawn", (was, "That was an error, and is withdrawn.")
    if (old.after, old.on) == (new.after, new.on):
        return f"the grounds of {label(new)} corrected", (f"From {words.begun(new.on)}, as before.",)
    if new.before == new.after:
        return f"{label(old)} held on no day", (was, "What was recorded later of the same days holds.")
    title = (
        f"{label(new)}, and not {label(old)}" if old.after != new.after else f"{label(new)} from another day"
    )
    return title, (was, f"It is {label(new)} from {words.begun(new.on)}.")

"""The inspectorate's rules that are lists: who may do what, and the words that may be used.

1. Recording needs a role; reading needs none.
2. An administrator sets up: people, inspections, cycles.
3. An inspector records: inspections, cycles, recommendations, evidence, judgements.
4. An approver signs judgements off or returns them; never their own.
5. A publisher publishes.
"""

from __future__ import annotations

ADMINISTRATOR, INSPECTOR, APPROVER, PUBLISHER = ROLES = (
    "administrator",
    "inspector",
    "approver",
    "publisher",
)

STATUSES = {"open": "Open", "partially-met": "Partially met", "closed": "Closed"}
"""The public word and its label, from the least advanced to the most."""

REASONS = (
    "implemented",
    "not-implemented",
    "no-longer-relevant",
    "superseded",
    "merged",
    "withdrawn",
)
"""Why a recommendation was closed."""

KINDS = {"recommendation": "Recommendation", "area-for-development": "Area for development"}

KINDS_COUNTED = {
    "recommendation": ("recommendation", "recommendations"),
    "area-for-development": ("area for development", "areas for development"),
}
"""What one of a kind is called in a sentence, and several."""

ANSWERS = {
    "accepted": "Accepted",
    "partly-accepted": "Partly accepted",
    "rejected": "Rejected",
    "noted": "Noted",
    "none": "No answer",
}
"""What a body answers to a recommendation, and the label."""

SUCCESSIONS = {
    "superseded": ("supersedes", "superseded"),
    "reframed": ("reframes", "superseded"),
    "merged": ("merges", "merged"),
    "split": ("split-from", "superseded"),
}
"""How others take a recommendation's place: what they are to it, and the reason it is closed for."""

RELATIONS = {
    "superseded-by": "Superseded by",
    "reframed-into": "Reframed into",
    "merged-into": "Merged into",
    "split-into": "Split into",
    "supersedes": "Supersedes",
    "reframes": "Reframes",
    "merges": "Merges",
    "split-from": "Split from",
    "repeats": "Repeats",
    "repeated-by": "Repeated by",
}
"""What a recommendation may be to another, and the label."""

AFTER = {
    "superseded": "superseded-by",
    "reframed": "reframed-into",
    "merged": "merged-into",
    "split": "split-into",
}
"""What a recommendation is to those that took its place."""

OUTCOMES = ("upheld", "dismissed", "withdrawn")
"""How a dispute ends."""

CORRECTED = {
    "text": "words",
    "made-to": "bodies it is made to",
    "due": "due date",
    "made-on": "day it was made",
    "kind": "kind",
    "cycle": "cycle",
    "number": "number",
    "end": "end",
}
"""What of a recommendation may be set right, and its name in a sentence."""

IMPORTED = "imported"
"""Who judged what was judged before the ledger was there: nobody who is registered."""

DUE, JUDGED_ON = AS_PUBLISHED = ("due", "judged-on")
"""What of an older register is taken as it was published, though no rule allows a day before the making."""

SIGN_OFF = ("required", "none")
"""Whether a second person must sign a judgement off before it counts."""

SIGNATURES = ("required", "none")
"""Whether only those may record who have a key to sign it with; who has one signs in any case."""

STATES = (
    "awaiting-evidence",
    "evidence-submitted",
    "proposed-for-closure",
    "more-evidence-requested",
    "awaiting-sign-off",
    "disputed",
    "left-open",
    "judged",
    "withdrawn",
    "superseded",
    "no-closing-needed",
)
"""The working word behind the status: derived, never stored."""

NO_CLOSING_NEEDED, NEEDS_NO_CLOSING = "no-closing-needed", "No closing needed"
"""The state of what is open and of a kind that needs no closing, and what is shown for its status."""

NOBODYS = "scrutiny-ledger.invalid"
"""The host in the origin of a ledger that was given none: nobody ever has it (RFC 2606)."""

SHARED_ORIGIN = f"{NOBODYS}/ledger"
"""The origin that version 0.1 gave to each of them; what it tells apart has to say more."""

"""The rules of the house that are lists: who may do what, and the words that may be used.

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

SIGN_OFF = ("required", "none")
"""Whether a second person must sign a judgement off before it counts."""

STATES = (
    "awaiting-evidence",
    "evidence-submitted",
    "proposed-for-closure",
    "more-evidence-requested",
    "awaiting-sign-off",
    "judged",
    "withdrawn",
    "superseded",
)
"""The working word behind the status: derived, never stored."""

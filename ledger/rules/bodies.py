"""Bodies: which names mean one, what it is called, and who answers for it.

1. A name means one body. What is registered, added or taken as a name means no other body.
2. Whatever is said of a body is said of one that is registered.
3. A body takes another name on no day that is certainly before it existed, or bore the name it has.
4. A body is merged with another one; neither merging nor succeeding leads in a circle.
5. A body is succeeded once: who follows its successor is said of that.
"""

from __future__ import annotations

from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from ledger.decisions.bodies import AddAlias, MergeBodies, RegisterBody, RenameBody, SucceedBody
from ledger.errors import NOTHING_TO_DO, NotFound
from ledger.rules.base import AnyEvent, Breach, Context, Table, ruled
from ledger.rules.days import too_early
from ledger.times import last_day, when
from ledger.validation import body_key

REGISTER = 'Register it first: scrutiny body register "{name}"'


def name_is_new(context: Context, event: BodyRegistered) -> Breach | None:
    """A body is registered under a name that means no other."""
    bodies = context.inspectorate.bodies
    if not bodies.is_registered(event.body):
        return None
    called = bodies.called(event.body)
    return Breach(
        f"{event.body} was registered before",
        f"{event.body} is registered already, as {called}.",
        f'See what is known of it: scrutiny body show "{called}"',
    )


def body_is_registered(context: Context, event: AnyEvent) -> Breach | None:
    """Each body that is spoken of is registered."""
    for field in ("body", "into", "by"):
        name = event.fields.get(field)
        if name is not None and not context.inspectorate.bodies.is_registered(name):
            return Breach(
                f"{name} was not registered",
                f"There is no body {name} in this ledger.",
                REGISTER.format(name=name),
                NotFound,
            )
    return None


def name_means_no_other_body(context: Context, event: BodyAliasAdded | BodyRenamed) -> Breach | None:
    """A further name means no other body; an alias is not one already."""
    bodies = context.inspectorate.bodies
    name = event.also if isinstance(event, BodyAliasAdded) else event.to
    if not bodies.is_registered(name):
        return None
    called = bodies.called(name)
    if bodies.identity(name) != bodies.identity(event.body):
        return Breach(
            f"{name} is another body",
            f"{name} is another body, {called}." if called != name else f"{name} is another body.",
            "If both are one: scrutiny body merge. If it took over: scrutiny body succeed.",
        )
    if isinstance(event, BodyAliasAdded):
        return Breach(
            f"{name} was a name of it before", f"{name} is a name of {called} already.", NOTHING_TO_DO
        )
    return None


def new_name_is_another(context: Context, event: BodyRenamed) -> Breach | None:
    """The new name is another than the one that the body bears on that day, and not earlier than that."""
    bodies = context.inspectorate.bodies
    names = bodies.names(event.body)
    if names is None:
        return None
    bears = names.at(last_day(event.on)) or names.values[0]
    if bears.content == event.to:
        return Breach(
            f"it bore that name on {event.on}",
            f"It is called {event.to} {when(event.on)} already.",
            NOTHING_TO_DO,
        )
    identity = bodies.identity(event.body)
    if since := bodies.since.get(identity):
        remedy = "Say the day from which it bears the new name: --on DATE"
        if early := too_early(event.on, since, f"{event.body} existed", remedy):
            return early
    # The name that is said is borne from a day, and gives way to another on none before.
    borne = next((one for one in names.values if one.position and _same(one.content, event.body)), None)
    if borne is None:
        return None
    return too_early(
        event.on,
        borne.on,
        f"it was called {borne.content}",
        "Name the body as it was called on that day, or say another day: --on DATE",
    )


def they_are_two(context: Context, event: BodyMerged | BodySucceeded) -> Breach | None:
    """A body is merged with another, or succeeded by another."""
    bodies = context.inspectorate.bodies
    other = event.into if isinstance(event, BodyMerged) else event.by
    if bodies.identity(event.body) != bodies.identity(other):
        return None
    did = "merged with" if isinstance(event, BodyMerged) else "succeeded by"
    if _same(event.body, other):
        return Breach(f"it is {did} itself", f"{event.body} cannot be {did} itself.", "Name two bodies.")
    return Breach(
        f"{event.body} and {other} are one", f"{event.body} and {other} are one body already.", NOTHING_TO_DO
    )


def no_circle(context: Context, event: BodyMerged | BodySucceeded) -> Breach | None:
    """No body comes to succeed itself."""
    bodies = context.inspectorate.bodies
    other = event.into if isinstance(event, BodyMerged) else event.by
    one, two = bodies.identity(event.body), bodies.identity(other)
    # Of two that become one, neither may answer for the other.
    circle = one in bodies.successors(two)
    if isinstance(event, BodyMerged):
        circle = circle or two in bodies.successors(one)
    if not circle:
        return None
    return Breach(
        f"{event.body} would succeed itself",
        f"{event.body} and {other} cannot follow each other in a circle: one of them succeeded the other.",
        "See what they are to each other: scrutiny body show NAME",
    )


def succeeded_once(context: Context, event: BodySucceeded) -> Breach | None:
    """A body is succeeded once."""
    bodies = context.inspectorate.bodies
    succession = bodies.succession(event.body)
    if succession is None:
        return None
    by = bodies.called(succession.by)
    return Breach(
        f"it was succeeded by {by} before",
        f"{event.body} was succeeded by {by} {when(succession.on)} already.",
        f'Say who succeeded that one: scrutiny body succeed "{by}" --by OTHER --on DATE',
    )


def both_were_there(context: Context, event: BodySucceeded) -> Breach | None:
    """No body is succeeded, or takes over, before its first day."""
    bodies = context.inspectorate.bodies
    for name in (event.body, event.by):
        since = bodies.since.get(bodies.identity(name))
        remedy = "Say the day from which the other takes over: --on DATE"
        if since and (early := too_early(event.on, since, f"{name} existed", remedy)):
            return early
    return None


def _same(one: str, other: str) -> bool:
    return body_key(one) == body_key(other)


RULES: Table = {
    BodyRegistered: ruled(RegisterBody, name_is_new),
    BodyAliasAdded: ruled(AddAlias, body_is_registered, name_means_no_other_body),
    BodyRenamed: ruled(RenameBody, body_is_registered, name_means_no_other_body, new_name_is_another),
    BodyMerged: ruled(MergeBodies, body_is_registered, they_are_two, no_circle),
    BodySucceeded: ruled(
        SucceedBody, body_is_registered, they_are_two, no_circle, succeeded_once, both_were_there
    ),
}

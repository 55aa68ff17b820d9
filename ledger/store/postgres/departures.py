"""How the schema of a ledger departs from the one that the ledger makes, from the server's own catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ledger.store.postgres.fitting import functions, shapes
from ledger.store.postgres.session import Session
from ledger.store.raw import Departure

_REST = """\
column ledger_checkpoint.note: text not null
column ledger_checkpoint.size: bigint not null
column ledger_compact_range.hashes: bytea not null
column ledger_compact_range.one: integer not null
column ledger_compact_range.size: bigint not null
column ledger_head.one: integer not null
column ledger_head.position: bigint not null
column ledger_head.rank: bigint not null
column ledger_head.recorded_at: text not null
column ledger_head.version: integer not null
column ledger_leaf.leaf: bytea not null
column ledger_leaf.leaf_index: bigint not null
column ledger_leaf.notification_id: bigint not null
column ledger_node.hash: bytea not null
column ledger_node.middle: bigint not null
column ledger_role.person: text not null
column ledger_role.role: name not null
column ledger_shape.looked_at: text[] not null
column ledger_shape.names: text[] not null
column ledger_shape.shape: jsonpath not null
column ledger_shape.topic: text not null
column ledger_shape.version: text not null
column ledger_signature.notification_id: bigint not null
column ledger_signature.signature: bytea not null
column stored_events.db_time: timestamp with time zone not null default clock_timestamp()
column stored_events.db_user: name not null default SESSION_USER
column stored_events.notification_id: bigint not null
column stored_events.originator_id: uuid not null
column stored_events.originator_version: bigint not null
column stored_events.state: bytea not null
column stored_events.topic: text not null
constraint ledger_checkpoint.ledger_checkpoint_pkey: PRIMARY KEY (size)
constraint ledger_compact_range.ledger_compact_range_one_check: CHECK ((one = 1))
constraint ledger_compact_range.ledger_compact_range_pkey: PRIMARY KEY (one)
constraint ledger_head.ledger_head_one_check: CHECK ((one = 1))
constraint ledger_head.ledger_head_pkey: PRIMARY KEY (one)
constraint ledger_leaf.ledger_leaf_notification_id_key: UNIQUE (notification_id)
constraint ledger_leaf.ledger_leaf_pkey: PRIMARY KEY (leaf_index)
constraint ledger_node.ledger_node_pkey: PRIMARY KEY (middle)
constraint ledger_role.ledger_role_pkey: PRIMARY KEY (person)
constraint ledger_shape.ledger_shape_pkey: PRIMARY KEY (topic)
constraint ledger_signature.ledger_signature_pkey: PRIMARY KEY (notification_id)
constraint stored_events.stored_events_pkey: PRIMARY KEY (notification_id)
constraint stored_events.stored_events_place: UNIQUE (originator_id, originator_version)
table ledger_checkpoint: r p
table ledger_compact_range: r p
table ledger_head: r p
table ledger_leaf: r p
table ledger_node: r p
table ledger_role: r p
table ledger_shape: r p
table ledger_signature: r p
table stored_events: r p
trigger ledger_checkpoint.checkpoints_are_kept: O CREATE TRIGGER checkpoints_are_kept
 BEFORE DELETE OR UPDATE OR TRUNCATE ON scrutiny.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION keep()
trigger ledger_signature.signatures_are_kept: O CREATE TRIGGER signatures_are_kept
 BEFORE DELETE OR UPDATE OR TRUNCATE ON scrutiny.ledger_signature FOR EACH STATEMENT EXECUTE FUNCTION keep()
trigger stored_events.stored_events_are_kept: O CREATE TRIGGER stored_events_are_kept
 BEFORE DELETE OR UPDATE OR TRUNCATE ON scrutiny.stored_events FOR EACH STATEMENT EXECUTE FUNCTION keep()
"""

_FUNCTION = (
    r"(?s)CREATE FUNCTION (\w+)\(\s*(.*?)\s*\)\s+RETURNS ([^\n]*?)(?:\nSET ([^\n]*?))? AS \$\$(.*?)\$\$;"
)


def expected() -> dict[tuple[str, str], str]:
    """What the catalogue of a server has of a ledger as it was made, on every supported version."""
    due = {}
    for line in _REST.replace("\n ", " ").splitlines():
        thing, _, told = line.partition(": ")
        kind, _, name = thing.partition(" ")
        due[kind, name] = told
    for name, arguments, how, setting, body in re.findall(_FUNCTION, functions()):
        rights = "definer" if how.endswith("SECURITY DEFINER") else "invoker"
        given = " ".join(arguments.split())
        due["function", f"{name}({given})"] = f"{rights} plpgsql {setting.replace(' = ', '=')} {body.strip()}"
    return due


_QUESTION = """\
SELECT kind, name, told FROM (
    SELECT 'table' AS kind, relname::text AS name, concat_ws(' ', relkind, relpersistence) AS told
    FROM pg_class WHERE relnamespace = 'scrutiny'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p', 'S')
    UNION ALL
    SELECT 'column', relname || '.' || attname,
        format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
        || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'scrutiny'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p')
        AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'constraint', relname || '.' || conname, pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relnamespace = 'scrutiny'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT 'trigger', relname || '.' || tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = 'scrutiny'::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT 'rule', tablename || '.' || rulename, definition FROM pg_rules WHERE schemaname = 'scrutiny'
    UNION ALL
    SELECT 'policy', tablename || '.' || policyname, cmd::text FROM pg_policies WHERE schemaname = 'scrutiny'
    UNION ALL
    SELECT 'function', proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')',
        CASE WHEN prosecdef THEN 'definer ' ELSE 'invoker ' END || lanname || ' '
        || coalesce(array_to_string(proconfig, ';'), '') || ' ' || btrim(prosrc, E' \\n')
    FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
    WHERE pronamespace = 'scrutiny'::regnamespace
) AS found ORDER BY kind, name
"""


def described(session: Session) -> dict[tuple[str, str], str]:
    """What the catalogue has of the schema, by kind and name."""
    return {(str(kind), str(name)): str(told) for kind, name, told in session.ask(_QUESTION)}


def departures(session: Session) -> Iterator[Departure]:
    """See RawStore.departures."""
    there, due = described(session), expected()
    for thing in sorted(due.keys() | there.keys()):
        kind, name = thing
        if thing not in there:
            yield Departure(f"The {kind} {name} is not there.", bars=kind in ("table", "column"))
        elif thing not in due:
            yield Departure(f"There is a {kind} {name} that the ledger does not make.")
        elif there[thing] != due[thing]:
            yield Departure(
                f"The {kind} {name} is not as the ledger makes it.", bars=kind in ("table", "column")
            )
    if ("table", "ledger_shape") in there:
        yield from _shapes_that_differ(session)


def _shapes_that_differ(session: Session) -> Iterator[Departure]:
    due, there = (
        f"SELECT topic, version, shape::text, names, looked_at FROM {rows}"  # noqa: S608  constants
        for rows in (f"({shapes()}) AS due (topic, version, shape, names, looked_at)", "ledger_shape")
    )
    for (topic,) in session.ask(
        f"SELECT DISTINCT topic FROM (({due} EXCEPT {there}) UNION ALL ({there} EXCEPT {due})) AS differing "  # noqa: S608  as above
        "ORDER BY topic"
    ):
        yield Departure(f"What the server takes for {topic} is not what this program writes.")

"""What the server takes for an event: a function of the schema, beside those of ``schema``.

Whoever may append can call the function with anything. What no program could read again, or what would keep
others from recording for ever, is refused by the server: an event of no known shape, a version that leaves a
gap in its stream, a time that is none, steps back or runs ahead of the server's own. What can be read and
breaks a rule is taken, and ``verify`` says so.

The shapes are those of the events as this program writes them. One with other events has other functions:
``scrutiny rebuild`` puts its own in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from events.base import Event
from events.registry import EVENTS
from ledger.store.limits import ROW_LIMIT
from ledger.store.postgres.schema import FUNCTIONS

_DAY = """\
CREATE FUNCTION is_day(said text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    whole text := said;
    year integer;
    month integer;
BEGIN
    IF left(said, 2) = '..' THEN
        whole := substr(said, 3);
        IF length(whole) <> 10 THEN
            RETURN false;
        END IF;
    END IF;
    IF length(whole) NOT IN (4, 7, 10) OR translate(whole, '0123456789', '9999999999')
        <> left('9999-99-99', length(whole)) THEN
        RETURN false;
    END IF;
    year := left(whole, 4)::integer;
    month := coalesce(nullif(substr(whole, 6, 2), ''), '1')::integer;
    RETURN year > 0 AND month BETWEEN 1 AND 12
        AND coalesce(nullif(substr(whole, 9, 2), ''), '1')::integer BETWEEN 1 AND CASE
            WHEN month IN (4, 6, 9, 11) THEN 30
            WHEN month <> 2 THEN 31
            WHEN year % 4 = 0 AND (year % 100 <> 0 OR year % 400 = 0) THEN 29
            ELSE 28 END;
END $$;
"""

_TIME = """\
CREATE FUNCTION is_instant(said text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN said = to_char(said::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
EXCEPTION WHEN data_exception THEN
    RETURN false;
END $$;
"""

# What JSONB makes of 1e0 is 1, and what the program makes of it is no whole number.
_INTEGER = """\
CREATE FUNCTION is_integer(said text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN length(said) < 19 AND translate(said, '-0123456789', '') = '' AND left(said, 2) <> '-0';
END $$;
"""

# ``looked_at`` are the fields of which more than the kind is looked at.
_SHAPES = """\
CREATE TABLE ledger_shape (
    topic text PRIMARY KEY,
    version text NOT NULL,
    shape jsonpath NOT NULL,
    names text[] NOT NULL,
    looked_at text[] NOT NULL
);
"""

_FITS = """\
CREATE FUNCTION fits(topic text, state bytea, said json) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    event jsonb := said;
    data jsonb := event -> 'data';
    due ledger_shape;
    name text;
BEGIN
    SELECT * INTO due FROM ledger_shape WHERE ledger_shape.topic = fits.topic;
    IF length(state) > ROW_LIMIT OR NOT coalesce(
        event @@ 'ENVELOPE' AND event - '{version,recorded_at,by,command,salt,data,clock}'::text[] = '{}'
        AND said ->> 'version' = due.version AND data @@ due.shape AND data - due.names = '{}', false) THEN
        RETURN false;
    END IF;
    IF event ? 'clock' AND NOT coalesce(jsonb_typeof(event -> 'clock') = 'string'
        AND is_instant(event ->> 'clock') AND event ->> 'clock' < event ->> 'recorded_at' COLLATE "C", false)
        THEN
        RETURN false;
    END IF;
    FOREACH name IN ARRAY due.looked_at LOOP
        IF NOT (CASE jsonb_typeof(data -> name)
            WHEN 'string' THEN is_day(data ->> name)
            WHEN 'number' THEN is_integer(said -> 'data' ->> name)
            ELSE true END) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$;
"""

_ENVELOPE = (
    'strict $.version.type() == "number" && $.recorded_at.type() == "string" && $.by.type() == "string" '
    '&& $.command.type() == "string" && $.salt.type() == "string" && $.data.type() == "object"'
)

_CHECK = """\
CREATE FUNCTION check_shapes(
    streams uuid[], versions bigint[], topics text[], states bytea[], spoken json[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    size integer := cardinality(states);
    at text := spoken[1] ->> 'recorded_at';
BEGIN
    IF NOT coalesce(size > 0 AND concat(array_dims(streams), array_dims(versions), array_dims(topics),
        array_dims(states)) = repeat('[1:' || size || ']', 4), false) THEN
        RAISE EXCEPTION 'no events' USING ERRCODE = 'SL005';
    END IF;
    IF NOT coalesce(is_instant(at), false) THEN
        RAISE EXCEPTION 'an event without a time' USING ERRCODE = 'SL005';
    END IF;
    FOR number IN 1 .. size LOOP
        IF NOT coalesce(fits(topics[number], states[number], spoken[number])
            AND versions[number] > 0 AND (number = 1 OR spoken[number] ->> 'recorded_at' = at), false) THEN
            RAISE EXCEPTION '%', coalesce(topics[number], 'an event without a name') USING ERRCODE = 'SL005';
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION check_places(
    streams uuid[], versions bigint[], at text, told text, latest text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    size integer := cardinality(streams);
BEGIN
    IF at < latest COLLATE "C" THEN
        RAISE EXCEPTION '%', latest USING ERRCODE = 'SL003';
    END IF;
    -- A clock may have run ahead before: whoever comes behind it is the next microsecond.
    IF at::timestamptz > clock_timestamp() + interval '5 minutes'
        AND (latest = '' OR at::timestamptz > latest::timestamptz + interval '1 second') THEN
        RAISE EXCEPTION '%', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
            USING ERRCODE = 'SL006', DETAIL = at;
    END IF;
    -- What the machine of whoever records said. The owner may bring in what was recorded before.
    IF told::timestamptz < clock_timestamp() - interval '5 minutes' THEN
        IF session_user <> (
            SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'scrutiny') THEN
            RAISE EXCEPTION '%', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
                USING ERRCODE = 'SL006', DETAIL = told;
        END IF;
    END IF;
    -- What comes behind another in its stream, comes behind it here.
    IF (size > 1 OR versions[1] > 1) AND EXISTS (
        SELECT 1 FROM unnest(streams, versions) WITH ORDINALITY AS given (stream, version, number)
        WHERE version > 1 AND NOT EXISTS (
            SELECT 1 FROM stored_events WHERE originator_id = stream AND originator_version = version - 1)
        AND (size = 1 OR NOT EXISTS (
            SELECT 1 FROM unnest(streams, versions) WITH ORDINALITY AS other (its, due, place)
            WHERE its = stream AND due = version - 1 AND place < number))) THEN
        RAISE EXCEPTION 'something was recorded meanwhile' USING ERRCODE = 'SL001';
    END IF;
END $$;
"""

_KINDS = {(str,): "string", (bool,): "boolean", (int,): "number", (tuple, list): "array"}


def functions() -> str:
    """All functions of a ledger in PostgreSQL, and its triggers."""
    fits = _FITS.replace("ROW_LIMIT", str(ROW_LIMIT)).replace("ENVELOPE", _ENVELOPE)
    return "".join(
        (_DAY, _TIME, _INTEGER, _SHAPES, f"INSERT INTO ledger_shape {shapes()};\n", fits, _CHECK, FUNCTIONS)
    )


def function_names() -> list[str]:
    """The names of all functions of a ledger in PostgreSQL."""
    return re.findall(r"CREATE FUNCTION (\w+)", functions())


def shapes() -> str:
    """The rows of the table of shapes: of every event, as this program writes it."""
    rows = ",\n".join(
        f"('{name}', '{event.VERSION}', '{_shape(event)}'::jsonpath, '{_array(event.FIELDS)}'::text[], "
        f"'{_array(_checked(event))}'::text[])"
        for name, event in sorted(EVENTS.items())
    )
    return f"VALUES\n{rows}"


def _array(names: Iterable[str]) -> str:
    return f"{{{','.join(names)}}}"


def _checked(event: type[Event]) -> list[str]:
    """The fields of which more than the kind is looked at."""
    return [name for name, kinds in event.SHAPE if int in kinds or name in event.DAYS]


def _shape(event: type[Event]) -> str:
    """The kinds of an event's fields, as a path that holds of the right ones alone."""
    terms = []
    for name, kinds in event.SHAPE:
        kind = _KINDS[tuple(one for one in kinds if one is not type(None))]
        term = f'$."{name}".type() == "{kind}"'
        if type(None) in kinds:
            term = f'({term} || $."{name}" == null)'
        if kind == "array":
            term += f' && !exists($."{name}"[*] ? (@.type() != "string"))'
        terms.append(term)
    return f"strict {' && '.join(terms)}"

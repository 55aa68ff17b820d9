"""The tables of a ledger in PostgreSQL, and the functions that are the only way to write to them.

All of it stands in one schema, ``scrutiny``, and belongs to its owner. A role that may record may read, and
may call the functions; it may not insert, change or delete a row, nor choose a position, a time of the server
or another's name: ``append`` runs with the owner's rights and gives them.

Positions are given under the lock of the one row in ``ledger_head``, so their order is that of commits and
they have no gaps, over crashes and promotions too: a sequence would jump. The lock is a row of a table that
a reader may not lock; an advisory lock could be taken and held by anybody who may connect.
"""

from __future__ import annotations

SCHEMA = "scrutiny"

SCHEMA_VERSION = 1

MOVED = "SL001"
"""Something was recorded since the decision looked at the past."""

OVERTAKEN = "SL003"
"""Something was recorded elsewhere at a later time, which the message is."""

NOT_THEIRS = "SL002"
"""The role records for somebody else: the message names them, the detail who speaks for them."""

NOT_OWNER = "SL004"
"""Who speaks for whom is said by the owner alone."""

NO_SHAPE = "SL005"
"""What is to be appended is no event that these tables take; the message says which."""

APART = "SL006"
"""Its time, the detail, is some minutes ahead of the server's, which is the message, or behind it."""

TABLES = """\
CREATE TABLE stored_events (
    notification_id bigint PRIMARY KEY,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    db_user name NOT NULL DEFAULT session_user,
    db_time timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT stored_events_place UNIQUE (originator_id, originator_version)
);
CREATE TABLE ledger_leaf (
    leaf_index bigint PRIMARY KEY,
    notification_id bigint NOT NULL UNIQUE,
    leaf bytea NOT NULL
);
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY,
    note text NOT NULL
);
CREATE TABLE ledger_compact_range (
    one integer PRIMARY KEY CHECK (one = 1),
    size bigint NOT NULL,
    hashes bytea NOT NULL
);
CREATE TABLE ledger_head (
    one integer PRIMARY KEY CHECK (one = 1),
    version integer NOT NULL,
    position bigint NOT NULL,
    rank bigint NOT NULL,
    recorded_at text NOT NULL
);
CREATE TABLE ledger_signature (
    notification_id bigint PRIMARY KEY,
    signature bytea NOT NULL
);
CREATE TABLE ledger_node (
    middle bigint PRIMARY KEY,
    hash bytea NOT NULL
);
CREATE TABLE ledger_role (
    person text PRIMARY KEY,
    role name NOT NULL
);
"""

# A row that is changed or deleted is refused to the owner, too, as long as nobody takes the trigger away.
FUNCTIONS = """\
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql
SET search_path = scrutiny, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what is recorded is not changed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER stored_events_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION keep();
CREATE TRIGGER checkpoints_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION keep();
CREATE TRIGGER signatures_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_signature
    FOR EACH STATEMENT EXECUTE FUNCTION keep();
CREATE FUNCTION take_turn() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = scrutiny, pg_temp AS $$
DECLARE
    place ledger_head;
BEGIN
    SELECT * INTO STRICT place FROM ledger_head FOR UPDATE;
    RETURN place.position;
END $$;
CREATE FUNCTION append(
    streams uuid[], versions bigint[], topics text[], states bytea[],
    expected bigint, seen uuid[], seen_versions bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = scrutiny, pg_temp AS $$
DECLARE
    place ledger_head;
    author text;
    owner name;
    speaker name;
    what text;
    one json;
    spoken json[];
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'only in READ COMMITTED is the newest row seen' USING ERRCODE = '25001';
    END IF;
    -- What hangs on the events alone is looked at while others may still record.
    spoken := ARRAY(
        SELECT convert_from(state, 'UTF8')::json
        FROM unnest(states) WITH ORDINALITY AS given (state, place) ORDER BY given.place);
    PERFORM check_shapes(streams, versions, topics, states, spoken);
    SELECT pg_get_userbyid(nspowner) INTO STRICT owner FROM pg_namespace WHERE nspname = 'scrutiny';
    SELECT * INTO STRICT place FROM ledger_head FOR UPDATE;
    IF place.version <> 1 THEN
        RAISE EXCEPTION 'these tables were replaced' USING ERRCODE = 'SL001';
    END IF;
    PERFORM check_places(streams, versions, spoken[1] ->> 'recorded_at',
        coalesce(spoken[1] ->> 'clock', spoken[1] ->> 'recorded_at'), place.recorded_at);
    IF expected IS NOT NULL AND place.position <> expected THEN
        IF cardinality(seen) = 0 OR EXISTS (
            SELECT 1 FROM unnest(seen, seen_versions) AS looked (stream, version)
            WHERE version <> coalesce((SELECT max(originator_version) FROM stored_events
                WHERE originator_id = stream), 0)) THEN
            RAISE EXCEPTION 'something was recorded meanwhile' USING ERRCODE = 'SL001';
        END IF;
        IF spoken[1] ->> 'recorded_at' <= place.recorded_at COLLATE "C" THEN
            RAISE EXCEPTION '%', place.recorded_at USING ERRCODE = 'SL003';
        END IF;
    END IF;
    SELECT by, speaks INTO author, speaker FROM (
        SELECT said ->> 'by' AS by,
            coalesce((SELECT role FROM ledger_role WHERE person = said ->> 'by'), owner) AS speaks
        FROM unnest(spoken) AS given (said)) AS speakers
    WHERE speaks <> session_user LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', author USING ERRCODE = 'SL002', DETAIL = speaker;
    END IF;
    FOR what, one IN
        SELECT topic, said -> 'data'
        FROM unnest(topics, spoken) WITH ORDINALITY AS given (topic, said, number)
        WHERE topic IN ('database-role.assigned', 'database-role.removed') ORDER BY number
    LOOP
        IF session_user <> owner THEN
            RAISE EXCEPTION '%', owner USING ERRCODE = 'SL004';
        END IF;
        DELETE FROM ledger_role WHERE person = one ->> 'person';
        IF what = 'database-role.assigned' THEN
            INSERT INTO ledger_role VALUES (one ->> 'person', one ->> 'database_role');
        END IF;
    END LOOP;
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state)
    SELECT place.position + number, stream, version, topic, state
    FROM unnest(streams, versions, topics, states) WITH ORDINALITY
        AS given (stream, version, topic, state, number)
    ORDER BY number;
    INSERT INTO ledger_leaf (leaf_index, notification_id, leaf)
    SELECT place.rank + number - 1, place.position + number, convert_to(
        'ledger-leaf/v1' || E'\\n'
        || 'id ' || place.position + number || E'\\n'
        || 'originator ' || stream || E'\\n'
        || 'version ' || version || E'\\n'
        || 'topic ' || topic || E'\\n'
        || 'recorded ' || (said ->> 'recorded_at') || E'\\n'
        || 'actor ' || (said ->> 'by') || E'\\n'
        || 'state ' || encode(sha256(state), 'hex') || ' ' || length(state) || E'\\n', 'UTF8')
    FROM unnest(streams, versions, topics, states, spoken) WITH ORDINALITY
        AS given (stream, version, topic, state, said, number)
    ORDER BY number;
    UPDATE ledger_head SET position = position + cardinality(states), rank = rank + cardinality(states),
        recorded_at = spoken[cardinality(spoken)] ->> 'recorded_at';
    RETURN place.position + 1;
END $$;
CREATE FUNCTION keep_signatures(positions bigint[], signatures bytea[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = scrutiny, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(positions) AS given (position)
        LEFT JOIN stored_events AS event ON event.notification_id = given.position
        WHERE event.xmin IS NULL OR event.xmin <> pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'an event is signed when it is appended' USING ERRCODE = '42501';
    END IF;
    INSERT INTO ledger_signature SELECT * FROM unnest(positions, signatures);
END $$;
CREATE FUNCTION keep_checkpoint(given_size bigint, given_note text, given_hashes bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = scrutiny, pg_temp AS $$
DECLARE
    kept text;
BEGIN
    IF NOT coalesce(given_size BETWEEN 1 AND (SELECT rank FROM ledger_head)
        AND length(given_hashes) BETWEEN 32 AND 32 * 64 AND length(given_note) < 65536, false) THEN
        RAISE EXCEPTION 'this is no checkpoint of what is recorded' USING ERRCODE = '22023';
    END IF;
    INSERT INTO ledger_checkpoint VALUES (given_size, given_note) ON CONFLICT DO NOTHING;
    SELECT note INTO STRICT kept FROM ledger_checkpoint WHERE size = given_size;
    IF kept <> given_note THEN
        RAISE EXCEPTION 'what is recorded is not changed' USING ERRCODE = '42501';
    END IF;
    INSERT INTO ledger_compact_range VALUES (1, given_size, given_hashes)
    ON CONFLICT (one) DO UPDATE SET size = EXCLUDED.size, hashes = EXCLUDED.hashes
    WHERE ledger_compact_range.size <= EXCLUDED.size;
END $$;
CREATE FUNCTION keep_nodes(middles bigint[], hashes bytea[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = scrutiny, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(middles, hashes) AS given (middle, hash)
        WHERE NOT coalesce(middle > 0 AND middle % 8 = 0 AND length(hash) = 32
            AND middle + (middle & -middle) <= (SELECT rank FROM ledger_head), false)) THEN
        RAISE EXCEPTION 'this is no node of what is recorded' USING ERRCODE = '22023';
    END IF;
    INSERT INTO ledger_node SELECT * FROM unnest(middles, hashes) ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA scrutiny FROM PUBLIC;
"""

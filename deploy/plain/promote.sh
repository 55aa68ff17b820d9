#!/bin/sh
# The primary is lost: make this standby the primary. As the user postgres: DATA=… ./promote.sh
# First make sure that the lost one cannot come back by itself: take its power, or its network, or stop its
# service for good. Two primaries are two ledgers (docs/operating.md, "Two primaries").
set -eu
: "${BIN:=$(ls -d /usr/lib/postgresql/*/bin | tail -1)}"
"$BIN/pg_ctl" -D "$DATA" -w -s promote
psql -X -q -v ON_ERROR_STOP=1 -d "host=$DATA.socket dbname=postgres" <<'SQL'
CHECKPOINT;
SELECT pg_create_physical_replication_slot('other')
WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = 'other');
SQL

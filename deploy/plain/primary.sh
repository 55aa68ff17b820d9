#!/bin/sh
# Make the first server. As the user postgres:
#   DATA=/var/lib/postgresql/ledger NAME=scrutiny-a ADDRESS=10.0.0.21 ./primary.sh
# It ends with the server stopped: start it (pg_ctl -D $DATA -w -l $DATA.log start, or under systemd), then run
# standby.sh on the other, which has to have the same files of passwords. Until the standby is there nobody records.
# The files REPLICATOR_PASSWORD, REWINDER_PASSWORD (here) and OWNER_PASSWORD (beside roles.sh) are read.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${BIN:=$(ls -d /usr/lib/postgresql/*/bin | tail -1)}"
"$BIN/initdb" -D "$DATA" -U postgres --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums >/dev/null
cp "$here/scrutiny.conf" "$here/pg_hba.conf" "$DATA/"
cat >>"$DATA/postgresql.conf" <<CONF
include = 'scrutiny.conf'
include = 'own.conf'
CONF
"$here/own.sh"
# Nobody would answer yet: the first roles are made on this server alone.
"$BIN/pg_ctl" -D "$DATA" -w -s -l "$DATA.log" -o "-c synchronous_standby_names=" start
psql -X -q -v ON_ERROR_STOP=1 -d "host=$DATA.socket dbname=postgres" \
    -v replicator="$(cat "$here/REPLICATOR_PASSWORD")" -v rewinder="$(cat "$here/REWINDER_PASSWORD")" <<'SQL'
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replicator';
CREATE ROLE rewinder LOGIN PASSWORD :'rewinder';
GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean),
    pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) TO rewinder;
SELECT pg_create_physical_replication_slot('other');
SQL
"$here/../roles.sh" "host=$DATA.socket dbname=postgres"
"$BIN/pg_ctl" -D "$DATA" -w -s stop

#!/bin/sh
# The lost primary is back, and another took its place: make it a standby. As the user postgres, on the lost one:
#   DATA=… NAME=scrutiny-a ADDRESS=10.0.0.21 PRIMARY=10.0.0.22 ./take-back.sh
# What it had and the other has not is gone then. Nobody was told that it is recorded; a copy of the data
# folder is kept all the same, in $DATA.lost, until you have looked (docs/operating.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${BIN:=$(ls -d /usr/lib/postgresql/*/bin | tail -1)}"
rm -rf "$DATA.lost"
cp -a "$DATA" "$DATA.lost"
export PGPASSWORD
PGPASSWORD=$(cat "$here/REWINDER_PASSWORD")
"$BIN/pg_rewind" -D "$DATA" --source-server "host=$PRIMARY user=rewinder dbname=postgres"
"$here/own.sh"
PGPASSWORD=$(cat "$here/REPLICATOR_PASSWORD")
touch "$DATA/standby.signal"
cat >>"$DATA/postgresql.auto.conf" <<CONF
primary_conninfo = 'host=$PRIMARY user=replicator application_name=$NAME password=$PGPASSWORD'
primary_slot_name = 'other'
CONF
"$BIN/pg_ctl" -D "$DATA" -w -s -l "$DATA.log" start

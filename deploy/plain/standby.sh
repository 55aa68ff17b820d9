#!/bin/sh
# Make the other server from the primary, which runs. As the user postgres:
#   DATA=/var/lib/postgresql/ledger NAME=scrutiny-b ADDRESS=10.0.0.22 PRIMARY=10.0.0.21 ./standby.sh
# The file REPLICATOR_PASSWORD beside this script is that of the primary.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${BIN:=$(ls -d /usr/lib/postgresql/*/bin | tail -1)}"
from="host=$PRIMARY user=replicator application_name=$NAME password=$(cat "$here/REPLICATOR_PASSWORD")"
"$BIN/pg_basebackup" -D "$DATA" -d "$from" -R -S other -X stream -c fast
"$here/own.sh"
"$BIN/pg_ctl" -D "$DATA" -w -s -l "$DATA.log" start

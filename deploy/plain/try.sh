#!/bin/bash
# Play it on this machine: a primary on 127.0.0.21 and a standby on .22, by the scripts beside this one.
# The primary is killed, the standby promoted, the lost one taken back. Needs Debian's postgresql, and the
# program with its extra [postgres].
#
#   deploy/plain/try.sh [path of scrutiny]          as root, or as a user who may run PostgreSQL
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scrutiny=$(realpath "${1:-$here/../../.venv/bin/scrutiny}")
work=$(mktemp -d /tmp/scrutiny-plain.XXXXXX); chmod 755 "$work"
mkdir "$work/files" "$work/servers"
cp -r "$here" "$here/../roles.sh" "$here/../watch.sql" "$work/files/"
files=$work/files/plain
for name in REPLICATOR REWINDER; do head -c 18 /dev/urandom | base64 | tr -d '/+=' >"$files/${name}_PASSWORD"; done
head -c 18 /dev/urandom | base64 | tr -d '/+=' >"$work/files/OWNER_PASSWORD"
as=(env); if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres -- env); chown -R postgres "$work/files" "$work/servers"; fi
BIN=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
on() { # a|b SCRIPT [VARIABLE=…]
    local address=127.0.0.21; [ "$1" = b ] && address=127.0.0.22
    "${as[@]}" BIN="$BIN" DATA="$work/servers/$1" NAME="scrutiny-$1" ADDRESS="$address" "${@:3}" "$files/$2"
}
end() { for one in a b; do kill -QUIT "$(head -1 "$work/servers/$one/postmaster.pid" 2>/dev/null)" 2>/dev/null || true; done; sleep 1; [ -n "${KEEP:-}" ] || rm -rf "$work"; }
trap end EXIT
begin=$(date +%s%N)
say() { printf '%7.1f s  %s\n' "$(( ($(date +%s%N) - begin) / 100000000 ))e-1" "$*"; }
sql() { "${as[@]}" psql -X -A -t -d "host=$work/servers/$1.socket dbname=ledger" "${@:2}"; }

"$BIN/postgres" --version
on a primary.sh >/dev/null
"${as[@]}" "$BIN/pg_ctl" -D "$work/servers/a" -w -s -l "$work/servers/a.log" start
on b standby.sh PRIMARY=127.0.0.21
say "a primary, and a standby: $(sql a -c 'SELECT application_name, state, sync_state FROM pg_stat_replication')"
export PGPASSFILE="$work/pgpass" HOME="$work/home" SCRUTINY_EVIDENCE="$work/evidence" SCRUTINY_PERSON=ada
mkdir "$HOME"; (umask 077; echo "*:*:*:scrutiny:$(cat "$work/files/OWNER_PASSWORD")" >"$PGPASSFILE")
export SCRUTINY_LEDGER="postgresql://scrutiny@127.0.0.21,127.0.0.22/ledger?target_session_attrs=read-write"
"$scrutiny" init --name Ada >/dev/null 2>"$work/said"
for number in 1 2 3; do "$scrutiny" inspection open "R$number" --title T >/dev/null; done
"$scrutiny" checkpoint --output "$work/held" 2>/dev/null
say "recorded R1 to R3; watch.sql says: $(sql a -f "$work/files/watch.sql" | tr '\n' ';')"

"${as[@]}" "$BIN/pg_ctl" -D "$work/servers/b" -s -m fast stop
say "the standby is stopped; R4:"
"$scrutiny" inspection open R4 --title T >/dev/null 2>"$work/error" || say "exit $?: $(tr '\n' ' ' <"$work/error" | cut -c1-140)…"
say "watch.sql says: $(sql a -f "$work/files/watch.sql" | tr '\n' ';')"
pid=$(head -1 "$work/servers/a/postmaster.pid"); pkill -KILL -P "$pid" || true; kill -KILL "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done   # its lock counts until the system has cleared it away
"${as[@]}" "$BIN/pg_ctl" -D "$work/servers/b" -w -s -l "$work/servers/b.log" start
on b promote.sh >/dev/null
say "the primary is killed, and the standby promoted, without R4"
on a take-back.sh PRIMARY=127.0.0.22 >"$work/rewound" 2>&1 || { cat "$work/rewound"; exit 1; }
say "the lost one is taken back: $(tail -1 "$work/rewound"); $(sql b -c 'SELECT application_name, state, sync_state FROM pg_stat_replication')"
"$scrutiny" inspection open R5 --title T >/dev/null
"$scrutiny" verify --held "$work/held" >"$work/verified" 2>&1 || { cat "$work/verified"; exit 1; }
say "recorded R5: $("$scrutiny" trail --format csv | grep -c inspection.opened) inspections; verify, with the checkpoint of before, ends with 0"
say "watch.sql says: $(sql b -f "$work/files/watch.sql" | tr '\n' ';')"

#!/bin/bash
# Play it on this machine: three nodes on 127.0.0.11 to .13, with the very files that fill.sh writes. Somebody
# records all the while; the primary is killed, comes back, and hands over; both standbys are lost.
# What happened, and how long it took, is printed. Needs Debian's patroni, etcd-server and postgresql,
# and the program with its extra [postgres].
#
#   deploy/patroni/try.sh [path of scrutiny]        as root, or as a user who may run PostgreSQL
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scrutiny=$(realpath "${1:-$here/../../.venv/bin/scrutiny}")
for tool in patroni patronictl etcd psql; do
    command -v $tool >/dev/null || { echo "$tool is absent: apt install patroni etcd-server postgresql" >&2; exit 2; }
done
work=$(mktemp -d /tmp/scrutiny-ha.XXXXXX)
nodes="a=127.0.0.11 b=127.0.0.12 c=127.0.0.13"
as=(); [ "$(id -u)" = 0 ] && as=(runuser -u postgres --)
declare -A address=([a]=127.0.0.11 [b]=127.0.0.12 [c]=127.0.0.13)

stop_node() { # without a word, as if its machine were gone
    local pid
    for pid in $(cat "$work/$1/patroni.pid" 2>/dev/null) $(head -1 "$work/$1/data/postmaster.pid" 2>/dev/null); do
        pkill -KILL -P "$pid" 2>/dev/null || true
        kill -KILL "$pid" 2>/dev/null || true
    done
}
end() {
    touch "$work/stop"; wait "${recorder:-}" 2>/dev/null || true
    for node in a b c; do stop_node $node; kill -KILL $(cat "$work/$node/etcd.pid" 2>/dev/null) 2>/dev/null || true; done
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap end EXIT
begin=$(date +%s%N)
say() { printf '%7.1f s  %s\n' "$(( ($(date +%s%N) - begin) / 100000000 ))e-1" "$*"; }
start() { # PROGRAM NODE FILE
    (cd "$work/$2" && exec setsid "${as[@]}" sh -c 'echo $$ >"$0.pid"; exec "$@"' "$1" "${@:3}" >>"$work/$2/$1.log" 2>&1) &
}
node_up() { start patroni "$1" patroni "$work/$1/conf/node.yml"; }
ctl() { "${as[@]}" patronictl -c "$work/a/conf/node.yml" "$@"; }
state() { curl -s --max-time 2 "http://${address[$1]}:8008/" || echo '{}'; }
role() { state "$1" | python3 -c 'import json,sys; s=json.load(sys.stdin); print(s.get("role", "none"), s.get("state", ""), "sync" if s.get("sync_standby") else "")'; }
primary() { for node in a b c; do case "$(role $node)" in "master running"*|"primary running"*) echo $node; return;; esac; done; }
wait_until() { # SECONDS WHAT COMMAND…
    local last=$((SECONDS + $1)) what=$2; shift 2
    until eval "$*"; do [ $SECONDS -lt $last ] || { say "NOT $what"; timeout 20 patronictl -c "$work/a/conf/node.yml" list; exit 1; }; sleep 0.2; done
    say "$what"
}
has_sync() { for node in a b c; do case "$(role $node)" in replica*sync*) return 0;; esac; done; return 1; }
told() { wc -l <"$work/told"; }

chmod 755 "$work"; cp -r "$here" "$work/files"; cp "$here/../roles.sh" "$work/roles.sh"
for node in a b c; do
    mkdir -p "$work/$node"
    STATE="$work/$node" WATCHDOG=off SECRETS="$work/secrets" "$work/files/fill.sh" $nodes -- $node "$work/$node/conf"
done
[ "$(id -u)" = 0 ] && chown -R postgres "$work"/[abc]
echo "$(patroni --version), $(etcd --version | head -1), $(psql --version), $("$scrutiny" --version)"
for node in a b c; do start etcd $node etcd --config-file "$work/$node/conf/etcd.yml"; done
for node in a b c; do node_up $node; done
wait_until 90 "a primary with a synchronous standby" '[ -n "$(primary)" ] && has_sync'

# Those who record know three addresses and a password file.
export PGPASSFILE="$work/pgpass" HOME="$work/home" SCRUTINY_EVIDENCE="$work/evidence" SCRUTINY_PERSON=ada
mkdir -p "$HOME"
(umask 077; echo "*:*:*:scrutiny:$(cat "$work/secrets/owner")" >"$PGPASSFILE")
export SCRUTINY_LEDGER="postgresql://scrutiny@127.0.0.11,127.0.0.12,127.0.0.13/ledger?target_session_attrs=read-write"
wait_until 30 "the ledger was begun" '"$scrutiny" init --name Ada >/dev/null 2>>"$work/init.err"'
touch "$work/told" "$work/not"
record() {
    local number=0 from status
    while [ ! -e "$work/stop" ]; do
        number=$((number + 1)); from=$(date +%s%N); status=0
        "$scrutiny" inspection open "R$number" --title T --format json >"$work/answer" 2>"$work/error" || status=$?
        if [ $status = 0 ]; then echo "R$number" >>"$work/told"; else
            printf 'R%s exit %s after %.1f s: %s\n' $number $status "$(( ($(date +%s%N) - from) / 100000000 ))e-1" "$(tr '\n' ' ' <"$work/error" | cut -c1-300)" >>"$work/not"
        fi
    done
}
record & recorder=$!
more() { local want=$(( $(told) + $1 )); wait_until 120 "recording goes on: $2" '[ "$(told)" -ge '$want' ]'; }
more 3 "at the beginning"
"$scrutiny" checkpoint --output "$work/held1" 2>/dev/null

lost=$(primary); say "the primary $lost is killed, with its Patroni"
stop_node $lost; from=$(date +%s%N); before=$(told)
more 1 "the first answer after the loss"
printf '           nobody could record for %.1f s\n' "$(( ($(date +%s%N) - from) / 100000000 ))e-1"
more 3 "at $(primary)"
node_up $lost
wait_until 120 "$lost is a standby again" '[[ "$(role $lost)" = replica\ * ]] && ctl list | grep -qE "\| $lost .*(running|streaming)"'
"$scrutiny" checkpoint --output "$work/held2" 2>/dev/null

wait_until 60 "there is a synchronous standby" has_sync
old=$(primary); from=$(date +%s%N)
ctl switchover --force --master "$old" >"$work/switchover" 2>&1 || { cat "$work/switchover"; exit 1; }
say "patronictl switchover: $old handed over to $(primary)"
more 1 "after the switchover"
printf '           nobody could record for %.1f s at most\n' "$(( ($(date +%s%N) - from) / 100000000 ))e-1"
"$scrutiny" checkpoint --output "$work/held3" 2>/dev/null

wait_until 60 "there is a synchronous standby" has_sync
now=$(primary); say "both standbys of $now are killed"
for node in a b c; do [ $node = "$now" ] || stop_node $node; done
lines=$(wc -l <"$work/not")
wait_until 120 "whoever records is told that it is not known" '[ "$(wc -l <"$work/not")" -gt '$lines' ]'
tail -1 "$work/not" | fold -s -w 100 | sed 's/^/           /'
for node in a b c; do [ $node = "$now" ] || node_up $node; done
more 2 "with a standby again"
touch "$work/stop"; wait $recorder; recorder=
"$scrutiny" verify --held "$work/held1" --held "$work/held2" --held "$work/held3" >"$work/verified" 2>&1 || { cat "$work/verified"; exit 1; }
grep -v '  holds  ' "$work/verified" | sed 's/^/           /'
"$scrutiny" inspection list --format json | python3 -c '
import json, sys
there = {row["ref"] if "ref" in row else row["inspection"] for row in json.load(sys.stdin)["rows"]}
told = set(open(sys.argv[1]).read().split())
unknown = {line.split()[0] for line in open(sys.argv[2]) if "not known" in line}
no = {line.split()[0] for line in open(sys.argv[2])} - unknown
print(f"           told as recorded {len(told)}, of them lost {len(told - there)}; told as not recorded {len(no)}, of them there {len(no & there)}; not known {len(unknown)}, of them there {len(unknown & there)}")
sys.exit(bool(told - there or no & there))
' "$work/told" "$work/not"
ctl list

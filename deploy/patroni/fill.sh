#!/bin/sh
# Fill in the templates of one node: NAME and ADDRESS of each of the three, then where they are to be written.
#
#   ./fill.sh a=10.0.0.11 b=10.0.0.12 c=10.0.0.13 -- a /etc/scrutiny-ha
#
# Passwords are made once, in the folder `secrets` beside this script, and are the same on all nodes: copy it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
nodes=
while [ "$1" != -- ]; do nodes="$nodes $1"; shift; done
shift
me=$1 target=$2
: "${STATE:=/var/lib/scrutiny-ha}" "${WATCHDOG:=automatic}" "${SECRETS:=$here/secrets}"
: "${NETWORK:=samenet}" "${CLIENTS:=samenet}" "${BIN:=$(pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin | tail -1)}"

secret() {
    mkdir -p "$SECRETS"
    [ -s "$SECRETS/$1" ] || (umask 077; head -c 24 /dev/urandom | base64 | tr -d '/+=\n' >"$SECRETS/$1")
    cat "$SECRETS/$1"
}
peers= hosts= address=
for node in $nodes; do
    peers="$peers${peers:+,}${node%%=*}=http://${node#*=}:2380"
    hosts="$hosts${hosts:+,}${node#*=}:2379"
    [ "${node%%=*}" = "$me" ] && address=${node#*=}
done
mkdir -p "$target"
for file in etcd.yml node.yml; do
    (umask 077; sed \
        -e "s|@NAME@|$me|g; s|@ADDRESS@|$address|g; s|@ETCD_PEERS@|$peers|g; s|@ETCD_HOSTS@|$hosts|g" \
        -e "s|@STATE@|$STATE|g; s|@CONFIG@|$target|g; s|@BIN@|$BIN|g; s|@WATCHDOG@|$WATCHDOG|g" \
        -e "s|@NETWORK@|$NETWORK|g; s|@CLIENTS@|$CLIENTS|g" \
        -e "s|@SUPERUSER_PASSWORD@|$(secret superuser)|g; s|@REPLICATION_PASSWORD@|$(secret replication)|g" \
        -e "s|@REWIND_PASSWORD@|$(secret rewind)|g; s|@REST_PASSWORD@|$(secret rest)|g" \
        "$here/$file" >"$target/$file")
done
cp "$here/../roles.sh" "$target/roles.sh"
(umask 077; secret owner >"$target/OWNER_PASSWORD")

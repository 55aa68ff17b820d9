#!/bin/sh
# A drill: is last night's archive a ledger, and the one that it should be? Nothing of the ledger itself is touched.
#
#   deploy/drill.sh ARCHIVE CHECKPOINT postgresql://…/empty [register.csv]
#
# ARCHIVE is what `scrutiny archive` wrote, CHECKPOINT one that an auditor keeps, register.csv what
# `scrutiny register --format csv` printed when the archive was written. The database has to be empty, and its
# evidence goes where SCRUTINY_EVIDENCE says. Ends with 0 if all is as it should be.
set -eu
archive=$1 held=$2 database=$3 register=${4:-}
scrutiny=${SCRUTINY:-scrutiny}
begun=$(date +%s)
# Nobody's memory and nobody's keys: what holds, holds for a stranger.
HOME=$(mktemp -d)
export HOME
trap 'rm -rf "$HOME"' EXIT
unset SCRUTINY_LEDGER SCRUTINY_PERSON 2>/dev/null || true
"$scrutiny" restore "$archive" --ledger "$database"
echo "restored after $(($(date +%s) - begun)) s"
"$scrutiny" verify --ledger "$database" --held "$held" >"$HOME/verified" || { cat "$HOME/verified"; exit 6; }
echo "verified with the checkpoint that was held, after $(($(date +%s) - begun)) s"
if [ -n "$register" ]; then
    "$scrutiny" register --ledger "$database" --format csv --output "$HOME/register.csv"
    cmp "$register" "$HOME/register.csv" || exit 1
    echo "the register is that of the ledger, byte for byte"
fi
echo "Now drop the database: nobody is to record in it."

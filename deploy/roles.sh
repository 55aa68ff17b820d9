#!/bin/sh
# The role that is to own the ledger, and its database; once, on the primary. Patroni calls it with the
# address of the new cluster; by hand: ./roles.sh "host=/var/run/postgresql dbname=postgres"
# The password stands in the file OWNER_PASSWORD beside this one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
psql -X -q -v ON_ERROR_STOP=1 -v password="$(cat "$here/OWNER_PASSWORD")" -d "$1" <<'SQL'
-- Its login is for the administrator alone: it can do anything to its own tables (docs/server.md).
-- CREATEROLE lets `scrutiny server grant` make roles; leave it out if your IT makes them.
CREATE ROLE scrutiny LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE ledger OWNER scrutiny ENCODING 'UTF8' TEMPLATE template0;
-- Whoever watches the servers (deploy/watch.sql). It has no password: give it one (\password watcher).
CREATE ROLE watcher LOGIN IN ROLE pg_monitor;
SQL

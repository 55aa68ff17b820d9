-- What to look at on each server, every minute or so: each row is something that is out of order.
-- psql -X -A -t -d "host=… dbname=ledger user=watcher" -f watch.sql
-- One that prints nothing is fine. The thresholds are those of docs/operating.md.
SELECT 'no standby is synchronous: whoever records waits'
WHERE NOT pg_is_in_recovery() AND current_setting('synchronous_standby_names') <> ''
    AND NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum'))
UNION ALL
SELECT 'commits wait for no standby at all: synchronous_standby_names is empty'
WHERE NOT pg_is_in_recovery() AND current_setting('synchronous_standby_names') = ''
UNION ALL
SELECT format('%s is %s behind', application_name, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)))
FROM pg_stat_replication
WHERE NOT pg_is_in_recovery() AND pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) > 16 * 1024 * 1024
UNION ALL
SELECT 'this standby gets nothing from its primary'
WHERE pg_is_in_recovery() AND NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming')
UNION ALL
SELECT format('a commit of %s waits for a standby since %s', usename, state_change)
FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND state_change < now() - interval '10 seconds'
UNION ALL
SELECT format('%s waits for a lock since %s', usename, query_start)
FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query_start < now() - interval '10 seconds'
UNION ALL
SELECT format('%s left a transaction open since %s', usename, xact_start)
FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND xact_start < now() - interval '1 minute'
UNION ALL
SELECT format('the slot %s keeps %s of log for nobody', slot_name, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)))
FROM pg_replication_slots
WHERE NOT pg_is_in_recovery() AND NOT active AND pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) > 1024 * 1024 * 1024
UNION ALL
SELECT format('the log is not archived since %s', last_failed_time)
FROM pg_stat_archiver WHERE last_failed_time > coalesce(last_archived_time, '-infinity')
UNION ALL
SELECT format('%s was not vacuumed for %s transactions', datname, age(datfrozenxid))
FROM pg_database WHERE age(datfrozenxid) > 500000000
UNION ALL
SELECT format('%s of %s connections are in use', count(*), current_setting('max_connections'))
FROM pg_stat_activity HAVING count(*) > 0.8 * current_setting('max_connections')::integer;

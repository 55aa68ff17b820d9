#!/bin/sh
# What a server says of itself alone: its name and address, and where the log is.
set -eu
# Not in the data folder: its lock would be copied to the other server.
mkdir -p "$DATA.socket"
cat >"$DATA/own.conf" <<CONF
cluster_name = '$NAME'
listen_addresses = '$ADDRESS'
unix_socket_directories = '$DATA.socket'
CONF

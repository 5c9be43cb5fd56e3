#!/bin/sh
# Fetches nats-server from Debian's package archive into a folder of ours.
# usage: get-nats.sh FOLDER [SUITE]
# Debian 12 itself only has 2.9, which is too old, and the binary of the next release runs there too.
set -eu
D=$(mkdir -p "$1" && cd "$1" && pwd)
. "$(dirname "$0")/lib/isolated-apt.sh"

mkdir -p "$D/apt/state" "$D/pkg"
# Nothing counts as installed: the program needs no libraries of that suite.
: > "$D/apt/state/status"
isolated_apt "$D" "${2:-trixie}" "$D/apt/state/status"
cd "$D/apt/cache/archives"
apt-get -q download nats-server
dpkg-deb -x "$D"/apt/cache/archives/nats-server_*.deb "$D/pkg"
mv "$D/pkg/usr/sbin/nats-server" "$D/nats-server"
rm -rf "$D/apt" "$D/pkg"
"$D/nats-server" --version

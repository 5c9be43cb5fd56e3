#!/bin/sh
# Fetches the Mosquitto broker and the libraries that this machine lacks for it, into a folder of ours.
# usage: get-mosquitto.sh FOLDER
# Not installed, even where we could: Debian's package would start a broker on port 1883 and at each boot.
set -eu
D=$(mkdir -p "$1" && cd "$1" && pwd)
. "$(dirname "$0")/lib/isolated-apt.sh"

# From this machine's own release, so that the libraries fit together.
SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:?this is no Debian release}")
isolated_apt "$D" "$SUITE" /var/lib/dpkg/status
apt-get -q -y --download-only install mosquitto
mkdir -p "$D/pkg" "$D/lib"
for package in "$D"/apt/cache/archives/*.deb; do dpkg-deb -x "$package" "$D/pkg"; done
mv "$D/pkg/usr/sbin/mosquitto" "$D/mosquitto"
find "$D/pkg" -name 'lib*.so*' -exec mv {} "$D/lib/" ';'
rm -rf "$D/apt" "$D/pkg"

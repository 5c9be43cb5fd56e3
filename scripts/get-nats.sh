#!/bin/sh
# Fetches nats-server from Debian's package archive into a folder of ours.
# usage: get-nats.sh FOLDER [SUITE]
# Needs no root and leaves the system's apt state alone. Debian 12 itself only has 2.9, which is too old,
# and the binary of the next release runs there too.
set -eu
D=$(mkdir -p "$1" && cd "$1" && pwd)
SUITE=${2:-trixie}
KEY=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror that this machine already uses for Debian.
URI=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
  awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }')
if [ -z "$URI" ]; then
  echo "no Debian mirror is named in /etc/apt" >&2
  exit 1
fi

mkdir -p "$D/apt/state/lists/partial" "$D/apt/cache/archives/partial" "$D/pkg" \
  "$D/apt/etc/preferences.d" "$D/apt/etc/apt.conf.d" "$D/apt/etc/trusted.gpg.d"
: > "$D/apt/state/status"
printf 'deb [signed-by=%s arch=%s] %s %s main\n' "$KEY" "$(dpkg --print-architecture)" "$URI" "$SUITE" \
  > "$D/apt/sources.list"
cat > "$D/apt/apt.conf" <<CONF
Dir::State "$D/apt/state";
Dir::State::status "$D/apt/state/status";
Dir::Cache "$D/apt/cache";
Dir::Etc::sourcelist "$D/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferencesparts "$D/apt/etc/preferences.d";
Dir::Etc::trustedparts "$D/apt/etc/trusted.gpg.d";
Dir::Log "$D/apt";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Install-Recommends "false";
Debug::NoLocking "true";
CONF
export APT_CONFIG="$D/apt/apt.conf"

# A mirror that doesn't answer is only a warning to apt-get update, so that one is asked to be strict.
apt-get -q -o APT::Update::Error-Mode=any update
cd "$D/apt/cache/archives"
apt-get -q download nats-server
dpkg-deb -x "$D"/apt/cache/archives/nats-server_*.deb "$D/pkg"
mv "$D/pkg/usr/sbin/nats-server" "$D/nats-server"
rm -rf "$D/apt" "$D/pkg"
"$D/nats-server" --version

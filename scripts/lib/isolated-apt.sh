# Sourced. Sets apt up for Debian's archive with all state in a folder of ours: needs no root, leaves the system alone.
# usage: isolated_apt FOLDER SUITE STATUS; FOLDER is absolute, STATUS the list of what counts as installed.
isolated_apt() {
  apt_key=/usr/share/keyrings/debian-archive-keyring.gpg
  # The mirror that this machine already uses for Debian.
  apt_uri=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    awk '/^URIs:/ { print $2; exit } /^deb / { for (i = 2; i <= NF; i++) if ($i ~ /^http/) { print $i; exit } }')
  if [ -z "$apt_uri" ]; then
    echo "no Debian mirror is named in /etc/apt" >&2
    exit 1
  fi

  mkdir -p "$1/apt/state/lists/partial" "$1/apt/cache/archives/partial" \
    "$1/apt/etc/preferences.d" "$1/apt/etc/apt.conf.d" "$1/apt/etc/trusted.gpg.d"
  printf 'deb [signed-by=%s arch=%s] %s %s main\n' "$apt_key" "$(dpkg --print-architecture)" "$apt_uri" "$2" \
    > "$1/apt/sources.list"
  cat > "$1/apt/apt.conf" <<CONF
Dir::State "$1/apt/state";
Dir::State::status "$3";
Dir::Cache "$1/apt/cache";
Dir::Etc::sourcelist "$1/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferencesparts "$1/apt/etc/preferences.d";
Dir::Etc::trustedparts "$1/apt/etc/trusted.gpg.d";
Dir::Log "$1/apt";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Install-Recommends "false";
Debug::NoLocking "true";
CONF
  export APT_CONFIG="$1/apt/apt.conf"

  # A mirror that doesn't answer is only a warning to apt-get update, so that one is asked to be strict.
  apt-get -q -o APT::Update::Error-Mode=any update
}

# inspect.sh SERVICE PATH - what a unit is like, as lines of KEY=VALUE. Changes nothing and needs no root.
exec </dev/null
service=$1
path=$2
dir=${path%/*}/

say() { # KEY VALUE
  printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '[:cntrl:]' ' ' | cut -c1-200)"
}

say os "$(
  # shellcheck source=/dev/null
  . /etc/os-release 2>/dev/null
  printf '%s' "${PRETTY_NAME:-$(uname -s)}"
)"
say arch "$(uname -m)"
if [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; then say systemd yes; else say systemd no; fi
timeout 10 systemctl show -p LoadState -p ActiveState "$service" 2>/dev/null | head -n 10

if [ -L "$path" ]; then
  say kind other
elif [ -f "$path" ]; then
  say kind file
  say size "$(stat -c %s "$path" 2>/dev/null)"
  say sha256 "$(timeout 300 sha256sum <"$path" 2>/dev/null)"
elif [ -e "$path" ]; then
  say kind other
else
  say kind missing
fi
if [ -d "$dir" ] && [ -w "$dir" ] && [ -x "$dir" ]; then say writable yes; else say writable no; fi
say dir_filesystem "$(stat -c %d "$dir" 2>/dev/null)"
say file_filesystem "$(stat -c %d "$path" 2>/dev/null)"
# A file that is itself a mount (a bind mount) may share the device number, yet cannot be renamed over.
if mountpoint -q "$path" 2>/dev/null; then say mounted yes; fi
say free "$(df -Pk "$dir" 2>/dev/null | awk 'NR == 2 { print $4 }')"
if command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1 || command -v bash >/dev/null 2>&1; then
  say probe yes
fi

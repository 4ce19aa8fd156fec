#!/usr/bin/env bash
# stand-ins.sh run DIR COUNT - a fleet of stand-ins, for a machine where no real unit can be booted.
#
# A stand-in is a user-level sshd on a port of its own, with a directory that holds what an update touches: the
# program file, a service that runs it, and small programs named systemctl, systemd-run, sudo and journalctl that do
# for this service what the real ones do. See docs/guide/demo.md for what it is not.
#
# It runs in the foreground and lives until standard input ends; whatever ends it, the stand-ins end with it.
# DIR/fleet.tsv appears when all of them answer: number, host, port, account, API port, path of the program.
# They are signed in to with the private key DIR/key.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  echo "stand-ins.sh: $*" >&2
  exit 1
}

[[ ${1:-} == run && ${3:-} =~ ^[1-9][0-9]?$ ]] || fail "usage: stand-ins.sh run DIR COUNT"
mkdir -p "$2"
dir=$(cd "$2" && pwd) count=$3
[[ $dir =~ ^[A-Za-z0-9_./-]+$ ]] || fail "The stand-ins need a directory of plain letters and digits, not $dir"
sshd=$(PATH=$PATH:/usr/sbin:/sbin command -v sshd) || fail "there is no sshd here (package openssh-server)"
sftp=$(find /usr/lib/openssh /usr/libexec/openssh /usr/lib/ssh -name sftp-server -print -quit 2>/dev/null || true)
[[ -n $sftp ]] || fail "there is no sftp-server here (package openssh-sftp-server)"
node=$(command -v node) || fail "there is no node here (package nodejs)"

# Every process of a stand-in carries its directory in its environment, and no other process does.
sweep() {
  local environment pid
  for environment in /proc/[0-9]*/environ; do
    pid=${environment//[!0-9]/}
    if grep --quiet --null-data --text "^VICS_STAND_IN=$dir/" "$environment" 2>/dev/null; then
      kill -KILL "$pid" 2>/dev/null || true
    fi
  done
}

end() {
  local daemons
  rm -f "$dir/fleet.tsv"
  daemons=$(jobs -p)
  # shellcheck disable=SC2086 # a list
  [[ -z $daemons ]] || kill $daemons 2>/dev/null || true
  sweep
}

declare -A taken=()

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets $port to the first free one from $1 on that this fleet has not taken yet.
free_port() {
  port=$1
  until [[ -z ${taken[$port]:-} ]] && is_free "$port"; do port=$((port + 1)); done
  taken[$port]=yes
}

answers() { # SSH-PORT API-PORT
  # shellcheck disable=SC2016 # for the inner shell
  timeout 2 bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/$0" && IFS= read -r line <&3 && [[ $line == SSH-* ]] &&
    exec 4<>"/dev/tcp/127.0.0.1/$1" && printf "GET / HTTP/1.0\r\n\r\n" >&4 && IFS= read -r line <&4 && [[ $line == *" 401 "* ]]
  ' "$1" "$2" 2>/dev/null
}

make() { # N SSH-PORT API-PORT
  local unit=$dir/$1
  mkdir -p "$unit"/{bin,lib,log,etc/systemd/system,run/systemd/system,run/services,run/transient,home/mirero}
  cp "$here"/stand-in/programs/* "$unit/bin/"
  cp "$here"/stand-in/{supervise,session,serve,recorder.mjs} "$unit/lib/"
  echo "$node" >"$unit/etc/node"
  echo "$3" >"$unit/etc/api-port"
  bash "$here/program.sh" 1.0.0 >"$unit/home/mirero/VICS"
  chmod 0755 "$unit/home/mirero/VICS"
  cat >"$unit/etc/systemd/system/mivicsd.service" <<UNIT
[Unit]
Description=VICS recorder (stand-in $1)
# A recorder that keeps dying is started again for ever: "active" alone proves nothing.
StartLimitIntervalSec=0

[Service]
Environment=VICS_RECORDER=$unit/lib/serve
ExecStart=$unit/home/mirero/VICS
Restart=always
RestartSec=0.5
TimeoutStopSec=10
UNIT
  ssh-keygen -q -t ed25519 -N '' -C "stand-in-$1" -f "$unit/etc/ssh_host_ed25519_key"
  cat >"$unit/etc/sshd_config" <<CONF
ListenAddress 127.0.0.1
Port $2
HostKey $unit/etc/ssh_host_ed25519_key
PidFile none
AuthorizedKeysFile $dir/key.pub
StrictModes no
AuthenticationMethods publickey
UsePAM no
UseDNS no
PrintMotd no
AllowTcpForwarding no
ClientAliveInterval 15
Subsystem sftp $sftp
ForceCommand $unit/lib/session
CONF
}

boot() { # N
  local unit=$dir/$1
  # Not even a killed keeper leaves a listening sshd behind.
  setpriv --pdeathsig TERM "$sshd" -D -f "$unit/etc/sshd_config" -E "$unit/log/sshd.log" </dev/null &
  VICS_STAND_IN=$unit PATH=$unit/bin:$PATH systemctl start mivicsd.service
}

sweep # what a killed fleet left
rm -rf "${dir:?}"/{[0-9]*,key,key.pub,fleet.tsv,fleet.new}
trap end EXIT
trap 'exit 143' TERM HUP
trap 'exit 130' INT
((EUID != 0)) || mkdir -p /run/sshd # sshd as root drops its rights there
ssh-keygen -q -t ed25519 -N '' -C vics-demo -f "$dir/key"

for n in $(seq "$count"); do
  free_port $((22000 + n)) && ssh_port=$port
  free_port $((29080 + n)) && api_port=$port
  make "$n" "$ssh_port" "$api_port"
  boot "$n"
  printf '%s\t127.0.0.1\t%s\t%s\t%s\t%s\n' "$n" "$ssh_port" "$(id -un)" "$api_port" "$dir/$n/home/mirero/VICS" >>"$dir/fleet.new"
done
while IFS=$'\t' read -r n _ ssh_port _ api_port _; do
  deadline=$((SECONDS + 20))
  until answers "$ssh_port" "$api_port"; do
    ((SECONDS < deadline)) || fail "stand-in $n does not answer: $(tail -n 3 "$dir/$n"/log/*.log)"
    sleep 0.1
  done
done <"$dir/fleet.new"
mv "$dir/fleet.new" "$dir/fleet.tsv"

# Whoever started the fleet holds the other end of standard input; its end is the fleet's end.
while read -r _; do :; done

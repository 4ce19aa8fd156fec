#!/usr/bin/env bash
# demo.sh PROGRAM [--stand-ins] [SETTINGS …] - VICS with a small fleet; what ./run.sh --demo calls.
#
# As root the units are real ones, booted by the lab of the tests; else, or with --stand-ins, they are stand-ins.
# Fleet and product live and die together: whatever ends this script, killing included, ends them.
# Everything lies in data-demo/, which begins empty at every start, since the fleet does too: nothing a killed demo
# left can be in the way, and the normal data directory is never touched.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"

program=$1
shift
fleet_kind=''
if [[ ${1:-} == --stand-ins ]]; then
  fleet_kind=stand-ins
  shift
fi
lab=$root/Vics.Tests/Lab
lab_base=${VICS_LAB_BASE:-/var/cache/vics-lab}
data=$root/data-demo
units=5
product='' fleet='' hold='' slot=''

# --- begin and end -------------------------------------------------------------------------------------------------

empty_data() {
  if ! mkdir -p "$data" 2>/dev/null || [[ ! -O $data ]]; then
    stop "The demo needs $data for itself: remove it, or let this account write beside it."
  fi
  chmod 0700 "$data"
  exec {lock}>"$data/.lock"
  flock --nonblock "$lock" || stop "The demo of this folder is running already."
  find "$data" -mindepth 1 ! -name .lock -delete
}

# Nothing set for the normal product may lead the demo to its data.
point_to_data() {
  unset "${!Vics__Bootstrap__@}"
  export Vics__Demo=true Vics__DataDirectory=$data Vics__Database__Provider=Sqlite ConnectionStrings__Vics='' ConnectionStrings__Redis=''
}

ended_within() { # PID SECONDS
  local tenths
  for ((tenths = 0; tenths < $2 * 10; tenths++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  return 1
}

end() {
  trap '' INT TERM HUP
  if [[ -n $product ]] && kill -TERM "$product" 2>/dev/null; then
    say "Stopping the demo"
    ended_within "$product" 20 || kill -KILL "$product"
  fi
  if [[ -n $fleet ]]; then
    exec {hold}>&- # the fleet lives until this end of its input is closed
    ended_within "$fleet" 10 || kill -KILL "$fleet"
    [[ -z $slot ]] || bash "$lab/lab.sh" down "$slot"
  fi
}

# --- the fleet -----------------------------------------------------------------------------------------------------

lab_is_possible() {
  ((EUID == 0)) && [[ $(uname -m) == x86_64 ]] && grep -qw overlay /proc/filesystems && grep -qw cgroup2 /proc/filesystems &&
    unshare --mount --net --pid --fork sh -c 'mount -t tmpfs try /mnt && mount -t cgroup2 try /mnt' 2>/dev/null
}

build_lab() {
  need_packages_of "$lab/packages.txt"
  install_needed
  say "Preparing the units (some minutes at the first time)"
  bash "$lab/lab-build.sh" "$lab_base" >/dev/null
}

need_sshd() {
  PATH=$PATH:/usr/sbin:/sbin command -v sshd >/dev/null && return
  # On a machine that runs services the package would open port 22 to everybody: that is not for a demo to do.
  if ((EUID != 0)) || [[ -d /run/systemd/system ]]; then
    stop "The demo's stand-ins need the program sshd. Install with: sudo apt-get install openssh-server"
  fi
  missing+=(openssh-server)
  install_needed
}

# start_fleet COMMAND …: it lives until its standard input ends, which is when this script does, however that ends.
start_fleet() {
  mkfifo "$data/hold"
  setsid "$@" <"$data/hold" >"$data/fleet.log" 2>&1 {lock}>&- &
  fleet=$!
  exec {hold}>"$data/hold"
}

start_lab() {
  local n
  for slot in 9 8 7 6 5 4 3 2 1 0 ''; do # the tests begin at 0
    [[ -n $slot ]] || stop "Ten labs are running on this machine already."
    mkdir -p /run/lock
    if flock --nonblock "/run/lock/vics-lab-$slot" true; then break; fi
  done
  say "Booting $units units"
  start_fleet bash "$lab/lab.sh" run "$slot" "$units" "$lab_base"
  bash "$lab/lab.sh" wait "$slot" "$units" >&2 || stop "The units did not boot: $(tail -n 5 "$data/fleet.log")"
  for n in $(seq "$units"); do
    printf '%s\t10.199.%s.%s\t22\tmirero\t9080\t/home/mirero/VICS\n' "$n" "$slot" $((10 + n))
  done >"$data/fleet.tsv"
  bash "$lab/lab.sh" exec "$slot" 1 'touch /usr/lib/vics-recorder/libvics.so.3'
  bash "$lab/lab.sh" exec "$slot" 1 'cat /home/mirero/VICS' >"$data/VICS-1.0.0"
  cp "$lab/unit-password.txt" "$data/password"
}

start_stand_ins() {
  local dir=$data/stand-ins
  need_sshd
  # Where the path has characters that the scripts on units are not given, there is /tmp.
  [[ $dir =~ ^[A-Za-z0-9_./-]+$ ]] || dir=/tmp/vics-demo-$UID
  say "Starting $units stand-ins"
  start_fleet bash "$here/stand-ins.sh" run "$dir" "$units"
  until [[ -e $dir/fleet.tsv ]]; do
    kill -0 "$fleet" 2>/dev/null || stop "The stand-ins did not start: $(tail -n 5 "$data/fleet.log")"
    sleep 0.1
  done
  export Vics__Ssh__RecordDirectory=$dir/records
  touch "$dir/1/lib/libvics.so.3"
  cp "$dir/1/home/mirero/VICS" "$data/VICS-1.0.0"
  cp "$dir/key" "$dir/fleet.tsv" "$data/"
}

choose_fleet() {
  if [[ $fleet_kind != stand-ins ]] && lab_is_possible; then
    if build_lab; then
      fleet_kind=lab
      start_lab
      return
    fi
    say "The units could not be prepared; going on with stand-ins."
  fi
  fleet_kind=stand-ins
  start_stand_ins
}

# --- the product ---------------------------------------------------------------------------------------------------

make_account() {
  password=$(head -c 12 /dev/urandom | base64 | tr '+/' 'xy')
  dotnet "$program" user add demo --role administrator <<<"$password" >/dev/null
  (umask 077 && dotnet "$program" token create --user demo --name "Demo" --days 7 >"$data/token")
}

start_product() { # sets $address
  say "Starting VICS"
  # Its words go to the log in the data directory, so that the address stays on the screen; errors are shown.
  setpriv --pdeathsig TERM dotnet "$program" "$@" "--Vics:DataDirectory=$data" </dev/null >/dev/null {hold}>&- &
  product=$!
  until address=$(grep -ohE --max-count=1 'VICS is ready\. Open [^ ]+' "$data"/logs/*.log 2>/dev/null); do
    if ! kill -0 "$product" 2>/dev/null; then
      wait "$product" || exit $?
      exit 1
    fi
    sleep 0.2
  done
  address=${address##* }
  address=${address%/}
}

need_package curl curl
install_needed
empty_data
point_to_data
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

choose_fleet
make_account
start_product "$@"
say "Filling it"
bash "$here/fill.sh" "$address" "$data" "$fleet_kind" {hold}>&- || say "The demo could not be filled to the end; the lines above say why."
rm -f "$data/token"

cat <<TEXT

  The VICS demo is ready.

    Open      $address
    Account   demo
    Password  $password

  $units $([[ $fleet_kind == lab ]] && echo "real units: small Debian systems on this machine" || echo "stand-ins: see docs/guide/demo.md for what they are not"). Ctrl-C ends all of it.

TEXT
wait "$product"

#!/bin/bash
# lab.sh - a lab of real units: small Debian systems, systemd as PID 1, one address each, on this machine.
#
#   lab.sh up SLOT COUNT [BASE_DIR]   start units in the background and wait until they answer
#   lab.sh run SLOT COUNT [BASE_DIR]  the same in the foreground: the lab lives until standard input ends
#   lab.sh wait SLOT COUNT            wait until the units of a lab that "run" holds answer
#   lab.sh down SLOT                  end a lab; also removes what a killed one left
#   lab.sh tidy SLOT                  remove what an ended lab left
#   lab.sh list SLOT                  number, address and leader process of each unit
#   lab.sh exec SLOT N COMMAND        run a shell command as root inside unit N
#   lab.sh freeze|thaw SLOT N         stop and continue all processes of a unit
#   lab.sh kill|boot SLOT N           pull the plug of a unit (its files stay), and start it again
#   lab.sh cut|heal SLOT N            pull and plug its network cable
#
# SLOT (0-9) lets labs live side by side: unit N of slot S is 10.199.S.(10+N), user mirero, password in
# unit-password.txt. A lab is one process tree in process, mount and network namespaces and a cgroup of its own:
# when the first process ends, the kernel ends the rest, the mounts and the links with it.
set -euo pipefail
export LC_ALL=C

here=$(dirname "$(readlink -f "$0")")
verb=${1:-help}
slot=${2:-0}
default_base=/var/cache/vics-lab

fail() {
  echo "lab.sh: $*" >&2
  exit 1
}

# Where this machine shows the cgroup v2 tree (beside v1 or alone).
cgroup_root() {
  local at
  at=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  if [ -z "$at" ]; then
    at=/run/vics-lab/cgroup
    mkdir -p "$at"
    mount -t cgroup2 cgroup2 "$at"
  fi
  echo "$at"
}

# Kill whatever is left of the slot's lab and wait for it to be gone.
sweep() {
  local group=$1 try
  [ -d "$group" ] || return 0
  echo 1 >"$group/cgroup.kill"
  for try in $(seq 200); do
    grep -q 'populated 0' "$group/cgroup.events" && break
    sleep 0.05
  done
  [ "$try" -lt 200 ] || fail "processes of an earlier lab do not end: $group"
  find "$group" -depth -type d -exec rmdir {} +
  ip link delete "vics-lab-$slot" 2>/dev/null || true # the kernel would, a moment later
}

# Each systemd wants some inotify instances, and all units share root's allowance.
raise_limits() { # COUNT
  local want=$((128 + $1 * 16)) file=/proc/sys/fs/inotify/max_user_instances
  [ "$(<$file)" -ge $want ] || echo $want >$file
}

# The host's process id of unit N's systemd.
leader() {
  local pid=
  read -r pid <"$1/u$2/payload/init.scope/cgroup.procs" 2>/dev/null || true
  [ -n "$pid" ] || fail "unit $2 of slot $slot is not running"
  echo "$pid"
}

# The host's process id of the process that holds the lab.
keeper() {
  local pid=
  read -r pid <"$1/keeper/cgroup.procs" 2>/dev/null || true
  [ -n "$pid" ] || fail "no lab in slot $slot"
  echo "$pid"
}

# What the far end says counts, not that something accepted the connection: a router may answer for any address.
answers() { # ADDRESS
  timeout 2 bash -c '
    exec 3<>"/dev/tcp/$0/22" && IFS= read -r line <&3 && [[ $line == SSH-* ]] &&
    exec 4<>"/dev/tcp/$0/9080" && printf "GET / HTTP/1.0\r\n\r\n" >&4 && IFS= read -r line <&4 && [[ $line == *" 401 "* ]]
  ' "$1" 2>/dev/null
}

wait_for_units() { # COUNT
  local n address deadline=$((SECONDS + 120))
  until ip -4 -brief address show dev "vics-lab-$slot" 2>/dev/null | grep -q "10.199.$slot.1/"; do
    [ $SECONDS -lt $deadline ] || fail "the lab's network does not come up"
    sleep 0.05
  done
  for n in $(seq "$1"); do
    address=10.199.$slot.$((10 + n))
    until answers "$address"; do
      [ $SECONDS -lt $deadline ] || fail "unit $n does not answer at $address"
      sleep 0.1
    done
  done
}

# --- inside the lab's own namespaces, as their first process -------------------------------------------------------

make_unit() { # N TREE
  local n=$1 tree=$2 dir=/run/vics-lab/u$1 name=vics-$slot-$1 root
  root=$dir/root
  mkdir -p "$dir/upper/etc/ssh" "$dir/upper/usr/lib/vics-recorder/ssh" "$dir/work" "$root"
  echo "$name" >"$dir/upper/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >"$dir/upper/etc/hosts"
  tr -d - </proc/sys/kernel/random/uuid >"$dir/upper/etc/machine-id"
  ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$dir/upper/etc/ssh/ssh_host_ed25519_key"
  cp -a "$dir/upper/etc/ssh/." "$dir/upper/usr/lib/vics-recorder/ssh/"
  mount -t overlay overlay -o "lowerdir=$tree,upperdir=$dir/upper,workdir=$dir/work" "$root"
  # A small disk of its own where the recorder lives, so that it can be filled for real.
  mount -t tmpfs -o size=300M,mode=755 home "$root/home/mirero"
  cp -a "$tree/home/mirero/." "$root/home/mirero/"
  chown --reference="$tree/home/mirero" "$root/home/mirero"

  ip link add "u$n" type veth peer name host0 netns "u$n"
  ip link set "u$n" master lab up
  ip -n "u$n" link set lo up
  ip -n "u$n" address add "10.199.$slot.$((10 + n))/24" dev host0
  ip -n "u$n" link set host0 up
}

boot_unit() { # N; does not return
  local dir=/run/vics-lab/u$1 group=/sys/fs/cgroup/vics-lab-$slot/u$1
  mkdir -p "$group"
  echo 0 >"$group/cgroup.procs"
  exec systemd-nspawn --quiet --boot --register=no --keep-unit --directory="$dir/root" --machine="vics-$slot-$1" \
    --network-namespace-path="/run/netns/u$1" --resolv-conf=off --timezone=off --link-journal=no --console=read-only \
    </dev/null >"$dir/console.log" 2>&1 8<&- 9<&-
}

hold() { # COUNT TREE, with the machine's network namespace open as 8 and the slot's lock as 9
  local count=$1 tree=$2 n keeper=/sys/fs/cgroup/vics-lab-$slot/keeper
  # cgroup v2 alone, which lets a unit be frozen and killed as one.
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p "$keeper"
  echo 0 >"$keeper/cgroup.procs"
  mkdir -p /run/netns /run/systemd/nspawn /run/vics-lab
  mount -t tmpfs netns /run/netns
  mount -t tmpfs nspawn /run/systemd/nspawn
  mount -t tmpfs -o size=75%,mode=755 vics-lab /run/vics-lab

  ip link set lo up
  ip link add lab type bridge stp_state 0
  ip link add uplink type veth peer name "vics-lab-$slot"
  ip link set "vics-lab-$slot" netns /proc/self/fd/8
  ip link set uplink master lab up
  ip link set lab up
  nsenter --net=/proc/self/fd/8 sh -c "ip address add 10.199.$slot.1/24 dev vics-lab-$slot && ip link set vics-lab-$slot up"

  # One after the other: ip makes its folder shared at the first call, and two first calls trip over each other.
  for n in $(seq "$count"); do
    ip netns add "u$n"
  done
  for n in $(seq "$count"); do
    { make_unit "$n" "$tree"; boot_unit "$n"; } &
  done
  # Whoever started the lab holds the other end of standard input; its end is the lab's end.
  while read -r _; do :; done
}

# --- verbs ----------------------------------------------------------------------------------------------------------

[ "$(id -u)" = 0 ] || [ "$verb" = help ] || fail "needs root"
[[ $slot =~ ^[0-9]$ ]] || fail "SLOT is a digit"
if [[ ! $verb =~ ^(help|hold|boot-inside)$ ]]; then
  group=$(cgroup_root)/vics-lab-$slot
fi

case $verb in
  run)
    count=${3:?usage: lab.sh run SLOT COUNT [BASE_DIR]}
    [[ $count =~ ^[1-9][0-9]?$ ]] || fail "COUNT is 1 to 99"
    mkdir -p /run/lock
    exec 9>"/run/lock/vics-lab-$slot"
    flock -n 9 || { echo "lab.sh: slot $slot is taken by a living lab" >&2; exit 75; }
    echo "slot $slot" # from here on it is ours; the link alone may be that of another lab
    sweep "$group"
    raise_limits "$count"
    tree=$("$here/lab-build.sh" "${4:-$default_base}")
    exec 8</proc/self/ns/net
    exec unshare --mount --propagation private --net --pid --fork --kill-child --mount-proc \
      bash "$here/lab.sh" hold "$slot" "$count" "$tree"
    ;;
  hold)
    hold "$3" "$4"
    ;;
  boot-inside)
    boot_unit "$3"
    ;;
  up)
    count=${3:?usage: lab.sh up SLOT COUNT [BASE_DIR]}
    "$here/lab-build.sh" "${4:-$default_base}" >/dev/null
    pipe=$(mktemp -u /tmp/vics-lab.XXXXXX)
    mkfifo "$pipe"
    # Open for reading and writing at once, it never ends: this lab lives until "down".
    exec 7<>"$pipe"
    rm -f "$pipe"
    setsid bash "$here/lab.sh" run "$slot" "$count" "${4:-$default_base}" <&7 >"/run/vics-lab-$slot.log" 2>&1 7<&- &
    exec 7<&-
    wait_for_units "$count"
    exec bash "$here/lab.sh" list "$slot"
    ;;
  wait)
    wait_for_units "${3:?usage: lab.sh wait SLOT COUNT}"
    ;;
  down)
    sweep "$group"
    ;;
  tidy)
    # The slot may have a new owner by now.
    exec 9>"/run/lock/vics-lab-$slot"
    flock -n 9 || exit 0
    sweep "$group"
    ;;
  list)
    keeper "$group" >/dev/null
    for dir in "$group"/u*/; do
      n=${dir%/}
      n=${n##*/u}
      echo "$n 10.199.$slot.$((10 + n)) $(leader "$group" "$n" || true)"
    done
    ;;
  exec)
    pid=$(leader "$group" "${3:?N}")
    exec nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root --wd \
      env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 /bin/bash -c "${4:?COMMAND}"
    ;;
  freeze | thaw)
    [ "$verb" = freeze ] && to=1 || to=0
    echo "$to" >"$group/u${3:?N}/cgroup.freeze"
    until grep -q "frozen $to" "$group/u$3/cgroup.events"; do sleep 0.01; done
    ;;
  kill)
    echo 1 >"$group/u${3:?N}/cgroup.kill"
    until grep -q 'populated 0' "$group/u$3/cgroup.events"; do sleep 0.01; done
    echo 0 >"$group/u$3/cgroup.freeze" # it may have been frozen when it was killed
    ;;
  boot)
    ! grep -q 'populated 1' "$group/u${3:?N}/cgroup.events" || fail "unit $3 is running"
    # Into all the namespaces of the lab's first process, where the unit's disk and network still are.
    setsid nsenter --target "$(keeper "$group")" --mount --net --pid bash "$here/lab.sh" boot-inside "$slot" "$3" \
      </dev/null >/dev/null 2>&1 &
    ;;
  cut | heal)
    [ "$verb" = cut ] && to=down || to=up
    nsenter --target "$(keeper "$group")" --net ip link set "u${3:?N}" "$to"
    ;;
  *)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"
    ;;
esac

# armed-swap.sh - the part of an update that a unit finishes by itself: stop the recorder, swap its program file,
# start it, see whether it runs, and put the old file back if it does not.
#
# It runs as root in the transient service vics-update.service, so that neither a lost connection nor a dead server
# can leave a recorder stopped. systemd calls it in three roles:
#   prepare  ExecStartPre=: begins the record, so that "armed" is written when the server hears that it is armed
#   swap     ExecStart=: the work
#   finish   ExecStopPost=: runs however the work ended, killed included; brings the unit to a whole version then
#
# All it is told comes in VICS_* variables; the text itself is the same for every unit. It reaches the shell on
# standard input (see ArmedSwapScript.cs), so nothing may read from there before the last line.
# The record is a line per phase: PHASE UPTIME-SECONDS DETAIL. POSIX sh, so that old and small units run it.

set -u
umask 022
LC_ALL=C
export LC_ALL
unset VICS_SCRIPT http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY

role=$1
record_file=$VICS_RECORDS/$VICS_TARGET.state
dir=${VICS_PATH%/*}/
# A second name for the old file itself: the way back keeps what a copy may lose (capabilities, ACLs, labels).
old=$VICS_OLD
url=http://127.0.0.1:$VICS_PORT$VICS_PROBE
nl='
'

# --- the record ----------------------------------------------------------------------------------------------------

clock() { # sets $up (seconds) and $now (hundredths) on the clock that nobody sets
  read -r up _ </proc/uptime
  now=${up%.*}${up#*.}
}

one_line() { # TEXT
  printf '%s' "$1" | tr -s '[:cntrl:]' ' ' | cut -c1-400
}

record() { # PHASE [DETAIL]
  clock
  record_at "$up" "$@"
}

record_at() { # UPTIME PHASE [DETAIL]
  detail=${3:-}
  [ -z "$detail" ] || detail=$(one_line "$detail")
  printf '%s %s %s\n' "$2" "$1" "$detail" >>"$record_file"
}

end() { # UPTIME PHASE [DETAIL]: the last line, written through to the disk
  record_at "$@"
  sync "$record_file"
  exit 0
}

# --- the recorder --------------------------------------------------------------------------------------------------

field() { # NAME: sets $value from what systemctl showed
  value=
  case $shown in
    *"$nl$1="*)
      value=${shown#*"$nl$1="}
      value=${value%%"$nl"*}
      ;;
  esac
}

look() { # sets $active (empty where systemd did not answer), $main, $restarts, $result
  shown=$nl$(timeout 10 systemctl show -p ActiveState -p MainPID -p NRestarts -p Result "$VICS_SERVICE" 2>/dev/null)$nl
  field ActiveState
  active=$value
  field MainPID
  main=${value:-0}
  field NRestarts
  restarts=${value:-0}
  field Result
  result=$value
}

short_sleep() { # HUNDREDTHS-AS-FRACTION; not every sleep(1) knows fractions
  sleep "$1" 2>/dev/null || sleep 1
}

halt() {
  said=$(timeout "$VICS_STOP" systemctl stop "$VICS_SERVICE" 2>&1)
  clock
  halt_until=$((now + 50))
  while :; do
    look
    case $active in inactive | failed) [ "$main" = 0 ] && return 0 ;; esac
    clock
    [ "$now" -lt "$halt_until" ] || return 1
    short_sleep 0.05
  done
}

stamp() { # sets $began: now, as journalctl reads it; to the microsecond where date(1) can, for the old version spoke in this very second
  began=$(date +%s.%6N)
  case $began in *N*) began=${began%%.*} ;; esac
}

start() {
  stamp
  # A start limit that an earlier crash used up would refuse the start (systemd.unit(5), StartLimitBurst=).
  timeout 10 systemctl reset-failed "$VICS_SERVICE" 2>/dev/null
  if said=$(timeout "$VICS_START" systemctl start "$VICS_SERVICE" 2>&1); then
    return 0
  fi
  reason="systemd could not start it within $VICS_START s${said:+: }$said"
  return 1
}

find_asker() { # sets $asker to a program that can ask the probe, or to nothing
  asker=
  for program in curl wget bash; do
    if command -v $program >/dev/null 2>&1; then
      asker=$program
      return
    fi
  done
}

answers() { # any HTTP answer but a server error; 401 is what real recorders say
  case $asker in
    curl)
      said=$(curl -q -s -o /dev/null -m 5 --noproxy '*' -w '%{http_code}' "$url" 2>/dev/null)
      case $said in [1-4][0-9][0-9]) return 0 ;; esac
      return 1
      ;;
    wget)
      timeout 6 wget -S -O /dev/null -T 5 -t 1 "$url" 2>&1 | grep -q 'HTTP/[0-9.]* [1-4][0-9][0-9]'
      ;;
    bash)
      # shellcheck disable=SC2016 # for the inner shell
      said=$(timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" &&
        printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$2" >&3 &&
        IFS= read -r line <&3 && printf %s "$line"' bash "$VICS_PORT" "$VICS_PROBE" 2>/dev/null)
      case $said in HTTP/*' '[1-4][0-9][0-9]*) return 0 ;; esac
      return 1
      ;;
    *) return 1 ;;
  esac
}

is_up() { # $1 = yes: the probe must answer too
  if [ "$1" = yes ]; then
    answers || return 1
  fi
  look
  [ "$active" = active ] || return 1
  [ "$main" != 0 ] || [ "$pid_expected" = no ]
}

come_up() { # yes|no: waits until the started recorder is up; sets $up_at, or $reason
  clock
  up_until=$((now + VICS_START * 100))
  look
  restarts_at_start=$restarts
  gone=0
  while :; do
    if is_up "$1"; then
      clock
      up_at=$up
      return 0
    fi
    look
    # Twice in a row, since newer systemd passes through these states on its way to a restart.
    case $active in inactive | failed) gone=$((gone + 1)) ;; *) gone=0 ;; esac
    if [ "$gone" -ge 2 ]; then
      reason="it ended right after its start ($active, $result)"
      return 1
    fi
    # Once may be a program that restarts itself after converting its data.
    if [ "$restarts" -ge $((restarts_at_start + 2)) ]; then
      reason="it keeps ending after its start ($result)"
      return 1
    fi
    clock
    if [ "$now" -ge "$up_until" ]; then
      reason="it is $active, but did not come up within $VICS_START s"
      [ "$1" = no ] || [ "$active" != active ] || reason="it runs, but did not answer at $url within $VICS_START s$hint"
      return 1
    fi
    short_sleep 0.05
  done
}

settle() { # SECONDS yes|no: watches it run; sets $reason
  look
  settle_main=$main
  settle_restarts=$restarts
  clock
  settle_until=$((now + $1 * 100))
  while [ "$now" -lt "$settle_until" ]; do
    short_sleep 0.2
    clock
    look
    [ -n "$active" ] || continue
    if [ "$active" != active ] || [ "$main" != "$settle_main" ] || [ "$restarts" != "$settle_restarts" ]; then
      reason="it ended after it had started ($active, $result)"
      return 1
    fi
  done
  [ "$2" = yes ] || return 0
  for _ in 1 2 3; do
    answers && return 0
    short_sleep 0.5
  done
  reason="it runs, but no longer answers at $url"
  return 1
}

last_words() { # what the recorder itself wrote since its start; journalctl -n together with --since would give the first lines
  wrote=$(timeout 5 journalctl -q "_SYSTEMD_UNIT=$VICS_SERVICE" --since "@$began" -o cat --no-pager 2>/dev/null | tail -n 5 | tail -c 300)
  [ -z "$wrote" ] || printf '; its log: %s' "$wrote"
}

# --- files ---------------------------------------------------------------------------------------------------------

has() { # FILE SHA256: an ordinary file with that content
  [ -f "$1" ] && [ ! -L "$1" ] || return 1
  sum=$(sha256sum <"$1" 2>/dev/null) && [ "${sum%% *}" = "$2" ]
}

dress() { # the new file gets the old one's owner, label and capabilities
  chown --reference="$VICS_PATH" "$VICS_NEW" && chmod "$VICS_MODE" "$VICS_NEW" || return 1
  chcon --reference="$VICS_PATH" "$VICS_NEW" 2>/dev/null
  # A recorder that binds port 80 without root does it by a file capability, which chown(2) takes away.
  caps=$(getcap "$VICS_PATH" 2>/dev/null)
  caps=${caps#"$VICS_PATH"}
  caps=${caps# = }
  caps=${caps# }
  [ -z "$caps" ] || setcap "$caps" "$VICS_NEW"
}

put_back() {
  if [ -f "$old" ]; then
    mv -T -f "$old" "$VICS_PATH" && return 0
  fi
  has "$VICS_BACKUP" "$VICS_OLD_SHA256" && cp -p "$VICS_BACKUP" "$old" && sync "$old" && mv -T -f "$old" "$VICS_PATH"
}

# --- the work ------------------------------------------------------------------------------------------------------

prepare() {
  mkdir -p "$VICS_RECORDS" || exit 1
  find "$VICS_RECORDS" -name '*.state*' -mtime +30 -exec rm -f {} + 2>/dev/null
  clock
  printf 'armed %s \n' "$up" >"$record_file.new" || exit 1
  # The account that sent the file may clear the record when it has been read.
  chown --reference="$VICS_NEW" "$record_file.new" 2>/dev/null
  mv -f "$record_file.new" "$record_file" || exit 1
  sync "$record_file"
}

leave() { # REASON: nothing was changed
  rm -f "$old"
  clock
  end "$up" untouched "$1"
}

# The old file is (still) in place: see that it runs. PHASE says what the whole was then; REASON why.
run_old() { # PHASE SETTLE-SECONDS REASON
  up_at=
  # If it did not answer before, it need not answer now: it is as it was.
  if start && come_up "$answered_before" && settle "$2" "$answered_before"; then
    [ "$1" = rolledback ] || rm -f "$old"
    # As of when it was up again: the time it was watched is no downtime.
    end "$up_at" "$1" "$3"
  fi
  clock
  end "$up" rollbackfailed "the old version does not come up: $reason$(last_words)"
}

roll_back() { # REASON
  record unhealthy "$1"
  if ! halt; then
    timeout 10 systemctl kill -s KILL "$VICS_SERVICE"
    halt
  fi
  if ! put_back; then
    start
    clock
    end "$up" rollbackfailed "the old file could not be put back in place"
  fi
  record restored
  sync "$dir"
  settle_old=$VICS_SETTLE
  [ "$settle_old" -le 3 ] || settle_old=3
  run_old rolledback "$settle_old" ''
}

run_new() {
  probe=no
  [ -z "$VICS_PROBE" ] || probe=yes
  start || roll_back "$reason$(last_words)"
  record started
  # rename(2) is all or nothing, so a power cut leaves the old file or the new one whole; making the new name last
  # can wait until the recorder is back.
  sync "$dir" &
  come_up "$probe" || roll_back "$reason$(last_words)"
  record_at "$up_at" answering
  settle "$VICS_SETTLE" "$probe" || roll_back "$reason$(last_words)"
  wait
  rm -f "$old"
  clock
  end "$up" healthy
}

swap() {
  # All reading of whole files comes before the stop, so that the downtime does not depend on their size.
  has "$VICS_NEW" "$VICS_NEW_SHA256" || leave "the new file is not as it was sent"
  has "$VICS_BACKUP" "$VICS_OLD_SHA256" || leave "the backup is not a copy of the installed file"
  has "$VICS_PATH" "$VICS_OLD_SHA256" || leave "the installed file was changed by somebody else"
  find_asker
  [ -z "$VICS_PROBE" ] || [ -n "$asker" ] || leave "there is no curl, wget or bash to ask the recorder with"
  said=$(dress 2>&1) || leave "owner and permissions could not be set: $said"
  said=$(sync "$VICS_NEW" 2>&1) || leave "the new file could not be written to the disk: $said"
  # Not every filesystem has hard links; the backup is the way back then.
  ln -f "$VICS_PATH" "$old" 2>/dev/null || rm -f "$old"

  look
  [ "$active" != active ] || [ "$main" != 0 ] || pid_expected=no
  if [ -n "$VICS_PROBE" ] && [ "$active" = active ]; then
    if answers; then
      answered_before=yes
    else
      hint=' (nor did the old version: check the API port and the probe path)'
    fi
  fi

  record stopping || leave "the record could not be written"
  halt || run_old untouched 0 "the recorder did not stop within $VICS_STOP s${said:+: }$said"
  record stopped
  said=$(mv -T -f "$VICS_NEW" "$VICS_PATH" 2>&1) || run_old untouched 0 "the files could not be swapped: $said"
  record swapped
  run_new
}

# The work ended without a last line: it was killed, ran out of time or memory, or the unit is shutting down.
finish() {
  [ -s "$record_file" ] || exit 0
  last=$(tail -n 1 "$record_file")
  last=${last%% *}
  case $last in healthy | rolledback | rollbackfailed | untouched) exit 0 ;; esac
  find_asker
  pid_expected=no
  early="the update's own service was ended early (${SERVICE_RESULT:-unknown})"
  if [ "$(timeout 10 systemctl is-system-running 2>/dev/null)" = stopping ]; then
    # Nothing can be started any more; the unit shall wake up with the version known to run.
    has "$VICS_PATH" "$VICS_OLD_SHA256" || { put_back && record restored "$early" && sync "$dir"; }
    exit 0
  fi
  stamp
  if has "$VICS_PATH" "$VICS_OLD_SHA256"; then
    case $last in
      unhealthy | restored) run_old rolledback 1 "$early" ;;
      *) run_old untouched 1 "$early" ;;
    esac
  fi
  if has "$VICS_PATH" "$VICS_NEW_SHA256"; then
    run_new
  fi
  roll_back "$early"
}

main() {
  exec </dev/null
  pid_expected=yes
  answered_before=no
  hint=
  reason=
  case $role in
    prepare) prepare ;;
    swap) swap ;;
    finish) finish ;;
  esac
}

main; exit

#!/usr/bin/env bash
# fill.sh ADDRESS DIR lab|stand-ins - fills an empty VICS through its own API: units, cameras, packages, two finished jobs
# and one that runs. DIR holds token, fleet.tsv, VICS-1.0.0 (the program the units begin with), and password or key.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
address=$1 dir=$2 kind=$3

names=('정문 통제소' 'Loading dock' '주차장 B2' 'Warehouse north' '본관 로비')
sites=(site-a site-a site-b site-b site-c)
cameras=('정문' 'Loading bay' '주차장 입구' 'Parking lot' '로비' 'Stairs east' 'Server room' '창고 1' 'Roof')

# --- the API -------------------------------------------------------------------------------------------------------

# api METHOD PATH [CURL OPTIONS]: sets $answer. The token is on no command line.
api() {
  local method=$1 path=$2
  shift 2
  if ! answer=$(curl --silent --show-error --fail-with-body --noproxy '*' --insecure --max-time 120 \
    --header @<(printf 'Authorization: Bearer %s' "$(<"$dir/token")") --request "$method" "$@" "$address$path"); then
    printf 'fill.sh: %s %s: %s\n' "$method" "$path" "$answer" >&2
    return 1
  fi
}

send() { # METHOD PATH JSON
  api "$1" "$2" --header 'Content-Type: application/json' --data-binary @- <<<"$3"
}

field() { # NAME: the first value of that name in the answer
  [[ $answer =~ \"$1\":\"([^\"]*)\" ]] || { printf 'fill.sh: no %s in %s\n' "$1" "$answer" >&2; return 1; }
  printf '%s' "${BASH_REMATCH[1]}"
}

json() { # TEXT as a JSON string
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "${text//$'\n'/\\n}"
}

# --- what is filled in ---------------------------------------------------------------------------------------------

profile() { # NAME PATH SETTLE-SECONDS
  printf '{"name":%s,"targetPath":%s,"stopTimeoutSeconds":10,"startTimeoutSeconds":15,"settleSeconds":%s}' "$(json "$1")" "$(json "$2")" "$3"
}

add_profile() { # NUMBER PATH: sets $profiles[NUMBER], the id
  if [[ $kind == lab ]]; then
    api GET /api/update-profiles
  else
    send POST /api/update-profiles "$(profile "Stand-in $1" "$2" 2)"
  fi
  profiles[$1]=$(field id)
}

# How long a new version is watched: short for the history, long for the job that runs while one looks.
settle() { # SECONDS
  local number path
  while IFS=$'\t' read -r number _ _ _ _ path; do
    if [[ $kind == stand-ins ]]; then
      send PUT "/api/update-profiles/${profiles[number]}" "$(profile "Stand-in $number" "$path" "$1")"
    elif ((number == 1)); then
      send PUT "/api/update-profiles/${profiles[number]}" "$(profile Default "$path" "$1")"
    fi
  done <"$dir/fleet.tsv"
}

add_unit() { # NUMBER HOST PORT ACCOUNT API-PORT: sets $ids[NUMBER]
  local name=${names[$1 - 1]} tags note sign_in
  if [[ $kind == lab ]]; then
    tags='"lab"'
    note='A small Debian system on this machine, booted for the demo.'
    sign_in="\"authentication\":\"password\",\"password\":$(json "$(<"$dir/password")")"
  else
    name="Stand-in $1 · $name"
    tags='"stand-in"'
    note='Not a real unit: an sshd of this account, on this machine, with stand-ins for systemctl and sudo. See docs/guide/demo.md.'
    sign_in="\"authentication\":\"privateKey\",\"privateKey\":$(json "$(<"$dir/key")"$'\n')"
  fi
  send POST /api/units "{\"name\":$(json "$name"),\"host\":\"$2\",\"port\":$3,\"userName\":$(json "$4"),$sign_in,
    \"apiPort\":$5,\"apiUserName\":\"admin\",\"apiPassword\":\"admin\",\"profileId\":\"${profiles[$1]}\",
    \"tags\":[\"${sites[$1 - 1]}\",$tags],\"notes\":$(json "$note")}"
  ids[$1]=$(field id)
  # Pins the host key.
  send POST "/api/units/${ids[$1]}/test" '{}'
}

# Test patterns, made by the server itself, and a wall of them that everybody sees.
add_cameras() {
  local cells='' name
  for name in "${cameras[@]}"; do
    send POST /api/cameras "{\"name\":$(json "$name"),\"source\":\"test\",\"tags\":[\"test-pattern\"]}"
    cells+=",\"$(field id)\""
  done
  send POST /api/walls "{\"name\":\"Demo\",\"layout\":\"nine\",\"shared\":true,\"cells\":[${cells#,}]}"
}

upload() { # VERSION FILE NOTES: sets $package
  api POST /api/packages --form "version=$1" --form "notes=$3" --form "file=@$2;filename=VICS"
  package=$(field id)
}

start_job() { # PACKAGE UNITS-JSON PARALLELISM NOTE: sets $job
  send POST /api/update-jobs "{\"packageId\":\"$1\",\"units\":$2,\"plan\":{\"parallelism\":$3},\"note\":$(json "$4")}"
  job=$(field id)
}

wait_for_job() {
  local deadline=$((SECONDS + 120))
  while ((SECONDS < deadline)); do
    api GET "/api/update-jobs/$job"
    case $(field state) in succeeded | failed | cancelled) return ;; esac
    sleep 0.3
  done
  echo "fill.sh: the job did not end: $answer" >&2
  return 1
}

profiles=() ids=()
while IFS=$'\t' read -r number host port account api_port path; do
  add_profile "$number" "$path"
  ((number > 1)) || [[ $kind != lab ]] || settle 2
  add_unit "$number" "$host" "$port" "$account" "$api_port"
done <"$dir/fleet.tsv"

add_cameras

bash "$here/program.sh" 1.1.0 12000 >"$dir/VICS-1.1.0"
bash "$here/program.sh" 2.0.0 20000 >"$dir/VICS-2.0.0"
bash "$here/program.sh" 2.1.0-broken 16000 needs-library >"$dir/VICS-2.1.0-broken"
upload 1.0.0 "$dir/VICS-1.0.0" 'What the units began with.'
upload 1.1.0 "$dir/VICS-1.1.0" 'Good.'
good=$package
upload 2.0.0 "$dir/VICS-2.0.0" 'Good.'
better=$package
upload 2.1.0-broken "$dir/VICS-2.1.0-broken" 'Does not start where libvics.so.3 is missing, which is everywhere but on the first unit: units roll back by themselves.'
broken=$package
rm -f "$dir"/VICS-*

start_job "$good" '{"all":true}' 8 '1.1.0 for everybody'
wait_for_job
start_job "$broken" "{\"ids\":[\"${ids[1]}\",\"${ids[2]}\"]}" 2 '2.1.0 on trial at site-a'
wait_for_job
settle 20
start_job "$better" '{"all":true}' 1 '2.0.0, one unit after the other'

#!/usr/bin/env bash
# Sets up what is missing, builds and starts VICS; see README.md.
#
#   ./run.sh                      the web application, on http://localhost:8000 unless the settings say otherwise
#   ./run.sh --demo               the same with a small fleet, on data of its own; see docs/guide/demo.md
#   ./run.sh user add NAME …      a sub-command of the application; so is: token create …
#
# Only a sub-command's answer goes to standard output; everything said on the way goes to standard error.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/setup.sh
source "$here/scripts/setup.sh"

project=$here/Vics.Web
program=$project/bin/Release/net10.0/Vics.Web.dll
stamp=$project/obj/run.stamp

need_everything() {
  need_dotnet
  need_node
  need_package ffmpeg ffmpeg
  need_package ssh openssh-client
  install_needed
}

# Whether something the program is made of is newer than the last build. Directories count: a deleted file touches one.
is_stale() {
  [[ ! -f $program || ! -f $stamp ]] && return 0
  [[ -n $(find "$here/Vics.Web" "$here/Vics.Domain" "$here/Vics.Infrastructure" "$here/wwwroot" "$here"/*.props "$here/global.json" \
    \( -name bin -o -name obj -o -name node_modules -o -path "$here/wwwroot/lib" \) -prune -o -newer "$stamp" -print -quit) ]]
}

build() {
  is_stale || return 0
  need_everything
  say "Building VICS"
  local started
  started=$(mktemp)
  if ! dotnet build "$project" --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary >&2; then
    rm -f "$started"
    stop "The build failed; the lines above say why."
  fi
  # What was changed while it was building is built the next time.
  mv "$started" "$stamp"
}

build
case "${1:-}" in
  --demo) exec bash "$here/demo/demo.sh" "$program" "${@:2}" ;;
  *) exec dotnet "$program" "$@" ;;
esac

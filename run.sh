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

# What the program is made of. Directories do not count: the build itself makes some among them.
sources() {
  find "$here/Vics.Web" "$here/Vics.Domain" "$here/Vics.Infrastructure" "$here/wwwroot" "$here"/*.props "$here/global.json" \
    \( -name bin -o -name obj -o -name node_modules -o -path "$here/wwwroot/lib" \) -prune -o -type f "$@" -print
}

# Whether a file came, went or changed since the last build; the stamp holds their names and is as old as that build's beginning.
is_stale() {
  [[ ! -f $program || ! -f $stamp ]] && return 0
  cmp --silent "$stamp" <(sources | sort) || return 0
  [[ -n $(sources -newer "$stamp") ]]
}

build() {
  is_stale || return 0
  need_everything
  say "Building VICS"
  # Written first: what is changed while it is building is built the next time.
  local started=$stamp.$$
  mkdir -p "$(dirname "$stamp")"
  sources | sort >"$started"
  if ! dotnet build "$project" --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary --disable-build-servers >&2; then
    rm -f "$started"
    stop "The build failed; the lines above say why."
  fi
  mv "$started" "$stamp"
}

build
case "${1:-}" in
  --demo) exec bash "$here/demo/demo.sh" "$program" "${@:2}" ;;
  *) exec dotnet "$program" "$@" ;;
esac

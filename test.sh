#!/usr/bin/env bash
# Sets up what the tests need and runs them; arguments go to dotnet test: ./test.sh --filter "FullyQualifiedName~Units"
# The last line alone is the result: N passed, N failed, N skipped
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/setup.sh
source scripts/setup.sh

results=$PWD/TestResults
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# In CI a lab that does not come up is a failure, not a skip.
if [[ ${CI:-} == true ]] && ((EUID == 0)); then export VICS_LAB=required; fi

set_up() {
  need_dotnet
  need_node
  need_package chromium chromium
  need_package ffmpeg ffmpeg
  need_package ssh openssh-client
  # The lab of real units needs root anyway; without root its tests are skipped and say so.
  if ((EUID == 0)) && [[ -f Vics.Tests/Lab/packages.txt ]]; then
    need_packages_of Vics.Tests/Lab/packages.txt
  fi
  # For the stand-ins of the demo, and servers to stand devices in for; on a machine that runs services the packages would open ports, so there they are skipped.
  if ((EUID == 0)) && [[ ! -d /run/systemd/system ]]; then
    need_package sshd openssh-server
    need_packages_of Vics.Tests/Support/packages.txt
  fi
  install_needed
  (cd Vics.Tests && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
}

# The sum of one counter over the result files.
count() {
  local sum=0 number
  while read -r number; do sum=$((sum + number)); done \
    < <(grep --no-filename -oE "<Counters [^>]*" "$results"/*.trx | grep -oE "\b$1=\"[0-9]+\"" | grep -oE '[0-9]+')
  echo "$sum"
}

# Why tests were skipped, each reason once with how often; dotnet test itself does not say.
say_reasons() {
  awk '/<UnitTestResult / { skipped = /outcome="NotExecuted"/ }
    skipped && match($0, /<Message>[^<]*/) { print substr($0, RSTART + 9, RLENGTH - 9) }' "$results"/*.trx |
    sort | uniq --count | sed -E 's/^ *([0-9]+) /Skipped \1: /'
}

report() {
  local total passed failed
  if ! compgen -G "$results/*.trx" >/dev/null; then
    echo "0 passed, 0 failed, 0 skipped"
    return 1
  fi
  total=$(count total) passed=$(count passed)
  failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
  say_reasons
  echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
  ((failed == 0 && passed > 0))
}

set_up
dotnet build Vics.sln --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
dotnet format Vics.sln --verify-no-changes --no-restore

rm -rf "$results"
outcome=0
dotnet test Vics.sln --no-build --nologo --logger trx --results-directory "$results" "$@" || outcome=$?
report || outcome=$((outcome ? outcome : 1))
exit "$outcome"

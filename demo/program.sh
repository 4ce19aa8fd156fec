#!/usr/bin/env bash
# program.sh VERSION [KILOBYTES] [needs-library] - writes a recorder program of the demo to standard output: a script
# that runs on the lab's units and on stand-ins alike, padded to size. The same words always give the same bytes.
# One that needs a library ends at once where libvics.so.3 does not lie beside what serves.
set -euo pipefail

version=$1 kilobytes=${2:-4} needs=${3:-}

script() {
  echo '#!/bin/sh'
  echo "VERSION=$version"
  # shellcheck disable=SC2016 # for the program to expand
  {
    echo 'serve=${VICS_RECORDER:-/usr/lib/vics-recorder/serve}'
    if [[ $needs == needs-library ]]; then
      echo 'library=${serve%/*}/libvics.so.3'
      echo '[ -e "$library" ] || { echo "VICS $VERSION: cannot load libvics.so.3" >&2; exit 1; }'
    fi
    echo 'exec "$serve" "$VERSION"'
  }
}

head -c $((kilobytes * 1024)) < <(script && yes "# VICS $version")

# Shared by run.sh and test.sh: finds what is missing on a Debian or Ubuntu machine, and installs it where it may.
# shellcheck shell=bash

missing=()

# The first use of dotnet by an account would greet at length, report to its maker and make a certificate nobody asked for.
export DOTNET_NOLOGO=true DOTNET_CLI_TELEMETRY_OPTOUT=true DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 1
}

# need_package COMMAND PACKAGE: the package is needed unless the command is there.
need_package() {
  command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}

# Packages in a file, one a line, that bring libraries and several commands at once.
need_packages_of() {
  local package
  while read -r package; do
    is_installed "$package" || missing+=("$package")
  done < <(grep -vE '^[[:space:]]*(#|$)' "$1")
}

is_installed() {
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks | grep -qE '^(1[0-9]|[2-9][0-9])\.'; then
    stop "VICS needs the .NET SDK 10 (package dotnet-sdk-10.0; https://learn.microsoft.com/dotnet/core/install/linux)."
  fi
}

need_node() {
  if ! command -v node >/dev/null 2>&1; then
    missing+=(nodejs)
  elif (($(node --print 'process.versions.node.split(".")[0]') < 18)); then
    stop "VICS needs Node.js 18 or newer (package nodejs); here is $(node --version)."
  fi
  need_package npm npm
}

install_needed() {
  ((${#missing[@]} == 0)) && return
  if ((EUID != 0)) || ! command -v apt-get >/dev/null 2>&1; then
    stop "Missing here: ${missing[*]}. Install with: sudo apt-get install ${missing[*]}"
  fi
  say "Installing ${missing[*]}"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2; then
    stop "Could not install: ${missing[*]}. The lines above say why."
  fi
  missing=()
}

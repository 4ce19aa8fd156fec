#!/bin/bash
# lab-build.sh BASE_DIR - build the file tree all lab units are booted from, once, and print its path.
#
# The tree is kept as BASE_DIR/<hash of the recipe> and built anew only when a file of the recipe changed.
# Packages come from the Debian archives the machine's own apt is set up with, through the same proxy.
# VICS_LAB_SUITE picks another release than the machine's own.
# shellcheck disable=SC2016 # some text is for others to expand
set -euo pipefail
export LC_ALL=C

here=$(dirname "$(readlink -f "$0")")
base=${1:?usage: lab-build.sh BASE_DIR}
# shellcheck source=/dev/null
suite=${VICS_LAB_SUITE:-$(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME" || echo bookworm)}
recipe=("$here/lab-build.sh" "$here/recorder-stub.hex" "$here/recorder-serve.sh" "$here/unit-password.txt")
hash=$({ cat "${recipe[@]}"; echo "$suite"; } | sha256sum | cut -c1-12)
tree=$base/$hash

mkdir -p "$base"
exec 9>"$base/.lock"
flock 9 # two test runs at once: one builds, the other waits
if [ -d "$tree" ]; then
  echo "$tree"
  exit 0
fi

work=$(mktemp -d "$base/.building.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/tree

# The machine's own Debian archives of that release, and its own apt transport settings.
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' 'Origin: Debian' 2>/dev/null |
  awk -v s="$suite" '$3 == s || index($3, s "-") == 1' | sort -u >"$work/sources.list"
apt-config dump | grep -E '^Acquire::(https?|Check-Valid-Until|Retries)[: ]' >"$work/apt.conf" || true
mirror=()
if [ -s "$work/sources.list" ]; then
  mirror=("$work/sources.list")
fi

mmdebstrap --mode=root --variant=minbase --quiet \
  --include=systemd,systemd-sysv,dbus,openssh-server,sudo,civetweb,iproute2,procps \
  --aptopt="$work/apt.conf" \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --dpkgopt=force-unsafe-io \
  "$suite" "$root" "${mirror[@]}" >&2

# The account of the field: user mirero, whose password sudo asks for, whatever the command.
chroot "$root" useradd --create-home --shell /bin/bash mirero
printf 'mirero:%s\n' "$(<"$here/unit-password.txt")" | chroot "$root" chpasswd
chmod 0755 "$root/home/mirero"
echo 'mirero ALL=(ALL:ALL) ALL' >"$root/etc/sudoers.d/mirero"
chmod 0440 "$root/etc/sudoers.d/mirero"

# The recorder: what its programs serve, and the service that runs the program file.
recorder=$root/usr/lib/vics-recorder
install -d "$recorder/www/vapi"
install -m 0755 "$here/recorder-serve.sh" "$recorder/serve"
cat >"$recorder/www/vapi/GetCamList" <<'JSON'
{"cVidCamera":[
{"strId":"6f1c2b6e-3d0a-4a52-9a1e-0f6b8f5f2a01","strName":"정문 카메라","nType":"VID_ONVIF_S","strIP":"192.0.2.21","strPort":"80","strUser":"admin","strPasswd":"******","strONVIFAddress":"/onvif/device_service","bProfileToken":true,"strProfileToken1":"main","strProfileToken2":"sub","nConnectType":"VID_CONNECT_TCP","bOnline":true,"bRec":true,"nCh":1,"bPtzContol":true},
{"strId":"6f1c2b6e-3d0a-4a52-9a1e-0f6b8f5f2a02","strName":"Loading dock","nType":3,"strIP":"192.0.2.22","strPort":"554","strUser":"admin","strPasswd":"******","strRTSPUrl":"rtsp://192.0.2.22/stream1","nFutureField":"9007199254740993","nCh":2}
]}
JSON
cat >"$recorder/www/vapi/GetStreamUrl" <<'JSON'
{"cUrl":[{"strProtocol":"RTSP","strUrl":"rtsp://127.0.0.1:10554/live/1"},{"strProtocol":"RTMP","strUrl":"rtmp://127.0.0.1:11935/live/1"},{"strProtocol":"HLS","strUrl":"http://127.0.0.1:10080/live/1/hls.m3u8"}]}
JSON
chroot "$root" civetweb -A /usr/lib/vics-recorder/passwords VICS admin admin >&2

cat >"$root/etc/systemd/system/mivicsd.service" <<'UNIT'
[Unit]
Description=VICS recorder (lab)
# A recorder that keeps dying is started again for ever: "active" alone proves nothing.
StartLimitIntervalSec=0

[Service]
Type=simple
User=mirero
RuntimeDirectory=mivicsd
ExecStart=/home/mirero/VICS
Restart=always
RestartSec=500ms

[Install]
WantedBy=multi-user.target
UNIT

# Version 1.0.0 of the program: see recorder-stub.hex for what these bytes are.
{
  printf '%b' "$(sed 's/#.*//' "$here/recorder-stub.hex" | tr -d ' \n' | sed 's/../\\x&/g')"
  printf 'VERSION=1.0.0\nexec /usr/lib/vics-recorder/serve "$VERSION"\n'
} >"$root/home/mirero/VICS"
truncate -s 4096 "$root/home/mirero/VICS"
chmod 0755 "$root/home/mirero/VICS"
chroot "$root" chown -R mirero:mirero /home/mirero
cp -a "$root/home/mirero" "$recorder/home" # what a unit is put back to between tests

# What a unit of the lab boots: the recorder, sshd, dbus. Its address, name and host key come with each boot.
chroot "$root" systemctl --quiet enable mivicsd.service ssh.service
chroot "$root" systemctl --quiet mask getty.target console-getty.service systemd-logind.service systemd-timesyncd.service \
  e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer \
  systemd-tmpfiles-clean.timer systemd-journal-flush.service systemd-update-utmp.service
rm -f "$root"/etc/ssh/ssh_host_*
cat >"$root/etc/ssh/sshd_config.d/lab.conf" <<'CONF'
HostKey /etc/ssh/ssh_host_ed25519_key
MaxStartups 200
UseDNS no
CONF
install -d "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=8M\n' >"$root/etc/systemd/journald.conf.d/lab.conf"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*

mv -T "$root" "$tree"
find "$base" -mindepth 1 -maxdepth 1 -type d ! -name "$hash" -mtime +1 -exec rm -rf --one-file-system {} + # older recipes
echo "$tree"

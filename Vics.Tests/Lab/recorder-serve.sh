#!/bin/sh
# serve VERSION - what a lab recorder program becomes: civetweb, the server real units embed, behind a global
# password file, so that every path wants Digest. /vapi/Version tells from outside which program is running.
set -eu
www=/run/mivicsd/www
rm -rf "$www"
cp -r /usr/lib/vics-recorder/www "$www"
printf '%s\n' "$1" >"$www/vapi/Version"
exec civetweb -listening_ports 9080 -document_root "$www" -num_threads 8 \
  -global_auth_file /usr/lib/vics-recorder/passwords -authentication_domain VICS -enable_auth_domain_check no \
  -extra_mime_types 'GetCamList=application/json,GetStreamUrl=application/json' -static_file_max_age 0

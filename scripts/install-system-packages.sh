#!/bin/sh
# Installs what the PostGIS and browser tests need. Root only; otherwise says what is missing and how to get it.
set -eu
packages=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 \
    || packages="$packages postgresql-15-postgis-3"
command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
[ -z "$packages" ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "Missing:$packages. The tests that need them are skipped. To run them: sudo apt-get install$packages" >&2
fi

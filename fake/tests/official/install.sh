#!/usr/bin/env bash
# Installs the official SDKs and tccli below target/, where the tests of this folder find them: only
# the products that they call. Needs Python 3 with venv, and Node.js with npm. Does nothing if the
# pinned versions are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
clients=${1:-${CARGO_TARGET_DIR:-$here/../../../target}/fake-clients}
mkdir --parents "$clients"

# An interrupted installation leaves no mark, so the next one starts again.
pins="$here/install.sh $here/requirements.txt $here/tccli.txt $here/package.json"
# shellcheck disable=SC2086
wanted=$(cat $pins)
if [[ -e $clients/installed && $(<"$clients/installed") == "$wanted" ]]; then
    exit
fi
rm --recursive --force "$clients"
mkdir --parents "$clients/node"

python3 -m venv "$clients/python"
pip=("$clients/python/bin/python" -m pip --quiet --disable-pip-version-check --no-cache-dir)
"${pip[@]}" install --no-compile --requirement "$here/requirements.txt"
"${pip[@]}" install --no-compile --no-deps --requirement "$here/tccli.txt"
# tccli describes all products, which takes most of its space, and two plugins need the SDK of the object storage.
tccli=$(echo "$clients"/python/lib/python3*/site-packages/tccli)
find "$tccli/services" -mindepth 1 -maxdepth 1 ! -name __init__.py ! -name cvm ! -name sts \
    -exec rm --recursive {} +
rm --recursive "$tccli/plugins/ci" "$tccli/plugins/cos"
"${pip[@]}" uninstall --yes setuptools pip

cache=$(mktemp --directory)
trap 'rm --recursive --force "$cache"' EXIT
cp "$here/package.json" "$clients/node/package.json"
npm install --prefix "$clients/node" --cache "$cache" --no-audit --no-fund --no-package-lock \
    --no-update-notifier --loglevel=error

echo "$wanted" >"$clients/installed"

#!/usr/bin/env bash
# Installs the official SDKs and tccli below target/, where the tests of this folder find them.
# Needs Python 3 with venv, and Node.js with npm. Does nothing if the pinned versions are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
clients=${1:-${CARGO_TARGET_DIR:-$here/../../../target}/fake-clients}
mkdir -p "$clients/node"

installed="$clients/python/requirements.txt"
if ! cmp --silent "$here/requirements.txt" "$installed"; then
    rm --recursive --force "$clients/python"
    python3 -m venv "$clients/python"
    "$clients/python/bin/pip" install --quiet --disable-pip-version-check \
        --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$installed"
fi

installed="$clients/node/installed.json"
if ! cmp --silent "$here/package.json" "$installed"; then
    rm --recursive --force "$clients/node"
    mkdir --parents "$clients/node"
    cp "$here/package.json" "$clients/node/package.json"
    npm install --prefix "$clients/node" --no-audit --no-fund --no-package-lock --loglevel=error
    cp "$here/package.json" "$installed"
fi

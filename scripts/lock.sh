#!/bin/sh
# Rewrites both locks from pyproject.toml. Every hash of every release file, no address in them: any index or mirror will do.
# Pins already in the lock stay; pass --upgrade to move them.
set -eu
cd "$(dirname "$0")/.."
tool=.cache/lock-venv
[ -x "$tool/bin/uv" ] || { .venv/bin/python -m venv "$tool" && "$tool/bin/python" -m pip install --quiet uv; }

compile() {
  out=$1
  shift
  "$tool/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file "$out" "$@"
}

compile requirements-dev.lock --extra build --extra dev "$@"
compile requirements.lock --extra build --constraints requirements-dev.lock "$@"

#!/bin/sh
# Makes .venv from nothing but a Python >= 3.11: `bootstrap.sh run` for the server, `bootstrap.sh dev` adds the test tools.
set -eu
cd "$(dirname "$0")/.."

set_up=${1:-run}
case $set_up in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "usage: bootstrap.sh run|dev" >&2; exit 2 ;;
esac

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# A name on PATH proves nothing (version managers put shims there), so each candidate is asked to run.
find_python() {
  for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python python3.14; do
    if is_new_enough "$candidate"; then echo "$candidate"; return; fi
  done
  echo "Siyu needs Python 3.11 or newer, and none was found on PATH." >&2
  echo "Siyu 需要 Python 3.11 或更高版本，但 PATH 里没有找到。" >&2
  echo "  Debian/Ubuntu: apt-get install python3 python3-venv    macOS: brew install python@3.13" >&2
  echo "  Somewhere else: make PYTHON=/path/to/python3 …" >&2
  return 1
}

# Debian ships Python without ensurepip; a pip beside it can still fill an empty environment.
make_venv() {
  rm -rf .venv
  "$1" -m venv .venv >/dev/null 2>&1 && return
  rm -rf .venv
  if "$1" -m venv --without-pip .venv 2>/dev/null && "$1" -m pip --python .venv/bin/python install --quiet pip; then return; fi
  rm -rf .venv
  echo "$("$1" --version) cannot make a virtual environment: its venv or ensurepip module is missing." >&2
  echo "这个 Python 缺少 venv / ensurepip 模块，无法创建虚拟环境。" >&2
  echo "  Debian/Ubuntu: apt-get install python3-venv" >&2
  return 1
}

is_usable() { is_new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

if ! is_usable; then
  python=$(find_python) || exit 1
  make_venv "$python"
fi

wanted=$(cat "$lock" pyproject.toml | .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
stamp=.venv/.stamp-$set_up
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then touch "$stamp"; exit 0; fi

pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
echo "Installing the locked packages of $lock into .venv …"
pip install --quiet --require-hashes --requirement "$lock" || {
  echo "The locked packages could not be installed. Is the package index reachable (pip config list)?" >&2
  echo "依赖安装失败：请检查 pip 的软件源是否可用（pip config list）。" >&2
  exit 1
}
pip install --quiet --no-deps --no-build-isolation --no-index --editable .
echo "$wanted" > "$stamp"

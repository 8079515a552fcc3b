"""Builds the console and the SDK once per change of its sources, with the machine's Node or one from the Python index.

build_web.py build               assets into src/siyu/static, skipped when nothing changed
build_web.py build --optional    the same, but a machine without npm registry still gets its API
build_web.py deps                node_modules only
build_web.py run SCRIPT …        one npm script of web/package.json, after deps
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "siyu" / "static"
STAMP = STATIC / ".stamp"
BUILT = (STATIC / "console" / "index.html", STATIC / "sdk" / "siyu.js")
MODULES_STAMP = WEB / "node_modules" / ".siyu-stamp"
PRIVATE_NODE = ROOT / ".cache" / "node"
NODE_LOCK = ROOT / "scripts" / "node.lock"
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}
SECONDS_MAX = 900

OFFLINE = """
The console could not be built: {why.en}.
控制台没有构建成功：{why.zh}。
  The API, the CLI and imports work without it; the console's address shows a notice until it is built.
  API、命令行和导入不受影响；构建成功之前，控制台地址只显示一条提示。
  To build it: make an npm registry reachable (npm config get registry), then run `make web`.
  修复方法：配置可用的 npm 源（npm config get registry），然后运行 `make web`。
"""


class NotBuilt(Exception):
    """Node or its packages are out of reach; the sentences say which."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


def main() -> int:
    args = _arguments()
    try:
        return _run(args)
    except NotBuilt as why:
        print(OFFLINE.format(why=why), file=sys.stderr)
        return 0 if args.optional else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["build", "deps", "run"])
    parser.add_argument("script", nargs="*", help="for run: the npm script and its arguments")
    parser.add_argument("--optional", action="store_true", help="exit 0 when Node or npm is out of reach")
    return parser.parse_args()


def _run(args: argparse.Namespace) -> int:
    if args.verb == "build":
        build()
        return 0
    env = install_modules()
    return _npm(env, "run", "--silent", *args.script) if args.verb == "run" else 0


def build() -> None:
    """Leave src/siyu/static in step with web/, or without a console at all: stale screens are never served."""
    wanted = _fingerprint(_sources())
    if _read(STAMP) == wanted and _is_built():
        return
    for made in BUILT:
        shutil.rmtree(made.parent, ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    env = install_modules()
    print("Building the console (about half a minute, once per change) …", flush=True)
    if _npm(env, "run", "--silent", "build") or not _is_built():
        sys.exit("The build of web/ failed; its own messages are above.")
    STAMP.write_text(wanted)


def _is_built() -> bool:
    return all(made.is_file() for made in BUILT)


def install_modules() -> dict[str, str]:
    """Put web/node_modules in step with its lock; return the environment in which npm runs."""
    env = _environment()
    locks = [WEB / "package-lock.json", *sorted(WEB.glob("package.json")), *sorted(WEB.glob("*/*/package.json"))]
    if not locks[0].is_file():
        raise NotBuilt("web/package-lock.json is missing", "缺少 web/package-lock.json")
    wanted = _fingerprint(locks)
    if _read(MODULES_STAMP) != wanted:
        print("Installing the console's packages (npm ci) …", flush=True)
        if _npm(env, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"):
            raise NotBuilt(
                "`npm ci` failed, most often because no npm registry is reachable", "`npm ci` 失败，多半是连不上 npm 源"
            )
        MODULES_STAMP.write_text(wanted)
    return env


def _environment() -> dict[str, str]:
    if _is_new_enough(_version("node")) and shutil.which("npm"):
        return dict(os.environ)
    if not (PRIVATE_NODE / "bin" / "npm").exists():
        _install_private_node()
    path = os.pathsep.join([str(PRIVATE_NODE / "bin"), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path}


def _version(node: str) -> str:
    try:
        return subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _is_new_enough(version: str) -> bool:
    """What Vite asks for: 20.19 and later of 20, or 22.12 and later."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def _install_private_node() -> None:
    print("No Node 20.19 or newer here: taking one from the Python index into .cache/node …", flush=True)
    shutil.rmtree(PRIVATE_NODE, ignore_errors=True)
    venv.create(PRIVATE_NODE, with_pip=True)
    pip = [str(PRIVATE_NODE / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    installed = subprocess.run([*pip, "--require-hashes", "--requirement", str(NODE_LOCK)], timeout=SECONDS_MAX)
    if installed.returncode:
        shutil.rmtree(PRIVATE_NODE, ignore_errors=True)
        raise NotBuilt(
            "there is no Node 20.19 or newer, and none could be taken from the Python index",
            "没有 Node 20.19 或更高版本，也无法从 Python 软件源安装",
        )


def _npm(env: dict[str, str], *args: str) -> int:
    npm = shutil.which("npm", path=env["PATH"]) or "npm"
    return subprocess.run([npm, *args], cwd=WEB, env=env, timeout=SECONDS_MAX).returncode


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        yield from (Path(folder) / name for name in sorted(files) if ".test." not in name)


def _fingerprint(paths: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text().strip() if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())

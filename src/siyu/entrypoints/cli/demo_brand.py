"""The demo: a brand in London with one year of real orders (UCI Online Retail, CC BY 4.0), in a folder of its own."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from siyu.entrypoints.cli import import_file, local
from siyu.entrypoints.cli.shell import Running, err, out
from siyu.kernel.errors import SiyuError
from siyu.kernel.settings import BrandSettings, Settings, default_data_dir
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access

ORDERS = Path("examples/online_retail/online_retail_2010_2011.parquet")
EMAIL = "owner@demo.example"
_LOGIN = "demo-login"


def settings() -> Settings:
    """The example brand's settings; its data never mixes with a real brand's unless SIYU_DATA_DIR says so."""
    found = Settings()
    if "data_dir" not in found.model_fields_set:
        found.data_dir = default_data_dir().with_name("siyu-demo")
    if "brand" not in found.model_fields_set:
        found.brand = BrandSettings(name="Online Retail", time_zone="Europe/London", currency="GBP")
    return found


def prepare(running: Running, demo: Settings, orders: Path) -> Callable[[str], None]:
    """Make the owner if there is none; what it returns imports the orders and prints the login."""
    login = demo.data_dir / _LOGIN
    with running.house.begin(SYSTEM) as tx:
        if access.needs_owner(tx):
            password = secrets.token_urlsafe(12)
            access.hire_unasked(tx, email=EMAIL, name="Demo", role="owner", password=password)
            _write_privately(login, password)
    return lambda url: _show(demo, orders, login, url)


def _show(demo: Settings, orders: Path, login: Path, url: str) -> None:
    password = login.read_text() if login.exists() else "(已更改 / changed)"
    out.print(f"\n[bold]{url}/console/[/bold]\n  登录 / login  {EMAIL}  {password}\n")
    try:
        with local.connect(demo) as client:
            if not local.ask(client, "GET", "/v1/orders?limit=1")["total"]:
                import_file.run(client, orders, mapping="online_retail", yaml=None, is_dry_run=False)
    except (SiyuError, OSError) as error:
        err.print(f"示例订单未能导入 / The example orders could not be imported: {error}")
    out.print(f"\n就绪 / Ready: [bold]{url}/console/[/bold]   {EMAIL}  {password}   (Ctrl+C 停止 / stops)")


def _write_privately(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)

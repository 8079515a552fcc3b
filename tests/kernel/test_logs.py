"""Logs: one line a happening, and no secret or contact detail in it, whoever passes one by mistake."""

import json
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

START = """
import logging, structlog
from siyu.kernel.logs import start_logging
from siyu.kernel.settings import LogSettings
start_logging(LogSettings(format={style!r}, level={level!r}))
log = structlog.get_logger()
"""


def logged(code: str, *, style: str = "json", level: str = "info") -> str:
    """What a process of its own writes to its log; the logging of this one stays as it is."""
    program = START.format(style=style, level=level) + code
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == ""
    return done.stderr


def lines(code: str, **options: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged(code, **options).splitlines()]


def test_a_happening_is_one_line_of_json_with_its_time_and_level() -> None:
    [line] = lines("log.info('import_done', rows=3, name='茶\\n壶')")
    assert (line["event"], line["level"], line["rows"], line["name"]) == ("import_done", "info", 3, "茶\n壶")
    assert line["timestamp"].endswith("Z")


def test_the_libraries_own_loggers_take_the_same_way() -> None:
    [line] = lines("logging.getLogger('sqlalchemy').warning('pool is %s', 'full')")
    assert (line["event"], line["level"]) == ("pool is full", "warning")


def test_what_is_below_the_level_is_left_out() -> None:
    assert [line["event"] for line in lines("log.info('quiet'); log.error('loud')", level="warning")] == ["loud"]


PASSED = (
    *({name: "hunter2"} for name in ("password", "secret", "token", "authorization", "cookie", "phone", "email")),
    *({name: "hunter2"} for name in ("Authorization", "new_password", "csrf_token", "receiver_phone", "set-cookie")),
    {"headers": {"cookie": "hunter2"}},
    {"request": {"headers": [{"authorization": "hunter2"}]}},
)


@pytest.mark.parametrize("style", ["json", "console"])
def test_secrets_and_contact_details_are_masked_wherever_they_are_passed(style: str) -> None:
    shown = logged(
        f"for passed in {PASSED!r}: log.info('asked', **passed, path='/v1/session')", style=style
    ).splitlines()
    assert len(shown) == len(PASSED)
    assert all("/v1/session" in line for line in shown)
    assert [passed for passed, line in zip(PASSED, shown, strict=True) if "hunter2" in line] == []


def test_a_statement_that_fails_does_not_say_what_was_bound_to_it(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as caught, engine.begin() as connection:
        connection.execute(text("SELECT CAST(:phone AS text), 1 / 0"), {"phone": "13800138000"})
    assert "13800138000" not in str(caught.value)

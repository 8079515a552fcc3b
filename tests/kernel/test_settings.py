"""Settings: the environment fills them, what makes no sense is refused at start, secrets are never shown."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from siyu.kernel.settings import BrandSettings, Settings


@pytest.fixture(autouse=True)
def _nothing_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_environment_fills_every_section(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = {
        "SIYU_DATA_DIR": str(tmp_path / "house"),
        "SIYU_DATABASE__URL": "postgresql://siyu:pass@db/siyu",
        "SIYU_DATABASE__CONNECTIONS_MAX": "12",
        "SIYU_WAREHOUSE__URL": "https://siyu:pass@ch:8443/siyu",
        "SIYU_WAREHOUSE__CLUSTER": "main",
        "SIYU_HTTP__PORT": "9000",
        "SIYU_HTTP__PUBLIC_URL": "https://siyu.example.com",
        "SIYU_BRAND__TIME_ZONE": "Europe/London",
        "SIYU_BRAND__CURRENCY": "GBP",
        "SIYU_TEAM__SESSION_HOURS": "8",
        "SIYU_LOG__FORMAT": "json",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.data_dir == tmp_path / "house"
    assert settings.database.url is not None
    assert settings.database.url.get_secret_value() == "postgresql://siyu:pass@db/siyu"
    assert (settings.database.connections_max, settings.warehouse.cluster) == (12, "main")
    assert (settings.http.port, settings.http.is_https) == (9000, True)
    assert (settings.brand.time_zone, settings.brand.currency) == ("Europe/London", "GBP")
    assert (settings.team.session_hours, settings.log.format) == (8, "json")


def test_a_file_named_dotenv_fills_what_the_environment_leaves_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("SIYU_BRAND__CURRENCY=EUR\nSIYU_HTTP__PORT=7000\nUNRELATED=1\n")
    monkeypatch.setenv("SIYU_HTTP__PORT", "7001")
    settings = Settings()
    assert (settings.brand.currency, settings.http.port) == ("EUR", 7001)


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghaii", "", "../../etc/passwd", "/etc/localtime", "Asia", "a" * 500, "上海"]
)
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="time_zone"):
        BrandSettings(time_zone=zone)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIYU_BRAND__CURRENCY", "cny"),
        ("SIYU_BRAND__CURRENCY", "RMB1"),
        ("SIYU_HTTP__PORT", "65536"),
        ("SIYU_HTTP__BODY_BYTES_MAX", "1"),
        ("SIYU_DATABASE__CONNECTIONS_MAX", "1"),
        ("SIYU_WAREHOUSE__CLUSTER", "main ON CLUSTER other"),
        ("SIYU_TEAM__IDLE_MINUTES", "0"),
        ("SIYU_LOG__LEVEL", "chatty"),
    ],
)
def test_a_value_out_of_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_settings_do_not_show_the_passwords_in_their_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIYU_DATABASE__URL", "postgresql://siyu:hunter2@db/siyu")
    monkeypatch.setenv("SIYU_WAREHOUSE__URL", "https://siyu:hunter2@ch:8443/siyu")
    settings = Settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), str(settings.model_dump())):
        assert "hunter2" not in shown

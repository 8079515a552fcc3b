"""Every setting, one model per section; the environment (`SIYU_SECTION__NAME`) and `.env` fill it."""

import os
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel):
    """PostgreSQL: empty means the embedded engine below `data_dir`."""

    url: SecretStr | None = None
    connections_max: int = Field(default=20, ge=4, le=200)


class WarehouseSettings(BaseModel):
    """ClickHouse: empty means the embedded engine below `data_dir`."""

    url: SecretStr | None = None
    cluster: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")


class HttpSettings(BaseModel):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str | None = None
    body_bytes_max: int = Field(default=1_000_000, ge=10_000)

    @property
    def is_https(self) -> bool:
        return (self.public_url or "").startswith("https://")


class BrandSettings(BaseModel):
    name: str = "私域"
    time_zone: str = "Asia/Shanghai"
    currency: str = Field(default="CNY", pattern=r"^[A-Z]{3}$")

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            message = f"there is no time zone {value!r}; name one as Asia/Shanghai"
            raise ValueError(message) from error
        return value


class ImportSettings(BaseModel):
    file_bytes_max: int = Field(default=2_000_000_000, ge=1_000)


class TeamSettings(BaseModel):
    session_hours: int = Field(default=12, ge=1, le=720)
    idle_minutes: int = Field(default=60, ge=5, le=1440)


class LogSettings(BaseModel):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


def default_data_dir() -> Path:
    """Root gets the system folder: the embedded PostgreSQL runs as its own user and cannot live in a private home."""
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/siyu")
    return platformdirs.user_data_path("siyu")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SIYU_", env_nested_delimiter="__", env_file=".env", extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir)
    database: DatabaseSettings = DatabaseSettings()
    warehouse: WarehouseSettings = WarehouseSettings()
    http: HttpSettings = HttpSettings()
    brand: BrandSettings = BrandSettings()
    imports: ImportSettings = ImportSettings()
    team: TeamSettings = TeamSettings()
    log: LogSettings = LogSettings()

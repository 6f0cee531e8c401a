"""Settings: file < environment < option. Read once, frozen; no work at import."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from leaktrace.domain.errors import UsageError

__all__ = ["Settings", "SettingsWithOrigin", "load_settings"]

FILE_NAME = "leaktrace.toml"


class Settings(BaseSettings):
    """What can be set. Each is also an environment variable: ``LEAKTRACE_DATABASE_URL`` and so on."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="LEAKTRACE_", extra="forbid", frozen=True
    )

    home: Path
    """Holds ``leaktrace.toml``, ``keys/`` and the SQLite database."""
    database_url: str = ""
    """Empty: SQLite in the home."""
    merchant: str = ""
    """Slug of the tenant; may be empty where there is one."""
    zone: str = "Asia/Shanghai"
    """Where the merchant's days begin: "yesterday" in a call note is read in it, the console shows times in it."""
    false_accusation_bound: float = Field(default=0.01, gt=0.0, le=0.2)
    """Alpha: the chance that any innocent channel is ever called attributed is at most this."""
    host: str = "127.0.0.1"
    port: int = 8470
    """Where the console listens."""
    public_url: str = ""
    """How gateways and people reach it from outside, such as https://in.example.com; some gateways sign that."""
    proxies: str = ""
    """Web servers in front, such as 127.0.0.1 or 192.0.2.0/28: only they are believed where a request comes from."""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"there is no time zone {value!r}") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query):
            raise ValueError(f"{value[:60]!r} is no address of a web server")
        return value.rstrip("/")

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        for part in parts:
            try:
                ip_network(part)
            except ValueError:
                raise ValueError(f"{part[:48]!r} is neither an address nor a network") from None
        return ",".join(parts)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Everything is merged in `load_settings`, which knows the origin of each value."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @property
    def database(self) -> str:
        """The URL in use."""
        return self.database_url or f"sqlite:///{self.home / 'leaktrace.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the key files."""
        return self.home / "keys"


@dataclass(frozen=True)
class SettingsWithOrigin:
    """Settings, and where each value came from."""

    settings: Settings
    origins: Mapping[str, str]


def load_settings(options: Mapping[str, Any]) -> SettingsWithOrigin:
    """Merge defaults, file, environment and options.

    Args:
        options: values given on the command line; None and empty ones count as not given.

    Raises:
        UsageError: the file cannot be read, or a value is not allowed.
    """
    given = {name: value for name, value in options.items() if value not in (None, "")}
    environment = {
        name: os.environ[f"LEAKTRACE_{name.upper()}"]
        for name in Settings.model_fields
        if os.environ.get(f"LEAKTRACE_{name.upper()}")
    }
    home = Path(
        given.get("home") or environment.get("home") or platformdirs.user_data_dir("leaktrace")
    )
    home = home.expanduser().absolute()
    file = _read_file(home / FILE_NAME)
    merged = {**file, **environment, **given, "home": home}
    origins = {
        name: "option"
        if name in given
        else "environment"
        if name in environment
        else FILE_NAME
        if name in file
        else "default"
        for name in Settings.model_fields
    }
    try:
        return SettingsWithOrigin(Settings(**merged), origins)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"setting {name} ({origins.get(name, FILE_NAME)}): {first['msg']}",
            remedy="See 'leaktrace config show'",
        ) from None


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the settings file cannot be read: {error}", where=str(path)) from None

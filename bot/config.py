"""Settings from the environment or `.env`: what they are called, what they may be, their defaults.

Decides nothing about Slack, text or the database beyond their addresses. Secrets never reach repr.
"""

from __future__ import annotations

import os
import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UserError

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def known_zone(name: str) -> str:
    """The name itself when the IANA database has it; ValueError otherwise."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone; use a name such as Europe/Amsterdam"
        raise ValueError(message) from error
    return name


def safe_api_address(url: str) -> str:
    """An address that tokens may travel to: https, or plain http on this machine only."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise ValueError("must be a web address such as https://slack.com/api/")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("must start with https:// (plain http only for this machine)")
    return url.rstrip("/") + "/"


def starts_with(prefix: str) -> AfterValidator:
    """A check that a secret is of the right kind; what it is stays unsaid."""

    def check(secret: SecretStr) -> SecretStr:
        if not secret.get_secret_value().startswith(prefix):
            message = f"must start with {prefix}"
            raise ValueError(message)
        return secret

    return AfterValidator(check)


def default_data_dir() -> Path:
    """`./data` in a checkout of Koploper, else the user's own data directory."""
    here = Path.cwd()
    if (here / "manifest.yml").is_file() and (here / "bot").is_dir():
        return here / "data"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "koploper"
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "koploper"


class SettingsError(UserError):
    """One or more settings do not work; `problems` names them, never their values."""


class Settings(BaseSettings):
    """Everything an operator can set; each field's description is its documentation."""

    model_config = SettingsConfigDict(
        env_prefix="KOPLOPER_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    slack_bot_token: Annotated[SecretStr, starts_with("xox")] | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The bot's token, from OAuth & Permissions in your Slack app (`xoxb-…`).",
    )
    slack_app_token: Annotated[SecretStr, starts_with("xapp-")] | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="The app-level token with `connections:write`, for Socket Mode (`xapp-…`).",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="The signing secret, from Basic Information; for `koploper run --http`.",
    )
    slack_api_url: Annotated[str, AfterValidator(safe_api_address)] = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Where the Slack Web API is; another address is for the local Slack and tests.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="`sqlite:///PATH` or `postgresql://…`; else a file in the data directory.",
    )
    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Directory for the database file, its lock and backups; kept private (0700).",
    )
    key_dir: Path | None = Field(
        default=None,
        description="Directory for the keys of open surveys, else `keys` in the data directory;"
        " never in a backup or snapshot of the database.",
    )
    zone: Annotated[str, AfterValidator(known_zone)] = Field(
        default="UTC",
        description="The company's time zone (IANA name): when a day starts and ends on a board.",
    )
    locale: Literal["en", "nl"] = Field(
        default="en", description="Language of channel posts, of the command line, and by default."
    )
    currency: str = Field(
        default="EUR",
        pattern=r"^[A-Z]{3}$",
        description="ISO 4217 code for amounts without one; fixed by the first posting.",
    )
    week_start: Weekday = Field(default="monday", description="The first day of the week.")
    fiscal_start: int = Field(
        default=1, ge=1, le=12, description="The month (1 to 12) in which the fiscal year starts."
    )
    main_metric: str = Field(
        default="revenue",
        pattern=r"^[a-z][a-z0-9_]*$",
        description="What `/leaderboard` without words ranks by.",
    )
    top: int = Field(
        default=10, ge=1, le=50, description="How many places a board shows before your own."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="How much goes to the log (stderr). Libraries never log below INFO.",
    )
    http_host: str = Field(
        default="127.0.0.1",
        description="Address that `koploper run --http` listens on; put a TLS proxy before it.",
    )
    http_port: int = Field(
        default=3000, ge=0, le=65535, description="Port that `koploper run --http` listens on."
    )
    http_threads: int = Field(
        default=16, ge=1, le=256, description="Requests that `koploper run --http` serves at once."
    )

    @model_validator(mode="after")
    def _private_path(self) -> Self:
        """The data directory is absolute from here on, so a later chdir moves nothing."""
        object.__setattr__(self, "data_dir", self.data_dir.expanduser().resolve())
        return self

    @cached_property
    def database(self) -> str:
        """The database address, secrets included: for opening it, never for printing."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'koploper.db'}"

    @property
    def keys(self) -> Path:
        """Where the keys of open surveys are."""
        return (self.key_dir or self.data_dir / "keys").expanduser().resolve()

    @property
    def time_zone(self) -> ZoneInfo:
        """The company's zone."""
        return ZoneInfo(self.zone)

    @property
    def week_start_number(self) -> int:
        """The first weekday as Python numbers it: Monday is 0."""
        return WEEKDAYS.index(self.week_start)


def environment_name(field: str) -> str:
    """The name of a setting as an operator types it."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"KOPLOPER_{field.upper()}"


def load_settings(**overrides: object) -> Settings:
    """The settings in force; `overrides` (by field name) win over the environment.

    Raises SettingsError naming every setting that does not work, never what was in it.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # checked by pydantic itself
    except ValidationError as error:
        problems = "; ".join(
            f"{_place(problem['loc'])}: {_plain(problem['msg'])}" for problem in error.errors()
        )
        raise SettingsError("These settings do not work: {problems}", problems=problems) from None


def _place(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "settings"
    return environment_name(name) if name in Settings.model_fields else name


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")

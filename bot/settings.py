"""Settings: the one place that reads the environment, `.env` and the secrets directory.

A name is looked for in the environment first, then in `.env`, then in the secrets directory.
"""

from __future__ import annotations

import difflib
import hmac
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    SettingsConfigDict,
)

from bot.key_file import KEY_FILE, NEW_KEY, KeyFileProblem, kept_keys, wrong_keys
from storage.ciphers import cipher_of

PREFIX = "PASSERELLE_"
PUBLIC_API = "https://api.telegram.org"
DATABASE_FILE = "passerelle.db"
NOT_SETTINGS = {"PASSERELLE_REQUIRE_BROWSER"}  # asked by the tests alone


class SettingsProblem(Exception):
    """Nothing can start: every problem with the settings, each by name with what to do."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Settings:
    """What an installation is told. Secrets are in no `repr`.

    `encryption_keys`: the first one encrypts. `key_file`: where they are kept, None when they were
    given; one that is to be the first next (`passerelle keys rotate`) lies beside it and stands
    last here: it reads already. `languages`: BCP 47 codes to offer; empty: all with a complete
    catalog. `complaints_contact`: where one can complain outside, as people read it; empty if
    there is none. `metrics_token`: what whoever reads /metrics shows; None: read only on this
    machine. `sentry_dsn`: where errors are reported. `otel_endpoint`: where traces go (OTLP over
    HTTP).
    """

    home: Path
    database_url: str = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    telegram_token: SecretStr | None = None
    telegram_api: str = PUBLIC_API
    public_url: str | None = None
    listen_host: str = "127.0.0.1"
    listen_port: int = 8080
    webhook_secret: SecretStr | None = None
    languages: tuple[str, ...] = ()
    key_file: Path | None = None
    complaints_contact: str = ""
    metrics_token: SecretStr | None = None
    sentry_dsn: SecretStr | None = None
    otel_endpoint: str | None = None

    @property
    def bot(self) -> str | None:
        """Give the bot's number at Telegram, which is no secret; None without a token."""
        if self.telegram_token is None:
            return None
        return self.telegram_token.get_secret_value().partition(":")[0]


def load_settings() -> Settings:
    """Read the settings; SettingsProblem with every problem there is."""
    secrets_dir, problems = _secrets_dir()
    problems += _unknown_names(secrets_dir)
    try:
        given = _Given(_secrets_dir=secrets_dir)
    except ValidationError as error:
        raise SettingsProblem(problems + [_told(each) for each in error.errors()]) from None
    if problems:
        raise SettingsProblem(problems)
    return _resolved(given)


# ---------------------------------------------------------------- what each setting must look like


def _is_token(value: str) -> str:
    if not re.fullmatch(r"\d+:[\w-]+", value, re.ASCII):
        raise ValueError("is no bot token; @BotFather gives one, it looks like 123456:ABC-DEF")
    return value


def _is_web_address(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        wrong = parts.port == 0 or not parts.hostname or parts.query or parts.fragment
    except ValueError:
        raise ValueError("is no web address, for example https://bot.example.org") from None
    if wrong or parts.scheme not in ("http", "https"):
        raise ValueError(f"{_bare(parts)!r} is no web address, for example https://bot.example.org")
    return parts


def _is_api(value: str) -> str:
    _is_web_address(value)
    return value.rstrip("/")


def _is_dsn(value: str) -> str:
    parts = _is_web_address(value)
    if not parts.username or not parts.path.strip("/"):
        raise ValueError("is no DSN; Sentry shows it, it looks like https://KEY@HOST/NUMBER")
    return value


def _is_public_url(value: str) -> str:
    parts = _is_web_address(value)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise ValueError(f"{_bare(parts)!r} must begin with https://, or Telegram will not call it")
    return value.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _bare(parts: SplitResult) -> str:
    """Give an address without the name, password and query that it may carry."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _is_database(value: str) -> str:
    """Take an address of SQLite or PostgreSQL; nothing of it is told, it has a password in it."""
    engine, slashes, rest = value.partition("://")
    if engine.partition("+")[0] not in ("sqlite", "postgresql", "postgres") or not slashes:
        raise ValueError(
            "must begin with postgresql:// or sqlite:///, "
            "for example postgresql://passerelle@localhost/passerelle"
        )
    if engine.startswith("sqlite") and rest.strip("/") in ("", ":memory:"):
        raise ValueError("names no file; leave it out to have one under PASSERELLE_HOME")
    return value


def _is_listen(value: str) -> str:
    if not re.fullmatch(r"(\[[0-9a-fA-F:.%\w]+\]|[^:\s]*):\d{1,5}", value) or _port(value) > 65535:
        raise ValueError(f"{value!r} is not host:port, for example 127.0.0.1:8080")
    return value


def _port(listen: str) -> int:
    return int(listen.rpartition(":")[2])


def _is_secret(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
        raise ValueError("must be 16 to 256 letters (A-Z, a-z), digits, _ or -; or leave it out")
    return value


def _are_keys(value: str) -> str:
    if wrong := wrong_keys(_words(value)):
        raise ValueError(f"{wrong}; make one with: {NEW_KEY}")
    return value


def _are_languages(value: str) -> str:
    for code in _words(value):
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
            raise ValueError(f"{code!r} is no language code, for example en or ar")
    return value


def _is_home(value: str) -> str:
    path = Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{value!r} is no folder")
    return str(path.absolute())


def _words(value: str) -> tuple[str, ...]:
    """Split at commas and blanks, each word once."""
    return tuple(dict.fromkeys(re.split(r"[,\s]+", value.strip(", \t\r\n")))) if value else ()


class _Given(BaseSettings):
    """The names as they are given, each checked by itself."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        str_strip_whitespace=True,
    )

    telegram_token: Annotated[str, AfterValidator(_is_token)] | None = None
    telegram_api: Annotated[str, AfterValidator(_is_api)] = PUBLIC_API
    database_url: Annotated[str, AfterValidator(_is_database)] | None = None
    public_url: Annotated[str, AfterValidator(_is_public_url)] | None = None
    listen: Annotated[str, AfterValidator(_is_listen)] = "127.0.0.1:8080"
    webhook_secret: Annotated[str, AfterValidator(_is_secret)] | None = None
    metrics_token: Annotated[str, AfterValidator(_is_secret)] | None = None
    sentry_dsn: Annotated[str, AfterValidator(_is_dsn)] | None = None
    otel_endpoint: Annotated[str, AfterValidator(_is_api)] | None = None
    encryption_keys: Annotated[str, AfterValidator(_are_keys)] | None = None
    complaints_contact: str = ""
    languages: Annotated[str, AfterValidator(_are_languages)] = ""
    home: Annotated[str, AfterValidator(_is_home)] | None = None
    secrets_dir: str | None = None


def _told(error: Any) -> str:
    """Name the setting and say what is wrong; never what was given."""
    cause = error.get("ctx", {}).get("error")
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {cause or error['msg']}"


# ---------------------------------------------------------------- where they come from


def _names_in_environment() -> dict[str, str | None]:
    """The names of the environment and of `.env`, in capitals, with their values."""
    found = {**DotEnvSettingsSource(_Given).env_vars, **EnvSettingsSource(_Given).env_vars}
    return {name.upper(): value for name, value in found.items()}


def _secrets_dir() -> tuple[Path | None, list[str]]:
    asked = _names_in_environment().get(f"{PREFIX}SECRETS_DIR")
    path = Path(asked or "/run/secrets").expanduser()
    if path.is_dir() and os.access(path, os.R_OK | os.X_OK):
        return path, []
    return None, [f"{PREFIX}SECRETS_DIR: {asked!r} is no folder that I may read"] if asked else []


def _unknown_names(secrets_dir: Path | None) -> list[str]:
    """Name what looks like a setting and is none, with the name that was meant."""
    names = set(_names_in_environment())
    if secrets_dir is not None:
        names |= {path.name.upper() for path in secrets_dir.iterdir()}
    known = {PREFIX + name.upper() for name in _Given.model_fields}
    unknown = (name for name in names if name.startswith(PREFIX))
    return [
        f"{name}: there is no such setting{_hint(name)}"
        for name in sorted(set(unknown) - known - NOT_SETTINGS)
    ]


def _hint(name: str) -> str:
    known = [name.upper() for name in _Given.model_fields]
    if near := difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1):
        return f"; did you mean {PREFIX}{near[0]}?"
    return f"; there are {', '.join(PREFIX + name for name in known)}"


# ---------------------------------------------------------------- what follows from them


def _resolved(given: _Given) -> Settings:
    home = Path(given.home) if given.home else _default_home()
    keys = _words(given.encryption_keys or "") or _kept(home / KEY_FILE)
    host, _, port = given.listen.rpartition(":")
    return Settings(
        home=home,
        database_url=given.database_url or f"sqlite:///{home / DATABASE_FILE}",
        encryption_keys=keys,
        telegram_token=SecretStr(given.telegram_token) if given.telegram_token else None,
        telegram_api=given.telegram_api,
        public_url=given.public_url,
        listen_host=host.strip("[]") or "127.0.0.1",
        listen_port=int(port),
        webhook_secret=_webhook_secret(given, keys),
        languages=_words(given.languages),
        complaints_contact=given.complaints_contact,
        metrics_token=SecretStr(given.metrics_token) if given.metrics_token else None,
        sentry_dsn=SecretStr(given.sentry_dsn) if given.sentry_dsn else None,
        otel_endpoint=given.otel_endpoint,
        key_file=None if given.encryption_keys else home / KEY_FILE,
    )


def _kept(path: Path) -> tuple[str, ...]:
    try:
        return kept_keys(path)
    except KeyFileProblem as problem:
        raise SettingsProblem([str(problem)]) from None


def _default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME", "")
    base = Path(data) if Path(data).is_absolute() else Path("~/.local/share").expanduser()
    return base / "passerelle"


def _webhook_secret(given: _Given, keys: tuple[str, ...]) -> SecretStr | None:
    """Give the secret of the webhook; one is needed only where there is a public URL.

    When none is given it is HMAC-SHA256 of a fixed label under the first encryption key, so every
    process with the same keys has the same one, and it tells nothing of the key. A new first key
    makes a new secret, which is registered at the next start.
    """
    if given.webhook_secret:
        return SecretStr(given.webhook_secret)
    if given.public_url is None:
        return None
    label = b"passerelle: secret token of the Telegram webhook"
    return SecretStr(hmac.digest(cipher_of(keys[0].encode()).secret, label, "sha256").hex())

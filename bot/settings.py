"""Settings: the one place that reads the environment, `.env` and the secrets directory.

A name is looked for in the environment first, then in `.env`, then in the secrets directory.
"""

from __future__ import annotations

import difflib
import hmac
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values

from bot.key_file import KEY_FILE, NEW_KEY, KeyFileProblem, kept_keys, wrong_keys
from storage.ciphers import cipher_of

PREFIX = "PASSERELLE_"
PUBLIC_API = "https://api.telegram.org"
DATABASE_FILE = "passerelle.db"
LISTEN = "127.0.0.1:8080"
NOT_SETTINGS = {"PASSERELLE_REQUIRE_BROWSER"}  # asked by the tests alone


# Who listens on all addresses is reached at this one.
OF_ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing listens by it


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
    telegram_token: str | None = field(default=None, repr=False)
    telegram_api: str = PUBLIC_API
    public_url: str | None = None
    listen_host: str = "127.0.0.1"
    listen_port: int = 8080
    webhook_secret: str | None = field(default=None, repr=False)
    languages: tuple[str, ...] = ()
    key_file: Path | None = None
    complaints_contact: str = ""
    metrics_token: str | None = field(default=None, repr=False)
    sentry_dsn: str | None = field(default=None, repr=False)
    otel_endpoint: str | None = None

    @property
    def base(self) -> str:
        """Give the address that links begin with."""
        return self.public_url or self.local_base

    @property
    def local_base(self) -> str:
        """Give the address at which this machine reaches the service."""
        host = OF_ALL_ADDRESSES.get(self.listen_host, self.listen_host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.listen_port}"

    @property
    def bot(self) -> str | None:
        """Give the bot's number at Telegram, which is no secret; None without a token."""
        if self.telegram_token is None:
            return None
        return self.telegram_token.partition(":")[0]


def load_settings() -> Settings:
    """Read the settings; SettingsProblem with every problem there is."""
    given, problems = _given()
    taken, wrong = _checked(given)
    if told := [*problems, *_unknown(given), *wrong]:
        raise SettingsProblem(told)
    return _resolved(taken)


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


CHECKS: Mapping[str, Callable[[str], str]] = {
    "TELEGRAM_TOKEN": _is_token,
    "TELEGRAM_API": _is_api,
    "DATABASE_URL": _is_database,
    "PUBLIC_URL": _is_public_url,
    "LISTEN": _is_listen,
    "WEBHOOK_SECRET": _is_secret,
    "METRICS_TOKEN": _is_secret,
    "SENTRY_DSN": _is_dsn,
    "OTEL_ENDPOINT": _is_api,
    "ENCRYPTION_KEYS": _are_keys,
    "COMPLAINTS_CONTACT": str,
    "LANGUAGES": _are_languages,
    "HOME": _is_home,
    "SECRETS_DIR": str,
}
"""Every setting, and what takes it: ValueError with what is wrong, in words that tell no secret."""


def _checked(given: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Take what is given, each by itself; with what is wrong of it."""
    taken: dict[str, str] = {}
    wrong: list[str] = []
    for name, check in CHECKS.items():
        try:
            if name in given:
                taken[name] = check(given[name])
        except ValueError as problem:
            wrong.append(f"{PREFIX}{name}: {problem}")
    return taken, wrong


# ---------------------------------------------------------------- where they come from


def _given() -> tuple[dict[str, str], list[str]]:
    """Read all sources: values without blanks at their ends, by name; and what hinders."""
    try:
        written = _ours(dotenv_values(".env", encoding="utf-8"))
        problems = []
    except (OSError, UnicodeDecodeError):
        written, problems = {}, [".env: it cannot be read, or is no UTF-8"]
    given = {**written, **_ours(os.environ)}
    secrets, more = _secrets(given.get("SECRETS_DIR"))
    return {**secrets, **given}, problems + more


def _ours(values: Mapping[str, str | None]) -> dict[str, str]:
    """Give what is meant for us, by name without prefix; what is empty is not given."""
    said = {name.upper(): (value or "").strip() for name, value in values.items()}
    return {
        name.removeprefix(PREFIX): value
        for name, value in said.items()
        if value and name.startswith(PREFIX) and name not in NOT_SETTINGS
    }


def _secrets(asked: str | None) -> tuple[dict[str, str], list[str]]:
    """Read the files of the secrets directory, each named as its setting."""
    folder = Path(asked or "/run/secrets").expanduser()
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        return {}, [f"{PREFIX}SECRETS_DIR: {asked!r} is no folder that I may read"] if asked else []
    found: dict[str, str | None] = {}
    problems = []
    for path in sorted(folder.iterdir()):
        if path.name.upper().startswith(PREFIX):
            try:
                found[path.name] = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                problems.append(f"{path.name.upper()}: {str(path)!r} is no text that I may read")
    return _ours(found), problems


def _unknown(names: Iterable[str]) -> list[str]:
    """Name what looks like a setting and is none, with the name that was meant."""
    return [
        f"{PREFIX}{name}: there is no such setting{_hint(name)}"
        for name in sorted(set(names) - CHECKS.keys())
    ]


def _hint(name: str) -> str:
    if near := difflib.get_close_matches(name, CHECKS, n=1):
        return f"; did you mean {PREFIX}{near[0]}?"
    return f"; there are {', '.join(PREFIX + known for known in CHECKS)}"


# ---------------------------------------------------------------- what follows from them


def _resolved(given: Mapping[str, str]) -> Settings:
    home = Path(given["HOME"]) if "HOME" in given else _default_home()
    keys = _words(given.get("ENCRYPTION_KEYS", "")) or _kept(home / KEY_FILE)
    host, _, port = given.get("LISTEN", LISTEN).rpartition(":")
    return Settings(
        home=home,
        database_url=given.get("DATABASE_URL", f"sqlite:///{home / DATABASE_FILE}"),
        encryption_keys=keys,
        telegram_token=given.get("TELEGRAM_TOKEN"),
        telegram_api=given.get("TELEGRAM_API", PUBLIC_API),
        public_url=given.get("PUBLIC_URL"),
        listen_host=host.strip("[]") or "127.0.0.1",
        listen_port=int(port),
        webhook_secret=_webhook_secret(given, keys),
        languages=_words(given.get("LANGUAGES", "")),
        complaints_contact=given.get("COMPLAINTS_CONTACT", ""),
        metrics_token=given.get("METRICS_TOKEN"),
        sentry_dsn=given.get("SENTRY_DSN"),
        otel_endpoint=given.get("OTEL_ENDPOINT"),
        key_file=None if "ENCRYPTION_KEYS" in given else home / KEY_FILE,
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


def _webhook_secret(given: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    """Give the secret of the webhook; one is needed only where there is a public URL.

    When none is given it is HMAC-SHA256 of a fixed label under the first encryption key, so every
    process with the same keys has the same one, and it tells nothing of the key. A new first key
    makes a new secret, which is registered at the next start.
    """
    if "WEBHOOK_SECRET" in given:
        return given["WEBHOOK_SECRET"]
    if "PUBLIC_URL" not in given:
        return None
    label = b"passerelle: secret token of the Telegram webhook"
    return hmac.digest(cipher_of(keys[0].encode()).secret, label, "sha256").hex()

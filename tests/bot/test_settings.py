"""Settings: where they come from, what follows from them, and all problems at once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.key_file import KEY_FILE, keep_keys
from bot.settings import Settings, SettingsProblem, load_settings
from storage.ciphers import new_key

KEY = new_key()
OTHER_KEY = new_key()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty machine: a folder to work in, a home, and no secrets."""
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PASSERELLE_HOME", str(home))
    return home


def given(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Settings:
    for name, value in settings.items():
        monkeypatch.setenv(f"PASSERELLE_{name}", value)
    return load_settings()


def problems(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    with pytest.raises(SettingsProblem) as raised:
        given(monkeypatch, **settings)
    return str(raised.value)


# ---------------------------------------------------------------- defaults


def test_nothing_has_to_be_set(home: Path) -> None:
    settings = load_settings()
    assert settings.home == home
    assert settings.database_url == f"sqlite:///{home}/passerelle.db"
    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", 8080)
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.telegram_token is None
    assert settings.public_url is None
    assert settings.webhook_secret is None
    assert settings.languages == ()


def test_home_is_where_programs_keep_their_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PASSERELLE_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert load_settings().home == tmp_path / "data" / "passerelle"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # to be ignored, says the specification
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().home == tmp_path / ".local" / "share" / "passerelle"


# ---------------------------------------------------------------- sources


def test_the_environment_wins_over_dotenv_and_that_over_the_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name in ("telegram_token", "public_url", "listen"):
        (secrets / f"passerelle_{name}").write_text("from the secrets")
    (secrets / "passerelle_telegram_token").write_text("1:secret\n")
    (secrets / "of_another_program").write_text("x")
    Path(".env").write_text(
        "PASSERELLE_LISTEN=:1\nPASSERELLE_PUBLIC_URL=https://dotenv.example\nOTHER=1\n"
    )
    settings = given(monkeypatch, SECRETS_DIR=str(secrets), LISTEN="localhost:2")
    assert settings.telegram_token is not None
    assert settings.telegram_token == "1:secret"
    assert settings.public_url == "https://dotenv.example"
    assert settings.listen_port == 2


def test_a_secrets_directory_can_be_named_in_dotenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "PASSERELLE_TELEGRAM_TOKEN").write_text("7:x")
    Path(".env").write_text(f"PASSERELLE_SECRETS_DIR={tmp_path / 's'}\n")
    assert load_settings().telegram_token is not None


def test_an_empty_name_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, PUBLIC_URL="", TELEGRAM_TOKEN=" ", LISTEN="", LANGUAGES="")
    assert settings.public_url is None
    assert settings.telegram_token is None
    assert settings.listen_port == 8080


def test_a_secrets_directory_that_is_asked_for_must_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "PASSERELLE_SECRETS_DIR: 'nowhere' is no folder" in problems(
        monkeypatch, SECRETS_DIR="nowhere"
    )


def test_a_secret_or_dotenv_that_cannot_be_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s" / "passerelle_telegram_token").mkdir(parents=True)
    (tmp_path / "s" / "passerelle_metrics_token").write_bytes(b"hunter2\xff")
    Path(".env").write_bytes(b"PASSERELLE_LISTEN=hunter2\xff")
    told = problems(monkeypatch, SECRETS_DIR=str(tmp_path / "s")).splitlines()
    assert [line.partition(":")[0] for line in told] == [
        ".env",
        "PASSERELLE_METRICS_TOKEN",
        "PASSERELLE_TELEGRAM_TOKEN",
    ]
    assert "hunter2" not in str(told)


# ---------------------------------------------------------------- values


def test_blanks_and_slashes_at_the_ends_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch,
        PUBLIC_URL=" https://bot.example/p/ ",
        TELEGRAM_API="http://telegram-bot-api:8081/",
        TELEGRAM_TOKEN=" 12:AB-c_d ",
        LANGUAGES=" fr, ar,fr ",
    )
    assert settings.public_url == "https://bot.example/p"
    assert settings.telegram_api == "http://telegram-bot-api:8081"
    assert settings.telegram_token is not None
    assert settings.telegram_token == "12:AB-c_d"
    assert settings.languages == ("fr", "ar")


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("192.0.2.1:80", "192.0.2.1", 80),
        ("[::1]:8080", "::1", 8080),
        ("localhost:1", "localhost", 1),
        (":9000", "127.0.0.1", 9000),
    ],
)
def test_an_address_to_listen_on(
    monkeypatch: pytest.MonkeyPatch, listen: str, host: str, port: int
) -> None:
    settings = given(monkeypatch, LISTEN=listen)
    assert (settings.listen_host, settings.listen_port) == (host, port)


@pytest.mark.parametrize(
    ("listen", "link"),
    [
        ("192.0.2.1:80", "http://192.0.2.1:80"),
        ("localhost:1", "http://localhost:1"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("[::]:8080", "http://[::1]:8080"),
        ("[2001:db8::1]:8080", "http://[2001:db8::1]:8080"),
    ],
)
def test_links_lead_to_where_it_listens_or_to_the_public_url(
    monkeypatch: pytest.MonkeyPatch, listen: str, link: str
) -> None:
    assert given(monkeypatch, LISTEN=listen).base == link
    public = given(monkeypatch, LISTEN=listen, PUBLIC_URL="https://b.example")
    assert (public.base, public.local_base) == ("https://b.example", link)


@pytest.mark.parametrize(
    "url", ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://b.example"]
)
def test_a_public_url_is_https_or_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    assert given(monkeypatch, PUBLIC_URL=url).public_url == url


# ---------------------------------------------------------------- problems


def test_every_problem_is_told_at_once_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    told = problems(
        monkeypatch,
        TELEGRAM_TOKEN="hunter2",
        LISTEN="abc",
        PUBLIC_URL="http://bot.example",
        DATABASE_URL="mysql://someone:hunter2@host/db",
        WEBHOOK_SECRET="hunter2!",
        METRICS_TOKEN="hunter2",
        SENTRY_DSN="https://hunter2@host",
        OTEL_ENDPOINT="nowhere",
        ENCRYPTION_KEYS=f"{KEY},hunter2",
        LANGUAGES="fr,Klingonish!",
        LISTN="x",
        TELEGRAM_API="ftp://someone:hunter2@host",
    )
    lines = told.splitlines()
    assert [line.partition(":")[0].removeprefix("PASSERELLE_") for line in lines] == [
        "LISTN",
        "TELEGRAM_TOKEN",
        "TELEGRAM_API",
        "DATABASE_URL",
        "PUBLIC_URL",
        "LISTEN",
        "WEBHOOK_SECRET",
        "METRICS_TOKEN",
        "SENTRY_DSN",
        "OTEL_ENDPOINT",
        "ENCRYPTION_KEYS",
        "LANGUAGES",
    ]
    assert "PASSERELLE_LISTEN: 'abc' is not host:port, for example 127.0.0.1:8080" in lines
    assert "PASSERELLE_LISTN: there is no such setting; did you mean PASSERELLE_LISTEN?" in lines
    assert "key 2 of 2 is no key; make one with: python -c" in told
    assert "'Klingonish!' is no language code" in told
    assert "hunter2" not in told
    assert KEY not in told


@pytest.mark.parametrize("listen", ["abc", "8080", "host:port", "host:99999", "a:b:1", "::1:80"])
def test_what_is_no_address_to_listen_on(monkeypatch: pytest.MonkeyPatch, listen: str) -> None:
    assert f"PASSERELLE_LISTEN: '{listen}' is not host:port" in problems(monkeypatch, LISTEN=listen)


@pytest.mark.parametrize(
    "url", ["bot.example", "https://", "https://b.example:x", "https://[", "https://b.example/?q=1"]
)
def test_what_is_no_web_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert "PASSERELLE_PUBLIC_URL: " in (told := problems(monkeypatch, PUBLIC_URL=url))
    assert "is no web address" in told


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql", "oracle://x"])
def test_what_is_no_database_of_ours(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert "PASSERELLE_DATABASE_URL: " in problems(monkeypatch, DATABASE_URL=url)


def test_names_are_checked_in_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "passerelle_telegram_tokn").write_text("1:x")
    Path(".env").write_text("PASSERELLE_PUBLIC_ULR=https://b.example\nUNRELATED=1\n")
    told = problems(monkeypatch, SECRETS_DIR=str(tmp_path / "s"))
    assert (
        "PASSERELLE_PUBLIC_ULR: there is no such setting; did you mean PASSERELLE_PUBLIC_URL?"
        in told
    )
    assert "did you mean PASSERELLE_TELEGRAM_TOKEN?" in told
    assert "UNRELATED" not in told


def test_a_name_like_none_gets_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there are PASSERELLE_TELEGRAM_TOKEN, " in problems(monkeypatch, QQQQ="1")


def test_what_only_the_tests_read_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, REQUIRE_BROWSER="1")


def test_home_must_be_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert "is no folder" in problems(monkeypatch, HOME=str(tmp_path / "file"))


def test_nothing_is_written_while_there_are_problems(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems(monkeypatch, LISTEN="abc")
    assert not home.exists()


# ---------------------------------------------------------------- keys and secrets


def test_keys_are_made_once_and_only_their_owner_can_read_them(home: Path) -> None:
    first = load_settings()
    file = home / KEY_FILE
    assert first.key_file == file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert len(first.encryption_keys) == 1
    assert load_settings().encryption_keys == first.encryption_keys
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


def test_processes_that_start_together_agree_on_the_keys(home: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: load_settings().encryption_keys, range(8)))
    assert len(set(found)) == 1
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


def test_given_keys_need_no_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, ENCRYPTION_KEYS=f"{KEY}, {OTHER_KEY}")
    assert settings.encryption_keys == (KEY, OTHER_KEY)
    assert settings.key_file is None
    assert not home.exists()


def test_keys_can_be_rotated(home: Path) -> None:
    old = load_settings()
    keep_keys(home / KEY_FILE, (KEY, *old.encryption_keys))
    assert load_settings().encryption_keys == (KEY, *old.encryption_keys)
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("content", [b"", b"# no key\n", b"hunter2\n", b"\xff\xfe"])
def test_a_spoilt_key_file_is_told_and_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    home.mkdir()
    (home / KEY_FILE).write_bytes(content)
    (home / KEY_FILE).chmod(0o600)
    told = problems(monkeypatch)
    assert "PASSERELLE_HOME: " in told
    assert str(home / KEY_FILE) in told
    assert "hunter2" not in told
    assert (home / KEY_FILE).read_bytes() == content


def test_a_key_file_that_others_may_read_is_a_problem(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_settings()
    (home / KEY_FILE).chmod(0o644)
    assert f"do: chmod 600 {home / KEY_FILE}" in problems(monkeypatch)


def test_a_home_that_cannot_be_made_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    told = problems(monkeypatch, HOME=str(tmp_path / "file" / "home"))
    assert "PASSERELLE_HOME: cannot keep keys in" in told


def test_the_webhook_secret_follows_from_the_first_key(monkeypatch: pytest.MonkeyPatch) -> None:
    one = given(monkeypatch, PUBLIC_URL="https://b.example", ENCRYPTION_KEYS=f"{KEY},{OTHER_KEY}")
    same = given(monkeypatch, ENCRYPTION_KEYS=KEY)
    other = given(monkeypatch, ENCRYPTION_KEYS=OTHER_KEY)
    assert one.webhook_secret is not None
    assert one.webhook_secret == same.webhook_secret != other.webhook_secret
    secret = one.webhook_secret
    assert len(secret) == 64
    assert secret not in KEY
    chosen = given(monkeypatch, WEBHOOK_SECRET="a-secret-of-our-own")
    assert chosen.webhook_secret is not None
    assert chosen.webhook_secret == "a-secret-of-our-own"


def test_no_secret_is_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch,
        TELEGRAM_TOKEN="1:hunter2",
        DATABASE_URL="postgresql://a:hunter2@host/db",
        ENCRYPTION_KEYS=KEY,
        WEBHOOK_SECRET="hunter2hunter2hunter2",
        PUBLIC_URL="https://b.example",
    )
    assert "hunter2" not in repr(settings)
    assert KEY not in repr(settings)

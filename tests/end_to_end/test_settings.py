"""Wrong settings, arguments and files: all is told at once, with what to do, and never a trace."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Install

pytestmark = pytest.mark.timeout(240)


async def test_all_wrong_settings_are_told_at_once(install: Install) -> None:
    here = install()
    here.settings |= {
        "PASSERELLE_TELEGRAM_TOKEN": "no-token",
        "PASSERELLE_DATABASE_URL": "mysql://root:hunter2@localhost/x",
        "PASSERELLE_PUBLIC_URL": "http://bot.example.org",
        "PASSERELLE_LISTEN": "somewhere",
        "PASSERELLE_WEBHOOK_SECRET": "short",
        "PASSERELLE_ENCRYPTION_KEYS": "abc",
        "PASSERELLE_LANGAGES": "en",
    }
    said = await here.command("run", code=2)
    for name in here.settings.keys() - {"PASSERELLE_HOME", "PASSERELLE_TELEGRAM_API"}:
        assert f"{name}: " in said, name
    assert "did you mean PASSERELLE_LANGUAGES?" in said
    assert "Traceback" not in said
    assert "hunter2" not in said
    assert not here.home.exists()


async def test_a_database_that_is_not_there_is_told(install: Install) -> None:
    here = install()
    here.settings["PASSERELLE_DATABASE_URL"] = "postgresql://x:hunter2@127.0.0.1:1/none"
    said = await here.command("migrate", code=2)
    assert "the database cannot be" in said
    assert "Traceback" not in said
    assert "hunter2" not in said


async def test_an_address_that_is_taken_is_told(install: Install) -> None:
    first, second = install(), install()
    await first.start()
    second.settings["PASSERELLE_LISTEN"] = first.settings["PASSERELLE_LISTEN"]
    said = await second.command("run", code=2)
    assert f"cannot listen on 127.0.0.1:{first.port}" in said
    assert "PASSERELLE_LISTEN" in said
    assert "Traceback" not in said


WRONG = (
    (("dance",), "No such command"),
    (("run", "--fast"), "No such option"),
    (("chat", "--role", "king"), "--role king: choose person, caseworker or staff"),
    (("chat", "--role", "staff"), "--role staff needs --organisation NAME"),
    (("invite", "--role", "king", "--organisation", "IOM"), "--role king: choose one of"),
    (("invite", "--role", "staff", "--organisation", "IOM"), "Import a directory first"),
    (("directory", "import", "nowhere.json"), "nowhere.json"),
    (("directory", "import", "nowhere.json", "--protocol", "P"), "give both"),
    (("directory", "import", "x", "--protocol", "P", "--until", "soon"), "2027-12-31"),
    (("find",), "Name a place"),
)


@pytest.mark.parametrize(("arguments", "told"), WRONG, ids=[" ".join(a) for a, _ in WRONG])
async def test_wrong_arguments_are_told(
    install: Install, arguments: tuple[str, ...], told: str
) -> None:
    said = await install().command(*arguments, code=2)
    assert told in said
    assert "Traceback" not in said

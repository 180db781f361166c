"""What is another bot's is left alone, until it is handed over on purpose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.adopt import adopt
from bot.belonging import AnotherBots, check_home
from bot.elected import duty_of
from bot.installation import installed
from bot.settings import Settings
from domain.cannot_go_on import CannotGoOn
from storage.database import Database
from storage.duties import Duty
from storage.types import KeyIsMissing
from tests.storage.builders import person
from tests.storage.engines import opened

KEY = "dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw="
OTHER_KEY = "b3RoZXIga2V5OiBvcGVucyBub3RoaW5nIGF0IGFsbCE="


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of nobody: a database, and keys in a home."""
    return Settings(tmp_path, database_url, (KEY,), key_file=tmp_path / "keys")


def of(bot: str, settings: Settings) -> Settings:
    return replace(settings, telegram_token=f"{bot}:of-some-length")


async def start(settings: Settings) -> None:
    async with installed(settings):
        pass


async def test_a_renewed_token_is_that_of_the_same_bot(settings: Settings) -> None:
    await start(of("111", settings))
    await start(replace(settings, telegram_token="111:renewed"))


async def test_the_database_of_another_bot_is_refused(settings: Settings, tmp_path: Path) -> None:
    await start(of("111", settings))
    elsewhere = replace(of("222", settings), key_file=None)
    with pytest.raises(AnotherBots) as refused:
        await start(elsewhere)
    for words in ("222", "111", "PASSERELLE_DATABASE_URL", "PASSERELLE_HOME", "passerelle adopt"):
        assert words in str(refused.value)
    assert "of-some-length" not in str(refused.value)
    await start(of("111", settings))


async def test_the_keys_of_another_bot_are_refused_before_the_database_is_asked(
    settings: Settings,
) -> None:
    await start(of("111", settings))
    away = replace(of("222", settings), database_url="postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(AnotherBots, match="PASSERELLE_HOME"):
        await start(away)


async def test_without_a_token_nothing_is_asked_or_remembered(settings: Settings) -> None:
    await start(settings)
    await start(of("111", settings))
    await start(settings)


async def test_a_start_with_keys_that_do_not_fit_makes_the_database_nobodys(
    settings: Settings,
) -> None:
    async with opened(settings.database_url) as database:
        await person(database)
    with pytest.raises(KeyIsMissing):
        await start(replace(of("111", settings), encryption_keys=(OTHER_KEY,), key_file=None))
    await start(of("222", settings))


def test_a_home_that_is_not_there_is_no_trouble(settings: Settings, tmp_path: Path) -> None:
    check_home(of("111", replace(settings, home=tmp_path / "none")))


async def test_the_bot_that_adopts_a_database_has_it_for_good(settings: Settings) -> None:
    await start(of("111", settings))
    said = await adopt(of("222", settings))
    assert "222" in said
    assert "111" in said
    await start(of("222", settings))
    with pytest.raises(AnotherBots):
        await start(of("111", settings))


async def test_nothing_is_adopted_while_something_runs_for_the_other_bot(
    settings: Settings, database: Database
) -> None:
    await start(of("111", settings))
    duty = Duty(database, duty_of("111"))
    assert await duty.held()
    with pytest.raises(CannotGoOn, match="Something still runs for the bot 111"):
        await adopt(of("222", settings))
    await duty.give_up()
    await start(of("111", settings))
    await adopt(of("222", settings))


async def test_to_adopt_takes_a_token(settings: Settings) -> None:
    with pytest.raises(CannotGoOn, match="PASSERELLE_TELEGRAM_TOKEN"):
        await adopt(settings)

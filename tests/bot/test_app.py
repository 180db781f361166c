"""The application: what is got ready before anybody writes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from bot.app import Passerelle
from bot.installation import office_of
from bot.settings import Settings
from domain.access import MemberRole
from domain.naming import Naming
from storage.migrate import newest_step
from tests.bot.test_doctor import KEY, at_step
from tests.bot.test_terminal import chat_of
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.storage.engines import administer


async def test_names_are_filed_in_a_thread_and_not_again_by_the_first_look_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_all, threads = Naming.of, []

    def noted(*given: Any) -> Naming:
        threads.append(threading.current_thread())
        return file_all(*given)

    monkeypatch.setattr(Naming, "of", noted)
    async with sample_database(tmp_path) as database:
        player = Player(database)
        await Passerelle(player.office, "").file_names()
        here = await chat_of(player, MemberRole.STAFF)
        assert "Conakry" in "\n".join(await here.say("/centre Conakry"))

    [thread] = threads
    assert thread is not threading.main_thread()


async def test_it_is_ready_when_the_database_is_there_and_migrated(
    database_url: str,
) -> None:
    office = office_of(Settings(Path(), database_url, (KEY,)))
    try:
        here = Passerelle(office, database_url)
        assert await here.problems() == []
        await at_step(database_url, "9999")
        assert await here.problems() == []
        await at_step(database_url, "0001")
        assert await here.problems() == ["database: run passerelle migrate"]
        await at_step(database_url, newest_step())
    finally:
        await office.database.close()


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_while_the_database_only_reads_it_is_not_ready(database_url: str) -> None:
    name = make_url(database_url).database
    office = office_of(Settings(Path(), database_url, (KEY,)))
    await administer(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    try:
        (told,) = await Passerelle(office, database_url).problems()
        assert told == "database: it cannot be used now; passerelle doctor says why"
    finally:
        await administer(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        await office.database.close()


async def test_while_the_database_is_away_it_is_not_ready_and_tells_no_address(
    database_url: str,
) -> None:
    office = office_of(Settings(Path(), database_url, (KEY,)))
    try:
        for away in ("postgresql://somebody:hunter2@127.0.0.1:1/none", "sqlite:////proc/none/x.db"):
            (told,) = await Passerelle(office, away).problems()
            assert told == "database: it cannot be used now; passerelle doctor says why"
    finally:
        await office.database.close()

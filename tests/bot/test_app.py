"""The application: what is got ready before anybody writes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from bot.app import Passerelle
from domain.access import MemberRole
from domain.naming import Naming
from tests.bot.test_terminal import chat_of
from tests.conversations.play import Player
from tests.conversations.sample import sample_database


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

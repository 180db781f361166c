"""Dialogues that are left open: given once, while the directory is the same, for two minutes."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any, cast

import bot.left_open
from bot.left_open import HOLDS, LeftOpen, Waiting
from conversations.dialogue import Typed
from conversations.exchange import Left
from conversations.flow import Start
from domain.directory import Directory
from storage.people import Address
from storage.types import Keys
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.storage.builders import NOW

HERE, THERE = Address("web", "1"), Address("web", "2")
LEFT = Waiting(Left("shelter", Start(), cast(Any, None)), b"{}", "sealed")
STORY = (
    "> i have nowhere to sleep",
    "> 1",
    "< Is an adult from your family with you now?",
    "> 1",
    "< How many adults are you, with you?",
    "> back",
    "< Is an adult from your family with you now?",
    "> 2",
    "> back",
    "< Is an adult from your family with you now?",
)


def test_it_is_given_once():
    kept, directory = LeftOpen(), Directory()
    kept.keep(HERE, LEFT, directory, NOW)
    assert kept.take(THERE, directory, NOW) is None
    assert kept.take(HERE, directory, NOW) is LEFT
    assert kept.take(HERE, directory, NOW) is None


def test_it_does_not_outlast_its_time():
    kept, directory = LeftOpen(), Directory()
    kept.keep(HERE, LEFT, directory, NOW)
    assert kept.take(HERE, directory, NOW + HOLDS) is None


def test_it_does_not_outlast_a_change_of_the_directory():
    kept, directory = LeftOpen(), Directory()
    kept.keep(HERE, LEFT, directory, NOW)
    assert kept.take(HERE, Directory(), NOW) is None


def test_the_oldest_go_first(monkeypatch):
    monkeypatch.setattr(bot.left_open, "MOST", 1)
    kept, directory = LeftOpen(), Directory()
    kept.keep(HERE, LEFT, directory, NOW)
    kept.keep(THERE, LEFT, directory, NOW)
    assert kept.take(HERE, directory, NOW) is None
    assert kept.take(THERE, directory, NOW) is LEFT


def test_what_nobody_comes_back_for_is_let_go():
    kept, directory = LeftOpen(), Directory()
    kept.keep(HERE, LEFT, directory, NOW)
    kept.keep(THERE, LEFT, directory, NOW + HOLDS + timedelta(seconds=1))
    assert len(kept) == 1


async def test_an_answer_of_another_process_is_never_gone_on_from(tmp_path):
    """Both had the dialogue open; what each has in memory is older than what the other kept."""
    async with sample_database(tmp_path) as database:
        one = Player(database)
        other = Player(database, one.clock, one.sides, one.values, one.log)
        players = itertools.cycle((one, one, other))
        for line in STORY:
            await next(players).play_line(line)


async def test_a_state_that_waits_in_memory_is_not_opened_again(tmp_path, monkeypatch):
    opened: list[str] = []
    kept = Keys.open

    def noted(keys: Keys, token: str) -> bytes:
        opened.append(token)
        return kept(keys, token)

    async with sample_database(tmp_path) as database:
        player = Player(database)
        await player.play_line(STORY[0])
        monkeypatch.setattr(Keys, "open", noted)
        before = len(opened)
        await player.turns.handle(player.side().says(Typed("1")))
        assert len(opened) == before
        player.start()
        await player.turns.handle(player.side().says(Typed("nonsense")))
        assert len(opened) > before

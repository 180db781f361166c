"""Dialogues that are left open: given once, while the directory is the same, for two minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import bot.left_open
from bot.left_open import HOLDS, LeftOpen
from conversations.exchange import Left
from conversations.flow import Start
from domain.directory import Directory
from storage.people import Address
from tests.storage.builders import NOW

HERE, THERE = Address("web", "1"), Address("web", "2")
LEFT = Left("shelter", Start(), cast(Any, None))


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

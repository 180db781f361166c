"""What was found is told again in the same minute, and never longer than it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework import of_the_minute
from casework.of_the_minute import OfTheMinute
from domain.directory import Directory

NOW = datetime(2026, 11, 24, 9, 59, 30, tzinfo=UTC)


class Seeker:
    """Counts how often it had to look; what it finds is that number."""

    def __init__(self) -> None:
        self.known: OfTheMinute[str, int] = OfTheMinute()
        self.directory = Directory()
        self.looked = 0

    def look(self) -> int:
        self.looked += 1
        return self.looked

    def ask(self, question: str = "beds", at: datetime = NOW) -> int:
        return self.known.answer(self.directory, at, question, self.look)


def test_the_same_question_is_looked_up_once():
    seeker = Seeker()
    assert [seeker.ask(), seeker.ask(at=NOW + timedelta(seconds=29))] == [1, 1]


def test_another_question_is_another_one():
    seeker = Seeker()
    assert [seeker.ask(), seeker.ask("food"), seeker.ask()] == [1, 2, 1]


def test_the_next_minute_is_looked_up_anew():
    seeker = Seeker()
    assert [seeker.ask(), seeker.ask(at=NOW + timedelta(seconds=30))] == [1, 2]


def test_a_changed_directory_is_looked_up_anew():
    seeker = Seeker()
    seeker.ask()
    seeker.directory = Directory()
    assert seeker.ask() == 2


def test_no_old_directory_is_kept_and_none_is_taken_for_a_new_one():
    seeker = Seeker()
    seeker.ask()
    del seeker.directory
    seeker.directory = Directory()
    assert seeker.ask() == 2


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(of_the_minute, "MOST", 2)
    seeker = Seeker()
    for question in ("beds", "food", "health"):
        seeker.ask(question)
    assert seeker.ask("health") == 3
    assert seeker.ask("beds") == 4

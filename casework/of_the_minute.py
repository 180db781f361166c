"""Of the minute: answers that depend on the directory, the question and the hour alone.

A replay asks again what was asked at the message before, and in one minute many people ask for the
same town. Hours are told by the minute, so an answer holds until the next one begins.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from typing import Generic, TypeVar
from weakref import ref

from domain.directory import Directory

MOST = 1_000  # a page of five places takes some kilobytes

Q = TypeVar("Q", bound=Hashable)
A = TypeVar("A")


class OfTheMinute(Generic[Q, A]):
    """Remembers the answers of one picture of the directory in one minute, at most `MOST`."""

    def __init__(self) -> None:
        self._directory: Callable[[], Directory | None] = lambda: None
        self._minute = datetime.min.replace(tzinfo=UTC)
        self._answers: dict[Q, A] = {}

    def answer(self, directory: Directory, now: datetime, question: Q, find: Callable[[], A]) -> A:
        """Give the answer that was found in this minute, else `find` it. `now`: aware.

        Any change of the directory makes another picture of it, for which nothing is known yet.
        """
        minute = now.replace(second=0, microsecond=0)
        if self._directory() is not directory or self._minute != minute:
            self._directory, self._minute = ref(directory), minute
            self._answers.clear()
        if question not in self._answers:
            if len(self._answers) >= MOST:
                self._answers.clear()
            self._answers[question] = find()
        return self._answers[question]

"""Budgets: so many in so many seconds, for each by themselves."""

from __future__ import annotations

from bot.web import limits
from bot.web.limits import Budget


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_is_spent_and_comes_back():
    clock = Clock()
    budget = Budget(2, 60, clock)
    assert [budget.take("a"), budget.take("a"), budget.take("a")] == [0, 0, 60]
    assert budget.take("b") == 0
    clock.now = 59
    assert budget.take("a") == 1
    clock.now = 60
    assert budget.take("a") == 0


def test_a_budget_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(limits, "FORGET_ABOVE", 10)
    clock = Clock()
    budget = Budget(1, 60, clock)
    for number in range(1000):
        clock.now += 0.001
        budget.take(str(number))
    assert len(budget._spent) <= 10
    assert budget.take("999") > 0

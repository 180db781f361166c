"""What waited at Telegram during an outage is answered, each chat's messages in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.backlog import caught_up, disordered
from benchmarks.yardstick.product import Product


@pytest.mark.timeout(120)
async def test_a_backlog_longer_than_a_fetch_is_answered_in_order(
    on_sqlite: Product, tmp_path: Path
) -> None:
    people = 60
    telegram = await caught_up(on_sqlite, people, tmp_path / "run")
    assert {len(heard) for heard in telegram.heard.values()} == {2}
    assert len(telegram.heard) == people
    assert not disordered(telegram.heard)


def test_who_was_answered_in_another_order_is_counted() -> None:
    heard = {chat: [(1.0, "first"), (2.0, "second")] for chat in range(10)}
    assert not disordered(heard)
    heard[4].reverse()
    assert disordered(heard) == 1

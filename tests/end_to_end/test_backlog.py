"""What waited at Telegram during an outage is answered, each chat's messages in their order."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from benchmarks.backlog import caught_up, disordered
from benchmarks.yardstick.product import Product
from tests.end_to_end.conftest import Install, Prepared
from tests.telegram_server import TelegramServer


@pytest.mark.timeout(120)
async def test_a_backlog_longer_than_a_fetch_is_answered_in_order(
    on_sqlite: Product, tmp_path: Path
) -> None:
    people = 60
    telegram = await caught_up(on_sqlite, people, tmp_path / "run")
    assert {len(heard) for heard in telegram.heard.values()} == {2}
    assert len(telegram.heard) == people
    assert not disordered(telegram.heard)


@pytest.mark.timeout(120)
async def test_urgent_words_that_stand_last_are_answered_before_most_others(
    on_sqlite: Product, tmp_path: Path
) -> None:
    people = 150
    telegram = await caught_up(on_sqlite, people, tmp_path / "run")
    assert not disordered(telegram.heard)
    in_turn = sorted(at for each in telegram.heard.values() for at, _ in each)
    urgent = [each[-1][0] for chat, each in telegram.heard.items() if chat % 2 == 0]
    # They stand at the places 152, 154 … 300, each behind an earlier word of the same person;
    # what goes out before all is dealt with goes out in its turn.
    behind_them = in_turn[-people // 3]
    assert max(urgent) < behind_them


@pytest.mark.timeout(120)
async def test_killed_while_replies_wait_it_loses_none_and_says_none_in_another_order(
    server: TelegramServer, install: Install, prepared: Prepared
) -> None:
    people = [server.person(language_code="en") for _ in range(60)]
    for words in ("/start", "/help"):
        for person in people:
            await person.says(words, wait=False)
    before = len(server.updates)
    installation = install(prepared.home)
    await installation.start()
    await server.until(lambda: sum(each.confirmed for each in server.updates) >= before - 60)
    await installation.kill()
    await installation.leases_end()
    await installation.start()
    await server.settled()
    await server.until(lambda: all(len(each.heard) >= 2 for each in people))
    # What was on its way at that moment may come twice.
    orders = {tuple(text for text, _ in groupby(each.heard)) for each in people}
    assert len(orders) == 1
    assert len(orders.pop()) == 2


def test_who_was_answered_in_another_order_is_counted() -> None:
    heard = {chat: [(1.0, "first"), (2.0, "second")] for chat in range(10)}
    assert not disordered(heard)
    heard[4].reverse()
    assert disordered(heard) == 1

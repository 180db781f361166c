"""The metrics of an installation on the sample directory, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics as told
from bot.metrics import METRICS, Metrics
from conversations.dialogue import Typed
from conversations.flows import FLOWS
from storage import updates
from storage.database import StorageUnavailable
from tests.casework.situation import SENT, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

MINISTRY = "Ministry of Social Affairs, Guinea"

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
async def player(tmp_path: Path) -> AsyncIterator[Player]:
    async with sample_database(tmp_path) as database:
        yield Player(database, direct=direct)


async def read(metrics: Metrics) -> Series:
    """Read what is told, with each series under its name and labels."""
    families = text_string_to_metric_families((await metrics.text()).decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def of(found: Series, name: str, **labels: str) -> float | None:
    return found.get((f"passerelle_{name}", frozenset(labels.items())))


async def test_a_request_is_seen_on_its_way(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY + SENT)
    player.clock.move(timedelta(minutes=10))
    found = await read(Metrics(player.office, lambda: 3))

    assert of(found, "updates_total", channel="terminal", outcome="answered") == 14
    assert of(found, "turn_seconds_count", dialogue="shelter", step="where") == 1
    assert of(found, "turn_seconds_count", dialogue="shelter", step="start") == 1
    assert of(found, "telegram_floods_total") == 3
    assert of(found, "queue_referrals", organisation=MINISTRY) == 1
    assert of(found, "queue_age_seconds", organisation=MINISTRY) == 600
    assert of(found, "promises_due") == 0
    assert of(found, "database_up") == 1
    player.clock.move(timedelta(hours=24))
    later = await read(Metrics(player.office))
    assert (of(later, "promises_due"), of(later, "promises_missed")) == (1, 1)


async def test_parked_and_repeated_messages_are_counted(player: Player) -> None:
    await player.play("> /start")
    await player.again(player.side())
    async with player.database.transaction() as tx:
        await updates.park(tx, "web", "7", b"Typed", "KeyError", player.clock())
    found = await read(Metrics(player.office))
    assert of(found, "updates_total", channel="terminal", outcome="repeated") == 1
    assert of(found, "parked_updates", channel="web", reason="KeyError") == 1


async def test_a_message_that_fails_is_counted_by_its_tries(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*given: object) -> None:
        raise LookupError("Zeinabou")

    monkeypatch.setattr("bot.turn.exchange", broken)
    await player.turns.handle(player.side().says(Typed("I am Zeinabou")))
    found = await read(Metrics(player.office))
    assert of(found, "updates_total", channel="terminal", outcome="failed") == 3
    assert of(found, "updates_total", channel="terminal", outcome="parked") == 1
    assert of(found, "parked_updates", channel="terminal", reason="LookupError") == 1


async def test_while_the_database_is_away_the_rest_is_told(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*locks: object) -> None:
        raise StorageUnavailable("gone")

    monkeypatch.setattr(player.office.database, "transaction", away)
    with pytest.raises(StorageUnavailable):
        await player.turns.handle(player.side().says(Typed("hello")))
    found = await read(Metrics(player.office))
    assert of(found, "database_up") == 0
    assert of(found, "updates_total", channel="terminal", outcome="outage") == 1
    assert not [name for name, _ in found if "queue" in name]


async def test_the_database_is_asked_once_in_a_while_whoever_asks(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(told, "monotonic", lambda: now)
    metrics = Metrics(player.office)
    await player.play(UP_TO_THE_SUMMARY + SENT)
    first = await read(metrics)
    await player.play("> /forget\n> Yes, forget me")
    again = await read(metrics)
    now += told.KEPT_SECONDS
    anew = await read(metrics)
    waiting = [of(each, "queue_referrals", organisation=MINISTRY) for each in (first, again, anew)]
    assert waiting == [1, 1, None]


async def test_every_name_and_label_is_one_of_the_list(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY + SENT)
    found = await read(Metrics(player.office))
    ends = ("_total", "_bucket", "_sum", "_count")
    for name, labels in found:
        if not name.startswith("passerelle_"):
            continue
        family = next((name.removesuffix(e) for e in ends if name.endswith(e)), name)
        assert {label for label, _ in labels} - {"le"} == set(METRICS[family][1])
    dialogues = {value for _, labels in found for label, value in labels if label == "dialogue"}
    assert dialogues <= {*FLOWS, "none"}

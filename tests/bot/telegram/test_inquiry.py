"""What the doctor asks Telegram: why it does not answer, and what its clock shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor_telegram import telegram as examined
from bot.settings import Settings
from bot.telegram.inquiry import telegram_clock, trouble
from tests.end_to_end.installation import free_port
from tests.telegram_server import TelegramServer


@pytest.fixture
def settings(telegram: TelegramServer) -> Settings:
    token = telegram.token
    return Settings(
        Path(), "sqlite:///x", ("key",), telegram_token=token, telegram_api=telegram.base
    )


async def test_a_clock_that_is_not_telegrams_is_told(settings: Settings) -> None:
    now = datetime.now(UTC)
    assert all(each.well for each in await examined(settings, now))
    for by in (timedelta(days=14), timedelta(hours=-1)):
        (told,) = [each for each in await examined(settings, now + by) if not each.well]
        assert told.what == "clock"
        assert f"it shows {now + by:%Y-%m-%d %H:%M} UTC, but Telegram's shows" in told.words


async def test_where_nothing_is_told_of_the_clock_nothing_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - a header without a zone
    monkeypatch.setattr("bot.telegram.request.parsedate_to_datetime", lambda _: naive)
    assert await telegram_clock(settings) is None
    monkeypatch.undo()
    away = replace(settings, telegram_api=f"http://127.0.0.1:{free_port()}")
    assert await telegram_clock(away) is None


async def test_why_it_does_not_answer_is_told(settings: Settings) -> None:
    assert await trouble(settings) is None
    wrong = replace(settings, telegram_token="1:wrong")
    assert await trouble(wrong) == "it refuses the token"
    away = replace(settings, telegram_api=f"http://127.0.0.1:{free_port()}")
    assert await trouble(away) == "no connection (ClientConnectorError)"

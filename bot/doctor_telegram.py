"""The doctor asks Telegram: whether the token is good, and how the webhook fares."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.doctor_database import differing
from bot.finding import Finding
from bot.right_clock import TELEGRAM
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.telegram.inquiry import WebhookState

MOST_WAITING = 100
ERRORS_COUNT_FOR = timedelta(hours=1)


async def telegram(settings: Settings, now: datetime) -> list[Finding]:
    """Say whether the token is good and the webhook is where it should be."""
    if settings.telegram_token is None:
        words = "no PASSERELLE_TELEGRAM_TOKEN; only the web chat and the desk will run"
        return [Finding("telegram", True, words)]
    from bot.telegram.inquiry import bot_name, telegram_clock, trouble, webhook_state

    name = await bot_name(settings)
    if name is None:
        why = await trouble(settings) or "it did not answer at once"
        what_next = "check PASSERELLE_TELEGRAM_TOKEN, PASSERELLE_TELEGRAM_API and the network"
        return [Finding("telegram", False, f"no answer with this token ({why}); {what_next}")]
    state = await webhook_state(settings)
    return [
        Finding("telegram", True, f"@{name}"),
        *differing(now, await telegram_clock(settings), TELEGRAM),
        *webhook(settings.public_url, state, now),
    ]


def webhook(public_url: str | None, state: WebhookState | None, now: datetime) -> list[Finding]:
    """Judge what Telegram tells of the webhook; `now` is aware UTC."""
    if state is None:
        return [Finding("webhook", False, "Telegram did not tell; run the doctor again")]
    found = [waiting(state.waiting)]
    if public_url is None:
        if state.url:
            words = "one is registered, though updates are polled; passerelle run removes it"
            found.append(Finding("webhook", False, words))
        return found
    # After the question mark stands what changes with the secret.
    well = state.url.partition("?")[0] == f"{public_url}/telegram/webhook"
    words = "registered" if well else "not registered yet; passerelle run registers it"
    found.append(Finding("webhook", well, words))
    if state.failed is not None and now - state.failed < ERRORS_COUNT_FOR:
        words = f"last failed on {state.failed:%Y-%m-%d %H:%M} UTC ({state.problem})"
        what_next = "see that the proxy, its certificate and passerelle run are well"
        found.append(Finding("webhook", False, f"{words}; {what_next}"))
    return found


def waiting(number: int) -> Finding:
    """Say whether updates are fetched, or taken, as they come."""
    words = f"{number} updates wait at Telegram"
    well = number <= MOST_WAITING
    return Finding("updates", well, words if well else f"{words}; see that passerelle run runs")

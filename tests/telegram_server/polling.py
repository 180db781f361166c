"""getUpdates: long polling, where the offset confirms and only one may ask at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .refusals import Refused, conflict
from .state import Telegram
from .updates import Update

Wire = dict[str, Any]

MOST = 100
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)
SOMEBODY_ELSE_ASKS = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_WAS_SET = "terminated by setWebhook request"


class Polling:
    """The one process that polls."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._asker = 0
        self.closed = False

    @property
    def was_asked(self) -> bool:
        """Whether the bot has ever polled."""
        return self._asker > 0

    async def get_updates(self, params: Wire, is_connected: Callable[[], bool]) -> list[Wire]:
        """Answer getUpdates; wait for an update as long as the bot wants.

        :raises Refused: 409 if a webhook is set, or if somebody else asks meanwhile.
        """
        if self._telegram.webhook.url:
            raise conflict(WEBHOOK_IS_SET)
        self._asker += 1
        self._telegram.changes.tell()
        self._confirm(params.get("offset", 0))
        self._telegram.updates.allow(params.get("allowed_updates"))
        asker = self._asker

        def over_or_ready() -> bool:
            over = asker != self._asker or self._telegram.webhook.url or self.closed
            return bool(over or not is_connected() or self._ready(params))

        await self._telegram.changes.until(over_or_ready, params.get("timeout", 0))
        if self._is_over(asker):
            raise self._why_over(asker)
        return self._handed_over(params) if is_connected() else []

    def _is_over(self, asker: int) -> bool:
        return asker != self._asker or bool(self._telegram.webhook.url)

    def _why_over(self, asker: int) -> Refused:
        return conflict(SOMEBODY_ELSE_ASKS if asker != self._asker else WEBHOOK_WAS_SET)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._telegram.updates.forget_all_but(-offset)
        else:
            self._telegram.updates.confirm_below(offset)

    def _ready(self, params: Wire) -> list[Update]:
        if self._telegram.updates.held:
            return []
        offset = params.get("offset", 0)
        ready = (
            update
            for update in self._telegram.updates.pending()
            if update.again or update.update_id >= offset
        )
        return list(ready)[: params.get("limit", MOST)]

    def _handed_over(self, params: Wire) -> list[Wire]:
        ready = self._ready(params)
        for update in ready:
            self._telegram.updates.hand_over(update)
        return [update.wire for update in ready]

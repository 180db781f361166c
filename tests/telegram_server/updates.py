"""Updates on their way to the bot: their order, who has asked for which, and what is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from .changes import Changes

Wire = dict[str, Any]

FIRST_UPDATE = 700_000_001
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass(eq=False, slots=True)
class Update:
    """One update, and how far it has come.

    `chat_id`: among the updates of one chat the order is kept. `wanted`: the bot has asked for
    this kind. `handed_over`: an answer of getUpdates held it, or the webhook was reached.
    """

    update_id: int
    kind: str
    chat_id: int
    wire: Wire
    wanted: bool
    handed_over: bool = False
    confirmed: bool = False
    again: bool = False


class Updates:
    """All updates of one bot, in the order of their ids."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._ids: Iterator[int] = count(FIRST_UPDATE)
        self._all: dict[int, Update] = {}
        self._pending: dict[int, Update] = {}
        self._allowed: list[str] = []
        self.held = False
        self.unsorted = False

    def number_by(self, ids: Iterator[int]) -> None:
        """Give what comes from now on these ids, in whatever order."""
        self._ids = ids

    def allow(self, kinds: list[str] | None) -> None:
        """Take over allowed_updates; None leaves it, an empty list is Telegram's default."""
        if kinds is not None:
            self._allowed = kinds

    @property
    def allowed(self) -> list[str]:
        """The kinds that the bot has asked for; empty: Telegram's default."""
        return self._allowed

    def add(self, kind: str, chat_id: int, content: Wire) -> Update:
        """Put an update at the end of the queue, if the bot wants its kind."""
        update_id = next(self._ids)
        wire = {"update_id": update_id, kind: content}
        update = Update(update_id, kind, chat_id, wire, self._is_wanted(kind))
        update.again = update_id < max(self._all, default=0)  # an offset has passed it by
        self._all[update_id] = update
        if update.wanted:
            self._pending[update_id] = update
        self._changes.tell()
        return update

    def pending(self) -> list[Update]:
        """Give what is not confirmed yet, in order, or as it came if that is planned."""
        if self.unsorted:
            return list(self._pending.values())
        return [self._pending[update_id] for update_id in sorted(self._pending)]

    def every(self) -> list[Update]:
        """Give all updates there ever were."""
        return list(self._all.values())

    def hand_over(self, update: Update) -> None:
        """Note that the bot has got the update."""
        update.handed_over = True
        self._changes.tell()

    def confirm(self, update: Update) -> None:
        """Never deliver the update again."""
        update.confirmed = True
        update.again = False
        self._pending.pop(update.update_id, None)
        self._changes.tell()

    def confirm_below(self, update_id: int) -> None:
        """Confirm as getUpdates does by its offset; what is to come again must come first."""
        for update in self.pending():
            if update.update_id < update_id and (update.handed_over or not update.again):
                self.confirm(update)

    def forget_all_but(self, number: int) -> None:
        """Confirm all but the last ones, as a negative offset does."""
        pending = self.pending()
        for update in pending[: max(len(pending) - number, 0)]:
            self.confirm(update)

    def bring_again(self, update_id: int) -> Update:
        """Queue an update once more, handled or not.

        :raises LookupError: if there was no such update, or the bot never wanted its kind.
        """
        update = self._all[update_id]
        if not update.wanted:
            raise LookupError(f"the bot has not asked for {update.kind}")
        update.confirmed = update.handed_over = False
        update.again = True
        self._pending[update_id] = update
        self._changes.tell()
        return update

    def hold(self) -> None:
        """Deliver nothing until `release`."""
        self.held = True

    def release(self) -> None:
        """Deliver again, in order."""
        self.held = False
        self._changes.tell()

    def _is_wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in NOT_BY_DEFAULT

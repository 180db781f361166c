"""What a chat shows on somebody's screen, and waiting for the bot to show something."""

from __future__ import annotations

from .chats import Chat, Stored
from .state import Telegram
from .visible import Button, Message

Pressable = tuple[Stored, Button]


class NotSeen(AssertionError):
    """What a test waited for did not happen; the message holds the transcript."""


class ChatWindow:
    """A chat with the bot, seen by people. `patience`: seconds to wait where none are given."""

    def __init__(self, telegram: Telegram, chat: Chat, patience: float) -> None:
        self._telegram = telegram
        self._chat = chat
        self._patience = patience
        self._since = 0

    @property
    def id(self) -> int:
        """The chat's id, which is the person's too in a private chat."""
        return self._chat.id

    @property
    def chat(self) -> list[Message]:
        """All messages as they are now, the oldest first, edits and deletions applied."""
        return self._chat.visible()

    @property
    def new(self) -> list[Message]:
        """What the bot has sent and edited since the last act, as it looked then."""
        return self._chat.shown[self._since :]

    @property
    def heard(self) -> list[str]:
        """The texts of all that the bot has said, in its order."""
        return [message.text for message in self.chat if message.from_bot]

    @property
    def alerts(self) -> list[str]:
        """The texts of all answers to pressed buttons."""
        return list(self._chat.alerts)

    @property
    def keyboard(self) -> list[str]:
        """The labels of the keyboard below the chat."""
        return self._chat.keyboard.visible().labels if self._chat.keyboard else []

    async def sees(
        self,
        pattern: str,
        timeout: float | None = None,  # noqa: ASYNC109 - a test says it in one word
    ) -> Message:
        """Wait for a message or edit since the last act whose words fit; give the newest.

        :raises NotSeen: if there is none in time.
        """

        def fitting() -> list[Message]:
            return [message for message in self.new if message.says(pattern)]

        found = await self._telegram.changes.until(fitting, self._seconds(timeout))
        if not found:
            raise NotSeen(f"nothing like {pattern!r} since the last act\n{self.transcript()}")
        return found[-1]

    async def sees_nothing(self, pattern: str = "", seconds: float = 0.2) -> None:
        """Make sure that for some seconds nothing that fits is new.

        :raises NotSeen: as soon as there is.
        """

        def fitting() -> list[Message]:
            return [message for message in self.new if message.says(pattern)]

        if await self._telegram.changes.until(fitting, seconds):
            raise NotSeen(f"there should be nothing like {pattern!r}\n{self.transcript()}")

    def transcript(self) -> str:
        """Give all that was said: `>` by people, `<` by the bot, buttons in brackets."""
        return "\n".join(self._chat.lines)

    async def _pressable(self, label: str, seconds: float | None) -> Pressable:
        """Wait for a button; give the one of the newest message that has such a button."""
        found = await self._telegram.changes.until(
            lambda: self._find_button(label), self._seconds(seconds)
        )
        if found is None:
            raise NotSeen(f"there is no button {label!r}\n{self.transcript()}")
        return found

    def _find_button(self, label: str) -> Pressable | None:
        for stored in reversed(self._chat.messages.values()):
            if stored.from_bot and self._is_shown_with_buttons(stored):
                button = stored.visible().button(label)
                if button is not None:
                    return stored, button
        return None

    def _is_shown_with_buttons(self, stored: Stored) -> bool:
        has_a_reply_keyboard = "keyboard" in (stored.markup or {})
        return stored is self._chat.keyboard if has_a_reply_keyboard else True

    def _acts(self) -> None:
        """Begin an act: what comes from now on is new."""
        self._since = len(self._chat.shown)

    async def _deliver(self, kind: str, content: dict[str, object], wait: bool) -> int:
        """Queue an update; wait until the bot has got it, unless it is held or not wanted."""
        updates = self._telegram.updates
        update = updates.add(kind, self._chat.id, content)
        if wait and update.wanted:
            await self._telegram.changes.until(
                lambda: update.handed_over or updates.held, self._patience
            )
            if not (update.handed_over or updates.held):
                raise NotSeen(f"{update.wire} did not reach the bot\n{self.transcript()}")
        return update.update_id

    def _seconds(self, seconds: float | None) -> float:
        return self._patience if seconds is None else seconds

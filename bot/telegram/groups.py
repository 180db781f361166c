"""Chats of several people: a polite refusal, then the bot leaves. Nothing of them is processed.

In the group of a team it stays, and points whoever writes to it there to the private chat.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram.error import TelegramError

from bot.telegram.client import Bot
from bot.telegram.incoming import GroupMessage
from conversations.group_words import IN_PRIVATE
from conversations.text import t
from locales.languages import best_match, spoken
from locales.render import speak

MOST_REMEMBERED = 1000

# Translators: said once in a group chat that the bot was added to, before it leaves
REFUSAL = t(
    "I only talk in private chats, so that nobody else reads what you tell me. "
    "Please press my name and write to me there. I am leaving this group now."
)


class Groups:
    """Refuses groups; which ones were told is remembered while the program runs."""

    def __init__(self, bot: Bot, languages: Sequence[str]) -> None:
        self._bot = bot
        self._languages = tuple(spoken(code) for code in languages)
        self._told: dict[int, None] = {}

    async def refuse(self, message: GroupMessage) -> None:
        """Say once why, and leave; in a channel, where all would read it, leave without a word.

        :raises TelegramError: Telegram did not let the bot leave, or was not reached.
        """
        if not message.silent and message.chat_id not in self._told:
            self._remember(message.chat_id)
            await self._tell(message)
        await self._bot.leave_chat(message.chat_id)

    async def point(self, message: GroupMessage) -> None:
        """Tell whoever writes to the bot in a team's group where to write; others go on.

        :raises TelegramError: Telegram did not take it, or was not reached.
        """
        if message.calls not in ("", self._bot.username.casefold()):
            return
        await self._bot.send_message(
            message.chat_id,
            speak(IN_PRIVATE, self._language(message)),
            message_thread_id=message.thread,
        )

    def _language(self, message: GroupMessage) -> str:
        return best_match(message.language, self._languages) or "en"

    async def _tell(self, message: GroupMessage) -> None:
        try:
            await self._bot.send_message(message.chat_id, speak(REFUSAL, self._language(message)))
        except TelegramError:
            return  # perhaps it may not write there; it leaves all the same

    def _remember(self, chat_id: int) -> None:
        self._told[chat_id] = None
        if len(self._told) > MOST_REMEMBERED:
            del self._told[next(iter(self._told))]

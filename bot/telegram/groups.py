"""Chats of several people: a polite refusal, then the bot leaves. Nothing of them is processed."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.error import TelegramError

from bot.telegram.client import Bot
from bot.telegram.incoming import GroupMessage
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

    async def _tell(self, message: GroupMessage) -> None:
        language = best_match(message.language, self._languages) or "en"
        try:
            await self._bot.send_message(message.chat_id, speak(REFUSAL, language))
        except TelegramError:
            return  # perhaps it may not write there; it leaves all the same

    def _remember(self, chat_id: int) -> None:
        self._told[chat_id] = None
        if len(self._told) > MOST_REMEMBERED:
            del self._told[next(iter(self._told))]

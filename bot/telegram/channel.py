"""Telegram as a channel: what becomes of a message that is sent, and the clearing of a chat."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from time import monotonic

from telegram import InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.documents import OpenDocument
from bot.incoming import Delivery, Later, Rejected, Sent, Unreachable
from bot.telegram.backoff import Backoff
from bot.telegram.client import Bot, call
from bot.telegram.incoming import CHANNEL
from bot.telegram.render import Call, Unsendable, calls
from bot.telegram.request import Flooded
from casework.documents import Opened
from conversations.staff.documents import GONE as NO_DOCUMENT
from locales.render import Rendered, speak

TOKEN_REFUSED_S = 60.0
BATCH = 100
MOST_ERASED = 500
MOST_REFUSALS = 20
ATTEMPTS = 3
LONGEST_WAIT_S = 30.0
TOO_MANY = "too many messages"
# How a file is sent by its type, so that an app shows or plays it at once; else as a document.
SHOWN_AS = {
    "image/jpeg": ("sendPhoto", "photo"),
    "image/png": ("sendPhoto", "photo"),
    "audio/ogg": ("sendVoice", "voice"),
}

NO_VOICES = "voice_messages_forbidden"

# What Telegram says in a 400, in part, and what it means.
NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "deactivated")
SAME_ALREADY = ("message is not modified",)
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
CODE = re.compile(r"[a-z]+(_[a-z]+)+", re.IGNORECASE)


async def no_documents(address: str, document: str) -> Opened | None:
    """Open nothing: where there are no documents."""
    return None


class TelegramChannel:
    """Sends messages, and says what became of each."""

    name = CHANNEL

    def __init__(self, bot: Bot, open_document: OpenDocument = no_documents) -> None:
        self._bot = bot
        self._open_document = open_document
        self._told_to_wait: dict[str, float] = {}

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        """Deliver a message, or put it in the place of an earlier one (its message id).

        A long message goes out as several; if one of them fails all come again: delivery is at
        least once. `Sent` names the last, which has the buttons.
        """
        try:
            steps = calls(address, message, replaces)
        except Unsendable as error:
            return Rejected(str(error))
        return self._still_to_wait(address) or await self._made(address, message, steps, replaces)

    async def reply(self, address: str, message: Rendered) -> Delivery:
        """Deliver the answer to what a person has just sent.

        A reply that Telegram tells to wait (429) goes into the outbox, where it is due at once; so
        until when is remembered here, and `send` keeps to it.
        """
        try:
            steps = calls(address, message, is_reply=True)
        except Unsendable as error:
            return Rejected(str(error))
        made = await self._made(address, message, steps, None)
        if isinstance(made, Later) and made.seconds is not None and made.why == TOO_MANY:
            self._told_to_wait[address] = monotonic() + made.seconds
        return made

    def _still_to_wait(self, address: str) -> Later | None:
        left = self._told_to_wait.get(address, 0.0) - monotonic()
        if left > 0:
            return Later(left, TOO_MANY)
        self._told_to_wait.pop(address, None)
        return None

    async def _made(
        self, address: str, message: Rendered, steps: tuple[Call, ...], replaces: str | None
    ) -> Delivery:
        sent = Sent(replaces or "")
        try:
            for step in steps:
                ready = await self._with_document(address, message, step)
                result = await self._called(ready)
                sent = Sent(_message_id(result) or sent.message_id)
        except TelegramError as error:
            return self._outcome(error, replaces)
        return sent

    async def _called(self, step: Call) -> object:
        """Make a call; whoever wants no voice messages gets the sound as a document."""
        try:
            return await call(self._bot, step.method, step.payload)
        except BadRequest as error:
            voice = step.payload.get("voice")
            if voice is None or NO_VOICES not in error.message.casefold():
                raise
            rest = {name: value for name, value in step.payload.items() if name != "voice"}
            return await call(self._bot, "sendDocument", {**rest, "document": voice})

    async def _with_document(self, address: str, message: Rendered, step: Call) -> Call:
        """Put a document's content in; who may not read it by now is told that there is none."""
        if step.file is None:
            return step
        found = await self._open_document(address, step.file.document)
        if found is None:
            gone = speak(NO_DOCUMENT, message.language)
            chat = {"chat_id": step.payload["chat_id"]}
            return Call("sendMessage", {**chat, "text": gone})
        file = InputFile(found.content, filename=found.name)
        method, field = SHOWN_AS.get(found.media, (step.method, "document"))
        return Call(method, {**step.payload, field: file})

    def _outcome(self, error: TelegramError, replaces: str | None) -> Delivery:
        """Say what an error means for a message; none of it repeats the content."""
        if isinstance(error, Flooded):
            return Later(error.seconds, TOO_MANY)
        if isinstance(error, Forbidden):
            return Unreachable("stopped the bot, or is gone")
        if isinstance(error, BadRequest):
            return _refusal(error, replaces)
        if isinstance(error, InvalidToken):
            return Later(TOKEN_REFUSED_S, "the token is refused")
        return Later(None, "no answer in time" if isinstance(error, TimedOut) else "not reached")

    # ------------------------------------------------------------ the quick exit

    async def delete_history(
        self, address: str, newest_message_id: int, count: int = MOST_ERASED
    ) -> None:
        """Delete what can be deleted of a chat: the newest message and `count` - 1 ids before it.

        Telegram numbers the messages of all of a bot's private chats in one row, passes by the
        ids of other chats, and refuses a whole batch for one message that is older than 48 hours.
        So a refused batch is halved, newest first, until too many were refused. Best effort:
        nothing is raised.
        """
        ids = range(newest_message_id, max(newest_message_id - count, 0), -1)
        batches = deque(ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
        refusals = 0
        while batches and refusals < MOST_REFUSALS:
            batch = batches.popleft()
            if await self._deleted(address, batch):
                continue
            refusals += 1
            if half := len(batch) // 2:
                batches.extendleft((batch[half:], batch[:half]))

    async def _deleted(self, address: str, ids: range) -> bool:
        payload = {"chat_id": int(address), "message_ids": list(ids)}
        trouble = Backoff()
        for _ in range(ATTEMPTS):
            try:
                await call(self._bot, "deleteMessages", payload)
            except (BadRequest, Forbidden):
                return False
            except TelegramError as error:
                wait = error.seconds if isinstance(error, Flooded) else trouble.failed()
                await asyncio.sleep(min(wait, LONGEST_WAIT_S))
            else:
                return True
        return False


def _message_id(result: object) -> str | None:
    """Find the id in what a sending method gives; an edit may give no more than True."""
    found = result.get("message_id") if isinstance(result, dict) else None
    return None if found is None else str(found)


def _refusal(error: BadRequest, replaces: str | None) -> Delivery:
    said = error.message.casefold()
    if any(words in said for words in NOBODY_THERE):
        return Unreachable("there is no such chat")
    if replaces is not None and any(words in said for words in SAME_ALREADY):
        return Sent(replaces)
    if any(words in said for words in GONE):
        return Rejected("the message to replace is gone")
    code = error.message if CODE.fullmatch(error.message) else "bad request"
    return Rejected(f"Telegram refuses it ({code.lower()})")

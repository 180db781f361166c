"""Topics in groups on Telegram: made, written in, closed; and what its refusals mean.

Telegram has no key that would make `createForumTopic` happen once, and does not tell a bot which
topics there are. If its answer is lost, the topic is made again; the one before stays empty, as
nothing is said in a topic before its number is kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.groups import InGroup
from bot.incoming import Delivery, Later, Rejected, Sent, Unreachable
from bot.telegram.channel import TOKEN_REFUSED_S, TOO_MANY
from bot.telegram.client import Bot, call
from bot.telegram.pieces import shortened
from bot.telegram.render import LONGEST_LABEL, Payload
from bot.telegram.request import Flooded
from conversations.messages import ENTRY
from domain.topics import TopicStep
from locales.render import Rendered

# Telegram takes twenty a minute; two are left for answers to those who write in the group. Beyond
# twenty the client itself would wait, and everybody's messages with it.
MOST_A_MINUTE = 18
A_MINUTE_S = 60.0
NAMELESS_S = 2.0
LONGEST_TITLE = 128

METHODS: dict[TopicStep, str] = {
    TopicStep.OPEN: "createForumTopic",
    TopicStep.SAY: "sendMessage",
    TopicStep.CLOSE: "closeForumTopic",
    TopicStep.LEAVE: "leaveChat",
}
# What Telegram says in a 400, in part, and what it means for the topic alone.
TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "topic_closed")
SAME_ALREADY = ("topic_not_modified",)


class TelegramTopics:
    """Acts in groups at the pace that Telegram allows. `clock`: seconds, any start."""

    def __init__(self, bot: Bot, clock: Callable[[], float] = monotonic) -> None:
        self._bot = bot
        self._clock = clock
        self._lately: dict[str, deque[float]] = {}

    async def act(self, chat: str, what: InGroup) -> Delivery:
        """Do one thing in a group."""
        if wait := self._to_wait(chat):
            return Later(wait, "the pace of a group")
        name = self._name()
        if name is None:
            return Later(NAMELESS_S, "Telegram has not told who the bot is")
        self._lately[chat].append(self._clock())
        try:
            result = await call(self._bot, METHODS[what.step], payload(chat, what, name))
        except TelegramError as error:
            return self._outcome(error, what)
        return Sent(number_in(result))

    def _to_wait(self, chat: str) -> float:
        """Give the seconds until one more may be sent to a group; 0.0 for now."""
        lately, now = self._lately.setdefault(chat, deque()), self._clock()
        while lately and lately[0] <= now - A_MINUTE_S:
            lately.popleft()
        return lately[0] + A_MINUTE_S - now if len(lately) >= MOST_A_MINUTE else 0.0

    def _name(self) -> str | None:
        try:
            return self._bot.username
        except RuntimeError:
            return None

    def _outcome(self, error: TelegramError, what: InGroup) -> Delivery:
        """Say what an error means; none of it repeats what was to be said."""
        if isinstance(error, Flooded):
            return Later(error.seconds, TOO_MANY)
        if isinstance(error, Forbidden):
            return Unreachable("the bot is not in the group")
        if isinstance(error, BadRequest):
            return refusal(error, what)
        if isinstance(error, InvalidToken):
            return Later(TOKEN_REFUSED_S, "the token is refused")
        return Later(None, "not reached")


def payload(chat: str, what: InGroup, name: str) -> Payload:
    """Give what a method is called with; `name`: the bot's."""
    said: Payload = {"chat_id": int(chat)}
    if what.thread is not None:
        said["message_thread_id"] = what.thread
    if what.words is None:
        return said
    if what.step is TopicStep.OPEN:
        return {**said, "name": shortened(what.words.text, LONGEST_TITLE)}
    preview = {"link_preview_options": {"is_disabled": True}}
    return {**said, "text": what.words.text, **preview, **links(what.words, name)}


def links(words: Rendered, name: str) -> Payload:
    """Give the buttons: each is a way into the private chat, where rights are checked."""
    rows = [
        [
            {
                "text": shortened(button.label, LONGEST_LABEL),
                "url": f"https://t.me/{name}?start={start_of(button.code)}",
            }
            for button in row
        ]
        for row in words.buttons
    ]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def start_of(code: str) -> str:
    """Write a button's code as Telegram lets it stand in a link: letters, digits, _ and -."""
    return code.removeprefix(ENTRY).replace("/", "_")


def number_in(result: object) -> str:
    """Find the number of the topic or the message that was made; "" for none."""
    found = result if isinstance(result, dict) else {}
    return str(found.get("message_id", found.get("message_thread_id", "")))


def refusal(error: BadRequest, what: InGroup) -> Delivery:
    """Tell a topic that is gone, or closed by somebody, from a group that does not work."""
    said = error.message.casefold()
    if any(words in said for words in SAME_ALREADY):
        return Sent("")
    if what.thread is not None and any(words in said for words in TOPIC_GONE):
        return Rejected("the topic is gone")
    return Unreachable("the group takes no topics")

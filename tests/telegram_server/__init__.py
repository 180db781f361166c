"""An emulated Telegram Bot API server for tests: strict about calls, true about chats.

async with TelegramServer() as server:
    start_the_bot(server.base, server.token)
    person = server.person(language_code="fr")
    await person.says("/start")
    await person.sees("langue")
    await person.presses("Français")
    assert not server.violations
"""

from .calls import BrokenRule, Call
from .chat_window import NotSeen
from .faults import (
    ANY,
    WEBHOOK,
    DropAfterExecuting,
    DropBeforeExecuting,
    Flood,
    Forbidden,
    Garbage,
    ServerError,
    Timeout,
)
from .groups import Group
from .people import Person
from .rates import RateLimits
from .refusals import Refused, Violation
from .server import TelegramServer
from .updates import Update
from .visible import Button, Message, SentFile, Venue

__all__ = [
    "ANY",
    "WEBHOOK",
    "BrokenRule",
    "Button",
    "Call",
    "DropAfterExecuting",
    "DropBeforeExecuting",
    "Flood",
    "Forbidden",
    "Garbage",
    "Group",
    "Message",
    "NotSeen",
    "Person",
    "RateLimits",
    "Refused",
    "SentFile",
    "ServerError",
    "TelegramServer",
    "Timeout",
    "Update",
    "Venue",
    "Violation",
]

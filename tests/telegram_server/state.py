"""What Telegram knows about a bot: account, chats, pressed buttons, files, webhook; its clock."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .changes import Changes
from .chats import WHY_NOT, Chat, Stored
from .refusals import bad_request
from .updates import Updates
from .visible import SentFile

Wire = dict[str, Any]

# How long Telegram waits for the answer to a pressed button, in seconds.
PATIENCE_OF_A_BUTTON = 15 * 60


class Clock:
    """The time of the emulated Telegram, which a test can move; the machine's own stays.

    `is_told`: whether answers say what it shows.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self.is_told = True

    def now(self) -> int:
        """Give the Unix time."""
        return int(time.time() + self._ahead)

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds


@dataclass(eq=False, slots=True)
class CallbackQuery:
    """A pressed button that waits for its answer; `when` in Unix time of the server's clock."""

    id: str
    chat_id: int
    label: str
    data: str
    when: int
    answered: bool = False


@dataclass(eq=False, slots=True)
class InlineQuery:
    """The bot's name typed with words after it; `results` and `button` as it was answered."""

    id: str
    query: str
    results: list[Wire] | None = None
    button: Wire | None = None

    @property
    def texts(self) -> list[str]:
        """What choosing each of the answers would send."""
        return [each["input_message_content"]["message_text"] for each in self.results or ()]


@dataclass(slots=True)
class Profile:
    """What the bot says about itself: texts by (kind, language), commands by (scope, language)."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Wire]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Wire] = field(default_factory=dict)


@dataclass(slots=True)
class Webhook:
    """Where updates go; `version` grows with every setWebhook. Without `url`: nowhere."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    version: int = 0
    last_error: tuple[int, str] | None = None


class Telegram:
    """All that the emulated Telegram knows about one bot."""

    def __init__(self, token: str, username: str) -> None:
        self.changes = Changes()
        self.clock = Clock()
        self.updates = Updates(self.changes)
        self.webhook = Webhook()
        self.profile = Profile()
        self.token = token
        self.me: Wire = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": username,
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline: dict[str, InlineQuery] = {}
        self.files: dict[str, SentFile] = {}
        self.unsupported: list[str] = []
        self._numbers = count(1)

    def number(self) -> int:
        """Give a number that was not given before."""
        return next(self._numbers)

    def chat(self, chat_id: int | str) -> Chat:
        """Find a chat that somebody has begun.

        :raises Refused: if nobody has.
        """
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if found is None or found.status is None:
            raise bad_request("chat not found")
        return found

    def chat_to_write_to(self, chat_id: int | str) -> Chat:
        """Find a chat in which the bot may write.

        :raises Refused: if there is none, or the bot was blocked or put out.
        """
        chat = self.chat(chat_id)
        if chat.status in WHY_NOT:
            raise WHY_NOT[chat.status](chat)
        return chat

    def keep_file(self, file: SentFile) -> Wire:
        """Store a file; give its file_id and file_unique_id."""
        number = self.number()
        self.files[f"file-{number}"] = file
        return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}

    def put(self, chat: Chat, stored: Stored) -> None:
        """Add a message at the end of a chat."""
        chat.messages[stored.message_id] = stored
        self._show(chat, stored, "")

    def changed(self, chat: Chat, stored: Stored) -> None:
        """Let people see that a message is another one now."""
        self._show(chat, stored, "(edited) ")

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message away."""
        gone = chat.messages.pop(message_id).visible()
        chat.lines.append(f"(deleted) {gone}")
        self.changes.tell()

    def _show(self, chat: Chat, stored: Stored, mark: str) -> None:
        visible = stored.visible()
        chat.lines.append(f"{mark}{visible}")
        if stored.from_bot:
            chat.shown.append(visible)
        self.changes.tell()

    def _named(self, name: str) -> Chat | None:
        for chat in self.chats.values():
            if name.startswith("@") and chat.wire.get("username") == name[1:]:
                return chat
        return None

"""What comes in from a channel and what goes out to one, whatever the channel."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from conversations.dialogue import Given
from domain.access import MemberRole
from locales.render import Rendered


class Offered(Struct, frozen=True):
    """A file that came with a message and is still with the channel, as the channel tells of it.

    `reference`: what the channel fetches it by. `size` in bytes, None if that is not told.
    `is_media`: a picture or sound, of use only to people.
    """

    reference: str
    name: str
    media: str = ""
    size: int | None = None
    is_media: bool = False


class Incoming(Struct, frozen=True):
    """One message of one person.

    `address`: where they are reached on `channel` ("telegram", "web", "terminal").
    `update_id`: unique within the channel; the same id again is the same message.
    `language_hint`: BCP 47 as the channel tells it, or None. `echo`: what the person saw
    themselves say (a button's label), for channels that show the conversation from our side.
    `file`: what came along; `given` is then what it is for those who may not send files.
    `behind`: more waits at the channel than it can answer by itself, so the reply is kept in the
    outbox.
    """

    channel: str
    address: str
    update_id: str
    given: Given
    language_hint: str | None = None
    echo: str = ""
    file: Offered | None = None
    behind: bool = False


class MemberMenu(Struct, frozen=True):
    """Which commands a member of staff is shown from now on, in which language."""

    roles: tuple[MemberRole, ...]
    language: str


class Reply(Struct, frozen=True):
    """What answers a message at once; further messages are in the outbox.

    `message`: None if there is none, or it is in the outbox as well.
    `erase_history`: the quick exit; the channel deletes what it can of the conversation.
    `menu`: the message changed which commands its sender is shown.
    """

    message: Rendered | None
    erase_history: bool = False
    menu: MemberMenu | None = None


class Sent(Struct, frozen=True):
    """Delivered, under the channel's own id of the message."""

    message_id: str


class Later(Struct, frozen=True):
    """Not now: try again after so many seconds.

    None where nobody can tell: then after longer and longer, the more often it was tried.
    """

    seconds: float | None
    why: str


class Unreachable(Struct, frozen=True):
    """The person has stopped the bot or is gone."""

    why: str


class Rejected(Struct, frozen=True):
    """The channel will never take this message."""

    why: str


Delivery = Sent | Later | Unreachable | Rejected


class Channel(Protocol):
    """A way to reach people outside a reply."""

    name: str

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        """Deliver a message, or put it in the place of an earlier one (its message id)."""

"""What can go wrong between a bot and Telegram, planned by a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

ANY = "*"
# No method, but the bot's answer to an update: any fault loses it, and the update comes again.
WEBHOOK = "webhook"
# Not part of ANY, so that the bot goes on to get its updates.
ONLY_BY_NAME = ("getUpdates", WEBHOOK)


class Call(Protocol):
    """What a plan looks at."""

    @property
    def method(self) -> str:
        """The method's name."""

    @property
    def chat_id(self) -> int | str | None:
        """The chat that the call is about."""


class HasId(Protocol):
    """A person or a group."""

    @property
    def id(self) -> int:
        """The chat's id."""


@dataclass(frozen=True, slots=True)
class Flood:
    """429: wait `retry_after` seconds. Not executed."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """An HTTP status of 5xx. Not executed."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403. Not executed."""

    why: str = "bot was blocked by the user"


@dataclass(frozen=True, slots=True)
class Timeout:
    """No answer for some seconds, then the connection is closed."""

    seconds: float = 5.0
    executed: bool = False


@dataclass(frozen=True, slots=True)
class Garbage:
    """200 with something that is not JSON."""

    body: str = "<html><body>It works!</body></html>"
    executed: bool = False


@dataclass(frozen=True, slots=True)
class DropBeforeExecuting:
    """The connection is closed, the call had no effect."""


@dataclass(frozen=True, slots=True)
class DropAfterExecuting:
    """The call took effect, its answer is lost."""


Fault = (
    Flood | ServerError | Forbidden | Timeout | Garbage | DropBeforeExecuting | DropAfterExecuting
)


def is_executed(fault: Fault) -> bool:
    """Say whether the call takes effect in spite of the fault."""
    return isinstance(fault, DropAfterExecuting) or bool(getattr(fault, "executed", False))


@dataclass(eq=False, slots=True)
class Plan:
    """For which calls something is planned: `times` of them, after `skip`; None: for all."""

    method: str
    chat_id: int | None
    skip: int
    times: int | None
    seen: int = field(default=0, init=False)

    def meets(self, call: Call) -> bool:
        """Say whether it is this call's turn; every call may be asked about once."""
        if not self._is_about(call):
            return False
        self.seen += 1
        return self.seen > self.skip and (self.times is None or self.seen <= self.skip + self.times)

    def _is_about(self, call: Call) -> bool:
        if self.chat_id is not None and call.chat_id != self.chat_id:
            return False
        if self.method == ANY:
            return call.method not in ONLY_BY_NAME
        return call.method.lower() == self.method.lower()


class Faults:
    """The faults that are planned: one a call, in the order in which they were planned."""

    def __init__(self) -> None:
        self._planned: list[tuple[Plan, Fault]] = []

    def respond(
        self,
        method: str,
        chat: int | HasId | None = None,
        times: int | None = 1,
        *,
        with_: Fault,
        skip: int = 0,
    ) -> None:
        """Let a fault happen to the next `times` calls (None: all) after `skip` unharmed ones.

        `method`: its name, ANY for every method but getUpdates, or WEBHOOK.
        """
        self._planned.append((Plan(method, chat_id_of(chat), skip, times), with_))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self._planned.clear()

    def of(self, call: Call) -> Fault | None:
        """Give the fault that happens to this call."""
        return next((fault for plan, fault in self._planned if plan.meets(call)), None)


Callback = Callable[[Any], Awaitable[bool | None]]


class Hooks:
    """Callbacks of a test, at one moment of a call."""

    def __init__(self) -> None:
        self._planned: list[tuple[Plan, Callback]] = []

    def add(
        self,
        method: str,
        callback: Callback,
        chat: int | HasId | None,
        skip: int,
        times: int | None,
    ) -> None:
        """Plan a callback; see `TelegramServer.before_call`."""
        self._planned.append((Plan(method, chat_id_of(chat), skip, times), callback))

    async def run(self, call: Call) -> bool:
        """Run what is planned for the call; say whether the call goes on."""
        met = [callback for plan, callback in self._planned if plan.meets(call)]
        answers = [await callback(call) for callback in met]
        return False not in answers


def chat_id_of(chat: int | HasId | None) -> int | None:
    """Give the id of a person, a group, or a number that is one."""
    return chat if chat is None or isinstance(chat, int) else chat.id

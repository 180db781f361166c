"""Dialogues as coroutines without I/O: what they await.

A dialogue awaits questions, lookups and commands. What is kept of it is only
{question key: answer}; conversations/replay.py drives it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from typing import Any, Generic, Protocol, TypeVar, cast

from msgspec import Struct

from conversations.messages import Attached, Button, Message, Pin
from conversations.text import Words
from domain.documents import FileId
from domain.geography import Point
from domain.requests import Command, Lookup

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
Json = Any
Answers = dict[str, Json]
Speak = Callable[[Words], str]
Perform = Callable[[Lookup | Command], Awaitable[Any]]


# ---------------------------------------------------------------- what a person can give


class Typed(Struct, frozen=True):
    """Words, typed or from a reply keyboard. `forwarded`: they are somebody else's."""

    words: str
    forwarded: bool = False


class Pressed(Struct, frozen=True):
    """A button of the present question."""

    code: str


class SharedPlace(Struct, frozen=True):
    """A position."""

    point: Point


class SharedPhone(Struct, frozen=True):
    """A phone number; `own`: the sender's own."""

    number: str
    own: bool


class Unreadable(Struct, frozen=True):
    """Something a bot cannot read, by the names in `UNREADABLE` (conversations/questions.py)."""

    kind: str


class SharedFile(Struct, frozen=True):
    """A file that was taken in: only of those who may send such a one; `size` in bytes.

    `words`: what its sender wrote under it. `passed_on`: it was cleaned, for the other side of a
    case.
    """

    id: FileId
    name: str
    size: int
    media: str
    words: str = ""
    passed_on: bool = False


Given = Typed | Pressed | SharedPlace | SharedPhone | SharedFile | Unreadable


# ---------------------------------------------------------------- questions


class Problem(Struct, frozen=True):
    """Why an answer could not be taken, and what would do."""

    words: Words


class Question(Protocol[A_co]):
    """Something asked under a key; the answer is kept as plain JSON."""

    @property
    def key(self) -> str:
        """The name under which the answer is kept; what follows a colon narrows it."""

    def asked(self) -> Message:
        """Say the question, with the buttons that answer it."""

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Turn what was given into the answer to keep, or say kindly what is needed."""

    def read(self, kept: Json) -> A_co:
        """Turn a kept answer into its type; ValueError if it does not fit any more."""


# ---------------------------------------------------------------- steps


class Ask(Struct, frozen=True):
    """A question to wait at."""

    question: Question[Any]


class Say(Struct, frozen=True):
    """Something to say."""

    message: Message


class Call(Struct, frozen=True):
    """A lookup or command to perform; a command's result is kept under `key`."""

    request: Lookup | Command
    key: str


class Forget(Struct, frozen=True):
    """Answers to drop before the replay begins anew."""

    keys: frozenset[str]
    remember: tuple[tuple[str, Json], ...] = ()


class Recall(Struct, frozen=True):
    """An answer to give again."""

    key: str


Step = Ask | Say | Call | Forget | Recall


class _Awaitable(Struct, Generic[A], frozen=True):
    step: Step

    def __await__(self) -> Generator[Step, Any, A]:
        return cast(A, (yield self.step))


def ask(question: Question[A]) -> Awaitable[A]:
    """Ask a question and wait for its answer."""
    return _Awaitable(Ask(question))


def say(
    words: Words,
    *,
    pin: Pin | None = None,
    private: bool = False,
    file: Attached | None = None,
) -> Awaitable[None]:
    """Say something without waiting for an answer."""
    return _Awaitable(Say(Message(words, pin=pin, private=private, file=file)))


def look(request: Lookup) -> Awaitable[Any]:
    """Read something; the request's docstring names the type of the result."""
    return _Awaitable(Call(request, ""))


def do(request: Command, key: str) -> Awaitable[Any]:
    """Do something once; its result is kept under `key`."""
    return _Awaitable(Call(request, f"done:{key}"))


def forget(*keys: str, remember: Mapping[str, Json] | None = None) -> Awaitable[None]:
    """Drop answers and begin the replay anew: "change my answer".

    A key also drops those that narrow it ("centre" drops "centre:food"). `remember`: answers
    that take their place without being asked.
    """
    return _Awaitable(Forget(frozenset(keys), tuple((remember or {}).items())))


# Under this key stand the free words with which a dialogue was begun, if it was begun with some.
HEARD = "heard"


def recall(key: str) -> Awaitable[Json | None]:
    """Give an answer that was kept under a key, or None."""
    return _Awaitable(Recall(key))


class Farewell(Struct, frozen=True):
    """The end of a dialogue: last words, and buttons that lead on.

    `language`: from now on this one is spoken. `menu`: show what else can be done.
    `next`: the code of an entry button that is pressed for the person at once. `last`: whatever
    else was under way ends as well. `private`: must not be forwarded.
    `file`: a document that comes after it.
    """

    words: Words | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    pin: Pin | None = None
    language: str | None = None
    menu: bool = False
    next: str | None = None
    last: bool = False
    private: bool = False
    file: Attached | None = None


Dialogue = Callable[[], Coroutine[Step, Any, Farewell]]

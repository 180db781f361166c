"""Dialogues as coroutines without I/O: what they await, and the replay that drives them.

A dialogue awaits questions, lookups and commands. What is kept is only {question key: answer};
at each message the coroutine is replayed from its start with the answers so far and stops at
the first question without one. A Lookup is read again, a Command is done once and kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec

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


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, typed or from a reply keyboard. `forwarded`: they are somebody else's."""

    words: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the present question."""

    code: str


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """A position."""

    point: Point


@dataclass(frozen=True, slots=True)
class SharedPhone:
    """A phone number; `own`: the sender's own."""

    number: str
    own: bool


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something a bot cannot read, by the names in `UNREADABLE` (conversations/questions.py)."""

    kind: str


@dataclass(frozen=True, slots=True)
class SharedFile:
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


@dataclass(frozen=True, slots=True)
class Problem:
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


@dataclass(frozen=True, slots=True)
class _Ask:
    question: Question[Any]


@dataclass(frozen=True, slots=True)
class _Say:
    message: Message


@dataclass(frozen=True, slots=True)
class _Perform:
    request: Lookup | Command
    key: str


@dataclass(frozen=True, slots=True)
class _Forget:
    keys: frozenset[str]
    remember: tuple[tuple[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class _Recall:
    key: str


Step = _Ask | _Say | _Perform | _Forget | _Recall


@dataclass(frozen=True, slots=True)
class _Awaitable(Generic[A]):
    step: Step

    def __await__(self) -> Generator[Step, Any, A]:
        return cast(A, (yield self.step))


def ask(question: Question[A]) -> Awaitable[A]:
    """Ask a question and wait for its answer."""
    return _Awaitable(_Ask(question))


def say(
    words: Words,
    *,
    pin: Pin | None = None,
    private: bool = False,
    file: Attached | None = None,
) -> Awaitable[None]:
    """Say something without waiting for an answer."""
    return _Awaitable(_Say(Message(words, pin=pin, private=private, file=file)))


def look(request: Lookup) -> Awaitable[Any]:
    """Read something; the request's docstring names the type of the result."""
    return _Awaitable(_Perform(request, ""))


def do(request: Command, key: str) -> Awaitable[Any]:
    """Do something once; its result is kept under `key`."""
    return _Awaitable(_Perform(request, f"done:{key}"))


def forget(*keys: str, remember: Mapping[str, Json] | None = None) -> Awaitable[None]:
    """Drop answers and begin the replay anew: "change my answer".

    A key also drops those that narrow it ("centre" drops "centre:food"). `remember`: answers
    that take their place without being asked.
    """
    return _Awaitable(_Forget(frozenset(keys), tuple((remember or {}).items())))


# Under this key stand the free words with which a dialogue was begun, if it was begun with some.
HEARD = "heard"


def recall(key: str) -> Awaitable[Json | None]:
    """Give an answer that was kept under a key, or None."""
    return _Awaitable(_Recall(key))


@dataclass(frozen=True, slots=True)
class Farewell:
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


# What a question may raise for an answer that was kept and does not fit any more.
UNFIT = (ValueError, KeyError, TypeError, msgspec.ValidationError)
_NONE = object()
Dialogue = Callable[[], Coroutine[Step, Any, Farewell]]


# ---------------------------------------------------------------- replay


@dataclass(frozen=True)
class Turn:
    """What came of one message: what was said, the answers to keep, and the open question.

    `farewell` is set when the dialogue has ended. `problem`: the answer given could not be taken.
    `moved_on`: it was meant for another question, which is not the open one any more.
    """

    said: tuple[Message, ...]
    answers: Answers
    question: Question[Any] | None = None
    farewell: Farewell | None = None
    problem: Problem | None = None
    moved_on: bool = False


async def play(
    dialogue: Dialogue,
    answers: Mapping[str, Json],
    given: Given | None,
    perform: Perform,
    speak: Speak,
    asked: str = "",
) -> Turn:
    """Replay a dialogue with the answers so far and `given` for its first open question.

    `asked`: the key of the question that `given` answers. If another one is open by now, as the
    facts have changed in between, it is asked instead: a "1" must not become a yes to it.
    """
    return await _Replay(dialogue, dict(answers), given, perform, speak, asked).run()


@dataclass
class _Replay:
    dialogue: Dialogue
    answers: Answers
    given: Given | None
    perform: Perform
    speak: Speak
    asked: str = ""
    moved_on: bool = False
    said: list[Message] = field(default_factory=list)
    carried: list[Message] = field(default_factory=list)
    problem: Problem | None = None

    async def run(self) -> Turn:
        """Begin anew until no step asks to forget an answer."""
        while True:
            self.said = []
            coroutine = self.dialogue()
            try:
                turn = await self.once(coroutine)
            finally:
                coroutine.close()
            if turn is not None:
                return turn

    async def once(self, coroutine: Coroutine[Step, Any, Farewell]) -> Turn | None:
        result: Any = None
        while True:
            try:
                step = coroutine.send(result)
            except StopIteration as end:
                return Turn(self.all_said, self.answers, farewell=end.value)
            if isinstance(step, _Ask):
                result = self.answer_to(step.question)
                if result is _NONE:
                    return self.stopped_at(step.question)
                self.said.clear()
            elif isinstance(step, _Say):
                self.said.append(step.message)
                result = None
            elif isinstance(step, _Perform):
                result = await self.performed(step)
            elif isinstance(step, _Recall):
                result = self.answers.get(step.key)
            else:
                self.begin_anew(step)
                return None

    def begin_anew(self, step: _Forget) -> None:
        self.carried += self.said
        kept = {k: v for k, v in self.answers.items() if not _names(step.keys, k)}
        self.answers = {**kept, **dict(step.remember)}

    def stopped_at(self, question: Question[Any]) -> Turn:
        return Turn(
            self.all_said,
            self.answers,
            question=question,
            problem=self.problem,
            moved_on=self.moved_on,
        )

    @property
    def all_said(self) -> tuple[Message, ...]:
        """Give what was said since the last answer, also before an answer was dropped."""
        return (*self.carried, *self.said)

    def answer_to(self, question: Question[Any]) -> Any:
        """Read the answer that is kept, if it still fits, else the given one; _NONE without."""
        if question.key in self.answers:
            try:
                return question.read(self.answers[question.key])
            except UNFIT:
                del self.answers[question.key]
        if self.given is None:
            return _NONE
        given, self.given = self.given, None
        if self.asked not in ("", question.key):
            self.moved_on = True
            return _NONE
        parsed = question.parse(given, self.speak)
        if isinstance(parsed, Problem):
            self.problem = parsed
            return _NONE
        self.answers[question.key] = parsed
        return question.read(parsed)

    async def performed(self, step: _Perform) -> Any:
        if isinstance(step.request, Lookup):
            return await self.perform(step.request)
        kind = cast(Any, type(step.request).result)
        if step.key not in self.answers:
            result = await self.perform(step.request)
            self.answers[step.key] = msgspec.to_builtins(result)
            return result
        return msgspec.convert(self.answers[step.key], kind)


def _names(keys: frozenset[str], key: str) -> bool:
    return key in keys or key.partition(":")[0] in keys


def without_last_answer(answers: Answers) -> Answers | None:
    """Go one question back; None if there is none, or if something was done since (no undo)."""
    if not answers:
        return None
    last = next(reversed(answers))
    if last == HEARD or last.startswith("done:"):
        return None
    return {key: value for key, value in answers.items() if key != last}

"""The replay: what drives a dialogue from its start, or from where it was left, to a question.

What is kept is only {question key: answer}. At each message the coroutine is replayed from its
start with the answers so far and stops at the first question without one. A Lookup is read again,
a Command is done once and kept.

A dialogue that only looked up what stands for a few minutes (`Standing`) may instead be left as it
is, suspended, and go on from there: the same as its replay, without the way to it.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec
from msgspec import Struct

from conversations.dialogue import (
    HEARD,
    Answers,
    Ask,
    Call,
    Dialogue,
    Farewell,
    Forget,
    Given,
    Json,
    Perform,
    Problem,
    Question,
    Recall,
    Say,
    Speak,
    Step,
)
from conversations.messages import Message
from domain.requests import Lookup, Standing

# What a question may raise for an answer that was kept and does not fit any more.
UNFIT = (ValueError, KeyError, TypeError, msgspec.ValidationError)
_NONE = object()


class Suspended(Struct, frozen=True):
    """A dialogue as it waits at its open question, after `said`, with the answers that led there.

    It goes on once: whoever takes it up has it no more.
    """

    coroutine: Coroutine[Step, Any, Farewell]
    question: Question[Any]
    answers: Answers
    said: tuple[Message, ...]


class Turn(Struct, frozen=True):
    """What came of one message: what was said, the answers to keep, and the open question.

    `farewell` is set when the dialogue has ended. `problem`: the answer given could not be taken.
    `moved_on`: it was meant for another question, which is not the open one any more.
    `suspended`: the dialogue at that question, if it may go on from there.
    """

    said: tuple[Message, ...]
    answers: Answers
    question: Question[Any] | None = None
    farewell: Farewell | None = None
    problem: Problem | None = None
    moved_on: bool = False
    suspended: Suspended | None = None


async def play(
    dialogue: Dialogue,
    answers: Mapping[str, Json],
    given: Given | None,
    perform: Perform,
    speak: Speak,
    asked: str = "",
    suspended: Suspended | None = None,
) -> Turn:
    """Replay a dialogue with the answers so far and `given` for its first open question.

    `asked`: the key of the question that `given` answers. If another one is open by now, as the
    facts have changed in between, it is asked instead: a "1" must not become a yes to it.
    `suspended`: this dialogue as it was left; it is gone on with if it has just these answers.
    """
    replay = _Replay(dialogue, dict(answers), given, perform, speak, asked)
    if suspended is not None and given is not None and suspended.answers == answers:
        return await replay.run(suspended)
    return await replay.run()


@dataclass
class _Replay:
    dialogue: Dialogue
    answers: Answers
    given: Given | None
    perform: Perform
    speak: Speak
    asked: str = ""
    moved_on: bool = False
    stands: bool = True
    said: list[Message] = field(default_factory=list)
    carried: list[Message] = field(default_factory=list)
    problem: Problem | None = None

    async def run(self, suspended: Suspended | None = None) -> Turn:
        """Go on from where it was left, or begin, and anew until no answer is to be forgotten."""
        left: Ask | None = None
        coroutine = self.dialogue() if suspended is None else suspended.coroutine
        if suspended is not None:
            self.said, left = list(suspended.said), Ask(suspended.question)
        while True:
            turn = None
            try:
                turn = await self.once(coroutine, left)
            finally:
                if turn is None or turn.suspended is None:
                    coroutine.close()
            if turn is not None:
                return turn
            self.said, left, self.stands = [], None, True
            coroutine = self.dialogue()

    async def once(
        self, coroutine: Coroutine[Step, Any, Farewell], left: Ask | None
    ) -> Turn | None:
        """Drive it to its end, an open question (`left`: the one it waits at), or a new begin."""
        result: Any = None
        while True:
            try:
                step = left or coroutine.send(result)
            except StopIteration as end:
                return Turn(self.all_said, self.answers, farewell=end.value)
            left = None
            if isinstance(step, Ask):
                result = self.answer_to(step.question)
                if result is _NONE:
                    return self.stopped_at(step.question, coroutine)
                self.said.clear()
            elif isinstance(step, Say):
                self.said.append(step.message)
                result = None
            elif isinstance(step, Call):
                result = await self.performed(step)
            elif isinstance(step, Recall):
                result = self.answers.get(step.key)
            else:
                self.begin_anew(step)
                return None

    def begin_anew(self, step: Forget) -> None:
        self.carried += self.said
        kept = {k: v for k, v in self.answers.items() if not _names(step.keys, k)}
        self.answers = {**kept, **dict(step.remember)}

    def stopped_at(
        self, question: Question[Any], coroutine: Coroutine[Step, Any, Farewell]
    ) -> Turn:
        left = None
        if self.stands:
            left = Suspended(coroutine, question, dict(self.answers), tuple(self.said))
        return Turn(
            self.all_said,
            self.answers,
            question=question,
            problem=self.problem,
            moved_on=self.moved_on,
            suspended=left,
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

    async def performed(self, step: Call) -> Any:
        if isinstance(step.request, Lookup):
            self.stands = self.stands and isinstance(step.request, Standing)
            return await self.perform(step.request)
        self.stands = False
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

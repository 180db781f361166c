"""A dialogue that was left suspended goes on as its replay would, and only where it may."""

from __future__ import annotations

import pytest

from conversations.dialogue import Farewell, Given, Pressed, Typed, ask, do, forget, look, say
from conversations.exchange import Conversation, Left, Opened, Setting, exchange
from conversations.flow import Start
from conversations.flows import FLOWS
from conversations.questions import Choice, FreeText, Option
from conversations.replay import Suspended, Turn, play
from conversations.text import t
from domain.requests import Command, Done, DoneOutcome, Lookup, Standing
from locales.render import speak


class Stands(Standing, frozen=True):
    """Something that anyone may know."""


class Fresh(Lookup, frozen=True):
    """Something that has to be read each time."""


class Act(Command, frozen=True):
    """Something that is done."""

    result = Done


def said(words):
    return speak(words, "en")


class System:
    """Performs, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    async def perform(self, request):
        self.asked.append(request)
        return Done(DoneOutcome.DONE) if isinstance(request, Command) else len(self.asked)


WHO = Choice("who", t("Who?"), [Option("me", "me", t("Me")), Option("us", "us", t("Us"))])
SURE = Choice("sure", t("Sure?"), [Option(True, "y", t("Yes")), Option(False, "n", t("No"))])


async def dialogue() -> Farewell:
    who = await ask(WHO)
    await look(Stands())
    await say(t("Found."))
    name = await ask(FreeText("name", t("Name?")))
    if not await ask(SURE):
        await forget("name", "sure")
    return Farewell(t("Goodbye {name}, {who}", name=name.words, who=who))


def told(turn: Turn) -> object:
    """Give all that comes of a turn, as its reader gets it."""
    return (
        [said(each.words) for each in turn.said],
        turn.question.key if turn.question else None,
        turn.answers,
        said(turn.problem.words) if turn.problem else None,
        said(turn.farewell.words) if turn.farewell and turn.farewell.words else None,
        turn.moved_on,
    )


COURSES: list[list[Given]] = [
    [Pressed("me"), Typed("Amina"), Pressed("y")],
    [Typed("what?"), Typed("2"), Typed(""), Typed("Amina"), Typed("maybe"), Pressed("y")],
    [Pressed("us"), Typed("Amina"), Pressed("n"), Typed("Binta"), Pressed("y")],
]


@pytest.mark.parametrize("course", COURSES, ids=["straight", "misunderstood", "changed"])
async def test_what_goes_on_is_what_a_replay_would_be(course):
    system, other = System(), System()
    replayed = await play(dialogue, {}, None, system.perform, said)
    went_on = await play(dialogue, {}, None, other.perform, said)
    for given in course:
        asked = replayed.question.key if replayed.question else ""
        replayed = await play(dialogue, replayed.answers, given, system.perform, said, asked)
        before = went_on.suspended
        assert before is not None
        went_on = await play(
            dialogue, went_on.answers, given, other.perform, said, asked, suspended=before
        )
        assert told(went_on) == told(replayed)
    assert replayed.farewell is not None
    assert len(other.asked) < len(system.asked)


async def left(of, *given: Given, system: System) -> tuple[Turn, Suspended | None]:
    turn = await play(of, {}, None, system.perform, said)
    for each in given:
        turn = await play(of, turn.answers, each, system.perform, said, suspended=turn.suspended)
    return turn, turn.suspended


async def test_other_answers_than_those_that_led_there_are_replayed():
    system = System()
    _, suspended = await left(dialogue, Pressed("me"), system=system)
    turn = await play(
        dialogue, {"who": "us"}, Typed("Amina"), system.perform, said, suspended=suspended
    )
    assert turn.answers == {"who": "us", "name": {"words": "Amina"}}
    assert len(system.asked) == 2
    assert suspended is not None
    suspended.coroutine.close()


@pytest.mark.parametrize("step", [look(Fresh()), do(Act(), "act")], ids=["read", "done"])
async def test_what_has_to_be_read_anew_or_was_done_leaves_nothing_suspended(step):
    async def reads() -> Farewell:
        await ask(WHO)
        await step
        await ask(SURE)
        return Farewell()

    turn, suspended = await left(reads, Pressed("me"), system=System())
    assert turn.question is not None
    assert turn.question.key == "sure"
    assert suspended is None


async def test_the_quick_exit_leaves_nothing_open():
    system = System()
    _, suspended = await left(dialogue, Pressed("me"), system=system)
    assert suspended is not None
    before = Conversation("en", (Opened("shelter", answers=suspended.answers),), met=True)
    waiting = Left("shelter", Start(), suspended)
    setting = Setting(FLOWS, system.perform, lambda _: said, ("en",), left=waiting)
    after = await exchange(before, Typed("/exit"), setting)
    assert after.left is None
    suspended.coroutine.close()

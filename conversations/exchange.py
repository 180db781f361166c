"""The exchange: one message in, the messages out and the conversation as it is afterwards.

It decides which dialogue hears a message: urgent words first of all, then the words that work
everywhere, then a button's dialogue, then the open question. A dialogue that is interrupted
stays where it was, beneath the new one, and is taken up again when that one ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from conversations.always import BACK, CANCEL, COMMANDS, Always, command_in, spoken_command
from conversations.correspondence_words import REPLIES
from conversations.dialogue import (
    HEARD,
    Answers,
    Farewell,
    Given,
    Json,
    Perform,
    Pressed,
    SharedFile,
    SharedPhone,
    SharedPlace,
    Speak,
    Typed,
)
from conversations.flow import Flow, Start
from conversations.intents import intent_of, is_urgent
from conversations.menu import menu_of, works_cases
from conversations.messages import ENTRY, Button, Message
from conversations.persons.welcome import NOTICE
from conversations.questions import folded, not_this, spoken_number
from conversations.replay import Suspended, Turn, play, without_last_answer
from conversations.staff.beds_text import update_in
from conversations.staff.question import for_a_person
from conversations.text import Marked, Verbatim, Words, paragraphs, t
from domain.correspondence import LONGEST_WORDS, Reply
from domain.requests.corresponding import Correspondent, MayWriteTo
from domain.requests.mine import SpeakLanguage
from domain.requests.working import MemberOf, MyWork, Overstepped

MARKED_BACK, MARKED_CANCEL = Marked("↶", BACK), Marked("✖", CANCEL)
DEPTH = 5
ANEW = "anew"
# Begun in free words, these may be told in the same words where help is needed.
NAME_A_PLACE = ("shelter", "find")


class Opened(Struct, frozen=True):
    """A dialogue under way: its name, what it was started with, and the answers so far.

    `asked`: the key of its open question.
    """

    flow: str
    arguments: tuple[str, ...] = ()
    answers: Answers = {}
    asked: str = ""


class Conversation(Struct, frozen=True):
    """All that is kept between two messages; `turn` counts what was asked, for old buttons.

    `offered`: codes of the buttons shown when no question is open; their numbers press them.
    """

    language: str | None = None
    stack: tuple[Opened, ...] = ()
    turn: int = 0
    met: bool = False
    greeted: bool = False
    offered: tuple[str, ...] = ()


class Left(Struct, frozen=True):
    """The dialogue that was played last, as it waits: its name and what it was begun with."""

    flow: str
    start: Start
    suspended: Suspended


class Exchange(Struct, frozen=True):
    """The outcome of one message. `erase_history`: the quick exit was used.

    `dialogue` heard it first, as the answer to the question of the key `step`, without what
    narrows the key; each is empty if there was none. `left`: what the next exchange may go on with.
    """

    conversation: Conversation
    messages: tuple[Message, ...]
    erase_history: bool = False
    dialogue: str = ""
    step: str = ""
    left: Left | None = None


class Setting(Struct, frozen=True):
    """What the exchange needs: the dialogues, who performs, who speaks, what is offered.

    `hint`: the language that the channel tells, if it is offered. `left`: what the exchange before
    left, if what it looked up still stands; without it the same comes out.
    """

    flows: Mapping[str, Flow]
    perform: Perform
    speak_in: Callable[[str], Speak]
    languages: tuple[str, ...]
    hint: str | None = None
    left: Left | None = None


async def exchange(before: Conversation, given: Given, setting: Setting) -> Exchange:
    """Answer one message."""
    return await _Exchange(before, setting).answer(given)


class _Exchange:
    def __init__(self, before: Conversation, setting: Setting) -> None:
        self.now = before
        self.setting = setting
        self.messages: list[Message] = []
        self.erase = False
        self.work: tuple[MemberOf, ...] | None = None
        self.heard_by: Opened | None = None
        self.left = setting.left

    async def answer(self, given: Given) -> Exchange:
        if self.now.language is None and self.setting.hint:
            await self.use_language(self.setting.hint)
        await self.hear(given)
        offered = self.offered()
        if not self.now.met or self.now.offered != offered:
            self.now = replace(self.now, met=True, offered=offered)
        dialogue, asked = (self.heard_by.flow, self.heard_by.asked) if self.heard_by else ("", "")
        step = asked.partition(":")[0]
        left = self.left if self.now.stack else None  # what was stopped is kept nowhere
        return Exchange(self.now, merged(self.messages), self.erase, dialogue, step, left)

    # ------------------------------------------------------------ who hears it

    async def hear(self, given: Given) -> None:
        if isinstance(given, Typed) and is_urgent(given.words):
            await self.hear_urgent(given)
        elif isinstance(given, Typed) and await self.heard_command(given):
            return
        elif isinstance(given, Pressed):
            await self.press(given.code)
        elif isinstance(given, SharedFile):
            await self.hear_file(given)
        elif self.now.stack:
            await self.go_on(given)
        else:
            await self.nothing_open(given)

    async def hear_file(self, given: SharedFile) -> None:
        """Pass a file on to the other side of a case, or ask what it is for; a cry goes along."""
        if not given.passed_on:
            await self.start("file", given.id)
            return
        if self.now.stack and self.setting.flows[self.now.stack[-1].flow].takes_files:
            await self.go_on(given)
        else:
            kept = {"file": given.id, "words": given.words}
            await self.start("write", answers={"message": kept})
        if is_urgent(given.words) and not await self.my_work():
            self.leave_question()
            await self.start("emergency")

    async def hear_urgent(self, given: Typed) -> None:
        """Help at once; words for somebody who waits for them are passed on all the same."""
        if self.now.stack and self.setting.flows[self.now.stack[-1].flow].passes_on:
            await self.go_on(given)
            if await self.my_work():
                return
            self.leave_question()
        elif not self.now.stack and not given.forwarded:
            await self.keep_for_holder(given.words)
        await self.start("emergency")

    def leave_question(self) -> None:
        """Take back a question that was asked just now: it is asked after the help."""
        if self.now.stack and self.messages:
            self.messages.pop()

    async def heard_command(self, given: Typed) -> bool:
        """Follow a command or a word that works everywhere."""
        if given.forwarded:
            return False
        found = command_in(given.words)
        argument = ""
        if found is not None:
            name, argument = found
        else:
            spoken = spoken_command(given.words, self.speak)
            if spoken is None:
                if given.words.startswith("/") and len(given.words) > 1:
                    await self.unknown_command()
                    return True
                return False
            name = spoken
        command = COMMANDS[name]
        if command.always is not None:
            await self.do_always(command.always)
        else:
            await self.start(command.flow, *((argument,) if argument else ()))
        return True

    async def press(self, code: str) -> None:
        """Follow a button: one that starts a dialogue, or one of the present question."""
        if code.startswith(ENTRY):
            name, *arguments = code[len(ENTRY) :].split("/")
            if name in self.setting.flows:
                await self.start(name, *arguments)
                return
        turn, _, answer = code.partition(".")
        if turn != str(self.now.turn) or not self.now.stack:
            await self.stale()
        elif answer in (Always.BACK, Always.CANCEL):
            await self.do_always(Always(answer))
        else:
            await self.go_on(Pressed(answer))

    async def nothing_open(self, given: Given) -> None:
        """Find out what is wanted when no question is open."""
        if isinstance(given, SharedPlace):
            await self.start("find", answers={"where": _point(given)})
        elif isinstance(given, Typed) and not given.forwarded:
            await self.free_words(given.words)
        elif isinstance(given, SharedPhone):
            # Translators: the person sent a phone number that nobody asked for
            await self.fallback(t("Thank you. I did not keep this number, as nobody asked for it."))
        else:
            await self.fallback(not_this(given))

    async def free_words(self, words: str) -> None:
        number = spoken_number(words)
        if number is not None and 1 <= number <= len(self.now.offered):
            await self.press(self.now.offered[number - 1])
            return
        work = await self.my_work()
        intent = intent_of(words)
        if not work and await self.is_for_holder(words, intent):
            return
        changed = update_in(words) if work else None
        if changed is not None:
            await self.start(*changed)
        elif work and "look_up" in self.setting.flows and not (intent and for_a_person(words)):
            await self.start("look_up", words)
        elif intent is not None:
            await self.start(intent, answers={HEARD: words} if intent in NAME_A_PLACE else None)
        elif not self.now.met:
            await self.start("welcome")
        else:
            # Translators: answer to words that the bot cannot make sense of
            await self.fallback(t("I did not understand that. This is what I can do:"))

    async def is_for_holder(self, words: str, intent: str | None) -> bool:
        """Ask whether words are for whoever holds the person's request, where that may be.

        They may be where the last word is that of a caseworker, or where they mean nothing else.
        """
        mine = await self.may_write_to()
        for each in mine:
            said = reply_in(words, each.replies, self.speak) if len(mine) == 1 else None
            if said is not None:
                await self.start("reply", each.reference, str(each.question), said.value)
                return True
        likely = any(each.asked for each in mine) or (bool(mine) and intent is None)
        if likely and len(words) <= LONGEST_WORDS:
            await self.start("heard", answers={"message": {"words": words}})
        return likely and len(words) <= LONGEST_WORDS

    async def keep_for_holder(self, words: str) -> None:
        """Let it be asked after the help for an emergency whether a cry is to be passed on."""
        if await self.may_write_to() and not await self.my_work():
            self.push(Opened("heard", answers={"message": {"words": words}}))

    async def may_write_to(self) -> tuple[Correspondent, ...]:
        """List who holds the person's open requests."""
        if "heard" not in self.setting.flows:
            return ()
        mine: tuple[Correspondent, ...] = await self.setting.perform(MayWriteTo())
        return mine

    # ------------------------------------------------------------ what works everywhere

    async def do_always(self, what: Always) -> None:
        if what is Always.BACK:
            await self.back()
        elif what is Always.CANCEL:
            await self.cancel()
        else:
            for opened in self.now.stack:
                await self.give_up(opened)
            self.now = replace(self.now, stack=(), turn=self.now.turn + 1)
            self.erase = True
            # Translators: neutral last words of the quick exit; must not tell what this is about
            self.messages = [Message(t("Goodbye."))]

    async def back(self) -> None:
        if not self.now.stack:
            # Translators: "back" where there is nothing to go back to
            await self.fallback(t("There is nothing to go back to."))
            return
        top = self.now.stack[-1]
        earlier = without_last_answer(top.answers)
        if earlier is None:
            # Translators: "back" at the first question of a dialogue
            self.say(t("This is the first question."))
        else:
            self.replace_top(replace(top, answers=earlier))
        await self.continue_top(None)

    async def cancel(self) -> None:
        if not self.now.stack:
            # Translators: "cancel" where nothing is under way
            await self.fallback(t("Nothing is under way."))
            return
        before = self.now.stack[-1].answers
        await self.give_up(self.now.stack[-1])
        self.pop()
        if any(key.startswith("done:") for key in before):
            # Translators: the person stopped writing; what was passed on before stays so
            self.say(t("Stopped."))
        elif not self.now.stack:
            # Translators: the person stopped before anything was sent
            self.say(t("Stopped. Nothing was sent, and I deleted what you told me for this."))
        await self.resume_or_menu()

    async def give_up(self, opened: Opened) -> None:
        """Do what is to be done when a dialogue is stopped by the person."""
        stopped = self.setting.flows[opened.flow].stopped
        if stopped is not None:
            await self.setting.perform(stopped(Start(opened.arguments)))

    async def stale(self) -> None:
        """Answer an old button with the present question, never with a wrong step."""
        # Translators: the person pressed a button of an earlier question
        self.say(t("This button is from an earlier question."))
        if self.now.stack:
            await self.continue_top(None)
        else:
            await self.show_menu()

    async def unknown_command(self) -> None:
        # Translators: the person wrote a command that does not exist
        self.say(t("I do not know this command."))
        await (self.continue_top(None) if self.now.stack else self.show_menu())

    async def fallback(self, words: Words | None) -> None:
        if words is not None:
            self.say(words)
        if not self.now.met:
            await self.start("welcome")
        elif self.now.stack:
            await self.continue_top(None)
        else:
            await self.show_menu()

    # ------------------------------------------------------------ starting and going on

    async def start(self, name: str, *arguments: str, answers: Answers | None = None) -> None:
        """Begin a dialogue, or take it up again if it is under way with the same arguments."""
        flow = self.setting.flows[name]
        if self.now.language is None and not flow.before_language:
            await self.start("language", name, *arguments)
            return
        if not await self.is_for_them(flow):
            await self.setting.perform(Overstepped(name))
            # Translators: somebody used a command that only staff may use
            self.say(t("This is only for the staff of organisations."))
            await self.resume_or_menu()
            return
        if flow.kept and not self.now.greeted:
            self.say(NOTICE)
        if flow.kept or name == "welcome":
            self.now = replace(self.now, greeted=True)
        kept = self.kept_answers(flow, arguments)
        self.now = replace(self.now, stack=self.beneath(flow))
        given = answers or {}
        # What is given now holds, and is not what "back" takes away.
        self.push(Opened(name, arguments, {**given, **kept, **given}))
        await self.continue_top(None)

    async def is_for_them(self, flow: Flow) -> bool:
        """Say whether somebody may enter a dialogue at all; casework checks what it does."""
        if flow.for_caseworkers:
            return works_cases(await self.my_work())
        return not flow.for_staff or bool(await self.my_work())

    def beneath(self, flow: Flow) -> tuple[Opened, ...]:
        """Say which dialogues stay under the new one."""
        others = (opened for opened in self.now.stack if opened.flow != flow.name)
        if flow.aside:
            return tuple(others)[-DEPTH:]
        return tuple(o for o in others if o.answers and self.setting.flows[o.flow].kept)[-DEPTH:]

    def kept_answers(self, flow: Flow, arguments: tuple[str, ...]) -> Answers:
        """Take over the answers of the same unfinished dialogue; not those the arguments give."""
        if not flow.kept or ANEW in arguments:
            return {}
        for opened in self.now.stack:
            if opened.flow == flow.name:
                dropped = flow.given_by_arguments if arguments else frozenset()
                return {k: v for k, v in opened.answers.items() if k not in dropped}
        return {}

    async def go_on(self, given: Given) -> None:
        """Give an answer to the open question."""
        await self.continue_top(given)

    async def continue_top(self, given: Given | None) -> None:
        top = self.now.stack[-1]
        self.heard_by = self.heard_by or top
        turn = await self.play(top, given)
        if turn.farewell is not None:
            self.now = replace(self.now, turn=self.now.turn + 1)
            self.messages += turn.said
            await self.ended(turn.farewell)
            return
        key = turn.question.key if turn.question else ""
        answered = Opened(top.flow, top.arguments, turn.answers, key)
        stack = (*self.now.stack[:-1], answered)
        self.now = replace(self.now, stack=stack, turn=self.now.turn + 1)
        self.ask(turn)

    async def play(self, top: Opened, given: Given | None) -> Turn:
        flow = self.setting.flows[top.flow]
        unfinished = any(opened.answers for opened in self.now.stack[:-1])
        language = self.now.language or "en"
        start = Start(top.arguments, language, self.setting.languages, unfinished)
        left, self.left = self.left, None
        is_same = left is not None and (left.flow, left.start) == (top.flow, start)
        turn = await play(
            lambda: flow.begin(start),
            top.answers,
            given,
            self.setting.perform,
            self.speak,
            top.asked,
            left.suspended if left and is_same else None,
        )
        if turn.suspended is not None:
            self.left = Left(top.flow, start, turn.suspended)
        return turn

    def ask(self, turn: Turn) -> None:
        """Say what there is to say, then the open question with its buttons."""
        self.messages += turn.said
        if turn.moved_on:
            # Translators: the person's answer came too late: a fact has changed in between
            self.say(
                t("Something has changed in the meantime. Please read this before you answer.")
            )
        if turn.problem is not None:
            self.say(turn.problem.words)
        if turn.question is not None:
            self.messages.append(self.with_ways_out(turn.question.asked(), turn))

    def with_ways_out(self, asked: Message, turn: Turn) -> Message:
        """Number the buttons, so that an old one is known, and add "back" and "cancel"."""
        number = self.now.turn
        rows = tuple(tuple(_numbered(button, number) for button in row) for row in asked.buttons)
        buttons = (*rows, self.ways_out(turn))
        return Message(asked.words, buttons, asked.pin, asked.private, asked.file)

    def ways_out(self, turn: Turn) -> tuple[Button, ...]:
        number = self.now.turn
        cancel = Button(MARKED_CANCEL, f"{number}.{Always.CANCEL}")
        if without_last_answer(turn.answers) is None:
            return (cancel,)
        return (Button(MARKED_BACK, f"{number}.{Always.BACK}"), cancel)

    async def ended(self, farewell: Farewell) -> None:
        self.pop()
        if farewell.last:
            self.now = replace(self.now, stack=())
        if farewell.language is not None:
            await self.use_language(farewell.language)
        if farewell.words is not None:
            self.messages.append(
                Message(
                    farewell.words,
                    farewell.buttons,
                    farewell.pin,
                    farewell.private,
                    farewell.file,
                )
            )
        if farewell.next is not None:
            await self.press(farewell.next)
        elif self.now.stack:
            await self.resume_or_menu()
        elif farewell.menu:
            await self.show_menu()

    async def resume_or_menu(self) -> None:
        if not self.now.stack:
            await self.show_menu()
            return
        # Translators: after an interruption the bot returns to its question
        self.say(t("Let us go on where we were."))
        await self.continue_top(None)

    async def show_menu(self) -> None:
        self.messages.append(menu_of(await self.my_work()))

    # ------------------------------------------------------------ small things

    @property
    def speak(self) -> Speak:
        return self.setting.speak_in(self.now.language or "en")

    def offered(self) -> tuple[str, ...]:
        """Give the codes of the buttons just shown, if no question is open."""
        if self.now.stack:
            return ()
        return tuple(b.code for m in self.messages for row in m.buttons for b in row)

    def say(self, words: Words) -> None:
        self.messages.append(Message(words))

    async def use_language(self, code: str) -> None:
        if code != self.now.language:
            self.now = replace(self.now, language=code)
            await self.setting.perform(SpeakLanguage(code))

    async def my_work(self) -> tuple[MemberOf, ...]:
        if self.work is None:
            self.work = await self.setting.perform(MyWork())
        return self.work

    def push(self, opened: Opened) -> None:
        self.now = replace(self.now, stack=(*self.now.stack, opened))

    def pop(self) -> None:
        self.now = replace(self.now, stack=self.now.stack[:-1])

    def replace_top(self, opened: Opened) -> None:
        self.now = replace(self.now, stack=(*self.now.stack[:-1], opened))


def reply_in(words: str, replies: Sequence[Reply], speak: Speak) -> Reply | None:
    """Read a typed "yes" as the button of that label."""
    said = folded(words)
    labels = {folded(speak(REPLIES[reply].words)): reply for reply in replies}
    return labels.get(said)


def _numbered(button: Button, turn: int) -> Button:
    if button.code.startswith(ENTRY):
        return button
    return Button(button.label, f"{turn}.{button.code}", button.asks)


def _point(given: SharedPlace) -> Json:
    return {"point": [given.point.latitude, given.point.longitude]}


def merged(messages: list[Message]) -> tuple[Message, ...]:
    """Make one message of all that is said together; pins and files come after it, alone."""
    alone = tuple(_alone(m) for m in messages if m.pin or m.file)
    if len(messages) == 1:
        only = messages[0]
        return (Message(only.words, only.buttons, private=only.private), *alone)
    words = paragraphs(*(m.words for m in messages))
    buttons = tuple(row for m in messages for row in m.buttons)
    return (Message(words, buttons, private=any(m.private for m in messages)), *alone)


def _alone(message: Message) -> Message:
    """Give what is sent by itself: a document under its name, or a pin under its title."""
    if message.file is not None:
        return Message(Verbatim(message.file.name), private=True, file=message.file)
    title = message.pin.title if message.pin else ""
    return Message(Verbatim(title), pin=message.pin)

"""Colleagues: a case passed on to one, a colleague's question answered, notes for the team."""

from __future__ import annotations

from conversations.caseworkers.queue import called
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, FreeText, Option
from conversations.text import Marked, Words, beside, t, tn
from domain.requests import Done, DoneOutcome
from domain.requests.team import (
    AddNote,
    AnswerColleague,
    Colleague,
    ColleaguesFor,
    PassedOn,
    PassOn,
)
from domain.requests.working import Called

SHOWN = 12
LONGEST_NOTE = 1000


async def pass_on(reference: str) -> Farewell:
    """Choose a colleague; a supervisor gives the case, a holder asks."""
    able: tuple[Colleague, ...] = await look(ColleaguesFor(reference))
    if not able:
        # Translators: to a caseworker who wants to pass a case on: nobody can take it
        return Farewell(t("I know no colleague who can take this over now."), at_case(reference))
    options = [
        Option(each, str(each.person), colleague_words(each), "🟢" if each.on_duty else "⚪")
        for each in able[:SHOWN]
    ]
    # Translators: question to a caseworker who passes a case on; 🟢 marks colleagues on duty
    chosen: Colleague = await ask(Choice("who", t("Who should look after it? 🟢 on duty"), options))
    passed: PassedOn = await do(PassOn(reference, chosen.person), "pass_on")
    if passed.asked:
        # Translators: to a caseworker: a colleague was asked to take a case
        words = t("I ask your colleague. Until the yes, it stays with you.")
        return Farewell(words, at_case(reference))
    # Translators: to a supervisor: the case has another holder now
    return Farewell(after(passed.outcome, t("Done. Both of you and the person are told.")))


def colleague_words(colleague: Colleague) -> Words:
    """Name a colleague, with how much they have to do."""
    # Translators: how many cases somebody looks after
    load = tn("{count} case", "{count} cases", colleague.holds)
    return beside(called(Called(colleague.name, colleague.number)), load)


def after(outcome: DoneOutcome, words: Words) -> Words:
    """Say what became of it."""
    if outcome is DoneOutcome.DONE:
        return words
    if outcome is DoneOutcome.TOO_LATE:
        # Translators: a question of a colleague was answered before, or the case has moved on
        return t("This is settled already.")
    if outcome is DoneOutcome.NOT_FOUND:
        # Translators: there is no such case, or it is not the reader's to see
        return t("I have no case for you with this reference.")
    # Translators: somebody tried a move that is not theirs
    return t("This is not possible for you now.")


async def colleague(start: Start) -> Farewell:
    """Answer a colleague who asks to take a case over: colleague/REFERENCE/yes."""
    reference, yes = start.argument(0), start.argument(1) == "yes"
    done: Done = await do(AnswerColleague(reference, yes), "answer")
    # Translators: to a caseworker who took a case over from a colleague
    taken = t("It is yours now. Your colleague and the person are told.")
    # Translators: to a caseworker who does not take a case over
    left = t("All right. Your colleague is told.")
    words = after(done.outcome, taken if yes else left)
    mine = yes and done.outcome is DoneOutcome.DONE
    return Farewell(words, at_case(reference) if mine else ())


async def note(start: Start) -> Farewell:
    """Note something on a case for the team: note/REFERENCE."""
    reference = start.argument(0)
    # Translators: question to a caseworker who writes a note on a case
    question = t("What should your team know? The person never sees it. Write only what is needed.")
    said = await ask(FreeText("note", question, longest=LONGEST_NOTE))
    done: Done = await do(AddNote(reference, said.words), "add")
    # Translators: a note on a case was kept
    return Farewell(after(done.outcome, t("Noted.")), at_case(reference))


def at_case(reference: str) -> tuple[tuple[Button, ...], ...]:
    """Lead to the case."""
    # Translators: button of a caseworker: see the case
    return column(Button(Marked("👁", t("Look at it")), entry("case", reference)))

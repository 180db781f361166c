"""Desk moves: what a caseworker can do with a case, from the form to the words afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.web.forms import Form
from conversations.caseworkers.case import MOVES as MOVE_LABELS
from conversations.questions import cleaned
from conversations.text import Text, t
from conversations.vocabulary import DECLINE_REASONS, OUTCOMES
from domain.referrals import MOVES, Action, DeclineReason, Outcome, State
from domain.requests import Command, Done, DoneOutcome
from domain.requests.afterwards import Reopen, SendBack
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    CannotAfterAll,
    CaseView,
    Decline,
    Finish,
    PutBack,
    Take,
)

LONGEST_INSTRUCTIONS = 2000
LONGEST_QUESTION = 1000


class Field(StrEnum):
    """What a form asks beside its button."""

    NOTHING = "nothing"
    INSTRUCTIONS = "instructions"
    QUESTION = "question"
    REASON = "reason"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move as the page shows it. `options`: codes and words of a choice."""

    action: str
    sign: str
    label: Text
    field: Field
    options: tuple[tuple[str, Text], ...] = ()
    longest: int = 0


REASONS = tuple((reason.value, words) for reason, words in DECLINE_REASONS.items())
ENDS = tuple((o.value, words) for o, words in OUTCOMES.items() if o is not Outcome.NO_SHOW)

FIELDS: Mapping[Action, Field] = {
    Action.CLAIM: Field.NOTHING,
    Action.ACCEPT: Field.INSTRUCTIONS,
    Action.ASK: Field.QUESTION,
    Action.DECLINE: Field.REASON,
    Action.PUT_BACK: Field.NOTHING,
    Action.ARRIVED: Field.NOTHING,
    Action.DID_NOT_COME: Field.NOTHING,
    Action.CANNOT_AFTER_ALL: Field.REASON,
    Action.FINISH: Field.OUTCOME,
    Action.SEND_BACK: Field.NOTHING,
    Action.REOPEN: Field.NOTHING,
}
# These ask in several steps, and are made by message.
BY_MESSAGE = frozenset({Action.ROUTE, Action.REDIRECT, Action.REVOKE})
OPTIONS: Mapping[Field, tuple[tuple[str, Text], ...]] = {
    Field.REASON: REASONS,
    Field.OUTCOME: ENDS,
}
LONGEST = {Field.INSTRUCTIONS: LONGEST_INSTRUCTIONS, Field.QUESTION: LONGEST_QUESTION}


def forms_of(view: CaseView) -> list[MoveForm]:
    """Give a form for each move that is open to this reader, and for no other."""
    return [
        MoveForm(
            action.value,
            *MOVE_LABELS[action],
            FIELDS[action],
            OPTIONS.get(FIELDS[action], ()),
            LONGEST.get(FIELDS[action], 0),
        )
        for action in view.may
        if action in FIELDS
    ]


# ---------------------------------------------------------------- from a form to a command


def command_of(action: Action, reference: str, form: Form) -> Command | None:
    """Read a form; None if something is missing or does not fit."""
    return COMMANDS[action](reference, form)


def _accept(reference: str, form: Form) -> Command | None:
    words = _words(form, Field.INSTRUCTIONS)
    return Accept(reference, words, "send_address" in form) if words else None


def _ask(reference: str, form: Form) -> Command | None:
    words = _words(form, Field.QUESTION)
    return AskPerson(reference, words) if words else None


def _decline(reference: str, form: Form) -> Command | None:
    reason = form.get(Field.REASON)
    return Decline(reference, DeclineReason(reason)) if reason in list(DeclineReason) else None


def _cannot(reference: str, form: Form) -> Command | None:
    reason = form.get(Field.REASON)
    return (
        CannotAfterAll(reference, DeclineReason(reason)) if reason in list(DeclineReason) else None
    )


def _finish(reference: str, form: Form) -> Command | None:
    outcome = form.get(Field.OUTCOME)
    return Finish(reference, Outcome(outcome)) if outcome in dict(ENDS) else None


def _words(form: Form, field: Field) -> str:
    """Read words; none if they are longer than allowed."""
    words = cleaned(form.get(field, ""))
    return words if len(words) <= LONGEST[field] else ""


COMMANDS: Mapping[Action, Callable[[str, Form], Command | None]] = {
    Action.CLAIM: lambda reference, _: Take(reference),
    Action.ACCEPT: _accept,
    Action.ASK: _ask,
    Action.DECLINE: _decline,
    Action.PUT_BACK: lambda reference, _: PutBack(reference),
    Action.ARRIVED: lambda reference, _: Arrived(reference),
    Action.DID_NOT_COME: lambda reference, _: Finish(reference, Outcome.NO_SHOW),
    Action.CANNOT_AFTER_ALL: _cannot,
    Action.FINISH: _finish,
    Action.SEND_BACK: lambda reference, _: SendBack(reference),
    Action.REOPEN: lambda reference, _: Reopen(reference),
}

# ---------------------------------------------------------------- what became of it

NOT_FOUND = "not_found"
REFUSED = "refused"
TOO_LATE = "too_late"

# Said after a move, by the name that stands in the address of the page.
SAID: Mapping[str, Text] = {
    # Translators: a caseworker took the case
    Action.CLAIM: t("It is yours. The person is told."),
    # Translators: the case was accepted
    Action.ACCEPT: t("Accepted. The person is told."),
    # Translators: the question was passed on
    Action.ASK: t("Asked. The answer appears here."),
    # Translators: the case was declined
    Action.DECLINE: t("Declined. The person is told, with other places to ask."),
    # Translators: the case is in the queue again
    Action.PUT_BACK: t("It is back in the queue."),
    # Translators: the person came
    Action.ARRIVED: t("Noted: the person arrived."),
    # Translators: the person did not come
    Action.DID_NOT_COME: t("Noted: the person did not come."),
    # Translators: a promise of help was taken back
    Action.CANNOT_AFTER_ALL: t(
        "The person is told. The case is still yours: please look for another way."
    ),
    # Translators: the case is done
    Action.FINISH: t("Finished."),
    # Translators: to a supervisor: a declined case is open again
    Action.SEND_BACK: t("It is open again. Both are told."),
    # Translators: to a caseworker: a finished case is open again
    Action.REOPEN: t("It is open again. The person is told."),
    # Translators: somebody tried a move that is not theirs
    REFUSED: t("This is not possible for you now."),
    # Translators: a colleague was quicker
    TOO_LATE: t("Somebody else was quicker."),
    # Translators: there is no such case, or it is not the reader's to see
    NOT_FOUND: t("I have no case for you with this reference."),
}


def said_after(action: Action, command: Command, done: Done, view: CaseView | None) -> str:
    """Name what to say after a move; a form that was sent twice is said as done."""
    if done.outcome is DoneOutcome.DONE:
        return action.value
    if view is not None and _is_done(action, command, view):
        return action.value
    return done.outcome.value


def _is_done(action: Action, command: Command, view: CaseView) -> bool:
    """Say whether a case is as this very move leaves it."""
    if view.item.state not in _leads_to(action):
        return False
    if isinstance(command, AskPerson):
        return view.question == command.question
    if isinstance(command, Accept):
        return view.instructions == command.instructions
    return view.item.mine or action is Action.PUT_BACK


def _leads_to(action: Action) -> set[State]:
    return {moves[action].to for moves in MOVES.values() if action in moves}

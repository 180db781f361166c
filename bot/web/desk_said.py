"""Desk said: what became of a move, by the name that stands in the address of the next page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.web.desk_moves import Beside
from conversations.text import Text, t
from domain.referrals import MOVES, Action, State
from domain.requests import Command, Done, DoneOutcome
from domain.requests.team import PassedOn
from domain.requests.working import Accept, AskPerson, CaseView, Decline

NOT_FOUND = "not_found"
REFUSED = "refused"
TOO_LATE = "too_late"
CHANGED = "changed"
PROPOSED = "proposed"
PERSON_ASKED = "person_asked"
COLLEAGUE_ASKED = "colleague_asked"
LET_GO = "let_go"
NOT_DONE = (NOT_FOUND, REFUSED, TOO_LATE, CHANGED)

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
    # Translators: to a coordinator: the case has a new team
    Action.ROUTE: t("It is with its new team. The person is told."),
    # Translators: to a caseworker: the person is asked whether the request may go elsewhere
    Action.REDIRECT: t("I ask the person. Until they say yes, it stays with you."),
    # Translators: to a caseworker: the person is asked whether the request may go elsewhere
    Action.OFFER_MOVE: t("I ask the person. Until they say yes, it stays with you."),
    # Translators: to a coordinator: the request has ended
    Action.REVOKE: t("Ended. The person is told, with other places to ask."),
    # Translators: to a supervisor: the case has another holder now
    Action.REASSIGN: t("Done. Both of you and the person are told."),
    # Translators: to a caseworker who took a case over from a colleague
    Beside.TAKE_OVER: t("It is yours now. Your colleague and the person are told."),
    # Translators: to a caseworker who does not take a case over
    Beside.LEAVE: t("All right. Your colleague is told."),
    # Translators: the case was declined
    Beside.AGREE_TO_NO: t("Declined. The person is told, with other places to ask."),
    # Translators: to a caseworker who did not agree that a request is declined
    Beside.GIVE_BACK: t("It is with your colleague again, with your words."),
    # Translators: to a caseworker: two cases were merged
    Beside.MERGE: t("Merged. The person is told."),
    # Translators: a note on a case was kept
    Beside.NOTE: t("Noted."),
    # Translators: to a caseworker who wants to decline: somebody of the team has to agree first
    PROPOSED: t("A colleague looks at it first. Until then it stays with you, and nobody is told."),
    # Translators: to a coordinator: the person has to agree first
    PERSON_ASKED: t("I ask the person first. You hear what they say."),
    # Translators: to a caseworker: a colleague was asked to take a case
    COLLEAGUE_ASKED: t("I ask your colleague. Until the yes, it stays with you."),
    # Translators: a promise of help was taken back, by one whose agreement has ended
    LET_GO: t("The person is told. Others look after the case now."),
    # Translators: somebody tried a move that is not theirs
    REFUSED: t("This is not possible for you now."),
    # Translators: a colleague was quicker
    TOO_LATE: t("Somebody else was quicker."),
    # Translators: the case was changed while a caseworker was writing; their words are still there
    CHANGED: t("This case has changed meanwhile, so nothing was done. Please look at it again."),
    # Translators: there is no such case, or it is not the reader's to see
    NOT_FOUND: t("I have no case for you with this reference."),
}
NO = (Action.DECLINE, Beside.MERGE)


def said_after(name: str, command: Command, done: Done | PassedOn, view: CaseView | None) -> str:
    """Name what to say after a move; a form that was sent twice is said as done."""
    if done.outcome is DoneOutcome.DONE:
        return said_of(name, done)
    if view is not None and view.proposed is not None and isinstance(command, Decline):
        proposed = view.proposed.mine and view.proposed.reason is command.reason
        return PROPOSED if proposed else done.outcome.value
    if view is not None and is_done(name, command, view):
        return name
    return done.outcome.value


def said_of(name: str, done: Done | PassedOn) -> str:
    """Name what to say after a move that was done: perhaps somebody is asked first."""
    if isinstance(done, PassedOn):
        return COLLEAGUE_ASKED if done.asked else name
    if name in NO and done.state is not State.DECLINED:
        return PROPOSED
    if name == Action.CANNOT_AFTER_ALL and done.state is not State.CLAIMED:
        return LET_GO
    waits = name == Action.ROUTE and done.state is State.AWAITING_CONSENT
    return PERSON_ASKED if waits else name


def is_done(name: str, command: Command, view: CaseView) -> bool:
    """Say whether a case is as this very move leaves it."""
    if name not in list(Action) or view.item.state not in leads_to(Action(name)):
        return False
    if isinstance(command, AskPerson):
        return view.question == command.question
    if isinstance(command, Accept):
        return view.instructions == command.instructions
    if name == Action.REASSIGN:
        return False
    return view.item.mine or name == Action.PUT_BACK


def leads_to(action: Action) -> set[State]:
    """Name the states to which a move leads."""
    return {moves[action].to for moves in MOVES.values() if action in moves}

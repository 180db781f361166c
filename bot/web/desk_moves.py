"""Desk moves: what a caseworker can do with a case, from the form to the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.web.desk_choices import Option
from bot.web.desk_fields import LONGEST, Field, words_in
from bot.web.forms import Form
from conversations.caseworkers.case import MOVES as MOVE_LABELS
from conversations.text import Text, Verbatim, t
from conversations.vocabulary import DECLINE_REASONS, OUTCOMES
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import Action, DeclineReason, Outcome
from domain.requests import Command
from domain.requests.afterwards import Merge, Reopen, SendBack
from domain.requests.coordinating import OfferMove, RedirectCase, RevokeCase, RouteCase
from domain.requests.team import AddNote, AnswerColleague, PassOn, ReviewDecline
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
from domain.services import ServiceId


class Beside(StrEnum):
    """What can be done with a case beside its moves."""

    TAKE_OVER = "take_over"
    LEAVE = "leave"
    AGREE_TO_NO = "agree_to_no"
    GIVE_BACK = "give_back"
    MERGE = "merge"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move as the page shows it. `options`: codes and words of a choice; `carries`: unseen."""

    action: str
    sign: str
    label: Text
    field: Field
    options: tuple[Option, ...] = ()
    longest: int = 0
    carries: tuple[tuple[str, str], ...] = ()


REASONS = tuple((reason.value, words) for reason, words in DECLINE_REASONS.items())
ENDS = tuple((o.value, words) for o, words in OUTCOMES.items() if o is not Outcome.NO_SHOW)

FIELDS: Mapping[str, Field] = {
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
    Action.ROUTE: Field.TEAM,
    Action.REDIRECT: Field.PLACE,
    Action.OFFER_MOVE: Field.NOTHING,
    Action.REVOKE: Field.WHY,
    Action.REASSIGN: Field.COLLEAGUE,
    Beside.TAKE_OVER: Field.NOTHING,
    Beside.LEAVE: Field.NOTHING,
    Beside.AGREE_TO_NO: Field.NOTHING,
    Beside.GIVE_BACK: Field.WORD,
    Beside.MERGE: Field.OTHER,
    Beside.NOTE: Field.NOTE,
}
LABELS: Mapping[str, tuple[str, Text]] = {
    **{action.value: label for action, label in MOVE_LABELS.items()},
    # Translators: button of a caseworker: take the case of a colleague who asks
    Beside.TAKE_OVER: ("✅", t("Yes, I take it over")),
    # Translators: button of a caseworker: do not take the case of a colleague who asks
    Beside.LEAVE: ("✖", t("No, I cannot")),
    # Translators: button of a caseworker: agree to a colleague who wants to decline
    Beside.AGREE_TO_NO: ("⛔", t("Agree to the no")),
    # Translators: button of a caseworker: a colleague should not decline
    Beside.GIVE_BACK: ("↩️", t("Give it back")),
    # Translators: button of a caseworker: this case is the same as another one
    Beside.MERGE: ("🔗", t("It is the same as another one")),
    # Translators: button of a caseworker: write a note on the case that only the team reads
    Beside.NOTE: ("🗒️", t("Add a note")),
}
OPTIONS: Mapping[Field, tuple[Option, ...]] = {
    Field.REASON: REASONS,
    Field.OUTCOME: ENDS,
}


def forms_of(view: CaseView) -> list[MoveForm]:
    """Give a form for each move that is open to this reader, and for no other; notes come last."""
    forms = [form_of(action, OPTIONS.get(FIELDS[action], ())) for action in view.may]
    if view.proposed is not None and view.proposed.may_review:
        seen = ((Field.REASON.value, view.proposed.reason.value),)
        review = (Beside.AGREE_TO_NO, Beside.GIVE_BACK)
        forms = [*(form_of(each, carries=seen) for each in review), *forms]
    if view.asked_by is not None:
        forms = [form_of(Beside.TAKE_OVER), form_of(Beside.LEAVE), *forms]
    if others := (*view.similar, *view.perhaps):
        forms.append(form_of(Beside.MERGE, tuple((each, Verbatim(each)) for each in others)))
    return [*forms, form_of(Beside.NOTE)]


def form_of(
    name: str, options: tuple[Option, ...] = (), carries: tuple[tuple[str, str], ...] = ()
) -> MoveForm:
    """Give the form of one move."""
    field = FIELDS[name]
    return MoveForm(str(name), *LABELS[name], field, options, LONGEST.get(field, 0), carries)


# ---------------------------------------------------------------- from a form to a command


def command_of(name: str, reference: str, form: Form) -> Command | None:
    """Read a form; None if something is missing or does not fit."""
    return COMMANDS[name](reference, form)


def _accept(reference: str, form: Form) -> Command | None:
    words = words_in(form, Field.INSTRUCTIONS)
    return Accept(reference, words, "send_address" in form) if words else None


def _ask(reference: str, form: Form) -> Command | None:
    words = words_in(form, Field.QUESTION)
    return AskPerson(reference, words) if words else None


def _reason(form: Form) -> DeclineReason | None:
    reason = form.get(Field.REASON)
    return DeclineReason(reason) if reason in list(DeclineReason) else None


def _decline(reference: str, form: Form) -> Command | None:
    return Decline(reference, reason) if (reason := _reason(form)) else None


def _cannot(reference: str, form: Form) -> Command | None:
    return CannotAfterAll(reference, reason) if (reason := _reason(form)) else None


def _finish(reference: str, form: Form) -> Command | None:
    outcome = form.get(Field.OUTCOME)
    return Finish(reference, Outcome(outcome)) if outcome in dict(ENDS) else None


def _route(reference: str, form: Form) -> Command | None:
    return RouteCase(reference, TeamId(team)) if (team := form.get(Field.TEAM)) else None


def _redirect(reference: str, form: Form) -> Command | None:
    return RedirectCase(reference, ServiceId(place)) if (place := form.get(Field.PLACE)) else None


def _revoke(reference: str, form: Form) -> Command | None:
    return RevokeCase(reference, words) if (words := words_in(form, Field.WHY)) else None


def _pass_on(reference: str, form: Form) -> Command | None:
    return PassOn(reference, PersonId(to)) if (to := form.get(Field.COLLEAGUE)) else None


def _agree(reference: str, form: Form) -> Command | None:
    return ReviewDecline(reference, reason, yes=True) if (reason := _reason(form)) else None


def _give_back(reference: str, form: Form) -> Command | None:
    reason, words = _reason(form), words_in(form, Field.WORD)
    return ReviewDecline(reference, reason, yes=False, words=words) if reason and words else None


def _merge(reference: str, form: Form) -> Command | None:
    return Merge(reference, other) if (other := form.get(Field.OTHER)) else None


def _note(reference: str, form: Form) -> Command | None:
    return AddNote(reference, words) if (words := words_in(form, Field.NOTE)) else None


COMMANDS: Mapping[str, Callable[[str, Form], Command | None]] = {
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
    Action.ROUTE: _route,
    Action.REDIRECT: _redirect,
    Action.OFFER_MOVE: lambda reference, _: OfferMove(reference),
    Action.REVOKE: _revoke,
    Action.REASSIGN: _pass_on,
    Beside.TAKE_OVER: lambda reference, _: AnswerColleague(reference, yes=True),
    Beside.LEAVE: lambda reference, _: AnswerColleague(reference, yes=False),
    Beside.AGREE_TO_NO: _agree,
    Beside.GIVE_BACK: _give_back,
    Beside.MERGE: _merge,
    Beside.NOTE: _note,
}

"""One case: what its reader may see, and the moves that are open to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from conversations.caseworkers.colleagues import pass_on
from conversations.caseworkers.coordinate import offer_move, redirect, revoke, route_case
from conversations.caseworkers.queue import called, facts, held_by, overdue
from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.recipients import reason_words
from conversations.questions import Choice, FreeText, Option
from conversations.text import (
    Amount,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
    lines,
    paragraphs,
    t,
    tn,
)
from conversations.vocabulary import (
    ACTIONS_DONE,
    AGES,
    DECLINE_REASONS,
    OUTCOMES,
    STATES,
    URGENCY_SIGNS,
)
from domain.capacity import PlacesLeft
from domain.references import read_reference
from domain.referrals import Action, By, Contact, DeclineReason, Outcome, Reach, State
from domain.requests import Command, Done, DoneOutcome
from domain.requests.afterwards import Reopen, SendBack
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    Called,
    CannotAfterAll,
    CaseOf,
    CaseView,
    Decline,
    Event,
    Finish,
    Note,
    Proposed,
    PutBack,
    Take,
)

MOVES: dict[Action, tuple[str, Text]] = {
    # Translators: button of a caseworker: take a case from the queue
    Action.CLAIM: ("✋", t("Take it")),
    # Translators: button of a caseworker: promise help
    Action.ACCEPT: ("✅", t("Accept")),
    # Translators: button of a caseworker: ask the person something
    Action.ASK: ("❓", t("Ask the person")),
    # Translators: button of a caseworker: say no, with a reason
    Action.DECLINE: ("⛔", t("Decline")),
    # Translators: button of a caseworker: give a case back to the team's queue
    Action.PUT_BACK: ("↩️", t("Put back")),
    # Translators: button of a caseworker: the person has come
    Action.ARRIVED: ("🚪", t("The person arrived")),
    # Translators: button of a caseworker: the person has not come
    Action.DID_NOT_COME: ("🚫", t("The person did not come")),
    # Translators: button of a caseworker: the promise cannot be kept
    Action.CANNOT_AFTER_ALL: ("⚠️", t("I cannot after all")),
    # Translators: button of a supervisor: have a no decided again
    Action.SEND_BACK: ("🔁", t("Have it decided again")),
    # Translators: button of a caseworker: open a finished case again
    Action.REOPEN: ("🔓", t("Open it again")),
    # Translators: button of a coordinator: find the team that should have the case
    Action.ROUTE: ("📨", t("Find a team")),
    # Translators: button of a caseworker: the person may be better off at another place
    Action.REDIRECT: ("🔀", t("Propose another place")),
    # Translators: button of a caseworker: another organisation answers for this place by now
    Action.OFFER_MOVE: ("🤝", t("Offer to pass it on")),
    # Translators: button of a coordinator: end a request for good
    Action.REVOKE: ("🛑", t("End it")),
    # Translators: button of a caseworker or supervisor: somebody else should look after the case
    Action.REASSIGN: ("👥", t("Pass to a colleague")),
    # Translators: button of a caseworker: the case is done
    Action.FINISH: ("🏁", t("Finish")),
}


async def case(start: Start) -> Farewell:
    """Show a case with buttons, or do the move that a button names: case/REFERENCE/move."""
    reference = read_reference(start.argument(0)) or start.argument(0)
    if not reference:
        # Translators: question for the reference of a case
        given = await ask(FreeText("reference", t("Which reference?"), longest=20))
        reference = read_reference(given.words) or given.words
    move = start.argument(1)
    if move in list(Action) and Action(move) in STEPS:
        return await STEPS[Action(move)](reference)
    view: CaseView | None = await look(CaseOf(reference))
    return shown(view) if view else not_found()


def not_found() -> Farewell:
    """Say nothing about whether the case exists (fail closed)."""
    # Translators: there is no such case, or it is not the reader's to see
    return Farewell(t("I have no case for you with this reference."), menu=True)


def shown(view: CaseView, first: Words | None = None) -> Farewell:
    """Show the case and the moves that are open."""
    buttons = [
        Button(Marked(*MOVES[action]), entry("case", view.item.reference, action.value))
        for action in view.may
        if action in MOVES
    ]
    buttons += [*asked_buttons(view), *review_buttons(view)]
    buttons += [
        Button(
            # Translators: button of a caseworker: this case is the same as {reference}
            Marked("🔗", t("The same as {reference}", reference=Verbatim(other))),
            entry("merge", view.item.reference, other),
        )
        for other in (*view.similar, *view.perhaps)
    ]
    # Translators: button of a caseworker: see another case that may be the same
    look_at = ((t("Look at {reference}", reference=Verbatim(each)), each) for each in view.perhaps)
    buttons += [Button(Marked("👁", words), entry("case", other)) for words, other in look_at]
    if view.writes:
        # Translators: button of a caseworker: read what the person wrote, and write to them
        talk = Marked("💬", t("Write to the person"))
        buttons.insert(0, Button(talk, entry("talk", view.item.reference)))
    # Translators: button of a caseworker: write a note on the case that only the team reads
    buttons.append(Button(Marked("🗒️", t("Add a note")), entry("note", view.item.reference)))
    return Farewell(paragraphs(first, card(view), *story(view)), column(*buttons))


def asked_buttons(view: CaseView) -> list[Button]:
    """Let a colleague answer who is asked to take the case over."""
    if view.asked_by is None:
        return []
    reference = view.item.reference
    return [
        # Translators: button of a caseworker: take the case of a colleague who asks
        Button(Marked("✅", t("Yes, I take it over")), entry("colleague", reference, "yes")),
        # Translators: button of a caseworker: do not take the case of a colleague who asks
        Button(Marked("✖", t("No, I cannot")), entry("colleague", reference, "no")),
    ]


def review_buttons(view: CaseView) -> list[Button]:
    """Let a colleague answer a proposal to decline."""
    proposed = view.proposed
    if proposed is None or not proposed.may_review:
        return []
    named = (view.item.reference, proposed.reason.value)
    return [
        # Translators: button of a caseworker: agree to a colleague who wants to decline
        Button(Marked("⛔", t("Agree to the no")), entry("review", *named, "yes")),
        # Translators: button of a caseworker: a colleague should not decline
        Button(Marked("↩️", t("Give it back")), entry("review", *named, "no")),
    ]


def card(view: CaseView) -> Words:
    """Tell the case as far as this reader may see it."""
    item = view.item
    return lines(
        Marked(URGENCY_SIGNS[item.urgency], Verbatim(f"{item.reference} – {item.centre}")),
        facts(item.service, item.city, item.country, item.company, item.language, item.urgency),
        AGES[item.age],
        # Translators: where a case stands
        t("Now: {state}", state=STATES[item.state]),
        held_by(item),
        # Translators: when a request was sent
        t("Sent: {when}", when=Moment(item.submitted, item.zone)),
        overdue(item),
        # Translators: the person has blocked the bot
        Marked("⚠️", t("The person cannot be reached by chat any more."))
        if view.unreachable
        else None,
        contact_words(view.contact) if view.contact else None,
        unread(view.unread),
    )


def unread(count: int) -> Words | None:
    """Say how many messages of the person wait to be read."""
    if not count:
        return None
    # Translators: to a caseworker: so many messages of the person have not been read
    return Marked("✉️", tn("{count} new message of the person", "{count} new messages", count))


def contact_words(contact: Contact) -> Words:
    """Say the name and the way to reach the person, to the one who holds the case."""
    return lines(
        Marked("👤", Verbatim(contact.name))
        if contact.name
        # Translators: the person gave no name
        else Marked("👤", t("No name given")),
        Marked("📞", Verbatim(contact.phone))
        if contact.phone and contact.reach is Reach.PHONE
        # Translators: the person wants to be written to in the chat, through the bot
        else Marked("💬", t("They want to be reached in this chat, through me.")),
        None
        if contact.safe_to_write
        # Translators: others may read or hear messages to the person
        else Marked("⚠️", t("Not safe: others may read or hear it. Use neutral words.")),
    )


def story(view: CaseView) -> tuple[Words | None, ...]:
    """Tell question, answer, instructions, reasons and history."""
    return (
        Marked("❓", Verbatim(view.question)) if view.question else None,
        Marked("💬", Verbatim(view.answer)) if view.answer else None,
        Marked("📝", Verbatim(view.instructions)) if view.instructions else None,
        DECLINE_REASONS[view.decline_reason] if view.decline_reason else None,
        OUTCOMES[view.outcome] if view.outcome else None,
        asked_words(view.asked_by) if view.asked_by else None,
        proposed_words(view.proposed) if view.proposed else None,
        lines(*(perhaps_words(other) for other in view.perhaps)) if view.perhaps else None,
        # Translators: above the reasons why a case is in this queue
        lines(t("Why it is with you:"), *(reason_words(reason) for reason in view.why)),
        lines(*(event_row(event, view.item.zone) for event in view.history)),
        lines(*(note_row(note, view.item.zone) for note in view.notes)) if view.notes else None,
    )


def asked_words(holder: Called) -> Words:
    """Tell that the holder asks the reader to take the case over."""
    # Translators: to a caseworker; {name} is a colleague who holds the case
    return Marked("🤝", t("{name} asks you to take it over.", name=called(holder)))


def proposed_words(proposed: Proposed) -> Words:
    """Tell a no that waits for a colleague's look."""
    if proposed.mine:
        # Translators: to a caseworker who wants to decline; the reason follows
        first = t("You want to decline. A colleague looks at it first.")
    else:
        name = called(proposed.by)
        # Translators: {name} is a colleague; the reason follows
        first = t("{name} wants to decline, and somebody else should agree.", name=name)
    return lines(Marked("⏳", first), DECLINE_REASONS[proposed.reason])


def perhaps_words(other: str) -> Words:
    """Hint at a request that seems to be the same."""
    # Translators: to a caseworker: two requests may be of one person, or of two who share a phone
    words = t(
        "{reference} gives the same phone number. It may be the same person, "
        "or somebody who shares the phone.",
        reference=Verbatim(other),
    )
    return Marked("🔗", words)


def event_row(event: Event, zone: str) -> Words:
    """Tell one step of the history."""
    action = ACTIONS_DONE.get(event.action, Verbatim(event.action))
    # Translators: one step in the history of a case, like "24 Nov 08:00: taken"
    return t("{when}: {step}", when=Moment(event.at, zone), step=action)


AUTHORS: dict[By, Text] = {
    # Translators: who wrote a note on a case: the one who looks after it
    By.HOLDER: t("who looks after it"),
    # Translators: who wrote a note on a case
    By.SUPERVISOR: t("supervisor"),
    # Translators: who wrote a note on a case
    By.COORDINATOR: t("coordinator"),
    # Translators: who wrote a note on a case
    By.CASEWORKER: t("caseworker"),
}


def note_row(note: Note, zone: str) -> Words:
    """Tell one note, with the part of its author."""
    return lines(Marked("🗒️", note_head(note, zone)), Verbatim(note.words))


def note_head(note: Note, zone: str) -> Words:
    """Say when and in which part somebody noted something."""
    by = AUTHORS.get(note.by, Verbatim(note.by.value))
    # Translators: above a note on a case: when and by whom, like "24 Nov 08:00, supervisor:"
    return t("{when}, {author}:", when=Moment(note.at, zone), author=by)


# ---------------------------------------------------------------- moves


async def moved(
    command: Command, reference: str, done_words: Words | Callable[[Done], Words]
) -> Farewell:
    """Do a move and show the case as it is then; or say that it was refused or too late."""
    done: Done = await do(command, "move")
    if done.outcome is DoneOutcome.NOT_FOUND:
        return not_found()
    view: CaseView | None = await look(CaseOf(reference))
    if done.outcome is DoneOutcome.REFUSED:
        # Translators: somebody tried a move that is not theirs
        words: Words = t("This is not possible for you now.")
    elif done.outcome is DoneOutcome.TOO_LATE:
        # Translators: a colleague was quicker
        words = t("Somebody else was quicker.")
    else:
        words = done_words(done) if callable(done_words) else done_words
    return shown(view, words) if view else Farewell(words)


async def take(reference: str) -> Farewell:
    """Take the case; exactly one wins."""
    # Translators: a caseworker took the case
    return await moved(
        Take(reference), reference, Marked("✋", t("It is yours. The person is told."))
    )


async def accept(reference: str) -> Farewell:
    """Accept with instructions, and the undisclosed address if there is one."""
    view: CaseView | None = await look(CaseOf(reference))
    if view is None:
        return not_found()
    if not await place_or_anyway(view.places):
        return shown(view)
    send_address = False
    if view.address:
        options = [
            # Translators: button: the secret address goes to the person
            Option(True, "yes", t("Yes, send the address")),
            # Translators: button: the secret address is not sent
            Option(False, "no", t("No, not the address")),
        ]
        # Translators: the address of a place that is not public; only this person gets it
        words = lines(
            t("The address of this place is not public: {address}", address=Verbatim(view.address)),
            t("Shall I send it to this person? They cannot forward it."),
        )
        send_address = await ask(Choice("address", words, options))
    # Translators: question to a caseworker who accepts: what the person should do
    question = t(
        "What should the person do? When, where, what to bring. I pass it on as you write it."
    )
    instructions = await ask(FreeText("instructions", question, longest=2000))
    command = Accept(reference, instructions.words, send_address)
    # Translators: the case was accepted
    return await moved(command, reference, Marked("✅", t("Accepted. The person is told.")))


async def place_or_anyway(left: PlacesLeft | None) -> bool:
    """Ask before accepting more people than there are free places by the count."""
    if left is None or left.enough:
        return True
    options = [
        # Translators: button of a caseworker: accept although the count says that it is full
        Option(True, "yes", t("Accept anyway"), "✅"),
        # Translators: button of a caseworker: do not accept now
        Option(False, "no", t("Not now"), "✖"),
    ]
    return await ask(Choice("anyway", places_words(left), options))


def places_words(left: PlacesLeft) -> Words:
    """Say how many places there are and how many are needed."""
    return lines(
        # Translators: to a caseworker who accepts; {free} is what the count says
        t("Free places by the last count: {free}", free=Amount(left.free)),
        # Translators: to a caseworker who accepts; {count} people come together
        tn(
            "This request is for {count} person.",
            "This request is for {count} people.",
            left.needed,
        ),
    )


async def decline(reference: str) -> Farewell:
    """Decline with a reason; the person hears it with other places to ask."""
    options = [Option(reason, reason.value, words) for reason, words in DECLINE_REASONS.items()]
    # Translators: question to a caseworker: the reason is told to the person
    reason: DeclineReason = await ask(Choice("reason", t("Why? The person is told."), options))
    return await moved(Decline(reference, reason), reference, said_no)


def said_no(done: Done) -> Words:
    """Say that a case is declined, or that a colleague looks at it first."""
    if done.state is State.DECLINED:
        # Translators: the case was declined
        return t("Declined. The person is told, with other places to ask.")
    # Translators: to a caseworker who wants to decline: somebody of the team has to agree first
    return t("A colleague looks at it first. Until then it stays with you, and nobody is told.")


async def ask_person(reference: str) -> Farewell:
    """Ask the person something through the bot."""
    # Translators: question to a caseworker: what they want to ask the person
    question = t("What do you want to ask? Ask only what you need to decide.")
    asked = await ask(FreeText("question", question, longest=1000))
    # Translators: the question was passed on
    words = t("Asked. I tell you when the answer is there.")
    return await moved(AskPerson(reference, asked.words), reference, words)


async def put_back(reference: str) -> Farewell:
    """Give the case back to the queue."""
    # Translators: the case is in the queue again
    return await moved(PutBack(reference), reference, t("It is back in the queue."))


async def arrived(reference: str) -> Farewell:
    """Note that the person came."""
    # Translators: the person came
    return await moved(Arrived(reference), reference, t("Noted: the person arrived."))


async def did_not_come(reference: str) -> Farewell:
    """Note that the person did not come."""
    # Translators: the person did not come
    words = t("Noted: the person did not come.")
    return await moved(Finish(reference, Outcome.NO_SHOW), reference, words)


async def cannot_after_all(reference: str) -> Farewell:
    """Take the promise back, with a reason that the person hears."""
    options = [Option(reason, reason.value, words) for reason, words in DECLINE_REASONS.items()]
    # Translators: question to a caseworker: the reason is told to the person
    reason: DeclineReason = await ask(Choice("reason", t("Why? The person is told."), options))
    return await moved(CannotAfterAll(reference, reason), reference, taken_back)


def taken_back(done: Done) -> Words:
    """Say who has the case whose promise was taken back."""
    if done.state is not State.CLAIMED:
        # Translators: a promise of help was taken back, by one whose agreement has ended
        return t("The person is told. Others look after the case now.")
    # Translators: a promise of help was taken back
    return t("The person is told. The case is still yours: please look for another way.")


async def send_back(reference: str) -> Farewell:
    """Have a declined case decided again."""
    # Translators: to a supervisor: a declined case is open again
    words = t("It is open again. Both are told.")
    return await moved(SendBack(reference), reference, words)


async def reopen(reference: str) -> Farewell:
    """Open a finished case again."""
    # Translators: to a caseworker: a finished case is open again
    return await moved(Reopen(reference), reference, t("It is open again. The person is told."))


async def finish(reference: str) -> Farewell:
    """Finish with an outcome."""
    options: list[Option[Outcome]] = [
        Option(outcome, outcome.value, words)
        for outcome, words in OUTCOMES.items()
        if outcome is not Outcome.NO_SHOW
    ]
    # Translators: question to a caseworker: how the case ended
    outcome: Outcome = await ask(Choice("outcome", t("How did it end?"), options))
    # Translators: the case is done
    return await moved(Finish(reference, outcome), reference, Marked("🏁", t("Finished.")))


STEPS: dict[Action, Callable[[str], Awaitable[Farewell]]] = {
    Action.CLAIM: take,
    Action.ACCEPT: accept,
    Action.DECLINE: decline,
    Action.ASK: ask_person,
    Action.PUT_BACK: put_back,
    Action.ARRIVED: arrived,
    Action.DID_NOT_COME: did_not_come,
    Action.CANNOT_AFTER_ALL: cannot_after_all,
    Action.FINISH: finish,
    Action.SEND_BACK: send_back,
    Action.REOPEN: reopen,
    Action.ROUTE: route_case,
    Action.REDIRECT: redirect,
    Action.OFFER_MOVE: offer_move,
    Action.REVOKE: revoke,
    Action.REASSIGN: pass_on,
}

"""My requests: where each stands, and what the person can do about it."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.summary import ask_contact
from conversations.questions import Choice, Option, WordsOrFile
from conversations.text import Clock, Marked, Moment, Verbatim, Words, lines, paragraphs, t
from conversations.vocabulary import DECLINE_REASONS, SERVICE_SIGNS, SERVICES, STATES
from conversations.ways_on import ways_on
from domain.correspondence import LONGEST_WORDS, Content
from domain.documents import FileId
from domain.people import AgeBand
from domain.referrals import OPEN, Action
from domain.requests import Done, DoneOutcome
from domain.requests.corresponding import Write, Written
from domain.requests.mine import AnswerQuestion, ChangeContact, MyReferral, MyReferrals, Withdraw

SHOWN = 8
ENCLOSED = "📎"
"""In the place of an answer's words: the answer is the file among the messages."""


async def my_requests(start: Start) -> Farewell:
    """List the person's requests with a button for each, or show one."""
    mine: tuple[MyReferral, ...] = await look(MyReferrals())
    if not mine:
        # Translators: the person has not sent a request
        return Farewell(t("You have not sent a request."), menu=True)
    if len(mine) == 1:
        return one_request(mine[0])
    buttons = (
        Button(
            Marked(SERVICE_SIGNS[each.service], Verbatim(each.reference)),
            entry("request", each.reference),
        )
        for each in mine[:SHOWN]
    )
    # Translators: above the list of one's requests
    words = paragraphs(t("Your requests:"), *(short_row(each) for each in mine[:SHOWN]))
    return Farewell(words, column(*buttons))


async def show_request(start: Start) -> Farewell:
    """Show one request."""
    found = await mine_by(start.argument(0))
    return one_request(found) if found else not_yours()


def not_yours() -> Farewell:
    """Say that there is no such request of this person; others' are not told apart from none."""
    # Translators: no request of this person has the reference
    return Farewell(t("You have no request with this reference."), menu=True)


async def mine_by(reference: str) -> MyReferral | None:
    """Find one of the person's own requests."""
    mine: tuple[MyReferral, ...] = await look(MyReferrals())
    return next((each for each in mine if each.reference == reference), None)


def short_row(mine: MyReferral) -> Words:
    """Tell a request in two lines."""
    return lines(
        Marked(SERVICE_SIGNS[mine.service], Verbatim(f"{mine.reference} – {mine.centre}")),
        STATES[mine.state],
    )


def one_request(mine: MyReferral) -> Farewell:
    """Tell where a request stands, with what can be done."""
    buttons = []
    if Action.AGREE in mine.may:
        # Translators: button: say yes or no to another organisation
        yes_or_no = Marked("✍️", t("Say yes or no"))
        buttons.append(Button(yes_or_no, entry("consent", mine.reference)))
    if Action.ANSWER in mine.may and mine.question:
        # Translators: button: answer the question of the caseworker
        answer = Marked("✍️", t("Answer the question"))
        buttons.append(Button(answer, entry("answer", mine.reference)))
    if Action.OBJECT in mine.may:
        # Translators: button: the person does not agree with a no
        buttons.append(Button(Marked("✋", t("I do not agree")), entry("object", mine.reference)))
    if Action.REOPEN in mine.may:
        # Translators: button: tell whether the help came
        asked = Marked("💬", t("Did you get help?"))
        buttons.append(Button(asked, entry("outcome", mine.reference)))
    if mine.feedback:
        # Translators: button: say how one was treated
        said = Marked("💬", t("Say how it was"))
        buttons.append(Button(said, entry("feedback", mine.reference)))
    if mine.state in OPEN:
        # Translators: button: read what the organisation wrote, and write to it
        write = Marked("💬", t("Messages"))
        buttons.append(Button(write, entry("write", mine.reference)))
        # Translators: button: change phone, name or whether it is safe to write
        change = Marked("✏️", t("Change how to reach me"))
        buttons.append(Button(change, entry("contact", mine.reference)))
    if Action.WITHDRAW in mine.may and mine.state in OPEN:
        # Translators: button: cancel a request that was sent
        cancel = Marked("🗑️", t("Cancel this request"))
        buttons.append(Button(cancel, entry("withdraw", mine.reference)))
    # Translators: button: complain about how one was treated
    wrong = Marked("🗣️", t("Something went wrong"))
    buttons.append(Button(wrong, entry("complain", mine.reference)))
    return Farewell(
        lines(
            Marked(SERVICE_SIGNS[mine.service], SERVICES[mine.service]),
            Verbatim(mine.centre),
            # Translators: reference of a request
            t("Reference: {reference}", reference=Verbatim(mine.reference)),
            # Translators: when a request was sent
            t("Sent: {when}", when=Moment(mine.submitted, mine.zone, Clock.DAY_AND_TIME)),
            # Translators: which organisation has the request
            t("With: {organisation}", organisation=Verbatim(mine.owner)),
            # Translators: where a request stands; {state} like "accepted"
            t("Now: {state}", state=STATES[mine.state]),
            answer_expected(mine),
            Marked("❓", Verbatim(mine.question)) if mine.question else None,
            Marked("📝", Verbatim(mine.instructions)) if mine.instructions else None,
            DECLINE_REASONS[mine.decline_reason] if mine.decline_reason else None,
            # Translators: the secret address of the place; must not be passed on
            Marked("🔒", t("Address, only for you: {address}", address=Verbatim(mine.address)))
            if mine.address
            else None,
        ),
        column(*buttons) if mine.state in OPEN else ways_on(*buttons),
        private=bool(mine.address),
    )


def answer_expected(mine: MyReferral) -> Words | None:
    """Say by when an answer should come, or honestly that it is late."""
    if mine.answer_by is None:
        return None
    if mine.late:
        # Translators: to the person: the answer is late
        return Marked("🕰️", t("The answer is late. Those in charge have been told."))
    # Translators: to the person: by when somebody should decide
    return t("An answer should come by {when}", when=Moment(mine.answer_by, mine.zone, Clock.DAY))


async def withdraw(start: Start) -> Farewell:
    """Cancel a request after one question."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    options = [
        # Translators: button: really cancel the request
        Option(True, "yes", t("Yes, cancel it"), "🗑️"),
        # Translators: button: keep the request
        Option(False, "no", t("No, keep it")),
    ]
    reference = Verbatim(mine.reference)
    # Translators: question before a request is cancelled
    question = t("Do you want to cancel the request {reference}?", reference=reference)
    if not await ask(Choice("sure", question, options)):
        # Translators: the request stays
        return Farewell(t("It stays as it is."), menu=True)
    done: Done = await do(Withdraw(mine.reference), "withdraw")
    if done.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: the request was cancelled
    return Farewell(t("Cancelled. The organisation is told."), menu=True)


def too_late() -> Farewell:
    """Say that the request has moved on."""
    # Translators: what the person wanted to do is not possible any more
    return Farewell(t("This is not possible any more. The request has moved on."), menu=True)


async def answer_question(start: Start) -> Farewell:
    """Take the answer to the caseworker's question."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    if not mine.question or Action.ANSWER not in mine.may:
        return too_late()
    words = paragraphs(
        # Translators: before the question that a caseworker asks
        t("{organisation} asks you:", organisation=Verbatim(mine.owner)),
        Verbatim(mine.question),
        # Translators: the person may answer in any language
        t("Write your answer. You can use your own language."),
        # Translators: what can be passed on besides words
        t("In Telegram you can also send a picture, a voice message or a PDF."),
    )
    answer = await ask(WordsOrFile("answer", words, longest=LONGEST_WORDS))
    if answer.file:
        content, file = Content(words=answer.words), FileId(answer.file)
        sent: Written = await do(Write(mine.reference, content, file), "enclose")
        if sent.outcome is not DoneOutcome.DONE:
            return too_late()
    done: Done = await do(AnswerQuestion(mine.reference, answer.words or ENCLOSED), "answer")
    if done.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: the answer went to the caseworker
    return Farewell(t("Thank you. I passed your answer on."), menu=True)


async def change_contact(start: Start) -> Farewell:
    """Ask anew how to be reached."""
    mine = await mine_by(start.argument(0))
    if mine is None:
        return not_yours()
    contact = await ask_contact(AgeBand.ADULT)
    done: Done = await do(ChangeContact(mine.reference, contact), "contact")
    if done.outcome is not DoneOutcome.DONE:
        return too_late()
    # Translators: name, phone or safety of writing was changed
    return Farewell(t("I changed it."), menu=True)

"""Reminders in words: what presses in a case, and what the person hears meanwhile."""

from __future__ import annotations

from conversations.messages import Button, Message, column, entry
from conversations.text import Marked, Text, Verbatim, beside, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES, URGENCY, URGENCY_SIGNS
from conversations.ways_on import ways_on
from domain.notices import Late, NoAnswerYet, Pressing, QuestionOver, Reminder, TimeNotice
from domain.referrals import Action

PRESSING: dict[Pressing, Text] = {
    # Translators: to a team: nobody has taken the request yet, half of the time is over
    Pressing.NOT_TAKEN: t("{reference} still waits for somebody to take it."),
    # Translators: to a caseworker: half of the time to decide is over
    Pressing.DECIDE_SOON: t("{reference} waits for a decision. Half of the time is over."),
    # Translators: to a supervisor: the time to take or decide a request is over
    Pressing.OVERDUE: t("{reference} is overdue. The person has been told so."),
    # Translators: to a coordinator: the time is over, and the team has no supervisor
    Pressing.OVERDUE_UNWATCHED: t("{reference} at {organisation} is overdue."),
    # Translators: to a coordinator: one and a half times the limit is over
    Pressing.NO_ANSWER: t("{reference}: {organisation} has not answered, long after the time."),
    # Translators: to a coordinator: the time that the person was told is over
    Pressing.PROMISE_OVER: t(
        "{reference} at {organisation}: the time is over that the person was told."
    ),
    # Translators: to a caseworker or supervisor: accepted long ago and never finished
    Pressing.NOT_CLOSED: t("{reference} was accepted long ago. How did it end? Please finish it."),
    # Translators: to a caseworker: the person did not answer the question in time
    Pressing.QUESTION_OVER: t("{reference}: the person has not answered. Please go on without it."),
    # Translators: to an administrator: neither team nor coordinator answers
    Pressing.NOBODY_ANSWERS: t(
        "{reference} at {organisation} has no answer, and no coordinator looks after it."
    ),
    # Translators: to a supervisor: help was promised, and the caseworker is away or has left
    Pressing.HOLDER_AWAY: t("{reference}: help is promised, and nobody looks after it now."),
    # Translators: to a coordinator: the same, and the team has no supervisor who could help
    Pressing.HELD_BY_NOBODY: t(
        "{reference} at {organisation}: help is promised, and nobody there looks after it now."
    ),
}
# Those who are told of a case that is not in their own queue cannot open it.
OUTSIDE = frozenset(
    {
        Pressing.OVERDUE_UNWATCHED,
        Pressing.PROMISE_OVER,
        Pressing.NOBODY_ANSWERS,
        Pressing.HELD_BY_NOBODY,
    }
)

LATE: dict[Late, Text] = {
    # Translators: to the person: nobody has looked at the request in the time for that
    Late.NOT_TAKEN: t("{reference}: nobody at {organisation} has read your request yet."),
    # Translators: to the person: the time to decide is over
    Late.NOT_DECIDED: t("{reference}: {organisation} has not decided yet."),
    # Translators: to the person: the time is long over
    Late.BY_HALF: t("{reference}: {organisation} still gives no answer."),
    # Translators: to the person: the time that we told them is over
    Late.PROMISE_OVER: t(
        "{reference}: {organisation} has not answered in the time that I told you."
    ),
}


def of_time(notice: TimeNotice) -> Message:
    """Put into words what comes of a limit."""
    match notice:
        case Reminder():
            return reminder(notice)
        case NoAnswerYet():
            return no_answer_yet(notice)
        case QuestionOver():
            return question_over(notice)


def filled(text: Text, reference: str, organisation: str) -> Text:
    """Give a sentence its reference and organisation."""
    values = (("reference", Verbatim(reference)), ("organisation", Verbatim(organisation)))
    return Text(text.message, values)


def reminder(notice: Reminder) -> Message:
    """Remind of a case, with the buttons that its reader can use."""
    words = filled(PRESSING[notice.what], notice.reference, notice.organisation)
    # Translators: how soon help is needed; {when} like "today"
    when = t("Needed {when}", when=URGENCY[notice.urgency])
    help_wanted = Marked(SERVICE_SIGNS[notice.service], SERVICES[notice.service])
    said = lines(Marked(URGENCY_SIGNS[notice.urgency], words), beside(help_wanted, when))
    if notice.what is Pressing.NO_ANSWER:
        # Translators: button of a coordinator: take a case from a team that does not answer
        back = Button(Marked("↪️", t("Take it back")), entry("take_back", notice.reference))
        return Message(said, column(back))
    if notice.what in OUTSIDE:
        return Message(said)
    # Translators: button of a caseworker: see more of a case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    if notice.what is Pressing.HOLDER_AWAY:
        # Translators: button of a supervisor: give the case to somebody of the team
        give = Button(
            Marked("🤝", t("Choose a colleague")),
            entry("case", notice.reference, Action.REASSIGN.value),
        )
        return Message(said, column(give, look))
    if notice.taken:
        return Message(said, column(look))
    # Translators: button of a caseworker: take a case from the queue
    take = Button(Marked("✋", t("Take it")), entry("case", notice.reference, Action.CLAIM.value))
    return Message(said, ((take, look),))


def no_answer_yet(notice: NoAnswerYet) -> Message:
    """Tell the person how it stands, who has been told, and what they can do: never silence."""
    words = filled(LATE[notice.late], notice.reference, notice.organisation)
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", notice.reference))
    return Message(
        paragraphs(
            lines(
                Marked("🕰️", words),
                # Translators: to the person, when an answer is late
                t("We are sorry. Your request is not lost."),
            ),
            told_as_well(notice),
            # Translators: above other places that the person can ask as well
            t("You can also ask one of these places:") if notice.alternatives else None,
        ),
        ways_on(see, alternatives=notice.alternatives),
    )


def told_as_well(notice: NoAnswerYet) -> Text:
    """Say who has been told that it takes too long."""
    if notice.late in (Late.BY_HALF, Late.PROMISE_OVER) and notice.further:
        # Translators: to the person; {organisation} looks after what nobody answers
        return t(
            "{organisation} has been told and looks for another way.",
            organisation=Verbatim(notice.further),
        )
    # Translators: to the person, when an answer is late
    return t("Those in charge have been told.")


def question_over(notice: QuestionOver) -> Message:
    """Tell the person that the case goes on, and that they can still write."""
    words = paragraphs(
        # Translators: to the person: a question of the caseworker was not answered in time
        t(
            "{reference}: {organisation} goes on without your answer to the question.",
            reference=Verbatim(notice.reference),
            organisation=Verbatim(notice.organisation),
        ),
        # Translators: to the person, no blame
        t("That is all right. They decide with what they know."),
    )
    # Translators: button: see one's request
    see = Button(Marked("📄", t("My request")), entry("request", notice.reference))
    return Message(words, column(see))

"""Notices in words: what reaches people outside a reply, neutral and without personal detail."""

from __future__ import annotations

from typing import assert_never

from conversations.after_notices import of_after
from conversations.caseworkers.queue import facts
from conversations.complaint_notices import of_complaint
from conversations.consent_notices import of_consent
from conversations.correspondence_notices import of_correspondence
from conversations.management_notices import of_management
from conversations.messages import Button, Message, column, entry
from conversations.reminders import of_time
from conversations.staff.entry_notices import entry_notice
from conversations.team_notices import of_team
from conversations.text import (
    Country,
    Marked,
    Text,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
    tn,
)
from conversations.vocabulary import (
    DECLINE_REASONS,
    SERVICE_SIGNS,
    SERVICES,
    URGENCY,
    URGENCY_SIGNS,
)
from conversations.ways_on import ways_on
from domain.management_notices import ManagementNotice
from domain.notices import (
    AfterNotice,
    AnswerForCaseworker,
    CaseWithdrawn,
    ComplaintNotice,
    ConsentNotice,
    CoordinatorAlerted,
    CorrespondenceNotice,
    Declined,
    EntryNotice,
    HelpPromised,
    HoldRanOut,
    NewReferral,
    News,
    NobodyOnDuty,
    NobodyToReceive,
    Notice,
    PersonUnreachable,
    QuestionForPerson,
    ReferralGone,
    ReferralTaken,
    RequestNotice,
    Step,
    StepToPerson,
    TeamNotice,
    TimeNotice,
)
from domain.referrals import Action, Outcome


def said(notice: Notice) -> Message:
    """Put a notice into words."""
    if isinstance(notice, EntryNotice):
        return entry_notice(notice)
    if isinstance(notice, ManagementNotice):
        return of_management(notice)
    if isinstance(notice, AfterNotice):
        return of_after(notice)
    if isinstance(notice, ComplaintNotice):
        return of_complaint(notice)
    if isinstance(notice, CorrespondenceNotice):
        return of_correspondence(notice)
    if isinstance(notice, ConsentNotice):
        return of_consent(notice)
    if isinstance(notice, TeamNotice):
        return of_team(notice)
    return of_time(notice) if isinstance(notice, TimeNotice) else of_request(notice)


def of_request(notice: RequestNotice) -> Message:
    """Put a notice about a request into words."""
    match notice:
        case NewReferral() | CoordinatorAlerted():
            return new_referral(notice)
        case ReferralTaken() | ReferralGone():
            return Message(replaced(notice))
        case NobodyToReceive() | NobodyOnDuty():
            return Message(nobody_there(notice))
        case StepToPerson():
            return step_to_person(notice)
        case News():
            return news()
        case HelpPromised():
            return help_promised(notice)
        case Declined():
            return declined(notice)
        case QuestionForPerson():
            return question(notice)
        case AnswerForCaseworker() | CaseWithdrawn() | PersonUnreachable() | HoldRanOut():
            return to_holder(notice)
        case _:
            assert_never(notice)


def new_referral(notice: NewReferral | CoordinatorAlerted) -> Message:
    """Tell a team of a new request, with a button to take it."""
    # Translators: to a caseworker: a new request waits; {reference} like K7M-2QX4
    first: Words = t("New request {reference}", reference=Verbatim(notice.reference))
    if isinstance(notice, CoordinatorAlerted):
        first = lines(
            # Translators: to a coordinator: no team could be found for this request
            t("Request {reference} could not be routed.", reference=Verbatim(notice.reference)),
            # Translators: to a coordinator
            t("Please take it, or find the right team."),
        )
    # Translators: button of a caseworker: take a case from the queue
    take = Button(Marked("✋", t("Take it")), entry("case", notice.reference, Action.CLAIM.value))
    # Translators: button of a caseworker: see more of a case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    words = lines(
        Marked(URGENCY_SIGNS[notice.urgency], first),
        facts(
            notice.service,
            notice.city,
            notice.country,
            notice.company,
            notice.language,
            notice.urgency,
        ),
    )
    return Message(words, ((take, look),))


def nobody_there(notice: NobodyToReceive | NobodyOnDuty) -> Words:
    """Tell those who stand behind a team where a request finds nobody."""
    if isinstance(notice, NobodyOnDuty):
        return nobody_on_duty(notice)
    return lines(
        # Translators: to an administrator: a request could not be made, as nobody receives it
        Marked("⚠️", t("Somebody asked for help, and nobody can receive the request.")),
        beside(
            Marked(SERVICE_SIGNS[notice.service], SERVICES[notice.service]),
            Verbatim(notice.city) if notice.city else None,
            Country(notice.country),
        ),
        # Translators: to an administrator: what to do about it
        t("Please invite a coordinator for this area."),
    )


def nobody_on_duty(notice: NobodyOnDuty) -> Words:
    """Tell a coordinator where a request waits for somebody to come on duty."""
    # Translators: to a coordinator: a request waits and nobody of the organisation is at work
    words = t(
        "Request {reference} waits at {organisation}, and nobody there is on duty.",
        reference=Verbatim(notice.reference),
        organisation=Verbatim(notice.organisation),
    )
    # Translators: how soon help is needed; {when} like "today"
    when = t("Needed {when}", when=URGENCY[notice.urgency])
    help_wanted = Marked(SERVICE_SIGNS[notice.service], SERVICES[notice.service])
    return lines(Marked(URGENCY_SIGNS[notice.urgency], words), beside(help_wanted, when))


def replaced(notice: ReferralTaken | ReferralGone) -> Words:
    """Say what became of a request that was announced."""
    reference = Verbatim(notice.reference)
    if isinstance(notice, ReferralGone) and notice.moved:
        # Translators: to a caseworker: another team has the request now
        return Marked("↪️", t("Request {reference} is with another team now.", reference=reference))
    if isinstance(notice, ReferralGone):
        # Translators: to a caseworker: the person cancelled before anybody took it
        return Marked("🗑️", t("Request {reference} was cancelled.", reference=reference))
    if notice.by_you:
        # Translators: to the caseworker who took the case
        return Marked("✋", t("You have taken {reference}.", reference=reference))
    # Translators: to the other caseworkers
    return Marked("✔️", t("A colleague has taken {reference}.", reference=reference))


STEPS: dict[Step, Text] = {
    # Translators: to the person: somebody works on the request
    Step.TAKEN: t("{reference}: somebody at {organisation} is reading your request now."),
    # Translators: to the person: a caseworker gave the case back to the team
    Step.PUT_BACK: t("{reference}: your request waits for another colleague at {organisation}."),
    # Translators: to the person, after they arrived
    Step.ARRIVED: t("{reference}: {organisation} has noted that you arrived. Welcome."),
    # Translators: to the person: the case is done
    Step.FINISHED: t("{reference}: {organisation} has finished your request. You can ask again."),
    # Translators: to the person: a promise could not be kept
    Step.CANNOT_AFTER_ALL: t(
        "{reference}: we are sorry. {organisation} cannot keep the promise. "
        "They look for another way."
    ),
    # Translators: to the person: the request was cancelled
    Step.WITHDRAWN: t("{reference}: your request is cancelled."),
    # Translators: to the person: another organisation has the request now
    Step.MOVED: t("{reference}: your request is with {organisation} now."),
    # Translators: to the person: a request that was done is open again
    Step.REOPENED: t("{reference}: {organisation} has opened your request again."),
    # Translators: to the person: a supervisor wants a no to be looked at again
    Step.SENT_BACK: t("{reference}: {organisation} looks at your request once more."),
    # Translators: to the person: another organisation was proposed and did not get the request
    Step.STAYS: t("{reference}: your request stays with {organisation}."),
    # Translators: to the person: somebody else of the same team looks after the request now
    Step.COLLEAGUE: t("{reference}: another colleague at {organisation} looks after you now."),
}


# Translators: to the person: the organisation waited for them; no blame
NO_SHOW = t("{reference}: {organisation} noted that you did not come. You can ask again.")


def step_to_person(notice: StepToPerson) -> Message:
    """Tell a step in a sentence."""
    text = NO_SHOW if notice.outcome is Outcome.NO_SHOW else STEPS[notice.step]
    values = (
        ("reference", Verbatim(notice.reference)),
        ("organisation", Verbatim(notice.organisation)),
    )
    told = Text(text.message, values)
    why = DECLINE_REASONS[notice.reason] if notice.reason else None
    buttons = [my_request(notice.reference)]
    if notice.step is Step.FINISHED:
        # Translators: button: tell whether the help came
        asked = Marked("💬", t("Did you get help?"))
        buttons.insert(0, Button(asked, entry("outcome", notice.reference)))
    return Message(lines(told, why), column(*buttons))


def my_request(reference: str) -> Button:
    """Lead to the request."""
    # Translators: button: see one's request
    return Button(Marked("📄", t("My request")), entry("request", reference))


def news() -> Message:
    """Say that there is something, in words that tell nobody what."""
    # Translators: to a person whose messages others may read; must not tell what it is about
    words = t("There is news for you.")
    # Translators: button under neutral news: read it when nobody looks on
    return Message(words, column(Button(t("Read it when you are alone"), entry("requests"))))


def help_promised(notice: HelpPromised) -> Message:
    """Tell that help is promised, with what to do; an undisclosed address cannot be forwarded."""
    return Message(
        paragraphs(
            Marked(
                "✅",
                # Translators: to the person: the request was accepted
                t(
                    "{reference}: {organisation} says yes.",
                    reference=Verbatim(notice.reference),
                    organisation=Verbatim(notice.organisation),
                ),
            ),
            # Translators: before what the caseworker wrote
            lines(t("They write:"), Verbatim(notice.instructions)) if notice.instructions else None,
            # Translators: the secret address of the place; must not be passed on
            lines(
                Marked(
                    "🔒", t("Address, only for you: {address}", address=Verbatim(notice.address))
                ),
                # Translators: follows the secret address
                t("Please tell nobody. It keeps everybody there safe."),
            )
            if notice.address
            else None,
        ),
        column(my_request(notice.reference)),
        private=bool(notice.address),
    )


def declined(notice: Declined) -> Message:
    """Tell the no with its reason, and where else to ask: never an end in silence."""
    # Translators: button: the person does not agree with a no
    objects = Button(Marked("✋", t("I do not agree")), entry("object", notice.reference))
    return Message(
        paragraphs(
            # Translators: to the person: the request was declined; the reason follows
            t(
                "{reference}: we are sorry, {organisation} cannot help this time.",
                reference=Verbatim(notice.reference),
                organisation=Verbatim(notice.organisation),
            ),
            DECLINE_REASONS[notice.reason],
            # Translators: other places that the person can ask
            t("You can ask one of these places:") if notice.alternatives else None,
        ),
        ways_on(objects, alternatives=notice.alternatives),
    )


def question(notice: QuestionForPerson) -> Message:
    """Pass the caseworker's question on."""
    # Translators: button: answer the question of the caseworker
    answer = Button(Marked("✍️", t("Answer the question")), entry("answer", notice.reference))
    return Message(
        paragraphs(
            # Translators: to the person: a caseworker has a question
            t(
                "{reference}: {organisation} asks you:",
                reference=Verbatim(notice.reference),
                organisation=Verbatim(notice.organisation),
            ),
            Verbatim(notice.question),
        ),
        column(answer),
    )


def to_holder(
    notice: AnswerForCaseworker | CaseWithdrawn | PersonUnreachable | HoldRanOut,
) -> Message:
    """Tell the one who holds the case; the words of the person are in the case only."""
    if isinstance(notice, HoldRanOut):
        return hold_ran_out(notice)
    reference = Verbatim(notice.reference)
    if isinstance(notice, AnswerForCaseworker):
        # Translators: to the caseworker
        words: Words = t("{reference}: the person has answered your question.", reference=reference)
    elif isinstance(notice, PersonUnreachable):
        # Translators: to the caseworker: the person has blocked the bot
        words = t(
            "{reference}: the person cannot be reached by chat any more.", reference=reference
        )
    elif notice.erase:
        # Translators: to the caseworker: the person wants everything deleted
        words = t(
            "{reference}: the person asks to be forgotten. Please delete what you wrote down.",
            reference=reference,
        )
    else:
        # Translators: to the caseworker
        words = t("{reference}: the person has cancelled the request.", reference=reference)
    # Translators: button of a caseworker: see the case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    return Message(words, column(look))


def hold_ran_out(notice: HoldRanOut) -> Message:
    """Tell the holder that a place is not kept any longer, and what to do."""
    words = lines(
        # Translators: to the caseworker: the person was accepted and did not come so far; {count}
        # is a number of hours
        tn(
            "{reference}: the place was kept for {count} hour and counts as free again.",
            "{reference}: the place was kept for {count} hours and counts as free again.",
            notice.hours,
            reference=Verbatim(notice.reference),
        ),
        # Translators: to the caseworker, after a place was not kept any longer
        t("The case is still accepted. Did the person arrive, or not come?"),
    )
    # Translators: button of a caseworker: see the case
    look = Button(Marked("👁", t("Look at it")), entry("case", notice.reference))
    return Message(Marked("⌛", words), column(look))

"""The queue: what waits for a team, without identity, contact or free text."""

from __future__ import annotations

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.persons.summary import people_words
from conversations.text import (
    Country,
    Language,
    Marked,
    Moment,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
)
from conversations.vocabulary import (
    NEEDS,
    SERVICE_SIGNS,
    SERVICES,
    STATES,
    URGENCY,
    URGENCY_SIGNS,
    WHO,
)
from domain.access import MemberRole
from domain.people import Company, Urgency
from domain.requests.working import Called, MemberOf, MyQueue, MyWork, QueueItem
from domain.services import ServiceType

SHOWN = 8


async def queue(start: Start) -> Farewell:
    """List the open referrals of one's teams, most urgent and oldest first, page by page."""
    items: tuple[QueueItem, ...] = await look(MyQueue())
    page = int(start.argument(0)) if start.argument(0).isdecimal() else 0
    shown = items[page * SHOWN : (page + 1) * SHOWN]
    late = await late_button() + await team_button()
    if not items:
        # Translators: no request waits
        return Farewell(t("The queue is empty."), column(*late))
    buttons = [
        Button(
            Marked(URGENCY_SIGNS[item.urgency], Verbatim(item.reference)),
            entry("case", item.reference),
        )
        for item in shown
    ]
    if len(items) > (page + 1) * SHOWN:
        # Translators: button: show the next results
        buttons.append(Button(Marked("⬇️", t("Show more")), entry("queue", str(page + 1))))
    buttons += late
    return Farewell(
        paragraphs(
            # Translators: above the list of requests that wait
            t("{number} open in your queue:", number=len(items)),
            *(row(item) for item in shown),
        ),
        column(*buttons),
    )


async def late_button() -> list[Button]:
    """Lead a coordinator to what other teams of the area do not answer."""
    mine: tuple[MemberOf, ...] = await look(MyWork())
    if not any(each.role is MemberRole.COORDINATOR for each in mine):
        return []
    # Translators: button of a coordinator: requests that other teams have not answered
    return [Button(Marked("🕰️", t("Long overdue elsewhere")), entry("late"))]


async def team_button() -> list[Button]:
    """Lead a supervisor to who is there and who holds how much."""
    mine: tuple[MemberOf, ...] = await look(MyWork())
    if not any(each.role is MemberRole.SUPERVISOR for each in mine):
        return []
    # Translators: button of a supervisor: who is there and who holds how much
    return [Button(Marked("👥", t("My team")), entry("team"))]


def row(item: QueueItem) -> Words:
    """Tell a referral in a few short lines."""
    return lines(
        Marked(URGENCY_SIGNS[item.urgency], Verbatim(item.reference)),
        facts(item.service, item.city, item.country, item.company, item.language, item.urgency),
        # Translators: the reader of the list has taken this request
        t("You have it: {state}", state=STATES[item.state]) if item.mine else STATES[item.state],
        held_by(item),
        # Translators: when a request was sent
        t("Sent: {when}", when=Moment(item.submitted, item.zone)),
        overdue(item),
    )


def held_by(item: QueueItem) -> Words | None:
    """Say which colleague has a request, to whoever may know."""
    if item.holder is None or item.mine:
        return None
    # Translators: to a supervisor: {name} of the team has taken this request
    return Marked("👤", t("{name} has it.", name=called(item.holder)))


def called(member: Called) -> Words:
    """Name a member of a team, by a number where they told no name."""
    if member.name:
        return Verbatim(member.name)
    # Translators: somebody of the team who has told no name, like "Colleague 2"
    return t("Colleague {number}", number=member.number)


def overdue(item: QueueItem) -> Words | None:
    """Flag a request whose time has passed."""
    # Translators: in a list of requests: the time to answer is over
    return Marked("🕰️", t("Overdue")) if item.overdue else None


def facts(
    service: ServiceType,
    city: str,
    country: str,
    company: Company,
    language: str,
    urgency: Urgency,
) -> Words:
    """Say what a caseworker needs to decide, and nothing that names a person."""
    return beside(
        Marked(SERVICE_SIGNS[service], SERVICES[service]),
        Verbatim(city) if city else None,
        Country(country) if country else None,
        WHO[company.who],
        people_words(company),
        *(NEEDS[need] for need in sorted(company.needs)),
        # Translators: how soon help is needed; {when} like "today"
        t("Needed {when}", when=URGENCY[urgency]),
        # Translators: language of the person
        t("speaks {language}", language=Language(language)),
    )

"""The backlog: what waits is offered to whoever comes on duty, the most urgent and oldest first."""

from __future__ import annotations

from conversations.caseworkers.queue import row
from conversations.messages import Button, column, entry
from conversations.text import Marked, Verbatim, Words, paragraphs, t, tn
from conversations.vocabulary import SERVICE_SIGNS, SERVICES, URGENCY_SIGNS
from domain.notices import WaitsForYou
from domain.referrals import Action, State
from domain.requests.working import QueueItem
from domain.services import ServiceType

OFFERED = 5

Buttons = tuple[tuple[Button, ...], ...]


def waiting(items: tuple[QueueItem, ...]) -> tuple[Words | None, Buttons]:
    """Offer what waits in a queue, with one tap to take each; nothing where nothing waits."""
    free = [each for each in items if each.state is State.PENDING]
    if not free:
        return None, ()
    first = free[:OFFERED]
    words = paragraphs(how_many(len(free)), *(row(each) for each in first))
    return words, column(*(take(each.reference) for each in first), queue())


def waits_for_you(notice: WaitsForYou) -> tuple[Words, Buttons]:
    """Offer what waits to somebody whose duty has begun by itself."""
    rows = (
        Marked(URGENCY_SIGNS[urgency], short(reference, service))
        for reference, urgency, service in notice.first
    )
    # Translators: to a caseworker whose duty begins by the weekly hours
    start = t("Your duty has begun.")
    words = paragraphs(start, how_many(notice.count), *rows)
    return words, column(*(take(reference) for reference, _, _ in notice.first), queue())


def short(reference: str, service: ServiceType) -> Words:
    """Tell a request that waits in a few words."""
    # Translators: a request that waits: {reference} like K7M-2QX4, {help} like "a place"
    return t(
        "{reference}: {help}",
        reference=Verbatim(reference),
        help=Marked(SERVICE_SIGNS[service], SERVICES[service]),
    )


def how_many(count: int) -> Words:
    """Say how many requests wait."""
    # Translators: to a caseworker who comes on duty
    return tn("{count} request waits to be taken:", "{count} requests wait to be taken:", count)


def take(reference: str) -> Button:
    """Take a request with one tap."""
    # Translators: button of a caseworker: take the request with this reference
    words = t("Take {reference}", reference=Verbatim(reference))
    return Button(Marked("✋", words), entry("case", reference, Action.CLAIM.value))


def queue() -> Button:
    """Lead to the whole queue."""
    # Translators: menu button of caseworkers: the requests that wait
    return Button(Marked("📥", t("Queue")), entry("queue"))

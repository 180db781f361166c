"""Desk view: queue and cases in the reader's words; the texts are those of the dialogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.caseworkers.case import (
    asked_words,
    contact_words,
    event_row,
    note_head,
    perhaps_words,
    places_words,
    proposed_words,
)
from conversations.caseworkers.queue import held_by, overdue
from conversations.persons.recipients import reason_words
from conversations.persons.summary import people_words
from conversations.text import (
    Beside,
    Country,
    Language,
    Lines,
    Listed,
    Marked,
    Moment,
    Text,
    Verbatim,
    Words,
)
from conversations.vocabulary import (
    AGES,
    DECLINE_REASONS,
    NEEDS,
    OUTCOMES,
    SERVICE_SIGNS,
    SERVICES,
    STATES,
    URGENCY,
    WHO,
)
from domain.people import Company
from domain.referrals import CONTACT_RELEASED, OPEN
from domain.requests.working import CaseView, MemberOf, QueueItem
from locales.render import speak


@dataclass(frozen=True)
class Reader:
    """Whoever reads: in which language, and when."""

    language: str
    now: datetime

    def hears(self, words: Words | None) -> str:
        """Say words to the reader; nothing for None."""
        return "" if words is None else speak(words, self.language, self.now)


@dataclass(frozen=True, slots=True)
class Card:
    """A request of the queue in words."""

    reference: str
    urgency: str
    needed: str
    service: str
    place: str
    town: str
    people: str
    needs: str
    age: str
    language: str
    state: str
    sent: str
    overdue: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case in words; what is empty is not shown."""

    card: Card
    contact: Sequence[str]
    unreachable: bool
    gated: bool
    question: str
    answer: str
    instructions: str
    result: str
    why: Sequence[str]
    history: Sequence[str]
    address: str
    is_open: bool
    full: Sequence[str] = ()
    notes: Sequence[tuple[str, str]] = ()
    hints: Sequence[str] = ()
    alike: Sequence[str] = ()


def card(item: QueueItem, language: str, now: datetime) -> Card:
    """Tell a request of the queue, at the aware `now`."""

    def says(words: Words | None) -> str:
        return "" if words is None else speak(words, language, now)

    town = [Verbatim(item.city)] if item.city else []
    country = [Country(item.country)] if item.country else []
    return Card(
        reference=item.reference,
        urgency=item.urgency.value,
        needed=says(URGENCY[item.urgency]),
        service=says(Marked(SERVICE_SIGNS[item.service], SERVICES[item.service])),
        place=item.centre,
        town=says(Beside((*town, *country))),
        people=says(people(item.company)),
        needs=says(Listed(tuple(NEEDS[need] for need in sorted(item.company.needs)))),
        age=says(AGES[item.age]),
        language=says(Language(item.language)),
        state=says(STATES[item.state]),
        sent=says(Moment(item.submitted, item.zone)),
        overdue=says(overdue(item)),
        holder=says(held_by(item)),
    )


def people(company: Company) -> Words:
    """Say who comes, and how many where they are several."""
    counted = people_words(company)
    return Beside((WHO[company.who], counted)) if counted else WHO[company.who]


def case(view: CaseView, reader: Reader) -> Case:
    """Tell a case as far as this reader may see it."""
    says = reader.hears
    released = view.item.mine and view.item.state in CONTACT_RELEASED
    return Case(
        card=card(view.item, reader.language, reader.now),
        contact=parts(contact_words(view.contact), reader) if view.contact else (),
        unreachable=view.unreachable,
        gated=released and not view.may_share,
        question=view.question or "",
        answer=view.answer or "",
        instructions=view.instructions or "",
        result=says(result(view)),
        why=[says(reason_words(reason)) for reason in view.why],
        history=[says(event_row(event, view.item.zone)) for event in view.history],
        address=view.address or "",
        is_open=view.item.state in OPEN,
        full=full(view, reader),
        notes=[(says(note_head(each, view.item.zone)), each.words) for each in view.notes],
        hints=hints(view, reader),
        alike=view.perhaps,
    )


def hints(view: CaseView, reader: Reader) -> list[str]:
    """Say what a colleague asks, what waits for a look, and which requests seem to be the same."""
    proposed = parts(proposed_words(view.proposed), reader) if view.proposed else []
    asked = [reader.hears(asked_words(view.asked_by))] if view.asked_by else []
    return [*asked, *proposed, *(reader.hears(perhaps_words(each)) for each in view.perhaps)]


def full(view: CaseView, reader: Reader) -> Sequence[str]:
    """Say, before an acceptance, that more people ask than there are free places by the count."""
    left = view.places
    return () if left is None or left.enough else parts(places_words(left), reader)


def result(view: CaseView) -> Text | None:
    """Say why a case was declined, or how it ended."""
    if view.decline_reason is not None:
        return DECLINE_REASONS[view.decline_reason]
    return OUTCOMES[view.outcome] if view.outcome is not None else None


def parts(words: Words, reader: Reader) -> list[str]:
    """Say each of several lines."""
    rows = words.parts if isinstance(words, Lines) else (words,)
    return [reader.hears(row) for row in rows]


def team_of(work: Sequence[MemberOf], reader: Reader) -> str:
    """Name the reader's team, or the organisations where there are several."""
    if len(work) == 1:
        return f"{work[0].organisation} · {work[0].team}"
    names = tuple(dict.fromkeys(member.organisation for member in work))
    shown = ", ".join(names[:2])
    return shown if len(names) <= 2 else f"{shown} +{reader.hears(Verbatim(str(len(names) - 2)))}"

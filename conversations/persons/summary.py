"""How to be reached, a name or none, and the summary in which any answer can be changed."""

from __future__ import annotations

from conversations.dialogue import HEARD, ask, forget
from conversations.persons.about_you import Care
from conversations.persons.recipients import who_receives
from conversations.questions import Choice, FreeText, Option, PhoneNumber
from conversations.text import (
    Amount,
    Listed,
    Marked,
    Text,
    Verbatim,
    Words,
    beside,
    lines,
    paragraphs,
    t,
)
from conversations.vocabulary import (
    AGES,
    NEEDS,
    SERVICE_SIGNS,
    SERVICES,
    URGENCY,
    URGENCY_SIGNS,
    WHO,
)
from domain.people import AgeBand, Company, Urgency
from domain.referrals import Contact, Reach
from domain.requests.asking import RouteAnswer
from domain.requests.finding import Found

NO_NAME, NO_PHONE, SEND = "no_name", "no_phone", "send"


async def ask_contact(age: AgeBand) -> Contact:
    """Ask how to be reached, whether it is safe to write, and for a name or none."""
    reach = await ask_reach()
    phone = await ask_phone() if reach is Reach.PHONE else None
    if reach is Reach.PHONE and phone is None:
        reach = Reach.CHAT
    safe = await ask_safe()
    return Contact(reach, phone, safe, await ask_name())


REACH = Choice(
    "reach",
    # Translators: question: how may the organisation reach the person
    t("How may they reach you?"),
    (
        # Translators: button: be reached in this chat
        Option(Reach.CHAT, Reach.CHAT.value, t("In this chat"), "💬"),
        # Translators: button: be reached by telephone
        Option(Reach.PHONE, Reach.PHONE.value, t("By phone"), "📞"),
    ),
)
SAFE_CONTACT = Choice(
    "safe_contact",
    # Translators: question: could somebody else read the messages?
    t("Is it safe to write to you? Could somebody else read it?"),
    (
        # Translators: it is safe to write to the person
        Option(True, "safe", t("Yes, it is safe"), "✅"),
        # Translators: somebody else may see the messages; only careful words then
        Option(False, "careful", t("No, be careful"), "⚠️"),
    ),
)
NAME = FreeText(
    "name",
    # Translators: question: any name is fine, it need not be the one in the papers
    t("What name should they call you? Any name is fine."),
    # Translators: button: the person gives no name
    (Option(NO_NAME, NO_NAME, t("No name")),),
    longest=80,
)


async def ask_reach() -> Reach:
    """Ask for the way; this chat needs no number."""
    return await ask(REACH)


async def ask_phone() -> str | None:
    """Ask for a number, or none after all."""
    # Translators: button: no phone number after all
    none = Option(NO_PHONE, NO_PHONE, t("No number, use this chat"))
    # Translators: question for a phone number
    answer = await ask(PhoneNumber("phone", t("Which phone number?"), (none,)))
    return answer.words or None


async def ask_safe() -> bool:
    """Ask whether somebody else could read along (Safety 11)."""
    return await ask(SAFE_CONTACT)


async def ask_name() -> str | None:
    """Ask for a name to be called by; none is fine."""
    answer = await ask(NAME)
    return answer.words or None


CHANGES: dict[str, tuple[Text, tuple[str, ...]]] = {
    # Translators: button: change this answer
    "age": (t("Age"), ("age", "who", "adults", "children")),
    # Translators: button: change this answer: who needs help
    "who": (t("Who needs help"), ("who", "adults", "children")),
    # Translators: button: change this answer: needs such as pregnancy
    "need": (t("Needs"), ("need0", "need1", "need2")),
    # Translators: button: change this answer: the place
    "where": (
        t("Place"),
        ("where", "where_which", "where_country", "where_city", "centre", "kind", "fits", "safe"),
    ),
    # Translators: button: change this answer: how urgent it is
    "urgency": (t("How urgent"), ("urgency",)),
    # Translators: button: change this answer: what needs special care
    "care": (t("Special care"), ("care0", "care1", "care2")),
    # Translators: button: change this answer: how to be reached
    "reach": (t("How to reach me"), ("reach", "phone", "safe_contact")),
    # Translators: button: change this answer: the name
    "name": (t("Name"), ("name",)),
}


async def ask_summary(
    service: Found,
    company: Company,
    age: AgeBand,
    urgency: Urgency,
    care: Care,
    contact: Contact,
    route: RouteAnswer,
) -> None:
    """Show all answers; go on when they are right, or have any of them asked again."""
    options = [
        # Translators: button: send the request now
        Option(SEND, SEND, t("Send it"), "✅"),
        # Translators: button: change an answer
        Option("change", "change", t("Change an answer"), "✏️"),
    ]

    def words() -> Words:
        return paragraphs(
            # Translators: above the summary of a request
            t("This is your request. Is it right?"),
            lines(
                place_row(service),
                who_row(company, age),
                needs_row(company),
                care_row(care),
                # Translators: how soon help is needed; {when} like "today"
                Marked(URGENCY_SIGNS[urgency], t("Needed {when}", when=URGENCY[urgency])),
                contact_row(contact),
                who_receives(route),
            ),
        )

    if await ask(Choice("summary", words, options)) == SEND:
        return
    changes = [Option(key, key, label, "✏️") for key, (label, _) in CHANGES.items()]
    # Translators: which answer is to be changed
    chosen = await ask(Choice("change", t("What do you want to change?"), changes, a_row=2))
    elsewhere = {"elsewhere": True, HEARD: None} if chosen == "where" else None
    await forget("summary", "change", *CHANGES[chosen][1], remember=elsewhere)


def place_row(service: Found) -> Words:
    """Name the kind of help and the place."""
    return Marked(
        SERVICE_SIGNS[service.service.type],
        # Translators: kind of help and the place that is asked
        t(
            "{service}: {centre}",
            service=SERVICES[service.service.type],
            centre=Verbatim(service.centre.name),
        ),
    )


def who_row(company: Company, age: AgeBand) -> Words:
    """Say who comes, and how many."""
    return Marked("👥", beside(WHO[company.who], people_words(company), AGES[age]))


def people_words(company: Company) -> Words | None:
    """Count adults and children, where there is more than one person."""
    if company.people <= 1:
        return None
    # Translators: number of people in a request
    return t(
        "adults: {adults}, children: {children}",
        adults=Amount(company.adults),
        children=Amount(company.children),
    )


def needs_row(company: Company) -> Words | None:
    """Name the needs."""
    if not company.needs:
        return None
    return Marked("♿", Listed(tuple(NEEDS[need] for need in sorted(company.needs))))


def care_row(care: Care) -> Words | None:
    """Say that special care was asked for, without saying which: others may look on."""
    if not care.concerns and not care.refuses_authorities:
        return None
    # Translators: in the summary; must not tell which care
    return Marked("🤍", t("With special care"))


def contact_row(contact: Contact) -> Words:
    """Say how to be reached and under which name."""
    way: Words = (
        Verbatim(contact.phone)
        if contact.phone
        # Translators: how the person is reached
        else t("in this chat")
    )
    # Translators: how the person is reached; {name} is a name they chose
    name: Words = Verbatim(contact.name) if contact.name else t("no name")
    # Translators: somebody else may read the messages
    careful = None if contact.safe_to_write else t("careful: others may read it")
    return Marked("💬", beside(way, name, careful))

"""Contact of a centre: telephone, e-mail, web page."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.dialogue import Farewell, Given, Json, Problem, Speak, ask, do
from conversations.messages import Message
from conversations.questions import Choice, FreeText, Option
from conversations.staff.update_parts import confirmed, left_as_it_was, saved
from conversations.text import Marked, Text, Verbatim, Words, lines, paragraphs, t
from domain.contacts import LONGEST, read_email, read_phone, read_url
from domain.requests.updating import CentreToUpdate, ContactField, SetContact, Updated

REMOVE = "remove"

FIELDS: dict[ContactField, tuple[str, Text]] = {
    # Translators: button of staff: a way to reach a centre
    ContactField.PHONE: ("📞", t("Telephone")),
    # Translators: button of staff: a way to reach a centre
    ContactField.EMAIL: ("📧", t("E-mail")),
    # Translators: button of staff: a way to reach a centre
    ContactField.URL: ("🌐", t("Web page")),
}

HELP: dict[ContactField, Text] = {
    # Translators: a telephone number could not be read; keep the example as it is
    ContactField.PHONE: t("This is no telephone number here. Write it with +, like +000 12 34 56."),
    # Translators: an e-mail address could not be read; keep the example as it is
    ContactField.EMAIL: t("This is no e-mail address. It looks like name@example.org."),
    # Translators: a web address could not be read; keep the example as it is
    ContactField.URL: t("This is no web page. It looks like https://example.org."),
}


async def contact(view: CentreToUpdate) -> Farewell:
    """Ask which way to reach the centre has changed, and how it is now."""
    options = [Option(field, field.value, words, sign) for field, (sign, words) in FIELDS.items()]
    # Translators: question to staff: telephone, e-mail or web page
    field = await ask(Choice("field", t("Which contact has changed?"), options))
    value = await ask(asked_for(view, field))
    sign, label = FIELDS[field]
    # Translators: a way to reach a centre is taken out of the directory
    shown: Words = Verbatim(value) if value else t("none any more")
    # Translators: kind of contact and its value, like "Telephone: +000 12"
    words = Marked(sign, t("{name}: {value}", name=label, value=shown))
    name = Marked("🏢", Verbatim(view.centre.name))
    # Translators: question to staff; the contact is public
    sure = paragraphs(lines(name, words), t("Everybody can see this. Shall I save it?"))
    if not await confirmed(sure):
        return left_as_it_was()
    done: Updated = await do(SetContact(view.centre.id, field, value), "saved")
    return saved(done, lines(name, words))


def asked_for(view: CentreToUpdate, field: ContactField) -> ContactAsked:
    """Ask for the new value, with the present one beside and a button that takes it away."""
    present = str(getattr(view.centre, field.value))
    # Translators: the contact as it is in the directory
    now = t("Now: {value}", value=Verbatim(present)) if present else None
    # Translators: question to staff: the new number or address
    words = lines(now, t("What is the new one? Please write it."))
    # Translators: button of staff: the number or address is not valid any more
    extra = (Option(REMOVE, REMOVE, t("There is none any more")),) if present else ()
    return ContactAsked(f"value:{field}", words, field, view.centre.country, extra)


@dataclass(frozen=True)
class ContactAsked:
    """A question for a number or address, checked as it is given; "" takes it away.

    `country`: where a number without + is dialled.
    """

    key: str
    words: Words
    field: ContactField
    country: str
    extra: tuple[Option[str], ...] = ()

    def asked(self) -> Message:
        """Say the question."""
        return self._text().asked()

    def _text(self) -> FreeText:
        return FreeText(self.key, self.words, self.extra, longest=LONGEST)

    def parse(self, given: Given, speak: Speak) -> Json | Problem:
        """Take words that read as what is asked for."""
        said = self._text().parse(given, speak)
        if isinstance(said, Problem) or "code" in said:
            return said
        value = self._read(said["words"])
        return Problem(HELP[self.field]) if value is None else {"words": value}

    def _read(self, words: str) -> str | None:
        if self.field is ContactField.PHONE:
            return read_phone(words, self.country)
        return read_email(words) if self.field is ContactField.EMAIL else read_url(words)

    def read(self, kept: Json) -> str:
        """Give the value."""
        return self._text().read(kept).words

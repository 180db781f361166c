"""Asking for the agenda of a committee, in a message or as a page to print."""

from __future__ import annotations

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import Attached, Button, column, entry
from conversations.sheets import as_text
from conversations.staff.agenda_sheet import agenda_sheet
from conversations.text import Marked, Verbatim, t
from domain.organisations import CentreId
from domain.requests.agendas import AgendaOf, AgendaTold, CommitteeSeen, CommitteesSeen

SHOWN = 10
PAGE = "pdf"


async def agenda(start: Start) -> Farewell:
    """Show the agenda of a committee; whoever may see several chooses one first."""
    seen: tuple[CommitteeSeen, ...] = await look(CommitteesSeen())
    asked = start.argument(0).strip()
    if not seen and not asked:
        # Translators: to staff who sit on no committee of a centre
        return Farewell(t("Agendas are for those who lead a team at a centre with a committee."))
    if asked.isdecimal() or (not asked and len(seen) > 1):
        return choose(seen, int(asked or 0))
    wanted = CentreId(asked or seen[0].centre)
    found: AgendaTold | None = await look(AgendaOf(wanted))
    if found is None:
        # Translators: to staff: an agenda that is not theirs to see, or that there is not
        return Farewell(t("I have no agenda of such a committee for you."))
    if start.argument(1) == PAGE:
        return page(found)
    # Translators: button of staff: get an agenda as a file (PDF)
    to_print = Button(Marked("📄", t("To print")), entry("agenda", wanted, PAGE))
    return Farewell(as_text(agenda_sheet(found.agenda), "🗓️"), column(to_print))


def choose(seen: tuple[CommitteeSeen, ...], number: int) -> Farewell:
    """Ask of which centre, page by page."""
    first = number * SHOWN
    buttons = [
        Button(Marked("🗓️", Verbatim(each.name)), entry("agenda", each.centre))
        for each in seen[first : first + SHOWN]
    ]
    if len(seen) > first + SHOWN:
        # Translators: button: show more of a list
        buttons.append(Button(Marked("➡️", t("More")), entry("agenda", str(number + 1))))
    # Translators: to staff who may see the agendas of several committees
    return Farewell(t("The agenda of which centre?"), column(*buttons))


def page(found: AgendaTold) -> Farewell:
    """Send the agenda as a page to print."""
    # Translators: with a file: the agenda of a committee's meeting, to be printed; {name} a centre
    words = t("The agenda for {name}, to print or to pass on.", name=Verbatim(found.agenda.name))
    return Farewell(words, file=Attached(found.document, "agenda.pdf"))

"""Documents on their way out: read for whoever an address belongs to, by their rights of now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.drawing import Form, Page, drawn
from bot.office import Office
from casework.agenda import agenda_to_print
from casework.correspondence import opened_file
from casework.documents import Opened, opened
from casework.figures import figures_to_draw
from casework.figures_table import figures_table
from casework.refused_rows import refused_rows
from casework.workplace import Work
from conversations.staff.agenda_sheet import agenda_sheet
from conversations.staff.figures_sheet import figures_sheet
from domain.correspondence import PASSED_ON
from domain.documents import AGENDAS, FIGURES, PICTURES, REFUSED_ROWS, DocumentId, FileId
from storage import people
from storage.people import Address

OpenDocument = Callable[[str, str], Awaitable[Opened | None]]
"""Open a document (its id) for an address of a channel; None if there is none for whoever it is."""


async def opened_for(office: Office, address: Address, document: str) -> Opened | None:
    """Give a document's content to whoever has this address, if they may read it now; audited."""
    async with office.database.transaction() as tx:
        person = await people.at(tx, address)
        if person is None:
            return None
        found = await found_by(await office.work_of(tx, person), document)
    # What takes part of a second holds no transaction open.
    return await drawn(found, office.clock()) if isinstance(found, Page) else found


async def found_by(work: Work, document: str) -> Opened | Page | None:
    """Find a document, or what has to be drawn of it."""
    if document.startswith(REFUSED_ROWS):
        return await refused_rows(work, FileId(document.removeprefix(REFUSED_ROWS)))
    if document.startswith(FIGURES):
        return await figures_table(work, document.removeprefix(FIGURES))
    if document.startswith(PICTURES):
        told = await figures_to_draw(work, document.removeprefix(PICTURES))
        return Page(figures_sheet(told), Form.PICTURE, "figures", work.language) if told else None
    if document.startswith(AGENDAS):
        agenda = await agenda_to_print(work, document.removeprefix(AGENDAS))
        return Page(agenda_sheet(agenda), Form.PAGE, "agenda", work.language) if agenda else None
    if document.startswith(PASSED_ON):
        number = document.removeprefix(PASSED_ON)
        return await opened_file(work, int(number)) if number.isdecimal() else None
    return await opened(work, DocumentId(document))

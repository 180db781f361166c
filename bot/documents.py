"""Documents on their way out: read for whoever an address belongs to, by their rights of now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.office import Office
from casework.correspondence import opened_file
from casework.documents import Opened, opened
from casework.figures_table import figures_table
from casework.refused_rows import refused_rows
from domain.correspondence import PASSED_ON
from domain.documents import FIGURES, REFUSED_ROWS, DocumentId, FileId
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
        work = await office.work_of(tx, person)
        if document.startswith(REFUSED_ROWS):
            return await refused_rows(work, FileId(document.removeprefix(REFUSED_ROWS)))
        if document.startswith(PASSED_ON):
            number = document.removeprefix(PASSED_ON)
            return await opened_file(work, int(number)) if number.isdecimal() else None
        if document.startswith(FIGURES):
            return await figures_table(work, document.removeprefix(FIGURES))
        return await opened(work, DocumentId(document))

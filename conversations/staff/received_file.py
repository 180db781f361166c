"""A file that was sent: a PDF is attached to a centre, anything else goes into the directory."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from conversations.dialogue import Farewell, look
from conversations.flow import Start
from conversations.messages import entry
from conversations.staff.attach import attach
from conversations.staff.import_file import import_file
from conversations.text import t
from domain.documents import FileId
from domain.requests.files import DropFile, FileBefore, FileReceived, FileUse, ReceivedFile


async def received_file(start: Start) -> Farewell:
    """Go on with a file as far as whoever sent it may, then with one that was sent before it."""
    file: ReceivedFile | None = await look(FileReceived(FileId(start.argument(0))))
    if file is None:
        # Translators: a file is kept for one day only
        return Farewell(t("I have this file no longer. Please send it again."), menu=True)
    ended = await used(file)
    before: ReceivedFile | None = await look(FileBefore(file.received))
    if before is None or ended.next is not None:
        return ended
    return replace(ended, menu=False, next=entry("file", before.id))


async def used(file: ReceivedFile) -> Farewell:
    """Do with a file what it is for."""
    match file.use:
        case FileUse.IMPORT:
            return await import_file(file)
        case FileUse.ATTACH:
            return await attach(file)
        case _:
            assert_never(file.use)


def let_go(start: Start) -> DropFile:
    """Delete the file when its sender stops before it is used."""
    return DropFile(FileId(start.argument(0)))

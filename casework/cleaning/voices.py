"""Voice messages, put together anew from what is heard, with an empty comment header."""

from __future__ import annotations

from io import BytesIO

from mutagen import MutagenError
from mutagen.ogg import OggPage

from casework.cleaning.kinds import OGG, Cleaned, FileProblem, made

OPUS_TAGS = b"OpusTags"
NO_TAGS = OPUS_TAGS + bytes(8)
"""A comment header in which no maker and no comment is named (RFC 7845, 5.2)."""


def voice(content: bytes) -> Cleaned | FileProblem:
    """Put the sound together anew, with an empty comment header; one stream and nothing else."""
    try:
        pages = pages_of(content)
    except (MutagenError, EOFError, ValueError, IndexError):
        return FileProblem.BROKEN
    if len({page.serial for page in pages}) != 1 or not pages[0].first:
        return FileProblem.BROKEN
    ends = next((n for n, page in enumerate(pages) if n and page.complete and page.packets), 0)
    if not ends or not pages[1].packets[0].startswith(OPUS_TAGS) or len(pages[ends].packets) != 1:
        return FileProblem.BROKEN
    tags = page_of(NO_TAGS)
    clean_pages = [pages[0], tags, *pages[ends + 1 :]]
    for number, page in enumerate(clean_pages):
        page.serial, page.sequence = 1, number
    return made(OGG, b"".join(written(page) for page in clean_pages))


def pages_of(content: bytes) -> list[OggPage]:
    """Read all pages; what stands between or after them raises an error."""
    file, pages = BytesIO(content), []
    while file.tell() < len(content):
        pages.append(OggPage(file))  # type: ignore[no-untyped-call]
    return pages


def written(page: OggPage) -> bytes:
    """Write a page down, with its new checksum."""
    return bytes(page.write())  # type: ignore[no-untyped-call]


def page_of(packet: bytes) -> OggPage:
    """Make a page of one packet."""
    page = OggPage()  # type: ignore[no-untyped-call]
    page.packets, page.position = [packet], 0
    return page

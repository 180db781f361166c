"""Files that are passed on, without what they tell of whoever made them.

The type is read from the content, never from a name. A picture is drawn anew, a voice message and
a PDF are put together anew from what is heard and seen, so nothing that is hidden in them comes
along. What cannot be cleaned so is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from mutagen import MutagenError
from mutagen.ogg import OggPage
from PIL import Image, ImageOps

from casework.clean_pdf import LockedPdf, NotCleanable, TooManyPages, pages_anew
from domain.correspondence import FILE_NAMES, Enclosed
from domain.documents import LARGEST_FILE, PDF, PdfProblem, is_pdf, pdf_problem

JPEG, OGG = "image/jpeg", "audio/ogg"
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
MOST_SLENDER = 20
"""How many times longer than wide a picture may be; Telegram shows no other."""


class FileProblem(StrEnum):
    """Why a file is not passed on."""

    UNKNOWN_KIND = "unknown_kind"
    BROKEN = "broken_file"
    TOO_MANY_PAGES = "too_many_pages"
    LOCKED = "locked_pdf"
    ACTIVE = "active_pdf"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that may be passed on; its name tells the kind and nothing else."""

    kind: Enclosed
    media: str
    content: bytes

    @property
    def name(self) -> str:
        """Give the name under which it is handed out."""
        return FILE_NAMES[self.kind]


KINDS = {JPEG: Enclosed.PICTURE, OGG: Enclosed.VOICE, PDF: Enclosed.DOCUMENT}


def clean(content: bytes) -> Cleaned | FileProblem:
    """Clean a file of a kind that can be; it takes up to some seconds, so not in a transaction."""
    for begins, cleaned in CLEANERS:
        if begins(content):
            return cleaned(content)
    return FileProblem.UNKNOWN_KIND


def made(media: str, content: bytes) -> Cleaned | FileProblem:
    """Give what was made, if it is not larger than what may be sent."""
    if len(content) > LARGEST_FILE:
        return FileProblem.BROKEN
    return Cleaned(KINDS[media], media, content)


# ---------------------------------------------------------------- pictures

FORMATS = ("JPEG", "PNG", "WEBP")


def is_picture(content: bytes) -> bool:
    """Say whether a file begins as a JPEG, PNG or WebP picture does."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def picture(content: bytes) -> Cleaned | FileProblem:
    """Draw a picture anew, upright and not larger than a document needs to be read."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            wide, high = found.size
            slender = max(wide, high) > MOST_SLENDER * min(wide, high)
            if wide * high > MOST_PIXELS or slender:
                return FileProblem.BROKEN
            clear = found.has_transparency_data
            upright = ImageOps.exif_transpose(found).convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return FileProblem.BROKEN
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright if clear else None)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=90)
    return made(JPEG, out.getvalue())


# ---------------------------------------------------------------- voice messages

OPUS_HEAD, OPUS_TAGS = b"OpusHead", b"OpusTags"
NO_TAGS = OPUS_TAGS + bytes(8)
"""A comment header in which no maker and no comment is named (RFC 7845, 5.2)."""


def is_voice(content: bytes) -> bool:
    """Say whether a file begins as a voice message of a messenger does: Opus in Ogg."""
    return content.startswith(b"OggS") and OPUS_HEAD in content[:64]


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


# ---------------------------------------------------------------- PDF


def pdf(content: bytes) -> Cleaned | FileProblem:
    """Put the pages together anew, if nothing in them is locked or does something by itself."""
    problem = pdf_problem(content)
    if problem is not None:
        return FileProblem.LOCKED if problem is PdfProblem.LOCKED else FileProblem.ACTIVE
    try:
        return made(PDF, pages_anew(content))
    except LockedPdf:
        return FileProblem.LOCKED
    except TooManyPages:
        return FileProblem.TOO_MANY_PAGES
    except NotCleanable:
        return FileProblem.BROKEN


CLEANERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Cleaned | FileProblem]], ...] = (
    (is_picture, picture),
    (is_voice, voice),
    (is_pdf, pdf),
)

"""Cleaned files: their kinds, told by the content and never by a name, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.correspondence import FILE_NAMES, Enclosed
from domain.documents import LARGEST_FILE, PDF

JPEG, OGG = "image/jpeg", "audio/ogg"


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


def made(media: str, content: bytes) -> Cleaned | FileProblem:
    """Give what was made, if it is not larger than what may be sent."""
    if len(content) > LARGEST_FILE:
        return FileProblem.BROKEN
    return Cleaned(KINDS[media], media, content)


def is_picture(content: bytes) -> bool:
    """Say whether a file begins as a JPEG, PNG or WebP picture does."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def is_voice(content: bytes) -> bool:
    """Say whether a file begins as a voice message of a messenger does: Opus in Ogg."""
    return content.startswith(b"OggS") and b"OpusHead" in content[:64]

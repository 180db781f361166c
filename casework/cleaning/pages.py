"""PDF files put together anew from what is seen on their pages: no author, date or program."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

MOST_PAGES = 100


class NotCleanable(Exception):
    """It is broken, or holds what cannot be cleaned."""


class LockedPdf(NotCleanable):
    """It has a password."""


class TooManyPages(NotCleanable):
    """It has more pages than are read."""


PAGE = frozenset(
    {"/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate", "/Annots"}
)
"""What stays of a page."""
REMARK = frozenset({"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/BS", "/Border", "/C"})
"""What stays of a remark or a field: where it is and how it looks."""
TELLING = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/OpenAction", "/AF", "/OPI"}
    | {"/Alternates", "/Ref", "/StructParents", "/StructParent", "/ID", "/Properties"}
)
"""What anything on a page may carry beside its looks: maker, date, origin, other versions."""


def pages_anew(content: bytes) -> bytes:
    """Copy what is seen of page after page into an empty file.

    :raises NotCleanable: as its kinds say.
    """
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise LockedPdf
        if len(reader.pages) > MOST_PAGES:
            raise TooManyPages
        writer = PdfWriter()
        seen: set[int] = set()
        for page in reader.pages:
            keep_only(page, PAGE)
            for remark in page.get("/Annots") or ():
                keep_only(remark.get_object(), REMARK)
            for name in PAGE - {"/Parent"}:
                strip(page.get(name), seen)
            writer.add_page(page)
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
    except BROKEN as broken:
        raise NotCleanable from broken
    return out.getvalue()


# All that a file that is none makes the reader stumble over.
BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
    RecursionError, NotImplementedError,
)  # fmt: skip


def keep_only(found: Any, names: frozenset[str]) -> None:
    """Drop all entries of a dictionary but these."""
    if isinstance(found, DictionaryObject):
        for name in [name for name in found if name not in names]:
            del found[name]


def strip(root: PdfObject | None, seen: set[int]) -> None:
    """Drop what tells something from everything that a part of a page leads to."""
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            each = each.get_object()
        if id(each) in seen or not isinstance(each, DictionaryObject | ArrayObject):
            continue
        seen.add(id(each))
        if isinstance(each, ArrayObject):
            waiting += list.__iter__(each)
            continue
        for name in [name for name in each if name in TELLING]:
            del each[name]
        if isinstance(each, StreamObject):
            bare_picture(each)
        waiting += [each.raw_get(name) for name in each]


# ---------------------------------------------------------------- pictures on a page


def bare_picture(stream: StreamObject) -> None:
    """Take out of a JPEG on a page what is no picture: place, device, time."""
    found = stream.get("/Filter")
    filters = list(found) if isinstance(found, ArrayObject) else [found]
    if NameObject("/JPXDecode") in filters or (len(filters) > 1 and "/DCTDecode" in filters):
        raise NotCleanable
    if filters == ["/DCTDecode"]:
        stream._data = bare_jpeg(stream._data)


START, SCAN, REMARKS = 0xD8, 0xDA, 0xFE
COLOURS, ADOBE = b"Adobe", 0xEE
END = b"\xff\xd9"


def bare_jpeg(content: bytes) -> bytes:
    """Give a JPEG without remarks, programs' parts and what comes after its end.

    The part that says how colours are written stays.

    :raises NotCleanable: it is none.
    """
    if content[:2] != bytes((0xFF, START)):
        raise NotCleanable
    out, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == SCAN:
            end = content.find(END, at)
            return bytes(out + content[at : end + 2]) if end > 0 else bytes(out + content[at:])
        size = 2 + int.from_bytes(content[at + 2 : at + 4])
        of_program = 0xE0 <= mark <= 0xEF or mark == REMARKS
        if not of_program or (mark == ADOBE and content[at + 4 : at + 9] == COLOURS):
            out += content[at : at + size]
        at += size
    raise NotCleanable

"""Files as phones and offices make them, with all they tell of their makers: SECRET everywhere."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zlib import crc32

from mutagen.ogg import OggPage
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text as Remark
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

SECRET = "Zeinabou-9.5092,-13.7122"
SIZE = (60, 40)
MAKE, UPRIGHT_BY_TURNING, POSITION = 0x010F, 0x0112, 0x8825


def jpeg(size: tuple[int, int] = SIZE, *, turned: bool = False, colours: str = "RGB") -> bytes:
    """Make a photo with device, position and remark; `turned`: it lies on its side."""
    exif = Image.Exif()
    exif[MAKE] = SECRET
    exif[UPRIGHT_BY_TURNING] = 6 if turned else 1
    exif.get_ifd(POSITION)[29] = SECRET
    out = BytesIO()
    picture = Image.new("RGB", size, "red").convert(colours)
    picture.save(out, "JPEG", exif=exif, comment=SECRET.encode())
    return out.getvalue() + SECRET.encode()


def png(claims: tuple[int, int] = SIZE) -> bytes:
    """Make a picture with clear parts and a remark; `claims`: the size that its header tells."""
    told = PngInfo()
    told.add_text("Author", SECRET)
    out = BytesIO()
    Image.new("RGBA", SIZE, (0, 0, 0, 0)).save(out, "PNG", pnginfo=told)
    made = out.getvalue()
    header = b"IHDR" + b"".join(side.to_bytes(4) for side in claims) + made[24:29]
    return made[:12] + header + crc32(header).to_bytes(4) + made[33:]


def webp() -> bytes:
    """Make a picture as newer phones send it."""
    out = BytesIO()
    Image.new("RGB", SIZE, "blue").save(out, "WEBP", xmp=SECRET.encode())
    return out.getvalue()


def pdf(pages: int = 1, colours: str = "RGB", add: Callable[[PdfWriter], object] = id) -> bytes:
    """Make a PDF of photos with author, remark, hidden descriptions and an earlier version."""
    out = BytesIO()
    Image.open(BytesIO(jpeg(colours=colours))).save(out, "PDF", author=SECRET)
    writer = PdfWriter(clone_from=BytesIO(out.getvalue()))
    for _ in range(pages - 1):
        writer.add_page(writer.pages[0])
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    described = DecodedStreamObject()
    described.set_data(SECRET.encode())
    page = writer.pages[0]
    reference = writer._add_object(described)
    for holder in (page, writer.root_object, photo_on(page)):
        holder[NameObject("/Metadata")] = reference
        holder[NameObject("/PieceInfo")] = TextStringObject(SECRET)
    photo_on(page)._data = jpeg(colours=colours)
    remark = Remark(rect=(1, 1, 20, 20), text=SECRET, title_bar=SECRET)
    writer.add_annotation(0, remark)
    add(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def with_program(writer: PdfWriter) -> None:
    """Let something happen when the file is opened."""
    program = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("x"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(program)


def photo_on(page: Any) -> Any:
    """Give the photo on a page."""
    (photo,) = page["/Resources"]["/XObject"].values()
    return photo.get_object()


def all_of_pdf(content: bytes) -> bytes:
    """Give all that stands in a PDF, unpacked, wherever it is."""
    reader = PdfReader(BytesIO(content))
    told = [content, repr(reader.metadata).encode(), repr(reader.trailer).encode()]
    for number in range(1, 1 + len(reader.xref[0]) + len(reader.xref_objStm)):
        found = reader.get_object(number)
        told += [repr(found).encode(), getattr(found, "_data", b"") or b""]
    return b"\n".join(told)


def voice(*, tags: int = 1, sound: bytes = b"sound") -> bytes:
    """Make a voice message; `tags`: how often its maker's remark is repeated."""
    remark = f"ARTIST={SECRET}".encode() * tags
    maker = SECRET.encode()
    comments = len(maker).to_bytes(4, "little") + maker + (1).to_bytes(4, "little")
    tagged = b"OpusTags" + comments + len(remark).to_bytes(4, "little") + remark
    head = b"OpusHead" + bytes((1, 1, 0, 0)) + (48000).to_bytes(4, "little") + bytes(3)
    pages = [*OggPage.from_packets([head]), *OggPage.from_packets([tagged])]
    last = OggPage()
    last.packets, last.position, last.last = [sound, sound * 2], 1920, True
    pages.append(last)
    pages[0].first = True
    for number, page in enumerate(pages):
        page.serial, page.sequence = 77, number
    return b"".join(page.write() for page in pages)


def packets_of(content: bytes) -> list[bytes]:
    """Read the packets of a sound."""
    file, pages = BytesIO(content), []
    while file.tell() < len(content):
        pages.append(OggPage(file))
    return list(OggPage.to_packets(pages))

"""Files that are passed on: seen and heard as before, and nothing told of whoever made them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from casework.cleaning import clean, pictures
from casework.cleaning.kinds import Cleaned, FileProblem
from casework.cleaning.pages import MOST_PAGES
from casework.cleaning.pictures import LONGEST_SIDE
from domain.correspondence import Enclosed
from tests.casework import made_files as files
from tests.casework.made_files import SECRET

TOLD = SECRET.encode()


def cleaned(content: bytes) -> Cleaned:
    found = clean(content)
    assert isinstance(found, Cleaned), found
    return found


def picture_in(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photo_loses_device_position_remark_and_what_hangs_behind_it() -> None:
    told = files.jpeg()
    assert told.count(TOLD) == 4
    found = cleaned(told)
    assert (found.kind, found.media, found.name) == (Enclosed.PICTURE, "image/jpeg", "photo.jpg")
    assert TOLD not in found.content
    assert not picture_in(found.content).getexif()
    assert picture_in(found.content).size == files.SIZE


def test_a_photo_that_lies_on_its_side_stands_upright() -> None:
    wide, high = files.SIZE
    assert picture_in(cleaned(files.jpeg(turned=True)).content).size == (high, wide)


@pytest.mark.parametrize("made", [files.png, files.webp])
def test_other_pictures_become_photos_without_remarks(made) -> None:
    assert TOLD in made()
    found = cleaned(made())
    assert found.media == "image/jpeg"
    assert TOLD not in found.content


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    assert clean(files.png(claims=(8000, 8000))) is FileProblem.BROKEN


@pytest.mark.parametrize("colours", ["L", "CMYK"])
def test_photos_of_any_colours_are_taken(colours: str) -> None:
    assert picture_in(cleaned(files.jpeg(colours=colours)).content).mode == "RGB"


def test_what_is_clear_in_a_picture_is_white() -> None:
    assert picture_in(cleaned(files.png()).content).getpixel((0, 0)) == (255, 255, 255)


def test_a_large_photo_becomes_smaller_and_a_line_is_no_photo() -> None:
    large = picture_in(cleaned(files.jpeg((LONGEST_SIDE * 2, 400))).content)
    assert large.size[0] == LONGEST_SIDE
    assert clean(files.jpeg((2100, 100))) is FileProblem.BROKEN


@pytest.mark.parametrize("made", [files.png, files.jpeg])
def test_a_large_picture_is_made_smaller_before_anything_else_is_done_with_it(
    made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step on 50 million pixels takes 200 MB; a file of 200 kB may hold them."""
    sizes = []

    def noted(image: Image.Image) -> Image.Image:
        sizes.append(image.size)
        return image

    monkeypatch.setattr(pictures, "LONGEST_SIDE", 2)
    monkeypatch.setattr(ImageOps, "exif_transpose", noted)
    cleaned(made())
    assert [max(size) for size in sizes] == [2]


def test_a_voice_message_sounds_the_same_and_names_nobody() -> None:
    told = files.voice()
    assert told.count(TOLD) == 2
    found = cleaned(told)
    assert (found.kind, found.media, found.name) == (Enclosed.VOICE, "audio/ogg", "voice.ogg")
    head, tags, *sound = files.packets_of(found.content)
    assert head == files.packets_of(told)[0]
    assert tags == b"OpusTags" + bytes(8)
    assert sound == [b"sound", b"soundsound"]


def test_remarks_over_several_pages_of_a_voice_message_go_as_well() -> None:
    found = cleaned(files.voice(tags=4000))
    assert TOLD not in found.content
    assert files.packets_of(found.content)[2:] == [b"sound", b"soundsound"]


@pytest.mark.parametrize(
    "spoiled",
    [
        files.voice() + TOLD,
        files.voice() + files.voice().replace((77).to_bytes(4, "little"), bytes(4)),
        files.voice()[:60],
        files.voice().replace(b"OpusTags", b"OpusTagz"),
    ],
    ids=["something behind it", "two in one", "cut off", "no header"],
)
def test_a_voice_message_with_something_in_it_that_is_no_sound_is_refused(spoiled: bytes) -> None:
    assert clean(spoiled) is FileProblem.BROKEN


@pytest.mark.parametrize("colours", ["RGB", "CMYK"])
def test_a_pdf_loses_author_remarks_and_what_its_photos_tell(colours: str) -> None:
    told = files.pdf(pages=2, colours=colours)
    assert files.all_of_pdf(told).count(TOLD) > 5
    found = cleaned(told)
    assert (found.kind, found.media) == (Enclosed.DOCUMENT, "application/pdf")
    assert found.name == "document.pdf"
    assert TOLD not in files.all_of_pdf(found.content)
    reader = PdfReader(BytesIO(found.content))
    assert (len(reader.pages), reader.metadata) == (2, None)
    (photo,) = reader.pages[0].images
    assert picture_in(photo.data).size == files.SIZE


@pytest.mark.parametrize(
    ("spoiled", "problem"),
    [
        (files.pdf(add=files.with_program), FileProblem.ACTIVE),
        (files.pdf(add=lambda w: w.add_attachment("a.txt", TOLD)), FileProblem.ACTIVE),
        (files.pdf(add=lambda w: w.encrypt("word")), FileProblem.LOCKED),
        (files.pdf(pages=MOST_PAGES + 1), FileProblem.TOO_MANY_PAGES),
        (b"%PDF-1.7 nothing", FileProblem.BROKEN),
        (files.pdf()[:400], FileProblem.BROKEN),
    ],
    ids=["program", "attachment", "password", "long", "empty", "cut off"],
)
def test_a_pdf_that_cannot_be_cleaned_is_refused(spoiled: bytes, problem: FileProblem) -> None:
    assert clean(spoiled) is problem


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 a document of an office", b"GIF89a", b"\x1aE\xdf\xa3", b"words", b""]
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert clean(content) is FileProblem.UNKNOWN_KIND


@pytest.mark.parametrize("begin", [files.jpeg()[:100], files.png()[:40], files.webp()[:30]])
def test_a_broken_picture_is_refused(begin: bytes) -> None:
    assert clean(begin) is FileProblem.BROKEN

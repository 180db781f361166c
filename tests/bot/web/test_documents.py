"""Documents in the web chat: a link in the chat, a download for whoever may read it."""

from __future__ import annotations

import pytest

from casework.agenda import document_of
from casework.documents import Opened, key_of
from domain.documents import FIGURES, PDF, PICTURES
from domain.figures import Month
from domain.organisations import CentreId
from locales.render import Rendered, RenderedFile
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import Visitor

CONTENT = b"%PDF-1.4 content"
MESSAGE = Rendered("SOP.pdf", private=True, file=RenderedFile("d0c", "SOP.pdf"))


@pytest.fixture
async def reader(visitor: Visitor, parts: FakeParts) -> Visitor:
    """Somebody with a chat in which a document was sent."""
    await visitor.goes("/chat", headers={"Accept-Language": "en"})
    parts.documents[parts.address, "d0c"] = Opened("SOP é.pdf", PDF, CONTENT)
    parts.add(parts.address, MESSAGE)
    return visitor


async def test_a_document_is_a_link_that_downloads_it(reader: Visitor) -> None:
    await reader.goes("/chat")
    assert 'href="/chat/document/d0c" download' in reader.page
    assert reader.text.count("SOP.pdf") == 1
    await reader.goes("/chat/document/d0c")
    assert (reader.status, reader.page) == (200, CONTENT.decode())
    assert reader.headers["Content-Type"] == PDF
    assert reader.headers["Content-Disposition"] == "attachment; filename*=UTF-8''SOP%20%C3%A9.pdf"
    assert reader.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reader.headers["X-Content-Type-Options"] == "nosniff"
    assert reader.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "document",
    [
        f"{FIGURES}{key_of('team')}",
        f"{PICTURES}{key_of('team')}{Month(2026, 10).digits}",
        document_of(CentreId("gn-conakry")),
    ],
)
async def test_what_is_made_of_figures_is_downloaded_as_well(
    reader: Visitor, parts: FakeParts, document: str
) -> None:
    parts.documents[parts.address, document] = Opened("figures.txt", "text/plain", b"12")
    await reader.goes(f"/chat/document/{document}")
    assert (reader.status, reader.page) == (200, "12")


async def test_a_file_of_a_case_is_a_download_too(reader: Visitor, parts: FakeParts) -> None:
    parts.documents[parts.address, "passed-12"] = Opened("photo.jpg", "image/jpeg", b"picture")
    await reader.goes("/chat/document/passed-12")
    assert (reader.status, reader.headers["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("document", ["d0d", "x", "..%2F..%2Fetc", "d0c%00", "d" * 65])
async def test_another_document_is_as_unknown_as_none(reader: Visitor, document: str) -> None:
    await reader.goes(f"/chat/document/{document}")
    assert reader.status == 404


async def test_another_chat_gets_nothing(reader: Visitor) -> None:
    stranger = reader.another()
    await stranger.goes("/chat/document/d0c")
    assert stranger.status == 404
    await stranger.goes("/chat", headers={"Accept-Language": "en"})
    await stranger.goes("/chat/document/d0c")
    assert stranger.status == 404
    assert CONTENT.decode() not in stranger.page

"""Documents in the web chat: fetched by whoever the chat belongs to, by their rights of now."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.web.labels import PROBLEMS
from bot.web.pages import Site
from bot.web.refusal import Refusal
from casework.documents import Opened
from domain.correspondence import PASSED_ON
from domain.documents import AGENDAS, FIGURES, PICTURES, REFUSED_ROWS

PREFIXES = "|".join((REFUSED_ROWS, FIGURES, PICTURES, AGENDAS, PASSED_ON))
DOCUMENT_ID = re.compile(rf"(?:{PREFIXES})?[0-9a-f]{{1,64}}")
# Nothing in a document may run or fetch anything, should a browser show it after all.
POLICY = "default-src 'none'; sandbox"


class Documents:
    """Gives documents out as downloads."""

    def __init__(self, site: Site) -> None:
        self.parts = site.parts
        self.sessions = site.sessions

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [web.get("/chat/document/{document}", self.give, allow_head=False)]

    async def give(self, request: web.Request) -> web.StreamResponse:
        """Give a document; one that is not for this reader is as unknown as one that is not."""
        address = self.sessions.chat(request)
        document = request.match_info["document"]
        known = address is not None and DOCUMENT_ID.fullmatch(document)
        found = await self.parts.document(address or "", document) if known else None
        if found is None:
            raise Refusal(404, PROBLEMS["not_found"])
        return download(found)


def download(found: Opened) -> web.Response:
    """Give a document so that a browser keeps it and shows nothing of it."""
    name = quote(found.name, safe="")
    headers = {
        hdrs.CONTENT_DISPOSITION: f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": POLICY,
    }
    return web.Response(body=found.content, content_type=found.media, headers=headers)

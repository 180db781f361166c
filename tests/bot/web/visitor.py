"""A visitor: a browser without scripts, that reads pages and sends their forms."""

from __future__ import annotations

import re
from html import unescape
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientResponse, ClientWebSocketResponse
from aiohttp.test_utils import BaseTestServer, TestClient

JSON = {"Accept": "application/json"}


class Visitor:
    """One browser with its cookies. `page` and `status` are of the last answer."""

    def __init__(self, server: BaseTestServer) -> None:
        self.server = server
        self.client: TestClient[Any, Any] = TestClient(server)
        self.others: list[Visitor] = []
        self.page = ""
        self.status = 0
        self.headers: Any = {}
        self.path = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        for other in self.others:
            await other.client.close()
        await self.client.close()

    def another(self) -> Visitor:
        """Somebody else at the same site, or the same with another browser."""
        other = Visitor(self.server)
        self.others.append(other)
        return other

    async def goes(self, path: str, **options: Any) -> str:
        return await self._took(await self.client.get(path, **options))

    async def posts(self, path: str, fields: Any = None, **options: Any) -> str:
        return await self._took(await self.client.post(path, data=fields or {}, **options))

    async def _took(self, response: ClientResponse) -> str:
        self.page = (await response.read()).decode("utf-8", "replace")
        self.status = response.status
        self.headers = response.headers
        self.path = response.url.path_qs
        return self.page

    async def says(self, words: str, **options: Any) -> str:
        """Write into the field and press "Send"."""
        return await self.posts("/chat/send", {"form": self.form(), "text": words}, **options)

    async def presses(self, code: str, **options: Any) -> str:
        """Press a button of the page."""
        return await self.posts("/chat/send", {"form": self.form(), "code": code}, **options)

    def form(self) -> str:
        """The id of the last form of the page."""
        return re.findall(r'name="form" value="(\w+)"', self.page)[-1]

    async def live(self, path: str = "/chat/live", **options: Any) -> ClientWebSocketResponse:
        return await self.client.ws_connect(path, **options)

    @property
    def cookies(self) -> dict[str, str]:
        return {c.key: c.value for c in self.client.session.cookie_jar}

    @property
    def text(self) -> str:
        """The words of the page, without its marks."""
        body = self.page.partition("<body")[2].partition(">")[2]
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())

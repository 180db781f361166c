"""The site in front of fake parts, and browsers without scripts that visit it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from bot.web.site import build_site
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import Visitor

OpenSite = Callable[..., Awaitable[Visitor]]


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest.fixture
async def open_site(parts: FakeParts) -> AsyncIterator[OpenSite]:
    """Serve a site with these options; give its first visitor."""
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> Visitor:
            site = build_site(parts, b"secret", **{"secure_cookies": False, **options})
            server = await stack.enter_async_context(TestServer(site))
            visitor = Visitor(server)
            stack.push_async_callback(visitor.close)
            return visitor

        yield opened


@pytest.fixture
async def visitor(open_site: OpenSite) -> Visitor:
    """A browser without scripts, of a visitor who has not been here."""
    return await open_site()

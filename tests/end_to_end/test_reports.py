"""Errors and traces go out where the settings say, by the libraries' own ways, without secrets."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.end_to_end.conftest import Install, Prepared
from tests.end_to_end.test_metrics import read

pytestmark = pytest.mark.timeout(240)

REPORTS = "/api/1/envelope/"


@dataclass
class Collector:
    """What stands for Sentry and for a collector of traces: it takes everything, by path."""

    received: dict[str, bytes] = field(default_factory=dict)
    reported: asyncio.Event = field(default_factory=asyncio.Event)
    port: int | None = None

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
        self.received[request.path] = self.received.get(request.path, b"") + body
        if request.path == REPORTS:
            self.reported.set()
        return web.json_response({})


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    """A collector that listens."""
    taking = Collector()
    site = web.Application()
    site.router.add_route("*", "/{path:.*}", taking.take)
    async with TestServer(site) as server:
        taking.port = server.port
        yield taking


async def test_errors_and_traces_go_where_the_settings_say(
    install: Install, prepared: Prepared, collector: Collector
) -> None:
    token = "1234567:refused-by-telegram"
    here = install(prepared.home)
    here.settings |= {
        "PASSERELLE_TELEGRAM_TOKEN": token,
        "PASSERELLE_SENTRY_DSN": f"http://key@127.0.0.1:{collector.port}/1",
        "PASSERELLE_OTEL_ENDPOINT": f"http://127.0.0.1:{collector.port}",
    }
    await here.start()
    status, _ = await read(here, "/chat")
    assert status == 200
    await collector.reported.wait()
    assert await here.stop() == 0

    report, spans = collector.received[REPORTS], collector.received["/v1/traces"]
    assert b"Telegram refuses the token" in report
    assert b"InvalidToken" in report
    assert b"language" in spans
    for secret in (token, str(here.home), str(here.port), "127.0.0.1"):
        assert secret.encode() not in report + spans

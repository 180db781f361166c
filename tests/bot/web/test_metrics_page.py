"""Who reads the metrics: this machine, or whoever shows the token; no proxy without one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.web.metrics import MetricsPage
from tests.bot.web.conftest import OpenSite

TOKEN = "a-token-of-some-length"


async def told() -> bytes:
    return b"passerelle_database_up 1\n"


async def read(
    open_site: OpenSite,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    is_public: bool = False,
) -> int:
    page = MetricsPage(told, token, is_public=is_public)
    visitor = await open_site(more_routes=page.routes())
    await visitor.goes("/metrics", headers=headers or {})
    assert ("passerelle" in visitor.page) is (visitor.status == 200)
    return visitor.status


async def test_this_machine_reads_them_as_text(open_site: OpenSite) -> None:
    visitor = await open_site(more_routes=MetricsPage(told, None, is_public=False).routes())
    assert await visitor.goes("/metrics") == "passerelle_database_up 1\n"
    assert visitor.headers["Content-Type"].startswith("text/plain")
    assert visitor.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=192.0.2.1"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "127.0.0.1"},
        {"Host": "rebound.example:8080"},
        {"Host": "rebound.example"},
        {"Host": "192.0.2.1"},
    ],
    ids=lambda headers: " ".join(f"{name}: {value}" for name, value in headers.items()),
)
async def test_what_a_proxy_brings_or_another_name_leads_to_is_not_this_machine(
    open_site: OpenSite, headers: Mapping[str, str]
) -> None:
    assert await read(open_site, headers=headers) == 403


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_this_machine_is_known_by_its_own_names(open_site: OpenSite, host: str) -> None:
    assert await read(open_site, headers={"Host": host}) == 200


async def test_with_a_public_address_nobody_reads_them_without_a_token(open_site: OpenSite) -> None:
    assert await read(open_site, is_public=True) == 403
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert await read(open_site, TOKEN, shown, is_public=True) == 200


@pytest.mark.parametrize(
    "shown",
    ["", "Bearer ", "Bearer a-token-of-some-lengtj", "Basic a-token-of-some-length"],
)
async def test_where_there_is_a_token_nothing_else_opens(open_site: OpenSite, shown: str) -> None:
    headers = {"Authorization": shown} if shown else {}
    assert await read(open_site, TOKEN, headers) == 401


async def test_whoever_shows_the_token_reads_them_from_anywhere(open_site: OpenSite) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "192.0.2.1"}
    assert await read(open_site, TOKEN, shown) == 200

"""What comes to the webhook from elsewhere, or as no update at all, changes nothing."""

from __future__ import annotations

import aiohttp
import pytest

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import REQUEST
from tests.telegram_server import TelegramServer

HEADER = "X-Telegram-Bot-Api-Secret-Token"

pytestmark = pytest.mark.timeout(240)


async def test_only_telegram_is_heard(open_story: OpenStory, server: TelegramServer) -> None:
    cast = await open_story(webhook=True)
    registered = server.calls_of("setWebhook")[-1].params
    secret = registered["secret_token"]
    forged = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": cast.person.id, "type": "private"},
            "from": {"id": cast.person.id, "is_bot": False, "first_name": "Mallory"},
            "text": "/start",
        },
    }
    said = len(server.calls_of("sendMessage"))
    async with aiohttp.ClientSession() as session:

        async def post(**what: object) -> int:
            async with session.post(registered["url"], **what) as response:  # type: ignore[arg-type]
                return response.status

        assert await post(json=forged) == 403
        assert await post(json=forged, headers={HEADER: ""}) == 403
        assert await post(json=forged, headers={HEADER: secret[:-1]}) == 403
        assert await post(json=forged, headers={HEADER: "é" + secret}) == 403
        known = {HEADER: secret}
        for garbage in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"update_id": "x"}'):
            assert await post(data=garbage, headers=known) == 400, garbage
        assert await post(data=b"[" * 100_000, headers=known) == 400
        assert await post(data=b"x" * 600_000, headers=known) == 413
        odd = b'{"update_id": 2, "message": {"chat": 5}}'
        assert await post(data=odd, headers=known) == 200
    assert len(server.calls_of("sendMessage")) == said
    assert not cast.person.chat
    await cast.play(REQUEST[0])
    assert secret not in cast.installation.log
    assert "Traceback" not in cast.installation.log
    assert not server.violations

"""A disk without any room: nothing is confirmed, nothing half done, and all goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.installation import Installation
from tests.end_to_end.story import ANSWERING, REQUEST, STORY
from tests.end_to_end.test_metrics import read
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

TRIED_AGAIN_S = 1.2  # both ways have been tried again by then
WRITTEN_AT_A_MESSAGE = ("updates", "conversations", "outbox")
REFUSES = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left';
END $$
"""


@asynccontextmanager
async def without_room(here: Installation) -> AsyncIterator[None]:
    """Let the disk be full; of PostgreSQL's own disk that is what it says at each write."""
    if "PASSERELLE_DATABASE_URL" not in here.settings:
        with here.full_disk():
            yield
        return
    async with here.transaction() as tx:
        await tx.connection.execute(text(REFUSES))
        for table in WRITTEN_AT_A_MESSAGE:
            await tx.connection.execute(
                text(
                    f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION no_room()"
                )
            )
    yield
    async with here.transaction() as tx:
        for table in WRITTEN_AT_A_MESSAGE:
            await tx.connection.execute(text(f"DROP TRIGGER no_room ON {table}"))


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_what_came_while_the_disk_was_full_is_answered_when_there_is_room(
    open_on_either: OpenStory, server: TelegramServer, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook)
    for step in STORY:
        if step not in (REQUEST[4], REQUEST[-1], ANSWERING[0]):
            await cast.play(step)
            continue
        async with without_room(cast.installation):
            update = await cast.act(step)
            await asyncio.sleep(TRIED_AGAIN_S)
            assert not cast.replies(step)
            assert (await read(cast.installation, "/readyz"))[0] == 503
            assert update in (each.update_id for each in server.updates if not each.confirmed)
        await cast.seen(step)
        await cast.replied(step, times=1)
        assert await read(cast.installation, "/readyz") == (200, "ready\n")
    await cast.server.settled()
    cast.check_what_was_said()
    await cast.check_stored()
    assert not server.violations

"""A disk without any room: nothing is confirmed, nothing half done, and all goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.installation import Installation
from tests.end_to_end.outage import WAYS, check_that_it_waits, play_through
from tests.end_to_end.story import Step
from tests.end_to_end.test_metrics import read

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


@WAYS
async def test_what_came_while_the_disk_was_full_is_answered_when_there_is_room(
    open_on_either: OpenStory, webhook: bool
) -> None:
    cast = await open_on_either(webhook=webhook)

    async def full(step: Step) -> None:
        async with without_room(cast.installation):
            update = await cast.act(step)
            await asyncio.sleep(TRIED_AGAIN_S)
            check_that_it_waits(cast, step, update)
            assert (await read(cast.installation, "/readyz"))[0] == 503
        assert await read(cast.installation, "/readyz") == (200, "ready\n")

    await play_through(cast, full)

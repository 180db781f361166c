"""An upgrade without a pause: the version before goes on, and starts, on the next one's schema."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import ANSWERING, REQUEST, Cast
from tests.end_to_end.test_metrics import read

pytestmark = pytest.mark.timeout(240)

NEXT_VERSION = (
    "ALTER TABLE referrals ADD COLUMN fact_of_the_next_version TEXT",
    "CREATE TABLE table_of_the_next_version (id TEXT PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)


async def migrate_to_the_next(cast: Cast) -> None:
    """Do what a process of the next version does first, beside the one that runs."""
    async with cast.installation.transaction() as tx:
        for statement in NEXT_VERSION:
            await tx.connection.execute(text(statement))


async def goes_on(cast: Cast) -> None:
    for step in REQUEST:
        await cast.play(step)
    await migrate_to_the_next(cast)
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    half = len(ANSWERING) // 2
    for step in ANSWERING[:half]:
        await cast.play(step)
    await cast.installation.restart()
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    for step in ANSWERING[half:]:
        await cast.play(step)
    await cast.check()


async def test_a_case_goes_on_while_the_next_version_has_migrated(open_story: OpenStory) -> None:
    await goes_on(await open_story())


async def test_it_goes_on_alike_on_postgresql(open_story_on_postgresql: OpenStory) -> None:
    await goes_on(await open_story_on_postgresql())

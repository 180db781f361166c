"""`passerelle erase` beside the running service: the person is told, and nothing leads to them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage import tables
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import ANSWERING, KEPT_PHONE, NAME, PLANTED, REQUEST, Cast
from tests.end_to_end.test_topics import group_of

pytestmark = pytest.mark.timeout(240)

TAKEN = ANSWERING[0]


async def what_is_kept(cast: Cast) -> str:
    """Open everything that is sealed."""
    opened = []
    async with cast.installation.transaction() as tx:
        for table in tables.metadata.sorted_tables:
            for column in table.columns:
                if column.name.startswith("sealed"):
                    found = await tx.connection.scalars(select(column).where(column.is_not(None)))
                    opened += [tx.keys.open(each).decode(errors="replace") for each in found]
    return "\n".join(opened)


async def test_somebody_is_forgotten_while_the_service_runs(open_on_either: OpenStory) -> None:
    cast = await open_on_either()
    group = await group_of(cast)
    for step in (*REQUEST, TAKEN):
        await cast.play(step)
    topic = next(each for each in group.topics if cast.reference in each.title)
    assert KEPT_PHONE in await what_is_kept(cast)

    asked = await cast.installation.command("erase", cast.reference, lines="", code=2)
    assert "open requests, which are cancelled: 1" in asked
    assert "In a script, add --yes." in asked
    refused = await cast.installation.command("erase", cast.reference, lines="n\n", code=2)
    assert "Nothing was erased." in refused
    assert KEPT_PHONE in await what_is_kept(cast)

    said = await cast.installation.command("erase", cast.reference, "--yes")
    assert "Erased." in said
    assert not any(words in said + asked for words in PLANTED)
    await cast.person.sees("Everything I kept about you was deleted")
    await cast.person.sees("Your open requests are cancelled")
    await cast.caseworker.sees(f"{cast.reference}: the person asks to be forgotten")
    await group.sees(f"{cast.reference}")
    await cast.server.until(lambda: topic.is_closed)
    await cast.server.settled()

    kept = await what_is_kept(cast)
    assert not any(words in kept for words in (NAME, KEPT_PHONE))
    async with cast.installation.transaction() as tx:
        done = select(func.count()).where(tables.audit.c.action == "erase")
        assert await tx.connection.scalar(done) == 1
    again = await cast.installation.command("erase", cast.reference, "--yes")
    assert "is forgotten already" in again
    await cast.person.says("/requests")
    await cast.person.sees("You have not sent a request")
    assert "Traceback" not in cast.installation.log


async def test_what_is_no_request_is_told(open_story: OpenStory) -> None:
    cast = await open_story()
    for asked, told in (
        ("hello", "'hello' is no reference: they look like K7M-2QX4."),
        ("222-2222", "No request has the reference 222-2222."),
    ):
        assert told in await cast.installation.command("erase", asked, "--yes", code=2)

"""`passerelle audit verify`: all is as it was written, also under other keys, or it is told."""

from __future__ import annotations

import os
import re

import pytest
from sqlalchemy import delete, func, select, update

from storage import tables
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import ANSWERING, REQUEST, Cast
from tests.end_to_end.test_rotate_keys import remove_older_keys
from tests.storage import engines

pytestmark = pytest.mark.timeout(240)

HEAD = re.compile(r"\d+:[0-9a-f]{32}")


async def all_sealed(cast: Cast) -> None:
    """Start anew, as the clockwork's first round seals all there is, and wait for that."""
    await cast.installation.restart()

    async def left() -> int:
        async with cast.installation.transaction() as tx:
            asked = select(func.count()).where(tables.audit.c.place.is_(None))
            return int(await tx.connection.scalar(asked) or 0)

    while await left():
        continue


async def test_the_audit_of_a_case_is_verified_and_what_was_changed_is_named(
    open_on_either: OpenStory, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "postgresql":
        client = engines.server().bin_path
        monkeypatch.setenv("PATH", f"{client}{os.pathsep}{os.environ['PATH']}")
    cast = await open_on_either()
    here = cast.installation
    for step in (*REQUEST, *ANSWERING):
        await cast.play(step)
    said = await here.command("audit", "verify")
    assert re.search(r"Not sealed yet: the newest \d+", said)
    await all_sealed(cast)

    said = await here.command("audit", "verify")
    assert re.search(r"\n\d{2,} entries, unbroken\n", said)
    (head,) = HEAD.findall(said)
    assert f'"head": "{head}"' in here.log
    assert head in await here.command("backup", here.home / "copy")
    assert "can be removed" in await here.command("keys", "rotate", "--yes")
    remove_older_keys(here)
    await all_sealed(cast)
    assert "unbroken" in await here.command("audit", "verify", "--head", head)

    async with here.transaction() as tx:
        which = await tx.connection.scalar(
            select(tables.audit.c.number).where(tables.audit.c.action == "accept")
        )
        assert which
        here_it_is = tables.audit.c.number == which
        await tx.connection.execute(update(tables.audit).where(here_it_is).values(subject="X"))
    said = await here.command("audit", "verify", code=1)
    assert re.search(rf"BAD  entry {which} \(.* accept\) was changed", said)
    assert "entries, broken" in said
    async with here.transaction() as tx:
        await tx.connection.execute(delete(tables.audit).where(here_it_is))
    said = await here.command("audit", "verify", "--head", head, code=1)
    assert re.search(r"BAD  the entry in place \d+ was removed", said)
    said = await here.command("audit", "verify", "--head", "hello", code=2)
    assert "--head 'hello': it looks like 120:ab" in said

"""The running service tells its metrics: of the story as it goes, without anybody in it."""

from __future__ import annotations

import re

import aiohttp
import pytest

from tests.end_to_end.conftest import Install, OpenStory, Prepared
from tests.end_to_end.installation import Installation
from tests.end_to_end.story import ANSWERING, OWNER, PERSON, PLANTED, REQUEST, STORY, Cast
from tests.telegram_server import Flood, TelegramServer

pytestmark = pytest.mark.timeout(240)

TOKEN = "a-token-of-some-length"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
COUNT = re.compile(r"^passerelle_updates_total\{.*outcome=\"(\w+)\"\} (\d+)", re.MULTILINE)


async def read(here: Installation, path: str, **headers: str) -> tuple[int, str]:
    """Read a page of the service; give status and text."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{here.url}{path}", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def metrics_of(cast: Cast) -> str:
    status, text = await read(cast.installation, "/metrics")
    assert status == 200
    secret = (*PLANTED, cast.reference, "Amina", "Fatou", cast.server.token)
    assert not [each for each in secret if each and each in text]
    # The ids are short numbers: those of a measured 0.05000003 may be the same by chance.
    for person in (cast.person, cast.caseworker, cast.colleague):
        assert not re.findall(rf"^.*(?<!\d)(?<!\d\.){person.id}(?!\d).*$", text, re.MULTILINE)
    return text


async def test_the_story_is_seen_in_numbers_alone(
    open_story: OpenStory, server: TelegramServer
) -> None:
    cast = await open_story()
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    server.faults.respond("sendMessage", cast.of(PERSON), with_=Flood(1))
    for step in REQUEST:
        await cast.play(step)
    waiting = await metrics_of(cast)
    assert f'passerelle_queue_referrals{{organisation="{OWNER}"}} 1.0' in waiting
    for step in ANSWERING:
        await cast.play(step)
    await cast.check()
    after = await metrics_of(cast)

    assert 'passerelle_turn_seconds_count{dialogue="shelter",step="where"} 1.0' in after
    assert 'passerelle_turn_seconds_count{dialogue="case",step="instructions"} 1.0' in after
    assert "passerelle_telegram_floods_total 1.0" in after
    assert "passerelle_database_up 1.0" in after
    assert "process_resident_memory_bytes" in after
    counts = {outcome: int(number) for outcome, number in COUNT.findall(after)}
    assert set(counts) == {"answered"}
    assert counts["answered"] >= len(STORY)


async def test_with_a_token_the_metrics_open_to_nothing_else(
    install: Install, prepared: Prepared
) -> None:
    here = install(prepared.home, settings={"PASSERELLE_METRICS_TOKEN": TOKEN})
    await here.start()
    assert await read(here, "/metrics") == (401, "")
    status, text = await read(here, "/metrics", **SHOWN)
    assert status == 200
    assert "passerelle_build_info" in text


async def test_with_a_public_address_the_metrics_stay_closed_without_a_token(
    install: Install, prepared: Prepared
) -> None:
    here = install(prepared.home, webhook=True)
    await here.start()
    status, text = await read(here, "/metrics")
    assert status == 403
    assert "PASSERELLE_METRICS_TOKEN" in text

"""A key is replaced in the middle of a case, while people write; the case goes on without it."""

from __future__ import annotations

import asyncio
import re
import signal

import pytest

from bot.key_file import KEY_FILE, keep_keys, kept_keys
from tests.end_to_end.conftest import Install, OpenStory, Prepared
from tests.end_to_end.installation import PASSERELLE, Installation
from tests.end_to_end.story import ANSWERING, REQUEST, Cast
from tests.telegram_server import Person

pytestmark = pytest.mark.timeout(240)

CROWD = 4


async def rotated_while_people_write(cast: Cast) -> str:
    """Replace the key; give what the command said. Everybody who writes meanwhile is answered."""
    enough = asyncio.Event()

    async def write(each: Person) -> None:
        while not enough.is_set():
            await each.says("/help")

    crowd = [cast.server.person(f"Crowd {number}") for number in range(CROWD)]
    writing = [asyncio.create_task(write(each)) for each in crowd]
    said = await cast.installation.command("keys", "rotate", "--yes")
    enough.set()
    await asyncio.gather(*writing)
    assert all(len(each.chat) > 2 for each in crowd)
    await cast.server.settled()
    return said


def remove_older_keys(here: Installation) -> None:
    file = here.home / KEY_FILE
    newest, *older = kept_keys(file)
    assert older
    keep_keys(file, (newest,))


async def test_a_case_goes_on_under_another_key(open_on_either: OpenStory) -> None:
    cast = await open_on_either()
    for step in REQUEST:
        await cast.play(step)
    asked = await cast.installation.command("keys", "rotate", lines="n\n", code=2)
    assert "Is it copied?" in asked
    assert "Nothing was sealed with it: copy it, then call again." in asked
    said = await rotated_while_people_write(cast)
    assert re.search(r"Waiting until \S+, process \d+ (reads|seals) with it", asked + said)
    assert re.search(r"Sealed anew: \d{2,}\n", said)
    assert "can be removed" in said
    remove_older_keys(cast.installation)
    first, *rest = ANSWERING
    await cast.play(first)
    await cast.installation.restart()
    for step in rest:
        await cast.play(step)
    await cast.check()
    told = await cast.installation.command("doctor")
    assert "ok   sealing: everything under the one key" in told


async def test_killed_again_and_again_it_comes_to_its_end(
    install: Install, prepared: Prepared
) -> None:
    here = install(prepared.home)
    for seconds in (0.6, 0.8, 1.0, 1.2):
        process = await asyncio.create_subprocess_exec(
            *(PASSERELLE, "keys", "rotate", "--yes"),
            env=here.environment,
            stdout=asyncio.subprocess.DEVNULL,
        )
        await asyncio.sleep(seconds)
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()
    assert "can be removed" in await here.command("keys", "rotate", "--yes")
    remove_older_keys(here)
    assert await here.invite("staff", "IOM", "IOM Guinea, Conakry centre")


async def test_keys_that_are_given_are_told_how_to_be_replaced(
    install: Install, prepared: Prepared
) -> None:
    here = install(prepared.home)
    key = kept_keys(here.home / KEY_FILE)[0]
    here.settings["PASSERELLE_ENCRYPTION_KEYS"] = key
    said = await here.command("keys", "rotate", code=2)
    assert "write it at the END of PASSERELLE_ENCRYPTION_KEYS" in said
    assert key not in said

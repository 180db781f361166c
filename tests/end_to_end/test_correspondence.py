"""Person and caseworker write in the running program: photo, voice and words, and no account."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage.tables import case_messages, received_files
from tests.casework.made_files import SECRET, jpeg, voice
from tests.end_to_end.conftest import OpenStory
from tests.end_to_end.story import ANSWERING, REQUEST, Cast
from tests.telegram_server import Person

pytestmark = pytest.mark.timeout(240)
WORDS = "The rash is on his arm"
REPLY = "Come to the nurse at noon"


async def test_a_photo_and_a_voice_message_go_both_ways_without_any_account(
    open_story: OpenStory,
) -> None:
    cast = await open_story()
    for each, name in ((cast.person, "zeinabou_t"), (cast.caseworker, "fatou_c")):
        each.user |= {"username": name, "last_name": f"of the {name}"}
    for step in (*REQUEST, ANSWERING[0]):
        await cast.play(step)
    person, caseworker = cast.person, cast.caseworker

    await person.sends_photo(WORDS, jpeg())
    await person.sees("Passed on to Ministry of Social Affairs")
    await caseworker.presses("Read and answer")
    await caseworker.sees(WORDS)
    await caseworker.presses("a picture")
    await shown(caseworker, "photo", "photo.jpg")

    await caseworker.presses("Write again|Write to the person|Read and answer")
    await caseworker.sees("choose a sentence")
    await caseworker.sends_photo(REPLY, jpeg(turned=True))
    await caseworker.sees("Passed on to the person")
    await shown(person, "photo", "photo.jpg")
    await person.sees(REPLY)

    await person.presses("Write back")
    await person.sends_voice(2, voice())
    await person.sees("Passed on to Ministry of Social Affairs")
    await caseworker.presses("Read and answer")
    await caseworker.presses("a voice message")
    await shown(caseworker, "voice", "voice.ogg")

    await cast.server.settled()
    assert not cast.server.violations
    check_accounts(cast)
    assert await rows(cast) == (3, 0)
    cast.check_log()
    for secret in (SECRET, WORDS, REPLY):
        assert secret not in cast.installation.log

    await person.says("/requests")
    await person.presses("Cancel this request")
    await person.presses("Yes, cancel it")
    await person.sees("Cancelled")
    assert await rows(cast) == (0, 0)
    assert await cast.installation.stop() == 0


async def shown(reader: Person, method: str, name: str) -> None:
    """See that a file comes as what it is, cleaned, and cannot be forwarded."""
    message = await reader.sees(name)
    assert message.file is not None
    assert method in message.raw
    assert message.protect_content
    assert message.file.content
    assert SECRET.encode() not in message.file.content


def check_accounts(cast: Cast) -> None:
    """Check that neither side has been told the other's number, name or username."""
    for reader, other in ((cast.person, cast.caseworker), (cast.caseworker, cast.person)):
        told = "\n".join(repr(message.raw) for message in reader.chat if message.from_bot)
        for name in ("id", "first_name", "last_name", "username"):
            assert str(other.user[name]) not in told, name


async def rows(cast: Cast) -> tuple[int, int]:
    """Count the messages and the files that wait."""
    async with cast.installation.transaction() as tx:
        kept = await tx.connection.scalar(select(func.count()).select_from(case_messages))
        waiting = await tx.connection.scalar(select(func.count()).select_from(received_files))
    return int(kept or 0), int(waiting or 0)

"""How it was: once, by the person alone, and without a trace of what they said."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.clockwork import Clockwork
from conversations.dialogue import Typed
from domain.feedback import Asked, Said
from domain.organisations import TeamId
from domain.referrals import DeclineReason
from domain.requests import DoneOutcome
from domain.requests.afterwards import SayFeedback
from domain.requests.working import Decline, Take
from storage import feedback, people
from storage.tables import audit, conversations, metadata, outbox, updates
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.sample import sample_database
from tests.conversations.stage import direct

UNSAFE = UP_TO_THE_SUMMARY.replace("> Yes, it is safe", "> No, be careful")


async def declined(player: Player, story: str = UP_TO_THE_SUMMARY) -> str:
    """Let a request be declined; give its reference."""
    await direct(player, f"caseworker is caseworker of {TEAM}")
    await player.play(story + SENT)
    reference = player.values["reference"]
    for command in (Take(reference), Decline(reference, DeclineReason.FULL)):
        await does(player, "caseworker", command)
    return reference


async def does(player: Player, side: str, request):
    async with player.database.transaction() as tx:
        found = await people.find_or_add(tx, player.side(side).address, player.clock())
    return await player.office.perform_for(found.id, request)


async def said_of_the_team(player: Player, asked: Asked) -> dict[Said, int]:
    async with player.database.transaction() as tx:
        return (await feedback.counted(tx, TeamId(TEAM), "2026-11"))[asked]


async def test_each_question_is_answered_once_and_by_the_person_alone(player: Player) -> None:
    reference = await declined(player)
    say = SayFeedback(reference, Asked.EXPLAINED, Said.BAD)
    assert (await does(player, "caseworker", say)).outcome is DoneOutcome.NOT_FOUND
    assert (await does(player, "person", say)).outcome is DoneOutcome.DONE
    again = SayFeedback(reference, Asked.EXPLAINED, Said.GOOD)
    assert (await does(player, "person", again)).outcome is DoneOutcome.TOO_LATE
    assert await said_of_the_team(player, Asked.EXPLAINED) == {Said.BAD: 1}
    await direct(player, "the audit has a refused say feedback by caseworker")


async def test_a_request_that_is_open_is_not_rated(player: Player) -> None:
    await player.play(UP_TO_THE_SUMMARY + SENT)
    say = SayFeedback(player.values["reference"], Asked.TREATED, Said.BAD)
    assert (await does(player, "person", say)).outcome is DoneOutcome.TOO_LATE
    assert await said_of_the_team(player, Asked.TREATED) == {}


async def test_where_others_read_along_nothing_is_sent_for_it(player: Player) -> None:
    """Safety 11: also not that there is news, as there is none."""
    await declined(player, UNSAFE)
    await player.fetch(player.side())
    before = len(player.side().heard)
    player.clock.move(timedelta(days=7))
    await Clockwork(player.office).remind()
    await player.fetch(player.side())
    assert len(player.side().heard) == before


# ---------------------------------------------------------------- no trace

ANSWERS = (("1", "1"), ("3", "3"))


async def says(player: Player, words: str) -> None:
    """Say something in a chat that shows the person their own words, as the web chat does."""
    await player.turns.handle(replace(player.side().says(Typed(words)), echo=words))


async def kept_after(folder: Path, answers: tuple[str, str]) -> tuple[list[object], int]:
    """Give all that is kept after two answers but the counts, as far as it could differ."""
    async with sample_database(folder) as database:
        player = Player(database, direct=direct)
        reference = await declined(player)
        await player.play(f"^ !feedback/{reference}")
        for answer in answers:
            await says(player, answer)
        assert await said_of_the_team(player, Asked.TREATED), "it was counted"
        async with database.transaction() as tx:
            read = tx.keys.open_text
            rows = (await tx.connection.execute(select(outbox).order_by(outbox.c.id))).all()
            kept: list[object] = [(row.kind, read(row.sealed_payload)) for row in rows]
            for row in await tx.connection.execute(select(updates)):
                kept.append(read(row.sealed_reply) if row.sealed_reply else None)
            for row in await tx.connection.execute(select(conversations)):
                kept.append(read(row.sealed_state))
            for row in await tx.connection.execute(select(audit).order_by(audit.c.number)):
                kept.append((row.action, row.allowed, row.details))
            size = 0
            for table in metadata.sorted_tables:
                size += len((await tx.connection.execute(select(table))).all())
    return [str(each).replace(reference, "REFERENCE") for each in kept], size


async def test_what_was_said_is_in_the_counts_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people who say the opposite leave the same behind, even in their own chats."""
    monkeypatch.setattr("bot.turn.TURNS_BEGIN_BELOW", 1)  # what is left to chance is the same
    (tmp_path / "well").mkdir()
    (tmp_path / "badly").mkdir()
    well = await kept_after(tmp_path / "well", ANSWERS[0])
    badly = await kept_after(tmp_path / "badly", ANSWERS[1])
    assert well == badly


@pytest.mark.parametrize("named", [True, False])
async def test_the_words_of_an_anonymous_complaint_stay_in_no_chat(
    player: Player, named: bool
) -> None:
    await direct(player, "meanwhile somebody hears complaints in Guinea")
    story = UP_TO_THE_SUMMARY + SENT + "> something is wrong with how I was treated\n> 1\n"
    wish = "I want an answer" if named else "Nobody may know who I am"
    await player.play(f"{story}> {wish}")
    await says(player, "They asked me for money.")
    async with player.database.transaction() as tx:
        rows = (await tx.connection.execute(select(outbox.c.kind, outbox.c.sealed_payload))).all()
        said = [tx.keys.open_text(row.sealed_payload) for row in rows if row.kind == "said"]
    assert any("They asked me" in each for each in said) == named

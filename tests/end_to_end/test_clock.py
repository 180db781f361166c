"""A clock that jumps: nobody waits for a time that was wrong, nothing is dropped or done early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.app import CLOCK_OFF
from bot.right_clock import DATABASE, TELEGRAM
from domain.deadlines import REQUEST_BEING_WRITTEN_IS_KEPT
from storage import rounds, tables
from tests.end_to_end.conftest import Install, OpenStory
from tests.end_to_end.installation import Installation, until
from tests.end_to_end.story import ANSWERING, REQUEST
from tests.end_to_end.test_metrics import read
from tests.telegram_server import Flood, Person, TelegramServer

pytestmark = pytest.mark.timeout(240)

ROUND_S = 0.05
OFTEN = {"bot.clockwork.REMINDER_SECONDS": ROUND_S, "bot.clockwork.ROUND_SECONDS": ROUND_S}
FORTNIGHT = REQUEST_BEING_WRITTEN_IS_KEPT + timedelta(days=1)
MINUTE = timedelta(minutes=1)
WAIT_S = 600
TAKE_IT = ANSWERING[0]


async def rounds_pass(here: Installation) -> None:
    """Wait until the clockwork has looked at the clock, and would have gone round, a few times."""
    for _ in range(3):
        before = await looked(here)

        async def goes_on(before: rounds.Rounds = before) -> bool:
            return await looked(here) != before

        await until(goes_on)


async def looked(here: Installation) -> rounds.Rounds:
    async with here.transaction() as tx:
        return await rounds.known(tx)


async def is_put_off(here: Installation) -> bool:
    """Say whether a message is put off for long."""
    box, soon = tables.outbox, datetime.now(UTC) + timedelta(seconds=WAIT_S / 2)
    waits = box.c.sent.is_(None) & box.c.failed.is_(None) & (box.c.due > soon)
    async with here.transaction() as tx:
        return await tx.connection.scalar(select(box.c.id).where(waits)) is not None


async def half_written(server: TelegramServer) -> Person:
    """Let somebody begin a request, and leave it there."""
    other = server.person("Salif", language_code="en")
    await other.says("/start")
    await other.sees("What can I do for you")
    await other.presses("I need a place to sleep")
    await other.sees("How old are you")
    return other


async def steps_done(here: Installation) -> list[str]:
    """Give what was done because it was due, for every request."""
    async with here.transaction() as tx:
        return list(await tx.connection.scalars(select(tables.referral_clocks.c.done)))


@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted"])
async def test_set_back_an_hour_what_waits_goes_out_all_the_same(
    open_on_either: OpenStory, server: TelegramServer, restarted: bool
) -> None:
    server.tells_no_time()
    cast = await open_on_either(limits=OFTEN)
    for step in REQUEST:
        await cast.play(step)
    await rounds_pass(cast.installation)
    server.faults.respond("sendMessage", cast.person, with_=Flood(WAIT_S))
    await cast.act(TAKE_IT)
    await until(partial(is_put_off, cast.installation))
    if restarted:
        await cast.installation.stop()
    cast.installation.set_clock(timedelta(hours=-1))
    if restarted:
        await cast.installation.start()
    await cast.seen(TAKE_IT)
    for step in ANSWERING[1:]:
        await cast.play(step)
    await cast.check()


@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted"])
async def test_set_ahead_for_a_while_nothing_is_dropped_and_nobody_is_reminded(
    open_on_either: OpenStory, server: TelegramServer, restarted: bool
) -> None:
    server.tells_no_time()
    cast = await open_on_either(limits=OFTEN)
    here = cast.installation
    other = await half_written(server)
    for step in REQUEST:
        await cast.play(step)
    await rounds_pass(here)
    if restarted:
        await here.stop()
    here.set_clock(FORTNIGHT)
    if restarted:
        await here.start()
    await rounds_pass(here)
    assert "the clock jumped" in here.log
    status, said = await read(here, "/readyz")
    assert (status, said.splitlines()[0]) == (200, "ready")
    assert "clock: it jumped" in said
    assert (await steps_done(here)) == [""]
    here.set_clock(timedelta())
    await rounds_pass(here)
    await other.presses("18 to 59")
    await other.sees("Who needs help")
    for step in ANSWERING:
        await cast.play(step)
    await cast.check()
    assert "still gives no answer" not in cast.person.transcript()


async def test_what_was_due_in_a_long_outage_is_done_after_a_rest_and_nothing_is_dropped(
    open_on_either: OpenStory, server: TelegramServer
) -> None:
    cast = await open_on_either(limits={**OFTEN, "bot.clock_watch.RESTS": 1})
    other = await half_written(server)
    for step in REQUEST:
        await cast.play(step)
    await rounds_pass(cast.installation)
    await cast.installation.stop()
    server.time_passes(seconds=FORTNIGHT.total_seconds())
    cast.installation.set_clock(FORTNIGHT)
    await cast.installation.start()
    await cast.person.sees(f"{cast.reference}[\\s\\S]*still gives no answer")
    assert await read(cast.installation, "/readyz") == (200, "ready\n")
    await rounds_pass(cast.installation)
    await other.presses("18 to 59")
    await other.sees("Who needs help")


@pytest.mark.parametrize("ahead", [FORTNIGHT, -FORTNIGHT], ids=["ahead", "behind"])
async def test_a_machine_whose_clock_is_wrong_goes_by_telegrams(
    open_on_either: OpenStory, server: TelegramServer, ahead: timedelta
) -> None:
    cast = await open_on_either(limits=OFTEN)
    here = cast.installation
    other = await half_written(server)
    for step in REQUEST:
        await cast.play(step)
    here.set_clock(ahead)
    await rounds_pass(here)
    # It stays wrong, also over a restart, and all goes on.
    await here.stop()
    await here.start()
    await rounds_pass(here)
    told = CLOCK_OFF.format(FORTNIGHT // MINUTE, "ahead" if ahead > MINUTE else "behind", TELEGRAM)
    assert await read(here, "/readyz") == (200, f"ready\n{told}\n")
    assert (await steps_done(here)) == [""]
    for step in ANSWERING:
        await cast.play(step)
    await other.presses("18 to 59")
    await other.sees("Who needs help")
    assert "the clock jumped" not in here.log
    assert "still gives no answer" not in cast.person.transcript()
    async with here.transaction() as tx:
        written = await tx.connection.scalars(select(tables.referral_events.c.at))
        assert all(abs(at - datetime.now(UTC)) < FORTNIGHT / 2 for at in written)

    here.set_clock(timedelta())
    await rounds_pass(here)
    assert await read(here, "/readyz") == (200, "ready\n")
    assert "the machine's clock is right again" in here.log
    await cast.check()


async def test_machines_that_share_a_database_do_not_disagree(
    open_story_on_postgresql: OpenStory, server: TelegramServer, install: Install
) -> None:
    server.tells_no_time()
    cast = await open_story_on_postgresql(limits=OFTEN)
    settings = {key: cast.installation.settings[key] for key in ("PASSERELLE_DATABASE_URL",)}
    wrong = install(cast.installation.home, settings=settings, limits=OFTEN)
    wrong.set_clock(FORTNIGHT, alone=True)
    await wrong.start()
    other = await half_written(server)
    for step in REQUEST:
        await cast.play(step)
    # The one that is right is gone; the other one does all the work, while its clock is wrong.
    await cast.installation.stop()
    await rounds_pass(wrong)
    told = CLOCK_OFF.format(FORTNIGHT // MINUTE, "ahead", DATABASE)
    assert await read(wrong, "/readyz") == (200, f"ready\n{told}\n")
    assert (await steps_done(wrong)) == [""]
    for step in ANSWERING:
        await cast.play(step)
    await other.presses("18 to 59")
    await other.sees("Who needs help")
    assert "the clock jumped" not in wrong.log
    await wrong.stop()
    await cast.check()

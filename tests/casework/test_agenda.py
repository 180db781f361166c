"""Agendas: once before each meeting whatever is interrupted, without a person, on each engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clockwork import Clockwork
from bot.documents import opened_for
from casework import agenda, coordinators
from casework.agenda import document_of, send_next
from casework.documents import Opened
from casework.tell import decode, encode
from domain.access import MemberRole
from domain.centres import Committee
from domain.directory import Directory
from domain.management_notices import AgendaReady
from domain.organisations import CentreId
from domain.requests.agendas import AgendaOf, CommitteesSeen
from storage import directory, people
from storage.tables import outbox
from tests.bot.pdf_text import texts
from tests.casework.situation import SENT, TEAM, UP_TO_THE_SUMMARY
from tests.conversations.play import Player
from tests.conversations.stage import direct

CONAKRY = CentreId("gn-conakry")
DUE = datetime(2026, 12, 3, 9, tzinfo=UTC)


async def lead_of(player: Player, side: str = "lead", role: str = "supervisor") -> None:
    await direct(player, f"{side} is {role} of {TEAM}")


async def does(player: Player, side: str, request):
    async with player.database.transaction() as tx:
        found = await people.find_or_add(tx, player.side(side).address, player.clock())
    return await player.office.perform_for(found.id, request)


async def opens(player: Player, side: str, document: str) -> Opened | None:
    return await opened_for(player.office, player.side(side).address, document)


async def agendas(player: Player) -> list[AgendaReady]:
    """Give the agendas in the outbox, in the order in which they were put there."""
    async with player.database.transaction() as tx:
        rows = await tx.connection.execute(select(outbox).order_by(outbox.c.id))
        notices = [decode(tx.keys.open(row.sealed_payload)) for row in rows if row.kind == "notice"]
    return [each for each in notices if isinstance(each, AgendaReady)]


async def test_it_comes_once_for_each_meeting_and_not_before(player: Player) -> None:
    await lead_of(player)
    player.clock.now = DUE - timedelta(days=1)
    await Clockwork(player.office).change_hands()
    assert await agendas(player) == []
    player.clock.now = DUE
    for _ in range(3):
        await Clockwork(player.office).change_hands()
    player.start()
    player.clock.now = DUE + timedelta(days=5)
    await Clockwork(player.office).change_hands()
    assert [each.agenda.meeting for each in await agendas(player)] == [date(2026, 12, 8)]
    player.clock.now = DUE + timedelta(days=31)
    await Clockwork(player.office).change_hands()
    assert len(await agendas(player)) == 2


async def test_it_is_all_or_nothing_if_the_process_dies_in_between(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: after a kill at any step nothing was sent, and then everything is, once."""
    await lead_of(player)
    await lead_of(player, "second")
    player.clock.now = DUE
    tell, calls = coordinators.tell_all, 0

    async def killed(*given, **named) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        await tell(*given, **named)

    monkeypatch.setattr(agenda, "tell_all", killed)
    with pytest.raises(KeyboardInterrupt):
        async with player.database.transaction() as tx:
            await send_next(await player.office.system_work(tx))
    assert calls == 2
    assert await agendas(player) == []
    monkeypatch.setattr(agenda, "tell_all", tell)
    await Clockwork(player.office).change_hands()
    assert len(await agendas(player)) == 2


async def test_nothing_of_a_person_is_in_it(player: Player) -> None:
    """D2, B4: aggregates only; one request is under five, and its reference is nobody's there."""
    await lead_of(player)
    player.clock.now = DUE - timedelta(days=10)
    await player.play(UP_TO_THE_SUMMARY + SENT)
    player.clock.now = DUE
    await Clockwork(player.office).change_hands()
    [sent] = await agendas(player)
    raw = encode(sent).decode()
    assert player.values["reference"] not in raw
    assert "Amina" not in raw
    assert {m.figures.received for team in sent.agenda.teams for m in team.months} == {None}
    assert decode(encode(sent)) == sent


@pytest.mark.parametrize("role", [each for each in MemberRole if each != MemberRole.SUPERVISOR])
async def test_without_the_right_nothing_is_told(player: Player, role: MemberRole) -> None:
    await lead_of(player, "somebody", role)
    told = await does(player, "somebody", AgendaOf(CONAKRY))
    seen = role in (MemberRole.COORDINATOR, MemberRole.ADMIN)
    assert (told is not None) == seen
    assert bool(await does(player, "somebody", CommitteesSeen())) == seen
    granted = "granted" if seen else "refused"
    await direct(player, f"the audit has a {granted} read agenda by somebody")


async def test_the_page_is_for_those_who_may_see_the_agenda_when_they_open_it(
    player: Player,
) -> None:
    await lead_of(player)
    found = await opens(player, "lead", document_of(CONAKRY))
    assert found is not None
    assert any("Management committee" in each for each in texts(found.content))
    assert await opens(player, "lead", document_of(CentreId("nowhere"))) is None
    await lead_of(player, "worker", "caseworker")
    assert await opens(player, "worker", document_of(CONAKRY)) is None


async def test_a_meeting_that_is_moved_has_an_agenda_of_its_own(player: Player) -> None:
    await lead_of(player)
    player.clock.now = DUE
    await Clockwork(player.office).change_hands()
    async with player.database.transaction() as tx:
        centre = (await directory.load(tx)).centre(CONAKRY)
        moved = Committee("Committee", "monthly on day 8", DUE.date() + timedelta(days=3))
        await directory.save(tx, Directory(centres=(replace(centre, committee=moved),)))
    await Clockwork(player.office).change_hands()
    meetings = [each.agenda.meeting for each in await agendas(player)]
    assert meetings == [date(2026, 12, 8), date(2026, 12, 6)]

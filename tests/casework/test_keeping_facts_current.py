"""Updates by staff: by right, audited, undone only if nobody has changed the same since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.office import Office
from casework.perform import perform
from casework.undo import UNDO_LASTS
from domain.centres import Centre
from domain.closures import Closure
from domain.organisations import CentreId
from domain.people import PersonId
from domain.requests import Command
from domain.requests.updating import (
    CentresToUpdate,
    CloseCentre,
    ContactField,
    OpenCentre,
    PauseService,
    SaveCount,
    SetContact,
    SetHoursToday,
    ToUpdate,
    Undo,
    UndoOutcome,
    UpdateOutcome,
)
from domain.services import Service, ServiceId, ServiceStatus
from storage import audit, capacity, changes, directory
from storage.database import Transaction
from tests.casework.situation import SHELTER
from tests.casework.test_rights import cast

CONAKRY = CentreId("gn-conakry")
FOOD = ServiceId("gn-conakry-food")
PHONE, OTHER_PHONE = "+1 202-555-0123", "+1 202-555-0145"
COMMANDS: dict[str, Command] = {
    "count places": SaveCount(ServiceId(SHELTER), None, 80, 0, 12),
    "update hours of today": SetHoursToday(CONAKRY, "10:00-14:00"),
    "close": CloseCentre(CONAKRY, None),
    "update contact": SetContact(CONAKRY, ContactField.PHONE, PHONE),
    "pause service": PauseService(FOOD, True),
}
# The ministry and IOM run the centre together; everybody of both who is still enrolled may.
MAY = {"holder", "colleague elsewhere", "coordinator elsewhere"} | {
    "caseworker",
    "supervisor",
    "staff",
    "coordinator",
    "admin",
}


async def does(office: Office, tx: Transaction, actor: PersonId, request: Any, **later: Any) -> Any:
    work = await office.work_of(tx, actor)
    return await perform(replace(work, now=work.now + timedelta(**later)), request)


async def stands(tx: Transaction) -> tuple[Centre, Service, Any]:
    """All that the commands can change."""
    known = await directory.load(tx)
    counts = await capacity.counts_of(tx, [ServiceId(SHELTER)])
    return known.centre(CONAKRY), known.service(FOOD), counts


@pytest.mark.parametrize("action", COMMANDS)
async def test_an_update_is_made_by_who_may_and_refused_to_everybody_else(
    office: Office, action: str
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        before = await stands(tx)
        for name, actor in who.everybody.items():
            once = await tx.connection.begin_nested()
            done = await does(office, tx, actor, COMMANDS[action])
            row = (await audit.entries(tx, limit=1))[0]
            assert (row.action, row.actor, row.allowed) == (action, actor, name in MAY), name
            saved = done.outcome is UpdateOutcome.SAVED
            assert saved == (name in MAY), name
            assert (await stands(tx) != before) == saved, name
            assert len(await changes.of_centre(tx, CONAKRY)) == saved, name
            await once.rollback()


@pytest.mark.parametrize("action", COMMANDS)
async def test_undo_brings_everything_back_once(office: Office, action: str) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        before = await stands(tx)
        done = await does(office, tx, who.holder, COMMANDS[action])
        undone = await does(office, tx, who.holder, Undo(done.change))
        assert undone.outcome is UndoOutcome.UNDONE
        assert await stands(tx) == before
        again = await does(office, tx, who.holder, Undo(done.change))
        assert again.outcome is UndoOutcome.ALREADY


@pytest.mark.parametrize("action", COMMANDS)
async def test_undo_is_for_who_made_the_change_and_for_ten_minutes(
    office: Office, action: str
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        done = await does(office, tx, who.holder, COMMANDS[action])
        after = await stands(tx)
        for name in ("supervisor", "admin", "stranger"):
            undone = await does(office, tx, who.others[name], Undo(done.change))
            assert undone.outcome is UndoOutcome.NOT_FOUND, name
        late = UNDO_LASTS.total_seconds() + 1
        undone = await does(office, tx, who.holder, Undo(done.change), seconds=late)
        assert undone.outcome is UndoOutcome.TOO_LATE
        assert await stands(tx) == after
        in_time = await does(office, tx, who.holder, Undo(done.change), seconds=late - 1)
        assert in_time.outcome is UndoOutcome.UNDONE


@pytest.mark.parametrize(
    ("first", "since"),
    [
        (COMMANDS["count places"], SaveCount(ServiceId(SHELTER), None, 80, 0, 12)),
        (COMMANDS["update hours of today"], SetHoursToday(CONAKRY, "off")),
        (COMMANDS["close"], OpenCentre(CONAKRY)),
        (COMMANDS["update contact"], SetContact(CONAKRY, ContactField.PHONE, OTHER_PHONE)),
        (COMMANDS["pause service"], PauseService(FOOD, False)),
    ],
)
async def test_undo_leaves_alone_what_somebody_has_changed_since(
    office: Office, first: Command, since: Command
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        done = await does(office, tx, who.holder, first)
        await does(office, tx, who.others["supervisor"], since, seconds=30)
        after = await stands(tx)
        undone = await does(office, tx, who.holder, Undo(done.change), seconds=60)
        assert undone.outcome is UndoOutcome.CHANGED_SINCE
        assert await stands(tx) == after


async def test_another_change_of_the_same_centre_does_not_stand_in_the_way(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        done = await does(office, tx, who.holder, COMMANDS["close"])
        await does(office, tx, who.others["supervisor"], COMMANDS["update contact"])
        undone = await does(office, tx, who.holder, Undo(done.change))
        centre, _, _ = await stands(tx)
    assert undone.outcome is UndoOutcome.UNDONE
    assert (centre.phone, centre.closures) == (PHONE, ())


@pytest.mark.parametrize(
    "command",
    [
        SaveCount(ServiceId(SHELTER), None, 80, 0, 81),
        SaveCount(ServiceId(SHELTER), None, 80, 75, 6),
        SaveCount(ServiceId(SHELTER), None, 80, 0, -1),
        SaveCount(ServiceId(SHELTER), None, 10**9, 0, 0),
        SaveCount(ServiceId("nowhere"), None, 1, 0, 0),
        SetHoursToday(CONAKRY, "whenever"),
        SetHoursToday(CentreId("nowhere"), None),
        CloseCentre(CONAKRY, date(2020, 1, 1)),
        SetContact(CONAKRY, ContactField.PHONE, "12"),
        SetContact(CONAKRY, ContactField.URL, "javascript:alert(1)"),
        SetContact(CONAKRY, ContactField.EMAIL, "nobody"),
        PauseService(ServiceId("nowhere"), True),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    office: Office, command: Command
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        before = await stands(tx)
        done = await does(office, tx, who.holder, command)
        assert done.outcome is UpdateOutcome.REFUSED
        assert await stands(tx) == before
        assert await changes.of_centre(tx, CONAKRY) == ()


@pytest.mark.parametrize("command", [OpenCentre(CONAKRY), PauseService(FOOD, False)])
async def test_what_is_already_so_is_no_change(office: Office, command: Command) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        done = await does(office, tx, who.holder, command)
        assert (done.outcome, done.change) == (UpdateOutcome.UNCHANGED, 0)


async def test_a_closure_ends_with_its_last_day_where_the_centre_is(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        today = office.clock().date()
        await does(office, tx, who.holder, CloseCentre(CONAKRY, today), hours=1)
        await does(office, tx, who.holder, CloseCentre(CONAKRY, None), hours=2)
        centre, _, _ = await stands(tx)
        assert [each.end is None for each in centre.closures] == [False, True]
        assert centre.closures[0].end == centre.closures[1].start
        await does(office, tx, who.holder, OpenCentre(CONAKRY), hours=3)
        centre, _, _ = await stands(tx)
    now = office.clock() + timedelta(hours=3)
    assert not any(each.holds(now) for each in centre.closures)
    assert all(isinstance(each, Closure) for each in centre.closures)


async def test_a_paused_service_is_still_there_for_who_may_resume_it(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await does(office, tx, who.holder, COMMANDS["pause service"])
        view = await does(office, tx, who.holder, ToUpdate(CONAKRY))
    status = {each.service.id: each.service.status for each in view.services}
    assert status[FOOD] is ServiceStatus.CLOSED_FOR_NOW
    assert view.whole


async def test_another_centre_is_not_told_from_none(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        for name, actor in who.everybody.items():
            named = await does(office, tx, actor, CentresToUpdate("Conakry"))
            view = await does(office, tx, actor, ToUpdate(CONAKRY))
            assert bool(named) == (view is not None) == (name in MAY), name
            assert await does(office, tx, actor, CentresToUpdate("Agadez")) == () or name == "admin"
            assert await does(office, tx, actor, CentresToUpdate("xyzzy")) == ()
            assert await does(office, tx, actor, ToUpdate(CentreId("nowhere"))) is None
        mine = await does(office, tx, who.holder, CentresToUpdate())
        everywhere = await does(office, tx, who.others["admin"], CentresToUpdate())
    assert [centre.id for centre in mine] == [CONAKRY]
    assert everywhere == ()

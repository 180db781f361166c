"""Places held: every way out of an acceptance, by the real moves, leaves nothing held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from bot.office import Office
from casework.capacity import settle
from casework.holds import let_run_out
from casework.perform import perform
from domain.capacity import EFFECTS, HOLD_LASTS, PlacesLeft, counted
from domain.centres import CentreStatus
from domain.directory import Directory
from domain.geography import Place
from domain.organisations import CentreId, TeamId
from domain.people import Company, Told, Urgency, Who
from domain.questions import Topic
from domain.referrals import Action, Contact, Referral, State
from domain.requests import Command
from domain.requests.asking import Submit, SubmitOutcome
from domain.requests.finding import Nearest
from domain.requests.looking_up import About, Cards, FactsAbout, Scope
from domain.requests.mine import ForgetMe
from domain.requests.working import Accept, CaseOf
from domain.services import ServiceId, ServiceType
from storage import audit, capacity, directory, outbox, referrals
from storage.database import Transaction
from tests.casework.situation import SHELTER, TEAM
from tests.casework.test_rights import COMMANDS, REFERENCE, Cast, cast
from tests.storage import builders
from tests.storage.builders import DAY

FAMILY = Company(Who.FAMILY, 2, 1)
FREE = 10
WAYS_OUT = {
    Action.ARRIVED: (FREE - 3, 0),
    Action.DID_NOT_COME: (FREE, 0),
    Action.CANNOT_AFTER_ALL: (FREE, 0),
    Action.WITHDRAW: (FREE, 0),
}


async def claimed(tx: Transaction, who: Cast) -> Referral:
    """A family's request that its holder may accept, where ten places are free."""
    made = builders.referral(
        who.person,
        reference=REFERENCE,
        service=ServiceId(SHELTER),
        team=TeamId(TEAM),
        state=State.CLAIMED,
        holder=who.holder,
        told=Told(),
        company=FAMILY,
    )
    await referrals.insert(tx, made, builders.contact(), builders.consent(who.person))
    return made


async def count(office: Office, tx: Transaction, free: int = FREE) -> None:
    now = office.clock()
    await capacity.set_count(tx, ServiceId(SHELTER), None, counted(20, 0, free, now, DAY))


async def seen(office: Office, tx: Transaction, who: Cast) -> tuple[int | None, int]:
    """What staff see as free, and as held."""
    asked = FactsAbout(About(Scope.CENTRE, "gn-conakry"), (Topic.BEDS,))
    cards: Cards = await perform(await office.work_of(tx, who.holder), asked)
    places = next(f.places for f in cards.centres[0].services if f.service.id == SHELTER)
    assert places is not None
    assert places.numbers is not None
    return places.numbers.free, places.numbers.held


async def acts(office: Office, tx: Transaction, who: Cast, command: Command) -> None:
    by_person = command is COMMANDS[Action.WITHDRAW] or isinstance(command, ForgetMe)
    await perform(await office.work_of(tx, who.person if by_person else who.holder), command)


@pytest.mark.parametrize("action", WAYS_OUT)
async def test_accepting_holds_a_place_for_each_and_every_way_out_ends_it(
    office: Office, action: Action
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await claimed(tx, who)
        await count(office, tx)
        await acts(office, tx, who, Accept(REFERENCE, "Come."))
        assert await seen(office, tx, who) == (FREE - 3, 3)
        await acts(office, tx, who, COMMANDS[action])
        assert await seen(office, tx, who) == WAYS_OUT[action]
        await acts(office, tx, who, COMMANDS[action])
        assert await seen(office, tx, who) == WAYS_OUT[action]


async def test_forgetting_a_person_frees_their_place(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await claimed(tx, who)
        await count(office, tx)
        await acts(office, tx, who, Accept(REFERENCE, "Come."))
        await acts(office, tx, who, ForgetMe())
        assert await seen(office, tx, who) == (FREE, 0)


@pytest.mark.parametrize("action", Action)
async def test_each_action_does_to_the_place_what_the_table_says(
    office: Office, action: Action
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        made = await claimed(tx, who)
        await count(office, tx)
        work = await office.work_of(tx, who.holder)
        await settle(work, made, Action.ACCEPT)
        await settle(work, made, action)
        effect = {"hold": (7, 3), "keep": (7, 3), "release": (10, 0), "take": (7, 0)}
        assert await seen(office, tx, who) == effect[EFFECTS[action].value]


async def test_where_nobody_counts_nothing_is_held(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        made = await claimed(tx, who)
        food = structs.replace(made, service=ServiceId("gn-conakry-food"))
        await settle(await office.work_of(tx, who.holder), food, Action.ACCEPT)
        assert await capacity.known_of(tx) == {}


async def test_a_hold_runs_out_once_and_its_holder_is_told(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        made = await claimed(tx, who)
        await count(office, tx)
        await acts(office, tx, who, Accept(REFERENCE, "Come."))
        work = await office.system_work(tx)
        early = replace(work, now=work.now + HOLD_LASTS - timedelta(seconds=1))
        late = replace(work, now=work.now + HOLD_LASTS)
        before = len(await outbox.about(tx, REFERENCE))
        assert await let_run_out(early) == 0
        assert await let_run_out(late) == 1
        assert await let_run_out(late) == 0
        told = await outbox.about(tx, REFERENCE)
        rows = [row for row in await audit.entries(tx, REFERENCE) if row.action == "hold ran out"]
        after = await referrals.by_id(tx, made.id)
    assert len(told) == before + 1
    assert told[-1].person == who.holder
    assert [(row.actor, row.allowed) for row in rows] == [(None, True)]
    assert after is not None
    assert after.state is State.ACCEPTED


@pytest.mark.parametrize(("free", "enough"), [(3, True), (2, False)])
async def test_how_many_places_are_left_is_told_to_who_may_accept(
    office: Office, free: int, enough: bool
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await claimed(tx, who)
        await count(office, tx, free)
        for name, actor in {"holder": who.holder, **who.others}.items():
            view = await perform(await office.work_of(tx, actor), CaseOf(REFERENCE))
            left = view.places if view else None
            assert left == (PlacesLeft(3, free) if name == "holder" else None), name
            assert left is None or left.enough is enough


async def test_anyone_who_searches_gets_no_numbers(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        asked = Nearest(Place("Conakry", "GN"), ServiceType.SHELTER)
        for name in ("stranger", "revoked"):
            found = await perform(await office.work_of(tx, who.others[name]), asked)
            assert found
            assert all(f.service.capacity is None for f in found)
            assert all(f.places is None or f.places.numbers is None for f in found)
        found = await perform(await office.work_of(tx, who.holder), asked)
        assert found[0].places is not None
        assert found[0].places.numbers is not None


async def test_a_centre_winding_down_takes_no_new_people_and_keeps_its_promises(
    office: Office,
) -> None:
    """What was asked before may still be accepted; nobody finds it any more."""
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await claimed(tx, who)
        known = await office.directory.current(tx)
        ending = replace(known.centre(CentreId("gn-conakry")), status=CentreStatus.WINDING_DOWN)
        await directory.save(tx, Directory(centres=(ending,)))
        asked = Nearest(Place("Conakry", "GN"), ServiceType.SHELTER)
        found = await perform(await office.work_of(tx, who.person), asked)
        assert ServiceId(SHELTER) not in {each.service.id for each in found}
        for new in (ServiceId(SHELTER), ServiceId("gn-conakry-food")):
            sent = Submit(new, Told(), FAMILY, Urgency.NORMAL, Contact(), (), "en")
            done = await perform(await office.work_of(tx, who.others["stranger"]), sent)
            assert done.outcome is SubmitOutcome.NOT_TAKING
        await count(office, tx)
        await acts(office, tx, who, Accept(REFERENCE, "Come."))
        after = await referrals.by_reference(tx, REFERENCE)
    assert after is not None
    assert after.state is State.ACCEPTED

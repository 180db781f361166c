"""Referrals come back as they were stored, move one at a time, and lose their person on request."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.consent import Basis, Capacity, Recipient
from domain.organisations import OrganisationId, TeamId
from domain.people import AgeBand, Company, PersonId, Told, Urgency, Who
from domain.quality import Fate
from domain.referrals import (
    OPEN,
    Asked,
    By,
    Contact,
    DeclineReason,
    Offer,
    OfferKind,
    Outcome,
    Proposal,
    Referral,
    ReferralId,
    State,
)
from storage import referrals
from storage.database import Database
from storage.tables import consents as consents_table
from storage.tables import referrals as referrals_table
from tests.storage.builders import (
    SHELTER,
    TEAM,
    address,
    consent,
    contact,
    event,
    later,
    person,
    referral,
)


async def stored(database: Database, **given: object) -> Referral:
    """A referral of somebody new, with contact and consent."""
    whose = given.pop("whose", None) or await person(database)
    assert isinstance(whose, str)
    new = referral(PersonId(whose), **given)
    async with database.transaction() as tx:
        await referrals.insert(tx, new, contact(), consent(new.person))
    return new


async def read(database: Database, which: Referral) -> Referral:
    async with database.transaction() as tx:
        found = await referrals.by_reference(tx, which.reference)
    assert found is not None
    return found


async def test_a_referral_comes_back_as_it_was(database: Database) -> None:
    holder = await person(database)
    full = await stored(
        database,
        holder=holder,
        question="When?",
        answer="Tonight",
        instructions="Ask for Fatou",
        decline_reason=DeclineReason.FULL,
        outcome=Outcome.SERVED,
        changed=later(hours=1),
        offer=Offer(
            OfferKind.REDIRECT,
            TEAM,
            SHELTER,
            (Recipient(OrganisationId("iom"), Capacity.RECEIVES),),
            State.ACCEPTED,
            later(hours=24),
        ),
        barred=PersonId("who declined"),
        agreed=PersonId("who agreed"),
        objected=True,
        asks=Asked(PersonId("holder"), PersonId("a colleague")),
        proposal=Proposal(PersonId("holder"), DeclineReason.FULL, later(hours=2), "REF-0003"),
        came_from="REF-0001",
        went_to="REF-0002",
    )
    unset = {name for name in full.__struct_fields__ if getattr(full, name) is None}
    assert not unset, "every field is tried"
    assert await read(database, full) == full


async def test_no_referral_is_found_where_none_is(database: Database) -> None:
    async with database.transaction() as tx:
        assert await referrals.by_reference(tx, "NONE") is None
        assert await referrals.of_person(tx, PersonId("nobody")) == ()
        assert await referrals.open_in(tx, [TEAM]) == ()
        assert await referrals.open_in(tx, []) == ()


async def test_a_reference_belongs_to_one_referral(database: Database) -> None:
    first = await stored(database)
    with pytest.raises(IntegrityError):
        await stored(database, reference=first.reference)


async def test_a_change_counts_the_version_up(database: Database) -> None:
    before = await stored(database)
    after = replace(before, state=State.CLAIMED, holder=before.person)
    async with database.transaction() as tx:
        assert await referrals.update(tx, before, after)
    assert await read(database, before) == replace(after, version=2)


async def test_a_change_from_an_old_version_changes_nothing(database: Database) -> None:
    before = await stored(database)
    async with database.transaction() as tx:
        assert await referrals.update(tx, before, replace(before, state=State.CLAIMED))
    async with database.transaction() as tx:
        assert not await referrals.update(tx, before, replace(before, state=State.WITHDRAWN))
    assert (await read(database, before)).state is State.CLAIMED


@pytest.mark.parametrize("for_update", [True, False])
async def test_of_twenty_claims_at_once_exactly_one_succeeds(
    database: Database, for_update: bool
) -> None:
    new = await stored(database)
    caseworkers = [await person(database) for _ in range(20)]

    async def claim(who: PersonId) -> bool:
        async with database.transaction() as tx:
            found = await referrals.by_reference(tx, new.reference, for_update=for_update)
            assert found is not None
            await asyncio.sleep(0)
            if found.holder is not None:
                return False
            return await referrals.update(tx, found, replace(found, holder=who))

    claimed = await asyncio.gather(*(claim(who) for who in caseworkers))
    assert claimed.count(True) == 1
    assert (await read(database, new)).holder == caseworkers[claimed.index(True)]


async def test_twenty_writers_from_the_same_version_leave_one(database: Database) -> None:
    new = await stored(database)

    async def claim(number: int) -> bool:
        async with database.transaction() as tx:
            return await referrals.update(tx, new, replace(new, question=str(number)))

    assert (await asyncio.gather(*map(claim, range(20)))).count(True) == 1
    assert (await read(database, new)).version == 2


async def test_a_person_s_referrals_are_listed_newest_first(database: Database) -> None:
    whose = await person(database)
    old, new = [await stored(database, whose=whose, submitted=later(days=d)) for d in (0, 1)]
    await stored(database)
    async with database.transaction() as tx:
        assert await referrals.of_person(tx, whose) == (new, old)


async def test_a_queue_is_ordered_by_urgency_then_by_age(database: Database) -> None:
    made = {
        name: await stored(database, urgency=urgency, submitted=later(hours=hours))
        for name, urgency, hours in (
            ("normal", Urgency.NORMAL, 0),
            ("urgent, new", Urgency.URGENT, 2),
            ("urgent, old", Urgency.URGENT, 1),
            ("emergency", Urgency.EMERGENCY, 3),
        )
    }
    expected = [made[n] for n in ("emergency", "urgent, old", "urgent, new", "normal")]
    async with database.transaction() as tx:
        assert list(await referrals.open_in(tx, [TEAM])) == expected
        assert list(await referrals.open_in(tx, [TEAM], limit=2, offset=1)) == expected[1:3]


async def test_requests_of_the_same_instant_keep_their_places_from_page_to_page(
    database: Database,
) -> None:
    made = [await stored(database, id=ReferralId(f"made at once {n}")) for n in (4, 2, 5, 1, 3)]
    async with database.transaction() as tx:
        pages = [await referrals.open_in(tx, [TEAM], limit=2, offset=n) for n in (0, 2, 4)]
    in_pages = [each for page in pages for each in page]
    assert in_pages == sorted(made, key=lambda each: each.id)


async def test_a_queue_holds_the_open_referrals_of_its_teams_alone(database: Database) -> None:
    by_state = {state: await stored(database, state=state) for state in State}
    elsewhere = await stored(database, team=TeamId("elsewhere"))
    async with database.transaction() as tx:
        mine = await referrals.open_in(tx, [TEAM])
        both = await referrals.open_in(tx, [TEAM, TeamId("elsewhere")])
    assert set(mine) == {by_state[state] for state in OPEN}
    assert set(both) == {*mine, elsewhere}


async def test_only_what_is_open_is_held_the_oldest_first(database: Database) -> None:
    who, other = await person(database), await person(database)
    late, early = [
        await stored(database, holder=who, state=State.CLAIMED, submitted=later(hours=hours))
        for hours in (2, 1)
    ]
    for over in (state for state in State if state not in OPEN):
        await stored(database, holder=who, state=over)
    await stored(database, holder=other, state=State.CLAIMED)
    async with database.transaction() as tx:
        assert await referrals.held_by(tx, who) == (early, late)


async def test_the_contact_is_stored_beside_the_referral_and_may_change(database: Database) -> None:
    new = await stored(database)
    changed = Contact(phone="+224 1", safe_to_write=False)
    async with database.transaction() as tx:
        assert await referrals.contact_of(tx, new.id) == contact()
        await referrals.set_contact(tx, new.id, changed)
    async with database.transaction() as tx:
        assert await referrals.contact_of(tx, new.id) == changed


async def test_requests_of_others_that_give_the_same_number_are_found_while_open(
    database: Database,
) -> None:
    first, second = await stored(database), await stored(database)
    again = await stored(database, whose=first.person)
    ended = await stored(database, state=State.CLOSED)
    async with database.transaction() as tx:
        for each, phone in ((first, "+224620000000"), (second, "0620000000"), (again, None)):
            await referrals.set_contact(tx, each.id, contact(phone=phone))
        await referrals.set_contact(tx, ended.id, contact(phone="+224620000000"))
        assert await referrals.same_phone(tx, first) == (second,)
        assert await referrals.same_phone(tx, second) == (first,)
        assert await referrals.same_phone(tx, again) == ()
        await referrals.set_contact(tx, second.id, contact(phone="+224 621 00 00 00"))
        assert await referrals.same_phone(tx, first) == ()


async def test_a_phone_number_is_found_by_a_keyed_hash_that_goes_with_the_person(
    database: Database,
) -> None:
    new, other = await stored(database), await stored(database)
    kept = select(referrals_table.c.phone_index).where(referrals_table.c.id == new.id)
    async with database.transaction() as tx:
        assert await tx.connection.scalar(kept) == tx.keys.index("phone", "620000000")
        await referrals.erase_person_from(tx, new.person)
        assert await tx.connection.scalar(kept) is None
        assert await referrals.same_phone(tx, other) == ()


async def test_a_change_of_state_leaves_the_contact(database: Database) -> None:
    new = await stored(database)
    async with database.transaction() as tx:
        await referrals.update(tx, new, replace(new, state=State.ACCEPTED))
        assert await referrals.contact_of(tx, new.id) == contact()


async def test_every_consent_is_kept_in_order(database: Database) -> None:
    new = await stored(database)
    second = consent(new.person, basis=Basis.ASSENT, language="ar", at=later(hours=1))
    async with database.transaction() as tx:
        await referrals.add_consent(tx, new.id, second)
        assert await referrals.consents_of(tx, new.id) == (consent(new.person), second)


async def test_the_history_is_kept_in_order(database: Database) -> None:
    new = await stored(database)
    moves = (
        event(new),
        event(new, action="claim", by=By.CASEWORKER, before=State.PENDING, after=State.CLAIMED),
        event(new, actor=None, by=None, organisation=None, reason="full", key="wish 1"),
    )
    async with database.transaction() as tx:
        for each in moves:
            await referrals.add_event(tx, each)
    async with database.transaction() as tx:
        assert await referrals.events_of(tx, new.id) == moves


async def test_the_same_move_is_written_once_for_a_referral(database: Database) -> None:
    new, other = await stored(database), await stored(database)
    async with database.transaction() as tx:
        await referrals.add_event(tx, event(new, key="wish"))
        await referrals.add_event(tx, event(other, key="wish"))
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await referrals.add_event(tx, event(new, key="wish"))


async def test_forgetting_takes_the_person_out_of_a_referral(database: Database) -> None:
    new = await stored(
        database,
        question="When?",
        answer="Tonight, I am Mariama",
        instructions="Ask for Fatou",
        state=State.CLOSED,
        company=Company(Who.FAMILY, 2, 3),
    )
    async with database.transaction() as tx:
        await referrals.erase_person_from(tx, new.person)
    erased = await read(database, new)
    assert (erased.question, erased.answer, erased.instructions) == (None, None, None)
    assert erased.told == Told()
    assert not erased.company.needs
    assert (erased.state, erased.service, erased.language) == (State.CLOSED, new.service, "fr")
    async with database.transaction() as tx:
        assert await referrals.contact_of(tx, new.id) is None


async def test_of_an_erased_consent_only_the_proof_remains(database: Database) -> None:
    whose = await person(database)
    new = await stored(database, whose=whose, age=AgeBand.CHILD)
    async with database.transaction() as tx:
        await referrals.add_consent(tx, new.id, consent(whose, basis=Basis.ASSENT))
        await referrals.erase_person_from(tx, whose)
    async with database.transaction() as tx:
        rows = (await tx.connection.execute(select(*consents_table.columns))).mappings().all()
    assert len(rows) == 2
    for row in rows:
        assert row["text_version"] == consent(whose).text_version
        assert (row["language"], row["at"]) == ("fr", consent(whose).at)
        assert row["person_index"], "a keyed hash of the person"
        assert row["person"] is None
        assert "iom" not in row["recipients"]
        assert row["basis"] != Basis.ASSENT, "it would tell that this was a child"


async def test_a_consent_without_its_person_covers_nobody(database: Database) -> None:
    new = await stored(database)
    async with database.transaction() as tx:
        await referrals.erase_person_from(tx, new.person)
        assert await referrals.consents_of(tx, new.id) == ()


async def test_a_move_read_before_the_erasure_brings_nothing_back(database: Database) -> None:
    before = await stored(database, answer="I am Mariama")
    async with database.transaction() as tx:
        await referrals.erase_person_from(tx, before.person)
    async with database.transaction() as tx:
        assert not await referrals.update(tx, before, replace(before, state=State.CLAIMED))
    assert (await read(database, before)).answer is None


async def test_forgetting_one_person_leaves_the_others(database: Database) -> None:
    mine, theirs = await stored(database), await stored(database)
    async with database.transaction() as tx:
        await referrals.erase_person_from(tx, mine.person)
    assert await read(database, theirs) == theirs
    async with database.transaction() as tx:
        assert await referrals.contact_of(tx, theirs.id) == contact()
        assert await referrals.consents_of(tx, theirs.id) == (consent(theirs.person),)


async def test_a_referral_needs_a_person_who_is_there(database: Database) -> None:
    await person(database, address())
    with pytest.raises(IntegrityError):
        await stored(database, whose=PersonId("nobody"))


async def test_what_became_of_requests_is_counted_once_each(database: Database) -> None:
    waiting = await stored(database)
    accepted = await stored(database)
    declined = await stored(database)
    withdrawn = await stored(database, state=State.WITHDRAWN)
    apart = await stored(database, team=TeamId("specialists"))
    old = await stored(database, submitted=later(days=-100))
    async with database.transaction() as tx:
        steps = ((accepted, State.DECLINED), (accepted, State.ACCEPTED), (declined, State.DECLINED))
        for at, (which, after) in enumerate(steps):
            await referrals.add_event(
                tx, event(which, action=f"step {at}", after=after, key=f"k{at}")
            )
        services = {each.service for each in (waiting, accepted, declined, withdrawn, apart, old)}
        found = await referrals.fates(tx, services, later(days=-90), without=[apart.team])
    assert found == dict.fromkeys(Fate, 1)


async def test_requests_for_other_services_are_not_counted(database: Database) -> None:
    await stored(database)
    async with database.transaction() as tx:
        assert await referrals.fates(tx, [], later(days=-90)) == {}

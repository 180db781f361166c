"""A small world in which people ask and answer in any order, and what must hold at every instant.

Agadez is run by the directorate and may go to IOM and back; Niamey is IOM's, Zinder a partner's,
and what nobody is named for in Conakry is the coordinator's.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.clockwork import Clockwork
from bot.office import Office
from casework import clocks
from casework.perform import perform
from domain.access import QUEUE_ROLES, Actor, MemberRole, Membership, parts_in
from domain.clocks import HELPED, UNDECIDED, Step
from domain.consent import receivers
from domain.directory import Directory
from domain.handover import Check, Handover, Stage
from domain.management import GovernmentRun, IomRun
from domain.organisations import CentreId, OrganisationId, TeamId
from domain.people import AgeBand, Company, Concern, PersonId, Told, Urgency, Who
from domain.referrals import (
    CONTACT_RELEASED,
    OPEN,
    Action,
    By,
    Contact,
    Referral,
    State,
    moves_in,
)
from domain.requests import Command, Lookup
from domain.requests.asking import RouteTo, Submit, SubmitOutcome
from domain.requests.mine import MyReferrals
from domain.requests.team import LeaveTeam
from domain.requests.working import CaseOf, MyQueue
from domain.routing import counts_as_state
from domain.services import ServiceId
from domain.succession import followed_by
from locales.languages import LANGUAGES
from storage import clocks as stored_clocks
from storage import directory, members, people, referrals
from storage.database import Transaction
from storage.people import Address
from storage.referrals import ReferralEvent
from tests.conversations.play import Clock
from tests.conversations.sample import sample_database

AGADEZ = CentreId("ne-agadez")
DIRECTORATE, IOM = OrganisationId("ne-interior"), OrganisationId("iom")

PERSONS = {
    "amina": Told(),
    "binta": Told(refuses_authorities=True),
    "dawit": Told(concerns=frozenset({Concern.ASYLUM})),
    "child": Told(age=AgeBand.CHILD, child_alone=True),
}
STAFF = {
    "authority": ("ne-interior-agadez", MemberRole.CASEWORKER),
    "authority colleague": ("ne-interior-agadez", MemberRole.CASEWORKER),
    "authority supervisor": ("ne-interior-agadez", MemberRole.SUPERVISOR),
    "iom": ("iom-ne-agadez", MemberRole.CASEWORKER),
    "iom colleague": ("iom-ne-agadez", MemberRole.CASEWORKER),
    "iom supervisor": ("iom-ne-agadez", MemberRole.SUPERVISOR),
    "seconded": ("iom-ne-agadez", MemberRole.CASEWORKER),
    "niamey": ("iom-ne-niamey", MemberRole.CASEWORKER),
    "niamey colleague": ("iom-ne-niamey", MemberRole.CASEWORKER),
    "partner": ("ne-porte-ouverte-zinder", MemberRole.CASEWORKER),
    "unhcr": ("unhcr-west-africa", MemberRole.CASEWORKER),
    "ministry": ("gn-social-affairs-conakry", MemberRole.CASEWORKER),
    "coordinator": ("iom-ne-coordination", MemberRole.COORDINATOR),
    "guinea": ("iom-gn-coordination", MemberRole.COORDINATOR),
    "stranger": ("iom-ma-assistance", MemberRole.CASEWORKER),
}
SERVICES = (
    "ne-agadez-shelter",
    "ne-agadez-wash",
    "ne-agadez-legal",
    "ne-niamey-shelter",
    "ne-zinder-food",
    "gn-conakry-tracing",
)


@dataclass
class World:
    """A fresh installation with its people. `cases`: each reference with whose request it is.

    `actors`: everybody with the memberships in force. `seen`: each case after the step before.
    """

    runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    clock: Clock = field(default_factory=Clock)
    who: dict[str, PersonId] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Referral] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open a database with the sample directory, and enrol everybody; IOM reviews its no."""
        self.folder = TemporaryDirectory()
        self.opened = sample_database(Path(self.folder.name))
        self.office = Office(self.run(self.opened.__aenter__()), LANGUAGES, self.clock)
        self.run(self.enrol())
        self.run(self.know_actors())

    def close(self) -> None:
        """Close and drop everything."""
        self.run(self.opened.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()

    def run(self, story: Any) -> Any:
        """Wait for something that takes its turn with the database."""
        return self.runner.run(story)

    async def enrol(self) -> None:
        async with self.office.database.transaction() as tx:
            known = await self.office.directory.current(tx)
            reviewing = replace(known.organisation(IOM), reviews_declines=True)
            await directory.save(tx, Directory(organisations=(reviewing,)))
            for name in (*PERSONS, *STAFF):
                found = await people.find_or_add(tx, Address("terminal", name), self.clock())
                self.who[name] = found.id
            for name, (key, role) in STAFF.items():
                team = known.team(TeamId(key))
                paid = name == "seconded"
                member = Membership(team.id, team.organisation, role, employed_by_state=paid)
                await members.enrol(tx, self.who[name], member, self.clock())

    async def know_actors(self) -> None:
        async with self.office.database.transaction() as tx:
            for name, person in self.who.items():
                self.actors[name] = Actor(person, await members.memberships_of(tx, person))

    # ------------------------------------------------------------ what happens

    def perform(self, name: str, request: Command | Lookup) -> Any:
        """Let somebody do something, in a transaction of its own."""
        return self.run(self.office.perform_for(self.who[name], request))

    def asks(self, name: str, service: str, urgency: Urgency) -> None:
        """Let a person agree to whom routing names, and send the request."""
        told, wanted = PERSONS[name], ServiceId(service)
        routed = self.perform(name, RouteTo(wanted, told))
        company, contact = Company(Who.ALONE), Contact(name=name)
        recipients = routed.plain_recipients
        request = Submit(wanted, told, company, urgency, contact, recipients, "fr")
        sent = self.perform(name, request)
        if sent.outcome is SubmitOutcome.SUBMITTED:
            self.cases[sent.reference] = name
        else:
            assert sent.outcome is SubmitOutcome.ALREADY_OPEN or not recipients, sent

    def leaves(self, supervisor: str, name: str) -> None:
        """Let a supervisor end a membership."""
        self.perform(supervisor, LeaveTeam(self.who[name]))
        self.run(self.know_actors())

    def wait(self, hours: int) -> None:
        """Let time pass, and the clockwork do all that is due."""
        self.clock.move(timedelta(hours=hours))
        self.run(Clockwork(self.office).remind())

    def changes_hands(self) -> None:
        """Let a completed plan pass Agadez on, in an hour: to IOM, or back to the directorate."""
        self.run(self.planned())
        self.clock.move(timedelta(hours=1))
        self.run(Clockwork(self.office).change_hands())

    async def planned(self) -> None:
        at = self.clock() + timedelta(hours=1)
        async with self.office.database.transaction() as tx:
            known = await self.office.directory.current(tx)
            (now,) = known.arrangements_at(AGADEZ, self.clock())
            to_iom = isinstance(now.model, GovernmentRun)
            model = IomRun(IOM) if to_iom else GovernmentRun(DIRECTORATE)
            new = replace(followed_by(now, AGADEZ, model, at), provisional=True)
            successor = IOM if to_iom else DIRECTORATE
            plan = Handover(AGADEZ, successor, Stage.IN_PROGRESS, at, frozenset(Check))
            await directory.save(tx, Directory(arrangements=(new,), handovers=(plan,)))

    # ------------------------------------------------------------ what is looked at

    def referral(self, index: int) -> Referral:
        """Read a request as it is stored, the newest for 0; it is never lost."""
        newest_first = list(self.cases)[::-1]
        return self.run(self.read(newest_first[index % len(newest_first)]))

    async def read(self, reference: str) -> Referral:
        async with self.office.database.transaction() as tx:
            found = await referrals.by_reference(tx, reference)
        assert found is not None, "lost"
        return found

    def parts(self, referral: Referral) -> dict[By, list[str]]:
        """Name who has which part in a case, the coordinator of its area as well."""
        guinea = referral.service.startswith("gn-")
        found: dict[By, list[str]] = {part: [] for part in By}
        found[By.COORDINATOR].append("guinea" if guinea else "coordinator")
        for name, actor in self.actors.items():
            for part in parts_in(actor, referral):
                found[part].append(name)
        return found

    def readers(self, referral: Referral) -> set[str]:
        """Name who may open a case that is not their own."""
        return {name for name, actor in self.actors.items() if may_work_on(actor, referral)}

    def holds(self) -> None:
        """See that everything holds that must hold at every instant."""
        self.run(self.all_holds())

    async def all_holds(self) -> None:
        async with self.office.database.transaction() as tx:
            await self.follow_links(tx)
            found = [await referrals.by_reference(tx, each) for each in self.cases]
            stored = [each for each in found if each is not None]
            assert len(stored) == len(found), "lost"
            changed = [each for each in stored if self.seen.get(each.reference) != each]
            for referral in stored:
                await self.is_owned(tx, referral)
            looking = await tx.connection.begin_nested()
            for referral in changed:
                await self.one_holds(tx, referral)
                await self.is_read_by_right(tx, referral, stored)
                self.seen[referral.reference] = referral
            await looking.rollback()

    async def follow_links(self, tx: Transaction) -> None:
        """Know the requests as well that took the place of others."""
        for reference, name in tuple(self.cases.items()):
            referral = await referrals.by_reference(tx, reference)
            if referral is not None and referral.went_to is not None:
                self.cases.setdefault(referral.went_to, name)
                assert referral.state not in OPEN

    async def one_holds(self, tx: Transaction, referral: Referral) -> None:
        before = self.seen.get(referral.reference)
        assert before is None or referral.version > before.version
        await self.is_agreed(tx, referral)
        await self.is_timed(tx, referral)
        is_proposed_by_its_holder(referral)
        tells_its_story(referral, await referrals.events_of(tx, referral.id))

    async def is_owned(self, tx: Transaction, referral: Referral) -> None:
        """Invariant 1, A queue is a team's: one team, at most one holder, who works there.

        What was promised stays with a holder who has left, for a supervisor to give to somebody
        else; nothing else does (The life cycle: reassign, asked when the holder is absent).
        """
        known = await self.office.directory.current(tx)
        team = known.team(referral.team)
        centre = known.centre(known.service(referral.service).centre)
        assert team.area.covers(centre.id, centre.country)
        if referral.told.refuses_authorities or referral.told.concerns:
            assert not counts_as_state(known, team)
        undecided = referral.state in OPEN and referral.stands not in CONTACT_RELEASED
        if referral.holder is not None and undecided:
            (holder,) = [each for each in self.actors.values() if each.person == referral.holder]
            mine = [each for each in holder.memberships if each.team == referral.team]
            assert any(each.role in QUEUE_ROLES for each in mine)
        if referral.stands in {State.PENDING, State.UNROUTABLE}:
            assert referral.holder is None
        elif referral.stands in {State.CLAIMED, State.NEEDS_INFO} | CONTACT_RELEASED:
            assert referral.holder is not None
        assert (referral.offer is not None) == (referral.state is State.AWAITING_CONSENT)

    async def is_agreed(self, tx: Transaction, referral: Referral) -> None:
        """Invariant 4, Refuses authorities: the owner is named in a consent; the State nowhere."""
        known = await self.office.directory.current(tx)
        given = await referrals.consents_of(tx, referral.id)
        named = {each.organisation for consent in given for each in consent.recipients}
        received = {each for consent in given for each in receivers(consent.recipients)}
        assert known.team(referral.team).organisation in received
        if referral.offer is not None:
            named |= {each.organisation for each in referral.offer.recipients}
        if referral.told.refuses_authorities:
            assert not any(known.organisation(each).is_state for each in named)

    async def is_timed(self, tx: Transaction, referral: Referral) -> None:
        """Timers: what is open has a clock with a step to come, or all of its steps done."""
        clock = await stored_clocks.of(tx, referral.id)
        assert clock is not None
        if referral.stands in UNDECIDED | HELPED:
            work = await self.office.system_work(tx)
            every = clocks.steps_of(work, referral, replace(clock, done=frozenset()))
            to_come = clocks.steps_of(work, referral, clock)
            if referral.proposal is not None:
                assert Step.REVIEW in to_come
                assert not clock.done & {Step.DECIDE_LIMIT, Step.DECIDE_LATE}
            assert every, "no clock runs"
            assert set(every) == set(to_come) | (clock.done & set(every))

    async def is_read_by_right(
        self, tx: Transaction, referral: Referral, stored: list[Referral]
    ) -> None:
        """Invariant 2, A queue is a team's: found by whoever may have it, and by nobody else.

        Those who try are its person, all who may read it, all who might before, and strangers.
        """
        former = self.readers(self.seen.get(referral.reference, referral))
        whose = self.cases[referral.reference]
        able = self.readers(referral)
        system = await self.office.system_work(tx)
        for name in sorted(able | former | {whose, "stranger"}):
            work = replace(system, actor=self.actors[name])
            view = await perform(work, CaseOf(referral.reference))
            assert (view is not None) == (name in able), name
            if view is not None and view.contact is not None:
                assert referral.stands in CONTACT_RELEASED
                assert referral.holder == work.person
        for name in {*sorted(able)[:1], *sorted(former - able)[:1]}:
            work = replace(system, actor=self.actors[name])
            queue = {each.reference for each in await perform(work, MyQueue(again=True))}
            is_open = [each for each in stored if each.state in OPEN]
            assert queue == {e.reference for e in is_open if may_work_on(work.actor, e)}, name
        work = replace(system, actor=self.actors[whose])
        mine = {each.reference for each in await perform(work, MyReferrals())}
        assert mine == {key for key, person in self.cases.items() if person == whose}


def may_work_on(actor: Actor, referral: Referral) -> bool:
    """Say whether somebody has a part in a case that is not their own."""
    return bool(parts_in(actor, referral) - {By.PERSON})


def is_proposed_by_its_holder(referral: Referral) -> None:
    """The life cycle: a no that waits for review is of whoever holds the case, and undecided."""
    if referral.proposal is not None:
        assert referral.stands in {State.CLAIMED, State.NEEDS_INFO}
        assert referral.proposal.by == referral.holder


def tells_its_story(referral: Referral, events: tuple[ReferralEvent, ...]) -> None:
    """See that each step is a row of the table, from where the last one led (The life cycle)."""
    first, *moves = events
    assert first.before is None
    at, stood = first.after, first.after
    for each in moves:
        row = moves_in(at, stood).get(Action(each.action))
        told = f"{each.action} by {each.by} from {at} ({stood})"
        assert each.before is at, told
        assert row is not None, told
        assert each.by in row.by, told
        assert each.after in {row.to, row.otherwise}, told
        assert bool(each.reason) or not row.reason, told
        if at is not State.AWAITING_CONSENT or each.after is not State.AWAITING_CONSENT:
            stood = at if each.after is State.AWAITING_CONSENT else each.after
        at = each.after
    versions = [each.version for each in events]
    assert versions == sorted(set(versions))
    assert (at, stood) == (referral.state, referral.stands)
    assert versions[-1] <= referral.version
    assert events[-1].team == referral.team

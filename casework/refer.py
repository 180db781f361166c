"""Referring: who would receive a request, and making the referral (Route twice)."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from msgspec.structs import replace

from casework import clocks
from casework.find import found
from casework.tell import announce, is_hidden, tell
from casework.topics import open_topic
from casework.workplace import Work
from domain.access import MemberRole
from domain.consent import Basis, Consent, same_recipients
from domain.directory import is_listed
from domain.management import (
    Arrangement,
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    parties_of,
)
from domain.notices import Alert, CoordinatorAlerted, NewReferral, NobodyOnDuty, NobodyToReceive
from domain.organisations import OrganisationId, Team
from domain.people import AgeBand, PersonId, Told, Urgency
from domain.references import new_reference
from domain.referrals import OPEN, By, Contact, Referral, ReferralId, State
from domain.requests import Done, DoneOutcome
from domain.requests.asking import (
    ModelName,
    NamedReason,
    NamedRecipient,
    NobodyReceives,
    RouteAnswer,
    RouteTo,
    Submit,
    SubmitOutcome,
    Submitted,
)
from domain.routing import NoSafeOwner, Owner, Reason, Route, coordinator_of, route
from domain.services import Admission, Service, ServiceId
from storage import members, referrals
from storage.referrals import ReferralEvent

# So many free references are looked for at once, and kept for those who ask next.
REFERENCES = 100


async def route_to(work: Work, request: RouteTo) -> RouteAnswer:
    """Say who would receive a request, with names."""
    service = work.directory.service(request.service)
    decided = route(work.directory, service, request.told, work.now)
    return named(work, service, decided, request.told)


def named(work: Work, service: Service, decided: Route, told: Told) -> RouteAnswer:
    """Give a route its names for the person's eyes."""
    model, managers = who_runs(work, service)
    why = named_reasons(work, decided.why)
    if isinstance(decided, NoSafeOwner):
        alternatives = tuple(
            found(work, each, work.directory.centre(each.centre)) for each in decided.alternatives
        )
        return RouteAnswer(model, managers, None, None, False, (), why, False, alternatives)
    owner = work.directory.organisation(decided.team.organisation)
    recipients = tuple(
        NamedRecipient(r.organisation, organisation.name, organisation.kind, r.capacity)
        for r in decided.recipients
        for organisation in [work.directory.organisation(r.organisation)]
    )
    return RouteAnswer(
        model,
        managers,
        owner.name,
        owner.kind,
        decided.alert,
        recipients,
        why,
        decided.may_share,
        hides_from_state=told.refuses_authorities and decided.team.state_staff_seconded,
    )


def named_reasons(work: Work, why: tuple[Reason, ...]) -> tuple[NamedReason, ...]:
    """Give reasons the names of the organisations they speak of."""
    return tuple(NamedReason(each.rule, name(work, each.organisation)) for each in why)


def name(work: Work, organisation: OrganisationId | None) -> str:
    """Name an organisation, or nothing."""
    return work.directory.organisation(organisation).name if organisation else ""


def who_runs(work: Work, service: Service) -> tuple[ModelName, tuple[str, ...]]:
    """Say by which model a place is run today, and by whom."""
    in_force = work.directory.arrangements_at(service.centre, work.now)
    if len(in_force) == 1:
        return model_name(in_force[0]), managers_of(work, in_force[0])
    if service.provider is not None:
        return ModelName.NONE, (name(work, service.provider),)
    return ModelName.NONE, ()


def managers_of(work: Work, arrangement: Arrangement) -> tuple[str, ...]:
    """Name those that the model itself makes managers."""
    model = arrangement.model
    if isinstance(model, PartnerRun):
        return (name(work, model.partner),)
    return tuple(name(work, party.organisation) for party in parties_of(model))


def model_name(arrangement: Arrangement) -> ModelName:
    """Name the management model."""
    match arrangement.model:
        case IomRun():
            return ModelName.IOM
        case PartnerRun(extent=Extent.PART):
            return ModelName.PARTNER_PART
        case PartnerRun():
            return ModelName.PARTNER
        case GovernmentRun():
            return ModelName.GOVERNMENT
        case JointlyRun():
            return ModelName.JOINT


# ---------------------------------------------------------------- submitting


async def submit(work: Work, request: Submit) -> Submitted:
    """Make the referral; consent, reference, route and referral in one transaction."""
    if not takes_requests(work, request):
        return Submitted(SubmitOutcome.NOT_TAKING)
    earlier = await open_already(work, request)
    if earlier is not None:
        return Submitted(SubmitOutcome.ALREADY_OPEN, earlier.reference)
    service = work.directory.service(request.service)
    decided = route(work.directory, service, request.told, work.now)
    if not isinstance(decided, Owner):
        return Submitted(SubmitOutcome.ROUTE_CHANGED)
    if not same_recipients(decided.recipients, request.recipients):
        return Submitted(SubmitOutcome.ROUTE_CHANGED)
    referral = await made(work, request, decided)
    on_duty = await reach_team(work, referral, alert=decided.alert)
    owner = work.organisation_of(referral.team).name
    clock = await clocks.start(work, referral)
    hours = int((clock.promised - work.now).total_seconds() // 3600)
    return Submitted(SubmitOutcome.SUBMITTED, referral.reference, hours, owner, on_duty)


async def nobody_receives(work: Work, request: NobodyReceives) -> Done:
    """Alert the administrators, who stand behind the coordinator; the person is not named."""
    if not work.directory.has_service(request.service):
        return Done(DoneOutcome.NOT_FOUND)
    service = work.directory.service(request.service)
    centre = work.directory.centre(service.centre)
    notice = NobodyToReceive(service.type, centre.city, centre.country)
    for admin in await members.with_role(work.tx, MemberRole.ADMIN):
        await tell(work, admin, notice, request.service)
    return Done(DoneOutcome.DONE)


async def reach_team(work: Work, referral: Referral, *, alert: bool) -> bool:
    """Announce a referral to its team; where nobody is on duty, those behind it know at once."""
    service = work.directory.service(referral.service)
    coordinating = coordinator_of(work.directory, service, referral.told, work.now)
    work.tx.likely["team"] += [referral.team, *([coordinating.id] if coordinating else [])]
    on_duty = await tell_team(work, referral, alert=alert)
    if not on_duty:
        await tell_coordinator(work, referral, coordinating)
    return on_duty


async def tell_coordinator(work: Work, referral: Referral, team: Team | None) -> None:
    """Tell the coordinators that a request waits where nobody is on duty; consent named them.

    If none of them is on duty either, all of them, and without any the administrators.
    """
    service = work.directory.service(referral.service)
    owner = work.organisation_of(referral.team).name
    notice = NobodyOnDuty(referral.reference, owner, service.type, referral.urgency)
    urgent = referral.urgency is Urgency.EMERGENCY
    if team is not None and team.id != referral.team:
        theirs = replace(referral, team=team.id)
        if await announce(work, theirs, notice, urgent=urgent):
            return
    for person in await behind(work, referral, team):
        await tell(work, person, notice, referral.reference, urgent=urgent)


async def behind(work: Work, referral: Referral, team: Team | None) -> Collection[PersonId]:
    """Give the coordinators of a team, on duty or not; without any, the administrators."""
    found = await members.in_team(work.tx, team.id, MemberRole.COORDINATOR) if team else ()
    seeing = [each for each in found if not await is_hidden(work, each, referral)]
    return seeing or await members.with_role(work.tx, MemberRole.ADMIN)


def takes_requests(work: Work, request: Submit) -> bool:
    """Say whether the service is there, open to requests, and not strictly for others."""
    if not work.directory.has_service(request.service):
        return False
    service = work.directory.service(request.service)
    centre = work.directory.centre(service.centre)
    listed = is_listed(service) and centre.takes_requests
    return listed and service.admission is not Admission.NO_REFERRALS and fits(service, request)


def fits(service: Service, request: Submit) -> bool:
    """Check a strict age rule; a rule that is not strict never refuses (Small ones)."""
    rule = service.eligibility
    child = request.told.age is AgeBand.CHILD
    if not rule.strict:
        return True
    too_young = child and rule.minimum_age is not None and rule.minimum_age >= 18
    too_old = not child and rule.maximum_age is not None and rule.maximum_age < 18
    return not (too_young or too_old)


async def open_already(work: Work, request: Submit) -> Referral | None:
    """Find the person's open referral for the same service."""
    for each in await referrals.of_person(work.tx, work.person):
        if each.service == request.service and each.state in OPEN:
            return each
    return None


async def made(work: Work, request: Submit, owner: Owner) -> Referral:
    """Store the referral with its consent and first event."""
    referral = Referral(
        id=ReferralId(secrets.token_hex(12)),
        reference=await free_reference(work),
        person=work.person,
        service=request.service,
        team=owner.team.id,
        state=State.UNROUTABLE if owner.alert else State.PENDING,
        urgency=request.urgency,
        company=request.company,
        age=request.told.age,
        language=request.language,
        told=request.told,
        why=owner.why,
        may_share=owner.may_share,
        submitted=work.now,
        changed=work.now,
    )
    child = request.told.age is AgeBand.CHILD
    consent = Consent(
        work.person,
        request.recipients,
        Basis.ASSENT if child else Basis.CONSENT,
        request.language,
        work.now,
    )
    await referrals.insert(work.tx, referral, request.contact, consent)
    await referrals.add_event(work.tx, first_event(work, referral, owner))
    await work.note("submit", referral.reference, allowed=True)
    return referral


async def linked(
    work: Work,
    before: Referral,
    service: ServiceId,
    owner: Owner,
    consent: Consent,
) -> Referral:
    """Store a request for another place that a redirect links with the one before."""
    new = Referral(
        id=ReferralId(secrets.token_hex(12)),
        reference=await free_reference(work),
        person=before.person,
        service=service,
        team=owner.team.id,
        state=State.UNROUTABLE if owner.alert else State.PENDING,
        urgency=before.urgency,
        company=before.company,
        age=before.age,
        language=before.language,
        told=before.told,
        why=owner.why,
        may_share=owner.may_share,
        submitted=work.now,
        changed=work.now,
        came_from=before.reference,
    )
    contact = await referrals.contact_of(work.tx, before.id)
    await referrals.insert(work.tx, new, contact or Contact(), consent)
    await referrals.add_event(work.tx, first_event(work, new, owner))
    await clocks.start(work, new)
    await work.note("submit", new.reference, allowed=True, details=f"after {before.reference}")
    return new


def first_event(work: Work, referral: Referral, owner: Owner) -> ReferralEvent:
    """Record the submission with the rule that decided (Invariant 3)."""
    return ReferralEvent(
        referral=referral.id,
        at=work.now,
        actor=work.person,
        by=By.PERSON,
        organisation=owner.team.organisation,
        action="submit",
        before=None,
        after=referral.state,
        reason=", ".join(reason.rule.value for reason in owner.why),
        version=referral.version,
        key=None,
        team=referral.team,
    )


async def free_reference(work: Work) -> str:
    """Give a reference that nobody has; they are looked for many at once."""
    free: list[str] = work.tx.kept.setdefault("free references", [])
    while not free:
        new = {new_reference(work.choose) for _ in range(REFERENCES)}
        free += new - await referrals.taken(work.tx, new)
    return free.pop()


async def tell_team(work: Work, referral: Referral, *, alert: bool) -> bool:
    """Announce a referral to its team; a coordinator is told that it could not be routed."""
    await open_topic(work, referral)
    service = work.directory.service(referral.service)
    centre = work.directory.centre(service.centre)
    new = NewReferral(
        referral.reference,
        service.type,
        centre.city,
        centre.country,
        referral.urgency,
        referral.language,
        referral.company,
    )
    urgent = referral.urgency is Urgency.EMERGENCY
    if not alert:
        return await announce(work, referral, new, urgent=urgent)
    unroutable = CoordinatorAlerted(
        new.reference,
        Alert.UNROUTABLE,
        new.service,
        new.city,
        new.country,
        new.urgency,
        new.language,
        new.company,
    )
    return await announce(work, referral, unroutable, urgent=urgent)

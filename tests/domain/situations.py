"""Small directories of every shape, right or contradictory, and somebody who asks there."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st
from msgspec import structs

from domain.agreements import (
    Agreement,
    AgreementId,
    AgreementKind,
    ArrangementId,
    Clause,
    Responsibility,
)
from domain.centres import Centre, CentreStatus
from domain.directory import Directory
from domain.handover import Handover, Stage
from domain.management import (
    Arrangement,
    Extent,
    GovernmentRun,
    IomRun,
    JointlyRun,
    PartnerRun,
    Party,
    Role,
)
from domain.organisations import Area, Organisation, OrganisationId, OrganisationKind, Team, TeamId
from domain.people import AgeBand, Concern, Told
from domain.periods import Bound, Period
from domain.routing import Route, route
from domain.services import Service, ServiceType
from tests.domain.builders import (
    CONAKRY,
    IOM,
    KINDIA,
    LABE,
    MINISTRY,
    NOW,
    ORGANISATIONS,
    PARTNER,
    centre,
    service,
)

OFFICE = OrganisationId("a second office of IOM")
EVERYBODY = (*ORGANISATIONS, Organisation(OFFICE, "IOM, elsewhere", OrganisationKind.IOM))
CENTRES = (CONAKRY, LABE, KINDIA)
KINDS = (ServiceType.SHELTER, ServiceType.FOOD)
SERVICES = [(kind, each) for each in CENTRES for kind in KINDS]


@dataclass(frozen=True)
class Situation:
    """A directory, what is asked for, by whom, and when."""

    directory: Directory
    service: Service
    told: Told
    at: datetime

    def route(self) -> Route:
        """Route the request."""
        return route(self.directory, self.service, self.told, self.at)

    def shuffled(self, seed: int) -> Situation:
        """Tell the same facts in another order."""
        chance = random.Random(seed)
        facts = ((each.name, getattr(self.directory, each.name)) for each in fields(Directory))
        other = {name: tuple(chance.sample(rows, len(rows))) for name, rows in facts}
        return replace(self, directory=Directory(**other))


def some(each: st.SearchStrategy, most: int) -> st.SearchStrategy:
    return st.lists(each, max_size=most).map(tuple)


def subset(values) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(tuple(values)))


organisations = st.sampled_from([each.id for each in EVERYBODY])
instants = st.integers(-5, 5).map(lambda days: NOW + timedelta(days=days))
bounds = st.none() | instants.map(Bound)
periods = st.builds(Period, bounds, bounds) | st.just(Period())
kinds = st.sampled_from(KINDS)
areas = st.builds(
    Area,
    st.just(frozenset()) | subset(CENTRES),
    st.just(frozenset({"GN"})) | subset(["GN", "ML"]),
)
agreement_ids = st.sampled_from([AgreementId(each) for each in ("a", "b", "c")])
arrangement_ids = st.sampled_from([ArrangementId(each) for each in ("a", "b", "c")])
partner_models = st.builds(
    PartnerRun, st.just(PARTNER) | organisations, st.just(IOM), st.sampled_from(Extent)
)
models = st.one_of(
    st.builds(IomRun, st.sampled_from([IOM, OFFICE])),
    partner_models,
    st.builds(GovernmentRun, st.just(MINISTRY)),
    st.just(JointlyRun(IOM, (MINISTRY,))),
)
parties = st.builds(Party, organisations, st.sampled_from(Role), st.none() | kinds)
arrangements = st.builds(
    Arrangement,
    id=arrangement_ids,
    centre=st.just(CONAKRY) | st.sampled_from(CENTRES),
    model=models,
    period=periods,
    parties=some(parties, 2),
    agreement=st.none() | agreement_ids,
    provisional=st.sampled_from([False, False, False, True]),
)
agreements = st.builds(
    Agreement,
    id=agreement_ids,
    name=st.just(""),
    kind=st.sampled_from(AgreementKind),
    parties=st.frozensets(organisations, max_size=3),
    period=periods,
    clauses=st.just(frozenset(Clause)) | subset(Clause),
    covers=areas,
)
cells = st.builds(
    Responsibility,
    centre=st.sampled_from(CENTRES),
    service=kinds,
    organisation=organisations,
    agreement=agreement_ids,
    arrangement=arrangement_ids,
    period=periods,
)
handovers = st.builds(
    Handover,
    centre=st.sampled_from(CENTRES),
    successor=organisations,
    stage=st.sampled_from(Stage),
    effective=st.none() | st.integers(-9, 99).map(lambda days: NOW + timedelta(days=days)),
)
teams = st.builds(
    Team,
    id=st.integers(0, 99).map(lambda number: TeamId(str(number))),
    organisation=organisations,
    name=st.just(""),
    area=areas,
    concern=st.none() | st.sampled_from(Concern),
    coordinates=st.sampled_from([False, False, True]),
    state_staff_seconded=st.booleans(),
    hides_from_state=st.booleans(),
)
told = st.builds(
    Told,
    age=st.sampled_from(AgeBand),
    child_alone=st.sampled_from([False, False, True]),
    concerns=st.just(frozenset()) | subset(Concern),
    refuses_authorities=st.booleans(),
)
places = st.builds(
    lambda key, country, status: centre(key, country=country, status=status),
    st.sampled_from(CENTRES),
    st.sampled_from(["GN", "GN", "ML"]),
    st.sampled_from([CentreStatus.OPEN, *CentreStatus]),
)


def every_centre(found: tuple[Centre, ...]) -> tuple[Centre, ...]:
    given = {each.id: each for each in found}
    return tuple(given.get(key, centre(key)) for key in CENTRES)


def every_service(providers: list[OrganisationId | None]) -> tuple[Service, ...]:
    with_provider = zip(SERVICES, providers, strict=True)
    return tuple(service(kind, at, provider=provider) for (kind, at), provider in with_provider)


directories = st.builds(
    Directory,
    organisations=st.just(EVERYBODY),
    teams=st.lists(teams, max_size=9, unique_by=lambda each: each.id).map(tuple),
    centres=some(places, 2).map(every_centre),
    services=st.lists(
        st.none() | organisations, min_size=len(SERVICES), max_size=len(SERVICES)
    ).map(every_service),
    arrangements=some(arrangements, 4),
    agreements=st.lists(agreements, max_size=3, unique_by=lambda each: each.id).map(tuple),
    responsibilities=some(cells, 4),
    handovers=some(handovers, 2),
)


def at_conakry(directory: Directory, kind: ServiceType, who: Told, at: datetime) -> Situation:
    return Situation(directory, directory.service(service(kind).id), who, at)


def situations_of(who: st.SearchStrategy) -> st.SearchStrategy:
    """Situations in which somebody asks who told what `who` gives."""
    return st.builds(at_conakry, directories, kinds, who, instants)


def run_by_a_partner(situation: Situation, model: PartnerRun, contract: AgreementId) -> Situation:
    now = Arrangement(ArrangementId("a"), CONAKRY, model, Period(), agreement=contract)
    return replace(situation, directory=replace(situation.directory, arrangements=(now,)))


situations = situations_of(told)
without_concern = situations_of(st.builds(Told, refuses_authorities=st.booleans()))
seeking_asylum = situations_of(
    told.map(lambda who: structs.replace(who, concerns=who.concerns | {Concern.ASYLUM}))
)
refusing = situations_of(told.map(lambda who: structs.replace(who, refuses_authorities=True)))
partner_run = st.builds(
    run_by_a_partner, without_concern, partner_models, st.none() | agreement_ids
)

"""Complaints: who may hear one, and who never does."""

from __future__ import annotations

from dataclasses import replace

from domain.complaints import complaints_team
from domain.directory import Directory
from domain.management import GovernmentRun, JointlyRun
from domain.organisations import (
    Area,
    CentreId,
    Organisation,
    OrganisationId,
    OrganisationKind,
    Team,
    TeamId,
)
from domain.people import Told
from domain.routing import receiving
from tests.storage import builders
from tests.storage.builders import CONAKRY, IOM, MINISTRY, NOW

GUINEA = Area(countries=frozenset({"GN"}))
RED_CROSS = OrganisationId("red-cross")


def hears(organisation: OrganisationId, area: Area = GUINEA) -> Team:
    """A complaints team."""
    return Team(TeamId(f"{organisation}/ears"), organisation, "Ears", area, hears_complaints=True)


def directory(*teams: Team) -> Directory:
    """A centre that IOM and the ministry run together."""
    return replace(
        builders.directory(),
        organisations=(
            Organisation(IOM, "IOM", OrganisationKind.IOM),
            Organisation(MINISTRY, "Ministry", OrganisationKind.GOVERNMENT),
            Organisation(RED_CROSS, "Red Cross", OrganisationKind.INTERNATIONAL),
        ),
        teams=teams,
        arrangements=(builders.arrangement(JointlyRun(IOM, (MINISTRY,))),),
    )


def test_neither_the_manager_nor_a_co_manager_hears_complaints():
    """Small ones, Complaints; Safety 17."""
    ears = hears(RED_CROSS)
    for runs in (IOM, MINISTRY):
        assert complaints_team(directory(hears(runs)), CONAKRY, None, NOW) is None
        assert complaints_team(directory(hears(runs), ears), CONAKRY, None, NOW) == ears


def test_the_owner_of_the_request_does_not_hear_complaints_about_it():
    """Small ones, Complaints: also where it does not run the place."""
    ears = hears(RED_CROSS)
    assert complaints_team(directory(ears), CONAKRY, RED_CROSS, NOW) is None
    assert complaints_team(directory(ears), CONAKRY, IOM, NOW) == ears


def test_whoever_ran_the_place_before_may_hear_complaints():
    """Small ones, Complaints: what counts is who runs it on the day."""
    alone = replace(
        directory(hears(IOM)), arrangements=(builders.arrangement(GovernmentRun(MINISTRY)),)
    )
    assert complaints_team(alone, CONAKRY, MINISTRY, NOW) == hears(IOM)


def test_the_narrowest_team_of_the_area_hears_a_complaint():
    """Small ones, Complaints: set for the area."""
    wide, near = hears(OrganisationId("unhcr")), hears(RED_CROSS, Area(frozenset({CONAKRY})))
    elsewhere = hears(OrganisationId("x"), Area(frozenset({CentreId("safe-house")})))
    assert complaints_team(directory(wide, near, elsewhere), CONAKRY, IOM, NOW) == near
    assert complaints_team(directory(elsewhere), CONAKRY, IOM, NOW) is None


def test_without_a_place_only_a_team_for_everywhere_hears_a_complaint():
    """Small ones, Complaints."""
    everywhere = hears(RED_CROSS, Area())
    assert complaints_team(directory(hears(RED_CROSS)), None, None, NOW) is None
    assert complaints_team(directory(everywhere), None, None, NOW) == everywhere


def test_a_complaints_team_receives_no_requests():
    """Small ones, Complaints: it is no queue."""
    ears = hears(RED_CROSS)
    whole = directory(ears)
    service = whole.services[0]
    assert receiving(whole, service, ears, Told(), NOW) is None

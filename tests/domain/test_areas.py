"""Areas: an edited directory finds the same teams for a centre as a walk over all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.centres import Centre
from domain.directory import Directory
from domain.organisations import Area, CentreId, OrganisationId, Team, TeamId

CENTRES = tuple(
    Centre(CentreId(key), key, country, "Town", "UTC", None)
    for key, country in (("a", "GN"), ("b", "MA"))
)
AREAS = st.builds(
    Area,
    st.frozensets(st.sampled_from("abc").map(CentreId)),
    st.frozensets(st.sampled_from(["GN", "MA"])),
)
TEAMS = st.lists(
    st.builds(
        Team,
        st.sampled_from("123456").map(TeamId),
        st.just(OrganisationId("x")),
        st.just("Team"),
        AREAS,
    ),
    unique_by=lambda team: team.id,
).map(tuple)


@given(TEAMS, TEAMS, st.sets(st.sampled_from("123456")), st.booleans())
def test_an_edit_leaves_every_team_under_its_area_and_nowhere_else(before, changed, gone, built):
    directory = Directory(centres=CENTRES, teams=before)
    if built:
        directory.teams_at(CENTRES[0])
    after = directory.with_changes(Directory(teams=changed), {"teams": gone})
    for centre in CENTRES:
        there = [each for each in after.teams if each.area.covers(centre.id, centre.country)]
        assert after.teams_at(centre) == sorted(there, key=lambda each: each.id)

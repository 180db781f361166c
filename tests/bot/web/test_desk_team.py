"""The desk's page of a team: who is there, and absences by form."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from domain.people import PersonId
from domain.requests import DoneOutcome
from domain.requests.team import GoAway, TeamSeen
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import AMINATA, KADIATOU, NOW
from tests.bot.web.visitor import Visitor

TEAM = "/desk/team"
EVIL = "<img src=x>"


@pytest.fixture
async def aminata(visitor: Visitor) -> Visitor:
    await visitor.posts("/desk/enter/once")
    return visitor


async def test_a_supervisor_sees_who_is_there_and_what_they_hold(
    aminata: Visitor, parts: FakeParts
):
    away = replace(KADIATOU, person=PersonId("b"), name="", number=3, away_until=NOW)
    evil = replace(KADIATOU, person=PersonId("c"), name=EVIL, on_duty=False)
    herself = replace(KADIATOU, person=AMINATA, name="Aminata")
    parts.town.teams = (TeamSeen("Conakry", "UTC", (KADIATOU, away, evil, herself)),)
    await aminata.goes(TEAM)
    for words in ("Conakry", "🟢 Kadiatou · 3 cases", "🌴 Colleague 3", "away until", f"⚪ {EVIL}"):
        assert words in aminata.text
    assert EVIL not in aminata.page
    assert "Aminata" not in aminata.page
    assert 'name="person" value="kadiatou"' in aminata.page


async def test_whoever_supervises_nobody_sees_only_their_own_days(aminata: Visitor):
    await aminata.goes(TEAM)
    assert aminata.page.count('action="/desk/team/away"') == 1
    assert 'min="2026-11-24"' in aminata.page


@pytest.mark.parametrize("person", ["", "kadiatou"])
async def test_an_absence_is_noted(aminata: Visitor, parts: FakeParts, person: str):
    await aminata.posts(f"{TEAM}/away", {"person": person, "last_day": "2026-11-27"})
    assert parts.town.commands() == [GoAway(date(2026, 11, 27), PersonId(person))]
    assert "Noted. Until then there is no duty." in aminata.text


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-01", EVIL])
async def test_what_is_no_day_is_asked_again(aminata: Visitor, parts: FakeParts, day: str):
    await aminata.posts(f"{TEAM}/away", {"last_day": day})
    assert aminata.status == 400
    assert "Please fill in this field." in aminata.text
    assert not parts.town.commands()


async def test_what_is_not_theirs_is_refused(aminata: Visitor, parts: FakeParts):
    parts.town.outcome = DoneOutcome.REFUSED
    await aminata.posts(f"{TEAM}/away", {"person": "kadiatou", "last_day": "2026-11-27"})
    assert "This is not possible for you now." in aminata.text
    assert "notice good" not in aminata.page


async def test_without_a_session_there_is_no_team(visitor: Visitor, parts: FakeParts):
    await visitor.goes(TEAM)
    assert visitor.status == 401
    await visitor.posts(f"{TEAM}/away", {"last_day": "2026-11-27"})
    assert visitor.status == 401
    assert not parts.town.performed


async def test_another_page_cannot_send_the_form(aminata: Visitor, parts: FakeParts):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    await aminata.posts(f"{TEAM}/away", {"last_day": "2026-11-27"}, headers=elsewhere)
    assert aminata.status == 403
    assert not parts.town.commands()

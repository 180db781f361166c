"""The desk: its door, its queue, and who may not look."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.access import MemberRole
from domain.capacity import PlacesLeft
from domain.referrals import Contact, Reach, State
from domain.requests.mine import SpeakLanguage
from domain.requests.working import CaseOf, GoOnDuty, MemberOf
from tests.bot.web.conftest import OpenSite
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import AMINATA, ITEM, VIEW
from tests.bot.web.visitor import Visitor

CASE = "/desk/case/K7M-2QX4"


@pytest.fixture
async def aminata(visitor: Visitor) -> Visitor:
    """A caseworker at her desk."""
    await visitor.posts("/desk/enter/once")
    assert visitor.path == "/desk"
    return visitor


# ---------------------------------------------------------------- the door


async def test_looking_at_a_link_does_not_use_it_up(visitor: Visitor, parts: FakeParts):
    for _ in range(3):
        await visitor.goes("/desk/enter/once")
    assert visitor.status == 200
    assert "Open the desk" in visitor.text
    assert "data-at-once" not in visitor.page
    assert parts.codes["once"] == AMINATA


async def test_pressing_the_button_opens_the_desk_once(visitor: Visitor):
    await visitor.posts("/desk/enter/once", allow_redirects=False)
    cookie = set(visitor.headers["Set-Cookie"].split("; "))
    assert {"HttpOnly", "Path=/desk", "SameSite=Lax"} <= cookie
    assert not any(part.startswith("Max-Age") for part in cookie)
    await visitor.goes("/desk")
    assert "K7M-2QX4" in visitor.text
    other = visitor.another()
    await other.posts("/desk/enter/once")
    assert other.status == 403
    assert "This link was used before, or it is too old." in other.text
    assert not other.cookies


async def test_a_button_pressed_twice_opens_the_desk_too(aminata: Visitor):
    await aminata.posts("/desk/enter/once")
    assert (aminata.path, aminata.status) == ("/desk", 200)


async def test_a_wrong_link_opens_nothing(visitor: Visitor):
    await visitor.posts("/desk/enter/guessed")
    assert visitor.status == 403


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/queue", CASE, f"{CASE}/news", "/desk?language=fr"]
)
async def test_without_a_session_there_is_only_the_way_to_get_one(
    visitor: Visitor, parts: FakeParts, path: str
):
    await visitor.goes(path)
    assert visitor.status == 401
    assert "/desk" in visitor.text
    assert "K7M" not in visitor.text
    assert not parts.town.performed


@pytest.mark.parametrize("path", [f"{CASE}/claim", "/desk/duty"])
async def test_without_a_session_nothing_is_done(visitor: Visitor, parts: FakeParts, path: str):
    await visitor.posts(path, headers={"Cookie": "desk=token-0"})
    assert visitor.status == 401
    assert not parts.town.performed


async def test_a_page_that_is_open_is_led_to_the_door_when_the_session_ends(
    aminata: Visitor, parts: FakeParts
):
    parts.sessions.clear()
    await aminata.goes("/desk/queue", headers={"HX-Request": "true"})
    assert aminata.headers["HX-Redirect"] == "/desk"


async def test_signing_out_ends_the_session(aminata: Visitor, parts: FakeParts):
    await aminata.posts("/desk/leave")
    assert "You are signed out." in aminata.text
    assert not aminata.cookies
    assert not parts.sessions


async def test_the_demonstration_opens_by_itself(open_site: OpenSite):
    visitor = await open_site(demo="/desk/enter/demo")
    await visitor.goes("/")
    assert visitor.path == "/demo"
    assert "Sample data. Everything stays on this machine." in visitor.text
    frames = re.findall(r'<iframe [^>]*src="([^"]+)"', visitor.page)
    assert frames == ["/chat", "/desk/enter/demo?language=en"]
    await visitor.goes(frames[1])
    assert "data-at-once" in visitor.page
    await visitor.posts(frames[1])
    assert visitor.path == "/desk"
    await visitor.goes(frames[1])
    assert visitor.path == "/desk"
    await visitor.goes("/demo?language=ar")
    assert 'src="/chat?language=ar"' in visitor.page
    assert 'dir="rtl"' in visitor.page


async def test_without_the_demonstration_the_first_page_is_the_chat(visitor: Visitor):
    await visitor.goes("/")
    assert visitor.path == "/chat"
    await visitor.goes("/demo")
    assert visitor.status == 404


# ---------------------------------------------------------------- the queue


async def test_the_queue_shows_what_decides_and_nobody_s_name(aminata: Visitor, parts: FakeParts):
    contact = Contact(Reach.CHAT, name="Mariam")
    parts.town.cases["K7M-2QX4"] = replace(VIEW, contact=contact)
    await aminata.goes("/desk")
    for words in ("K7M-2QX4", "today", "A place to sleep", "Conakry", "Somebody is pregnant"):
        assert words in aminata.text
    assert "adults: 2, children: 1" in aminata.text
    assert "French" in aminata.text
    assert "Mariam" not in aminata.page


async def test_requests_stand_under_who_has_them(aminata: Visitor, parts: FakeParts):
    mine = replace(ITEM, reference="MMM-MMMM", mine=True, taken=True)
    theirs = replace(ITEM, reference="TTT-TTTT", taken=True)
    parts.town.cases |= {i.reference: replace(VIEW, item=i) for i in (theirs, mine)}
    await aminata.goes("/desk")
    order = [
        aminata.text.index(w) for w in ("Yours", "MMM-M", "Waiting", "K7M", "With coll", "TTT-T")
    ]
    assert order == sorted(order)


async def test_a_long_queue_leads_to_each_of_its_parts(aminata: Visitor, parts: FakeParts):
    await aminata.goes("/desk")
    assert 'href="#waiting"' not in aminata.page
    more = [replace(ITEM, reference=f"LLL-LLL{number}", taken=number > 5) for number in range(9)]
    parts.town.cases |= {each.reference: replace(VIEW, item=each) for each in more}
    await aminata.goes("/desk")
    for part in re.findall('href="#(.*?)"', aminata.page.partition('id="queue"')[2]):
        assert f'<h2 id="{part}">' in aminata.page
    assert aminata.page.count('<a href="#waiting">Waiting <span class="count">7</span>') == 1


async def test_an_empty_queue_says_so(aminata: Visitor, parts: FakeParts):
    parts.town.cases.clear()
    await aminata.goes("/desk")
    assert "The queue is empty." in aminata.text


async def test_a_queue_that_has_not_changed_is_not_sent_again(aminata: Visitor, parts: FakeParts):
    await aminata.goes("/desk")
    again = re.search(r'hx-get="([^"]+)"', aminata.page)
    assert again
    await aminata.goes(again[1])
    assert (aminata.status, aminata.page) == (204, "")
    parts.town.put(VIEW, State.CLAIMED)
    await aminata.goes(again[1])
    assert aminata.status == 200
    assert aminata.page.startswith('<div id="queue"')
    assert "Yours" in aminata.page


async def test_what_is_remembered_of_a_card_is_that_of_its_day_language_and_state(
    aminata: Visitor, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
):
    await aminata.goes("/desk")
    assert "today at" in aminata.text
    monkeypatch.setattr(parts, "now", lambda: ITEM.submitted + timedelta(days=1))
    await aminata.goes("/desk")
    assert "yesterday at" in aminata.text
    assert "today at" not in aminata.text
    parts.town.put(VIEW, State.CLAIMED)
    await aminata.goes("/desk?language=fr")
    assert "hier à" in aminata.text
    assert "Somebody is pregnant" not in aminata.text


async def test_staff_without_a_queue_are_told(aminata: Visitor, parts: FakeParts):
    parts.town.work = (MemberOf("IOM", "Desk", MemberRole.STAFF, on_duty=False),)
    await aminata.goes("/desk")
    assert "You are in no team that takes requests." in aminata.text
    assert "K7M" not in aminata.text


@pytest.mark.parametrize(("free", "told"), [(2, True), (3, False)])
async def test_a_case_of_more_people_than_free_places_says_so(
    aminata: Visitor, parts: FakeParts, free: int, told: bool
):
    parts.town.cases["K7M-2QX4"] = replace(VIEW, places=PlacesLeft(3, free))
    await aminata.goes(CASE)
    assert ("This request is for 3 people." in aminata.text) is told
    assert (f"Free places by the last count: {free}" in aminata.text) is told


# ---------------------------------------------------------------- around it


async def test_duty_is_started_and_ended(aminata: Visitor, parts: FakeParts):
    assert 'aria-checked="true"' in aminata.page
    await aminata.posts("/desk/duty", {"duty": "off"})
    assert 'aria-checked="false"' in aminata.page
    await aminata.posts("/desk/duty", {"duty": "on"})
    done = [each for each in parts.town.commands() if isinstance(each, GoOnDuty)]
    assert done == [GoOnDuty(False), GoOnDuty(True)]


async def test_the_language_is_remembered(aminata: Visitor, parts: FakeParts):
    await aminata.goes(f"{CASE}?language=ar")
    assert (aminata.path, parts.town.commands()) == (CASE, [SpeakLanguage("ar")])
    assert '<html lang="ar" dir="rtl">' in aminata.page
    await aminata.goes("/desk?language=xx")
    assert '<html lang="ar" dir="rtl">' in aminata.page


async def test_a_team_is_named_and_many_are_counted(aminata: Visitor, parts: FakeParts):
    assert "IOM Guinea · Conakry" in aminata.text
    parts.town.work = tuple(
        MemberOf(name, "Team", MemberRole.CASEWORKER, on_duty=True) for name in "ABCD"
    )
    await aminata.goes("/desk")
    assert "A, B +2" in aminata.text


async def test_a_case_of_others_is_as_if_it_did_not_exist(aminata: Visitor, parts: FakeParts):
    for reference in ("B4T-9WQF", "nonsense", "../../etc", "<script>", "x" * 500):
        await aminata.goes(f"/desk/case/{reference}".replace("<", "%3C"))
        assert aminata.status == 404
        assert "<script>" not in aminata.page
    asked = [r.reference for _, r in parts.town.performed if isinstance(r, CaseOf)]
    assert max(map(len, asked)) <= 20


async def test_an_outage_is_told_in_words(aminata: Visitor, parts: FakeParts):
    parts.broken = True
    await aminata.goes("/desk")
    assert aminata.status == 500
    assert "Something went wrong on our side." in aminata.text
    assert "Mariam" not in aminata.page

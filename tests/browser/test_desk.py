"""The desk as caseworkers use it: it refreshes by itself, and works without a script."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, expect

from domain.correspondence import Content, Sentence
from domain.people import PersonId
from domain.referrals import Action, State
from domain.requests.corresponding import Write
from domain.requests.team import GoAway, PassOn, TeamSeen
from domain.requests.working import Accept, Take
from tests.bot.web.fake import FakeParts
from tests.bot.web.test_desk_messages import SEEN
from tests.bot.web.town import ITEM, KADIATOU, VIEW
from tests.browser.seen import DESKTOP, Seen

INSTRUCTIONS = "Come to the gate at 18:00."


async def enter(seen: Seen, *, scripts: bool = True) -> Page:
    page = await seen.page("/desk/enter/once", DESKTOP, scripts=scripts)
    await page.get_by_role("button", name="Open the desk").click()
    await expect(page.locator("#queue")).to_be_visible()
    return page


async def test_a_new_request_appears_and_the_focus_stays(seen: Seen, parts: FakeParts):
    page = await enter(seen)
    await page.locator("#open-K7M-2QX4").focus()
    other = replace(ITEM, reference="B4T-9WQF")
    parts.town.cases["B4T-9WQF"] = replace(VIEW, item=other)
    await expect(page.locator("#open-B4T-9WQF")).to_be_visible(timeout=15_000)
    await expect(page.locator("#open-K7M-2QX4")).to_be_focused()
    await expect(page).to_have_title("(2) Desk – Passerelle")


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
async def test_a_case_is_taken_and_accepted(seen: Seen, parts: FakeParts, scripts: bool):
    page = await enter(seen, scripts=scripts)
    await page.locator("#open-K7M-2QX4").click()
    await page.get_by_role("button", name="Take it").dblclick()
    await expect(page.locator(".notice")).to_have_text("It is yours. The person is told.")
    await page.locator("#move-accept").fill(INSTRUCTIONS)
    await page.get_by_role("button", name="Accept").click()
    await expect(page.locator(".notice")).to_have_text("Accepted. The person is told.")
    await expect(page.locator(".contact")).to_contain_text("Mariam")
    assert Accept("K7M-2QX4", INSTRUCTIONS) in parts.town.commands()
    if scripts:
        assert parts.town.commands().count(Take("K7M-2QX4")) == 1


async def test_a_case_that_changes_says_so_and_keeps_what_is_being_written(
    seen: Seen, parts: FakeParts
):
    parts.town.put(VIEW, State.CLAIMED)
    page = await enter(seen)
    await page.locator("#open-K7M-2QX4").click()
    await page.locator("#move-accept").fill(INSTRUCTIONS)
    parts.town.put(parts.town.cases["K7M-2QX4"], State.NEEDS_INFO)
    await expect(page.get_by_text("This case has changed.")).to_be_visible(timeout=15_000)
    await expect(page.locator("#move-accept")).to_have_value(INSTRUCTIONS)


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
async def test_a_case_is_passed_on_by_the_keyboard(seen: Seen, parts: FakeParts, scripts: bool):
    may = (Action.REDIRECT, Action.REASSIGN)
    parts.town.cases["K7M-2QX4"] = replace(VIEW, may=may)
    page = await enter(seen, scripts=scripts)
    await page.locator("#open-K7M-2QX4").press("Enter")
    summary = page.locator("summary", has_text="Pass to a colleague")
    await summary.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("radio", name="Kadiatou")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".notice")).to_contain_text("Done.")
    assert parts.town.commands() == [PassOn("K7M-2QX4", PersonId("kadiatou"))]


async def test_an_absence_is_noted_without_a_script(seen: Seen, parts: FakeParts):
    parts.town.teams = (TeamSeen("Conakry", "UTC", (KADIATOU,)),)
    page = await enter(seen, scripts=False)
    await page.get_by_role("link", name="Team").click()
    row = page.get_by_role("listitem").filter(has_text="Kadiatou")
    await row.get_by_label("Away until").fill("2026-11-27")
    await row.get_by_role("button", name="Note the absence").click()
    await expect(page.locator(".notice.good")).to_be_visible()
    assert parts.town.commands() == [GoAway(date(2026, 11, 27), PersonId("kadiatou"))]


async def test_an_ended_session_leads_to_the_door(seen: Seen, parts: FakeParts):
    page = await enter(seen)
    parts.sessions.clear()
    await expect(page.get_by_text("The desk is closed")).to_be_visible(timeout=15_000)


async def test_nothing_of_a_case_is_kept_in_the_browser(seen: Seen):
    page = await enter(seen)
    await page.locator("#open-K7M-2QX4").click()
    await expect(page.locator(".case")).to_be_visible()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_a_message_and_a_sentence_are_sent_without_a_script(seen: Seen, parts: FakeParts):
    parts.town.put(VIEW, State.CLAIMED)
    parts.town.written["K7M-2QX4"] = SEEN
    page = await enter(seen, scripts=False)
    await page.locator("#open-K7M-2QX4").click()
    await page.locator("#talk-words").fill("We have a cot.")
    await page.locator(".talk form").first.get_by_role("button").click()
    await expect(page.locator(".notice.good")).to_have_text("Passed on to the person.")
    await page.get_by_text("Or choose a sentence").click()
    await page.get_by_text("Can you come at …?").click()
    await page.locator("#when-can_you_come").fill("2026-11-25T18:00")
    await page.locator(".choices details[open] button").click()
    await expect(page.locator(".talk blockquote").last).to_contain_text("tomorrow at 18:00")
    at = datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert parts.town.commands()[-2:] == [
        Write("K7M-2QX4", Content(words="We have a cot.")),
        Write("K7M-2QX4", Content(sentence=Sentence.CAN_YOU_COME, when=at)),
    ]

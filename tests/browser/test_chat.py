"""The chat as people use it: with a script and without, on bad connections, leaving at once."""

from __future__ import annotations

from playwright.async_api import Page, expect

from conversations.dialogue import Pressed, SharedPlace, Typed
from domain.geography import Point
from locales.render import Rendered, RenderedButton
from tests.bot.web.fake import FakeParts
from tests.browser.seen import PHONE, Seen

NOTICE = "They say yes."


async def write(page: Page, words: str) -> None:
    await page.locator("#text").fill(words)
    await page.locator(".send").click()


async def come(parts: FakeParts, words: str = NOTICE, language: str = "en") -> None:
    """Something comes by itself."""
    button = ((RenderedButton("My request", "!requests"),),)
    message = Rendered(words, button, language=language, right_to_left=language == "ar")
    parts.add(parts.address, message)
    parts.wake()


async def test_it_works_without_a_script(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat", scripts=False)
    await page.locator('#log button[value="!find"]').click()
    await expect(page.locator(".row.latest .text")).to_contain_text("Where are you?")
    assert page.url.endswith("/chat#latest")
    await write(page, "Conakry")
    await expect(page.locator(".row.latest .text")).to_contain_text("What do you need?")
    await expect(page.get_by_text("See if there are new messages")).to_be_visible()
    await page.locator(".exit").click()
    assert page.url.endswith("/blank")
    assert not parts.chats


async def test_a_location_without_a_script_is_asked_for_in_words(seen: Seen):
    page = await seen.page("/chat", scripts=False)
    await page.locator('#log button[value="!find"]').click()
    await page.locator(".row.latest [data-asks=location]").click()
    await expect(page.locator(".row.latest .text")).to_contain_text("I could not get your location")


async def test_messages_go_and_come_without_loading_the_page_again(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.evaluate("window.stays = true")
    await page.locator('#log button[value="!find"]').click()
    await expect(page.locator(".row.you")).to_have_text("You: 🔎 Find help near me")
    await expect(page.locator(".row.latest .text")).to_contain_text("Where are you?")
    await expect(page.locator(".row.latest")).to_have_count(1)
    await write(page, "Conakry")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#text")).to_be_focused()
    await come(parts)
    await expect(page.get_by_text(NOTICE)).to_be_visible()
    await expect(page.locator(".unsent")).to_have_count(0)
    assert await page.evaluate("window.stays")


async def test_a_double_click_is_one_message(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.locator('#log button[value="!find"]').dblclick()
    await expect(page.locator(".row.latest .text")).to_contain_text("Where are you?")
    await page.wait_for_timeout(300)
    assert [i.given for i in parts.handled[1:]] == [Pressed("!find")]


async def test_a_button_can_be_pressed_again_later(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    for number in (1, 2):
        await page.locator('#log button[value="!find"]').first.click()
        await expect(page.locator(".row.you")).to_have_count(number)


async def test_a_command_in_a_message_can_be_pressed(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.get_by_role("button", name="/language").click()
    await expect(page.locator(".row.latest .text")).to_contain_text("Which language")
    assert parts.handled[-1].given == Typed("/language")


async def test_the_place_is_sent_when_the_person_allows_it(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation({"latitude": 9.5, "longitude": -13.7})
    await page.locator('#log button[value="!find"]').click()
    await page.locator(".row.latest [data-asks=location]").click()
    await expect(page.locator(".row.latest .text")).to_contain_text("What do you need?")
    assert parts.handled[-1].given == SharedPlace(Point(9.5, -13.7))


async def test_a_place_that_is_refused_is_asked_for_in_words(seen: Seen):
    page = await seen.page("/chat")
    await page.context.clear_permissions()
    await page.locator('#log button[value="!find"]').click()
    await page.locator(".row.latest [data-asks=location]").click()
    await expect(page.locator(".row.latest .text")).to_contain_text("I could not get your location")


async def test_what_is_written_offline_is_sent_once_when_the_network_is_back(
    seen: Seen, parts: FakeParts
):
    page = await seen.page("/chat")
    await page.context.set_offline(True)
    await write(page, "hello")
    await expect(page.locator(".unsent")).to_contain_text("Not sent yet. I am trying again…")
    await expect(page.locator("#notice")).to_contain_text("No connection.")
    assert len(parts.handled) == 1
    await page.context.set_offline(False)
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#log .row.you")).to_contain_text("hello")
    assert [i.given for i in parts.handled[1:]] == [Typed("hello")]


async def test_who_cries_for_help_in_an_outage_reads_the_numbers_until_it_works(
    seen: Seen, parts: FakeParts
):
    page = await seen.page("/chat")
    parts.broken = True
    await write(page, "SOS")
    await expect(page.locator("#notice")).to_contain_text("112 works in many countries")
    await expect(page.locator(".unsent")).to_contain_text("Not sent yet. I am trying again…")
    await page.evaluate("() => window.passerelle.say('No connection.')")
    await expect(page.locator("#notice")).to_contain_text("112 works in many countries")
    await seen.picture(page, "chat-outage")
    parts.broken = False
    await expect(page.locator(".unsent")).to_have_count(0)
    await expect(page.locator("#notice")).to_be_hidden()
    assert parts.handled[-1].given == Typed("SOS")


async def test_a_connection_that_opens_late_does_not_deny_that_the_device_is_offline(seen: Seen):
    page = await seen.page("/chat")
    await page.evaluate(
        """() => {
            Object.defineProperty(navigator, 'onLine', {get: () => window.reached});
            window.reached = false;
            window.dispatchEvent(new Event('offline'));
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )
    async with page.expect_response("**/chat/messages**"):
        await page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    await page.wait_for_timeout(200)
    await expect(page.locator("#notice")).to_contain_text("No connection.")
    await page.evaluate(
        "() => { window.reached = true; window.dispatchEvent(new Event('online')); }"
    )
    await expect(page.locator("#notice")).to_be_hidden()


async def test_an_answer_that_got_lost_makes_no_second_message(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    lost: list[object] = []

    async def lose_the_answer(route):
        if not lost:
            lost.append(await route.fetch())
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/send", lose_the_answer)
    async with page.expect_response("**/chat/send"):  # the second one's: the first got lost
        await write(page, "hello")
    assert len(lost) == 1
    await expect(page.locator(".unsent")).to_have_count(0)
    assert [i.given for i in parts.handled[1:]] == [Typed("hello")]
    await expect(page.locator("#log .row.you")).to_have_count(1)


async def test_unsent_words_outlive_the_page(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.route("**/chat/send", lambda route: route.abort())
    await write(page, "hello")
    await expect(page.locator(".unsent")).to_contain_text("Not sent yet.")
    await page.unroute("**/chat/send")
    await page.reload()
    await expect(page.locator("#log .row.you")).to_contain_text("hello")
    assert [i.given for i in parts.handled[1:]] == [Typed("hello")]


async def test_where_sockets_are_blocked_messages_come_all_the_same(seen: Seen, parts: FakeParts):
    page = await seen.page("/blank")
    await page.add_init_script("window.WebSocket = function () { throw new Error('blocked'); };")
    await page.goto(f"{seen.base}/chat")
    await write(page, "Conakry")
    await expect(page.locator("#log .row.you")).to_contain_text("Conakry")
    await come(parts)
    await expect(page.get_by_text(NOTICE)).to_be_visible()


async def test_a_text_too_long_comes_back_with_a_reason(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await write(page, "a" * 4001)
    await expect(page.locator("#notice")).to_contain_text("That is too long.")
    await expect(page.locator("#text")).to_have_value("a" * 4001)
    await expect(page.locator(".unsent")).to_have_count(0)
    assert len(parts.handled) == 1


async def test_the_page_turns_with_the_language(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.get_by_role("button", name="Language").first.click()
    await page.locator('.row.latest button[value$=".ar"]').click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator(".exit")).to_contain_text("خروج")
    exit_box = await page.locator(".exit").bounding_box()
    assert exit_box and exit_box["x"] < PHONE[0] / 2
    own = await page.locator(".row.you .bubble").last.bounding_box()
    bot = await page.locator(".row.bot .bubble").last.bounding_box()
    assert own and bot and own["x"] < bot["x"]


async def test_escape_three_times_leaves_at_once(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.locator("#text").fill("something private")
    for _ in range(3):
        await page.keyboard.press("Escape")
    await page.wait_for_url("**/blank")
    assert await page.locator("body").inner_text() == ""
    assert not parts.chats
    assert not await page.context.cookies()
    await page.go_back()
    assert "private" not in await page.content()


async def test_leaving_needs_no_network(seen: Seen, parts: FakeParts):
    page = await seen.page("/chat")
    await page.context.set_offline(True)
    await page.locator(".exit").click()
    assert await page.evaluate("document.documentElement.textContent") == "–"
    assert page.url.endswith("/blank")
    assert parts.chats
    await page.context.set_offline(False)
    await page.wait_for_event("response", lambda answer: answer.url.endswith("/chat/exit"))
    await expect(page).to_have_title("–")
    assert not parts.chats
    assert not await page.context.cookies()


async def test_another_window_of_the_chat_turns_blank_too(seen: Seen):
    page = await seen.page("/chat")
    other = await page.context.new_page()
    await other.goto(f"{seen.base}/chat")
    await expect(other.locator(".row.bot")).to_be_visible()
    await other.wait_for_timeout(500)
    await page.locator(".exit").click()
    await other.wait_for_url("**/blank")


async def test_everything_can_be_pressed_with_a_thumb_and_reached_by_keyboard(seen: Seen):
    page = await seen.page("/chat", (320, 568))
    for button in await page.locator("button:visible:not(.command)").all():
        box = await button.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.type("hello")
    await expect(page.locator("#text")).to_have_value("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator("#log .row.you")).to_contain_text("hello")

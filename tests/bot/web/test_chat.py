"""The chat without a script: forms, answers, and what is refused in words."""

from __future__ import annotations

import json
import re

import pytest

from bot.web.chat import MESSAGES_A_MINUTE, NEW_CHATS
from conversations.dialogue import Pressed, SharedPhone, SharedPlace, Typed
from domain.geography import Point
from locales.render import Rendered
from tests.bot.web.conftest import OpenSite
from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import JSON, Visitor

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
async def person(visitor: Visitor) -> Visitor:
    """Somebody who has opened the chat in English."""
    await visitor.goes("/chat", headers=ENGLISH)
    return visitor


async def test_the_first_page_already_greets(person: Visitor, parts: FakeParts):
    assert "Hello. I am Passerelle" in person.text
    assert [incoming.given for incoming in parts.handled] == [Typed("/start")]
    assert "/start" not in person.text
    cookie = person.headers["Set-Cookie"]
    assert cookie.startswith("chat=")
    assert {"HttpOnly", "Path=/chat", "SameSite=Lax"} <= set(cookie.split("; "))


async def test_a_visitor_of_another_language_is_asked_for_theirs(visitor: Visitor):
    await visitor.goes("/chat", headers={"Accept-Language": "sw-KE,sw;q=0.9,en;q=0.5"})
    assert "Which language do you want?" in visitor.text
    assert "العربية" in visitor.text


async def test_a_visit_again_shows_the_same_chat(person: Visitor, parts: FakeParts):
    await person.goes("/chat")
    assert "Hello. I am Passerelle" in person.text
    assert len(parts.handled) == 1


async def test_a_button_is_a_form_and_leads_back_to_the_chat(person: Visitor, parts: FakeParts):
    await person.presses("!find", allow_redirects=False)
    assert (person.status, person.headers["Location"]) == (303, "/chat#latest")
    await person.goes("/chat")
    assert "Where are you?" in person.text
    assert parts.handled[-1].given == Pressed("!find")
    assert parts.handled[-1].echo == "🔎 Find help near me"
    assert person.text.count("🔎 Find help near me") == 2  # the button, and what was said


async def test_a_form_sent_twice_is_one_message(person: Visitor, parts: FakeParts):
    form = {"form": person.form(), "text": "Conakry"}
    await person.posts("/chat/send", form)
    await person.posts("/chat/send", form)
    assert [i.given for i in parts.handled[1:]] == [Typed("Conakry")]


async def test_another_button_of_a_form_that_was_sent_is_another_message(
    person: Visitor, parts: FakeParts
):
    form = person.form()
    await person.posts("/chat/send", {"form": form, "code": "!find"})
    await person.posts("/chat/send", {"form": form, "code": "!emergency"})
    assert [i.given for i in parts.handled[1:]] == [Pressed("!find"), Pressed("!emergency")]


async def test_the_same_form_of_two_people_is_two_messages(person: Visitor, parts: FakeParts):
    other = person.another()
    await other.goes("/chat", headers=ENGLISH)
    for each in (person, other):
        await each.posts("/chat/send", {"form": "0123456789abcdef", "text": "hello"})
    assert len({i.update_id for i in parts.handled}) == 4


async def test_an_old_button_is_answered_kindly(person: Visitor):
    await person.presses("!find")
    old = re.findall(r'value="(\d+\.cancel)"', person.page)[-1]
    await person.presses(old)
    await person.presses(old)
    assert "This button is from an earlier question." in person.text


async def test_what_a_device_shares_reaches_the_dialogue(person: Visitor, parts: FakeParts):
    await person.presses("!find")
    await person.posts(
        "/chat/send", {"form": person.form(), "latitude": "9.5", "longitude": "-13.7"}
    )
    assert parts.handled[-1].given == SharedPlace(Point(9.5, -13.7))
    assert parts.handled[-1].echo == "📍 Send my location"
    await person.posts("/chat/send", {"form": person.form(), "phone": " +224 620 00 "})
    phone: object = parts.handled[-1].given
    assert phone == SharedPhone("+224 620 00", own=True)


async def test_an_empty_message_does_nothing(person: Visitor, parts: FakeParts):
    await person.says("   ")
    assert (person.status, len(parts.handled)) == (200, 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "no id"},
        {"form": "x", "text": "a short id"},
        {"form": "'; drop table", "text": "a strange id"},
        {"form": "0123456789", "code": "x" * 49},
        {"form": "0123456789", "code": "é"},
        {"form": "0123456789", "latitude": "91", "longitude": "0"},
        {"form": "0123456789", "latitude": "nan", "longitude": "0"},
        {"form": "0123456789", "latitude": "9"},
        {f"field{n}": "" for n in range(50)},
        b"\xff\xfe=\xff",
        b"form=0123456789&text=%ff%fe",
    ],
)
async def test_garbage_is_answered_in_words(person: Visitor, parts: FakeParts, fields: object):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    await person.posts("/chat/send", fields, headers=kind)
    assert person.status == 400
    assert "I could not read that." in person.text
    assert "Traceback" not in person.page
    assert len(parts.handled) == 1


async def test_what_is_no_form_is_refused(person: Visitor):
    await person.posts("/chat/send", b'{"text": "hello"}', headers={"Content-Type": "text/json"})
    assert person.status == 400


async def test_a_text_too_long_stays_in_the_field(person: Visitor, parts: FakeParts):
    words = "ab " * 1400
    await person.says(words)
    assert person.status == 413
    assert "That is too long. Please write it in shorter parts." in person.text
    assert words in person.page
    assert len(parts.handled) == 1


async def test_a_huge_text_is_not_even_read(person: Visitor):
    await person.says("a" * 500_000)
    assert person.status == 413
    assert "That is too long." in person.text


async def test_too_many_messages_are_answered_kindly(person: Visitor, parts: FakeParts):
    for number in range(MESSAGES_A_MINUTE):
        await person.posts(
            "/chat/send", {"form": f"number-{number}", "text": "hello"}, headers=JSON
        )
        assert person.status == 200
    await person.goes("/chat")
    await person.says("one too many")
    assert person.status == 429
    assert "That was a lot at once." in person.text
    assert "one too many</textarea>" in person.page
    await person.posts("/chat/send", {"form": "0123456789", "text": "again"}, headers=JSON)
    assert (person.status, int(person.headers["Retry-After"]) <= 61) == (429, True)
    assert len(parts.handled) == 1 + MESSAGES_A_MINUTE


async def test_many_new_chats_from_one_network_are_put_off(visitor: Visitor, parts: FakeParts):
    here, elsewhere = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "198.51.100.1"}
    for _ in range(NEW_CHATS):
        visitor.client.session.cookie_jar.clear()
        await visitor.goes("/chat", headers=here)
    visitor.client.session.cookie_jar.clear()
    await visitor.goes("/chat", headers=here)
    assert visitor.status == 429
    assert "Please try again in a few minutes." in visitor.text
    await visitor.goes("/chat", headers=elsewhere)
    assert visitor.status == 200
    assert len(parts.chats) == NEW_CHATS + 1


async def test_a_browser_without_cookies_is_told(visitor: Visitor, parts: FakeParts):
    await visitor.posts("/chat/send", {"form": "0123456789", "text": "hi"}, allow_redirects=False)
    assert visitor.headers["Location"] == "/chat?again#latest"
    visitor.client.session.cookie_jar.clear()
    await visitor.goes("/chat?again", headers=ENGLISH)
    assert visitor.status == 400
    assert "This browser keeps no cookies" in visitor.text


async def test_a_look_ahead_begins_no_chat(visitor: Visitor, parts: FakeParts):
    await visitor.goes("/chat", headers={"Sec-Purpose": "prefetch;prerender"})
    assert visitor.status == 503
    async with visitor.client.head("/chat") as response:
        assert response.status == 405
    assert not parts.chats


async def test_an_empty_chat_can_be_begun(person: Visitor, parts: FakeParts):
    parts.chats.clear()
    await person.goes("/chat", headers=ENGLISH)
    assert "There are no messages here yet." in person.text
    await person.presses("!welcome")
    assert "Hello. I am Passerelle" in person.text


async def test_hostile_words_are_words(person: Visitor, parts: FakeParts):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> \"' {{ 7*7 }}"
    parts.add(parts.address, Rendered(evil, right_to_left=True, language="ar"))
    await person.says(evil)
    assert "<script>alert" not in person.page
    assert "<img" not in person.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in person.page
    assert "49" not in person.text


async def test_arabic_is_written_from_right_to_left(visitor: Visitor, parts: FakeParts):
    await visitor.goes("/chat", headers={"Accept-Language": "ar-EG,ar;q=0.9"})
    assert '<html lang="ar" dir="rtl">' in visitor.page
    assert re.search(r'class="row bot latest"[^>]* lang="ar" dir="rtl"', visitor.page)
    assert ">خروج<" in visitor.page
    parts.add(parts.address, Rendered("English again", language="en"))
    await visitor.goes("/chat")
    assert '<html lang="en" dir="ltr">' in visitor.page
    assert re.search(r'class="row bot"[^>]* lang="en" dir="ltr"', visitor.page)


async def test_a_link_can_ask_for_a_language(visitor: Visitor, parts: FakeParts):
    await visitor.goes("/chat?language=fr", headers=ENGLISH)
    assert "Bonjour" in visitor.text
    await visitor.goes("/chat?language=ar")
    assert '<html lang="ar" dir="rtl">' in visitor.page
    assert visitor.path == "/chat"
    said = len(parts.handled)
    await visitor.goes("/chat?language=ar")
    await visitor.goes("/chat?language=xx")
    assert len(parts.handled) == said


async def test_a_message_sent_during_an_outage_can_be_sent_again(person: Visitor, parts: FakeParts):
    form = person.form()
    parts.broken = True
    await person.posts("/chat/send", {"form": form, "text": "<b>help</b>"}, headers=ENGLISH)
    assert person.status == 503
    assert "Your message was not sent yet." in person.text
    assert f'name="form" value="{form}"' in person.page
    assert 'name="text" value="&lt;b&gt;help&lt;/b&gt;"' in person.page
    assert "Mariam" not in person.page
    await person.posts("/chat/send", {"form": form, "text": "x"}, headers=JSON)
    assert (person.status, "problem" in person.page) == (503, True)


async def test_who_cries_for_help_in_an_outage_is_told_the_numbers(
    person: Visitor, parts: FakeParts
) -> None:
    parts.broken = True
    await person.posts("/chat/send", {"form": person.form(), "text": "SOS"}, headers=ENGLISH)
    assert person.status == 503
    assert "112 works in many countries" in person.text
    assert 'name="text" value="SOS"' in person.page
    await person.posts("/chat/send", {"form": "0123456789", "text": "SOS"}, headers=JSON)
    said = json.loads(person.page)
    assert (person.status, said["urgent"], "112" in said["problem"]) == (503, True, True)


async def test_where_too_many_write_it_is_said_and_the_words_are_kept(
    person: Visitor, parts: FakeParts
) -> None:
    form = person.form()
    parts.overloaded = True
    await person.posts("/chat/send", {"form": form, "text": "a bed"}, headers=ENGLISH)
    assert person.status == 503
    assert "Very many people are writing at this moment." in person.text
    assert 'name="text" value="a bed"' in person.page
    parts.overloaded = False
    await person.posts("/chat/send", {"form": form, "text": "a bed"}, headers=ENGLISH)
    assert person.status == 200
    assert [each.given for each in parts.handled][-1] == Typed("a bed")


async def test_a_page_during_an_outage_says_so(person: Visitor, parts: FakeParts):
    parts.broken = True
    await person.goes("/chat", headers=ENGLISH)
    assert person.status == 500
    assert "Something went wrong on our side." in person.text
    assert "Mariam" not in person.page


async def test_secure_cookies_are_secure(open_site: OpenSite):
    visitor = await open_site(secure_cookies=True)
    await visitor.goes("/chat")
    assert "Secure" in visitor.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("cookie", ["", "x", "somebody.else", "é" * 10, "a" * 9000])
async def test_a_cookie_that_is_not_ours_is_a_new_visitor(visitor: Visitor, cookie: str):
    await visitor.goes("/chat", headers={**ENGLISH, "Cookie": f"chat={cookie}"})
    assert visitor.status in (200, 400)
    if visitor.status == 200:
        assert "Hello. I am Passerelle" in visitor.text


async def test_an_invitations_link_writes_its_code_and_uses_nothing_up(visitor: Visitor):
    page = await visitor.goes("/chat?join=ABCD-EFGH-JKMP-QRTV")
    assert ">/join ABCD-EFGH-JKMP-QRTV</textarea>" in page
    assert "alert(1)" not in await visitor.goes("/chat?join=<script>alert(1)</script>1234")

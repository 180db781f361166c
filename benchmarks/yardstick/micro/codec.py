"""Cost per update of decoding; of one API request; of a text look-up.  python micro/codec.py"""

import gettext
import io
import struct
import time

import msgspec
import orjson
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

UPD = orjson.dumps(
    {
        "update_id": 9,
        "callback_query": {
            "id": "9",
            "from": {
                "id": 5,
                "is_bot": False,
                "first_name": "User",
                "last_name": "B",
                "username": "u",
                "language_code": "en",
            },
            "chat_instance": "5",
            "data": "s:shelter",
            "message": {
                "message_id": 7,
                "from": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "b_bot"},
                "chat": {
                    "id": 5,
                    "first_name": "User",
                    "last_name": "B",
                    "username": "u",
                    "type": "private",
                },
                "date": 1700000000,
                "text": "What do you need?",
                "reply_markup": {
                    "inline_keyboard": [
                        [{"text": "Shelter", "callback_data": "s:shelter"}],
                        [{"text": "Food", "callback_data": "s:food"}],
                    ]
                },
            },
        },
    }
)
MSG = orjson.dumps(
    {
        "update_id": 9,
        "message": {
            "message_id": 7,
            "from": {
                "id": 5,
                "is_bot": False,
                "first_name": "User",
                "last_name": "B",
                "username": "u",
                "language_code": "en",
            },
            "chat": {
                "id": 5,
                "first_name": "User",
                "last_name": "B",
                "username": "u",
                "type": "private",
            },
            "date": 1700000000,
            "text": "Amina",
        },
    }
)


class SChat(msgspec.Struct):
    id: int


class SUser(msgspec.Struct):
    id: int
    first_name: str = ""
    language_code: str = ""


class SLoc(msgspec.Struct):
    latitude: float
    longitude: float


class SMsg(msgspec.Struct):
    message_id: int
    chat: SChat
    text: str | None = None
    location: SLoc | None = None
    from_: SUser | None = msgspec.field(default=None, name="from")


class SCq(msgspec.Struct):
    id: str
    data: str | None = None
    message: SMsg | None = None
    from_: SUser | None = msgspec.field(default=None, name="from")


class SUpd(msgspec.Struct):
    update_id: int
    message: SMsg | None = None
    callback_query: SCq | None = None


def t(label, f, n=20000):
    best = 1e9
    for _ in range(5):
        a = time.process_time()
        for _ in range(n // 5):
            f()
        best = min(best, (time.process_time() - a) / (n // 5))
    print(f"{label:58s} {best * 1e6:9.2f} us")


import json

bot = Bot("1:x")
dec = msgspec.json.Decoder(SUpd)
for nm, raw in (("callback update", UPD), ("text update", MSG)):
    t(f"json.loads, {nm}", lambda: json.loads(raw))
    t(f"orjson.loads, {nm}", lambda: orjson.loads(raw))
    t(f"msgspec typed decode, {nm}", lambda: dec.decode(raw))
    t(f"orjson + PTB Update.de_json, {nm}", lambda: Update.de_json(orjson.loads(raw), bot), 4000)
    try:
        from aiogram.types import Update as AU

        t(f"aiogram Update.model_validate_json, {nm}", lambda: AU.model_validate_json(raw), 4000)
    except ImportError:
        pass

rows = [[(f"Button {i}", f"c:{i}")] for i in range(5)]
ptb_kb = lambda: InlineKeyboardMarkup(
    [[InlineKeyboardButton(x, callback_data=d) for x, d in r] for r in rows]
)
t("PTB keyboard of 5 buttons: build + to_json", lambda: ptb_kb().to_json(), 4000)
t(
    "dict keyboard of 5 buttons: build + orjson",
    lambda: orjson.dumps(
        {"inline_keyboard": [[{"text": x, "callback_data": d} for x, d in r] for r in rows]}
    ),
)
pre = orjson.dumps(
    {"inline_keyboard": [[{"text": x, "callback_data": d} for x, d in r] for r in rows]}
)
t(
    "pre-encoded keyboard spliced (orjson.Fragment)",
    lambda: orjson.dumps(
        {"method": "sendMessage", "chat_id": 5, "text": "x", "reply_markup": orjson.Fragment(pre)}
    ),
)

# gettext against a dict
cat = {f"key {i}": f"перевод {i} {{name}}" for i in range(1500)}
cat[""] = (
    "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
)
keys = sorted(cat)
ids = strs = b""
offs = []
for k in keys:
    kb_, vb = k.encode(), cat[k].encode()
    offs.append((len(ids), len(kb_), len(strs), len(vb)))
    ids += kb_ + b"\0"
    strs += vb + b"\0"
ks = 28 + 16 * len(keys)
vs = ks + len(ids)
mo = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
mo += (
    b"".join(struct.pack("<2I", l, o + ks) for o, l, _, _ in offs)
    + b"".join(struct.pack("<2I", l, o + vs) for _, _, o, l in offs)
    + ids
    + strs
)
tr = gettext.GNUTranslations(io.BytesIO(mo))
d = {k: v for k, v in cat.items()}
t("gettext .gettext(msg)", lambda: tr.gettext("key 700"), 200000)
t("gettext .ngettext(msg, n)", lambda: tr.ngettext("key 700", "keys", 5), 200000)
t("dict[lang][key]", lambda: d["key 700"], 200000)
from babel.support import Translations

bt = Translations(io.BytesIO(mo))
t("babel Translations.gettext", lambda: bt.gettext("key 700"), 200000)
from babel.support import LazyProxy

t(
    "babel LazyProxy -> str",
    lambda: str(LazyProxy(bt.gettext, "key 700", enable_cache=False)),
    100000,
)
import datetime

from babel import Locale
from babel.dates import format_datetime

lo = Locale("uk")
t(
    "babel format_datetime(locale=Locale)",
    lambda: format_datetime(datetime.datetime(2026, 1, 2, 3, 4), locale=lo),
    2000,
)
t(
    "str.format of a template",
    lambda: "Send the request to {centre} for {name}?".format(centre="C", name="A"),
    200000,
)

"""What a lean product on PTB could cost: own aiohttp webhook, PTB Update/Application/handlers kept, one PostgreSQL commit
per update (state and referral together), reply through the webhook response or an aiohttp transport."""

import argparse
import asyncio
import contextvars
import time

import aiohttp
import asyncpg
import common as c
import orjson
from aiohttp import web
from telegram import InlineKeyboardButton as B
from telegram import InlineKeyboardMarkup as M
from telegram import Update
from telegram.ext import Application, TypeHandler
from telegram.request import BaseRequest

p = argparse.ArgumentParser()
p.add_argument("--reply", default="hook", choices=["hook", "api"])
p.add_argument("--store", default="pg", choices=["none", "pg"])
p.add_argument("--ack", action="store_true", help="answerCallbackQuery too, beside the reply")
p.add_argument("--no-uvloop", action="store_true")
a = p.parse_args()
slot = contextvars.ContextVar("slot", default=None)
T = c._EN
BGT = set()


class Request(BaseRequest):
    s = None

    async def initialize(self):
        self.s = self.s or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256))

    async def shutdown(self):
        if self.s:
            await self.s.close()

    @property
    def read_timeout(self):
        return 5.0

    async def do_request(
        self,
        url,
        method,
        request_data=None,
        read_timeout=None,
        write_timeout=None,
        connect_timeout=None,
        pool_timeout=None,
    ):
        box = slot.get()
        par = request_data.parameters if request_data else {}
        if box is not None and not box and url.endswith("/sendMessage"):
            box.append({"method": "sendMessage", **par})
            return 200, orjson.dumps(
                {
                    "ok": True,
                    "result": {
                        "message_id": 0,
                        "date": int(time.time()),
                        "text": par["text"],
                        "chat": {"id": par["chat_id"], "type": "private"},
                    },
                }
            )
        async with self.s.post(
            url, data=orjson.dumps(par), headers={"Content-Type": "application/json"}
        ) as r:
            return r.status, await r.read()


cache, pool = {}, None
UPS = "insert into conv_lean(chat_id,data) values($1,$2) on conflict(chat_id) do update set data=excluded.data"
BOTH = (
    "with r as (insert into referral_lean(code,chat_id,lang,service,centre_id,first_name,lat,lon) "
    "values($3,$4,$5,$6,$7,$8,$9,$10)) " + UPS
)


def kb(rows):
    return M([[B(t, callback_data=d) for t, d in row] for row in rows])


def step(chat, d, u):
    m, s = u.message, d and d["s"]
    if m is not None:
        if m.text == "/start":
            return {"s": "lang"}, None, T["lang"], c.KB_LANG
        if s == "loc" and m.location:
            n = {**d, "s": "centre", "lat": m.location.latitude, "lon": m.location.longitude}
            return n, None, T["centre"], c.kb_centres(c.nearest(n["lat"], n["lon"]))
        if s == "name" and m.text:
            n = {**d, "s": "confirm", "name": m.text[:64]}
            return (
                n,
                None,
                T["confirm"].format(c.CENTRES[d["centre"]][1], n["name"]),
                c.kb_ok(d["lang"]),
            )
        return d or {"s": "lang"}, None, T["again"], None
    v = u.callback_query.data
    k, arg = v[:2], v[2:]
    if s == "lang" and k == "l:":
        return {"s": "service", "lang": arg}, None, T["service"], c.kb_service(arg)
    if s == "service" and k == "s:":
        return {**d, "s": "loc", "service": arg}, None, T["loc"], None
    if s == "centre" and k == "c:":
        n = {**d, "s": "consent", "centre": int(arg)}
        return n, None, T["consent"].format(c.CENTRES[n["centre"]][1]), c.kb_yes(d["lang"])
    if s == "consent" and v == "y:1":
        return {**d, "s": "name"}, None, T["name"], None
    if s == "confirm" and v == "k:1":
        ref = c.code()
        return (
            {"s": "done"},
            (ref, chat, d["lang"], d["service"], d["centre"], d["name"], d["lat"], d["lon"]),
            T["done"].format(ref),
            None,
        )
    return d or {"s": "lang"}, None, T["again"], None


async def on_update(u, ctx):
    chat = u.effective_chat.id
    d = cache.get(chat)
    if d is None and pool:
        v = await pool.fetchval("select data from conv_lean where chat_id=$1", chat)
        d = orjson.loads(v) if v else None
    if a.ack and u.callback_query:
        t = asyncio.ensure_future(u.callback_query.answer())
        BGT.add(t)
        t.add_done_callback(BGT.discard)
    d, row, text, markup = step(chat, d, u)
    if pool:
        js = orjson.dumps(d).decode()
        if row:
            await pool.execute(BOTH, chat, js, *row)
        else:
            await pool.execute(UPS, chat, js)
    if d["s"] == "done":
        cache.pop(chat, None)
    else:
        cache[chat] = d
    await ctx.bot.send_message(chat, text, reply_markup=kb(markup) if markup else None)


async def main():
    global pool
    if a.store == "pg":
        pool = await asyncpg.create_pool(c.PG, min_size=8, max_size=8)
        await pool.execute(
            "create table if not exists conv_lean(chat_id bigint primary key, data text not null)"
        )
        await pool.execute(c.DDL.format(t="referral_lean"))
    app = (
        Application.builder()
        .token(c.TOKEN)
        .base_url(c.API + "/bot")
        .updater(None)
        .request(Request())
        .get_updates_request(Request())
        .build()
    )
    app.add_handler(TypeHandler(Update, on_update))
    await app.initialize()

    async def hook(req):
        box = []
        if a.reply == "hook":
            slot.set(box)
        await app.process_update(Update.de_json(orjson.loads(await req.read()), app.bot))
        return web.Response(
            body=orjson.dumps(box[0]) if box else b"", content_type="application/json"
        )

    w = web.Application()
    w.router.add_post(c.PATH, hook)
    run = web.AppRunner(w, access_log=None)
    await run.setup()
    await web.TCPSite(run, "127.0.0.1", c.PORT).start()
    await asyncio.Event().wait()


if not a.no_uvloop:
    import uvloop

    uvloop.install()
asyncio.run(main())

"""The floor: no bot framework.  One durable commit per update (or a group commit), reply in the webhook response."""

import argparse
import asyncio
import os
import sqlite3
import threading

import asyncpg
import common as c
import orjson

p = argparse.ArgumentParser()
p.add_argument("--store", default="pg", choices=["none", "pg", "pg-batch", "sqlite-batch"])
p.add_argument("--server", default="aiohttp", choices=["aiohttp", "raw"])
p.add_argument("--pool", type=int, default=8)
p.add_argument(
    "--read", action="store_true", help="read the state from the store on every update, no cache"
)
p.add_argument(
    "--ack",
    default="none",
    choices=["none", "raw", "aiohttp"],
    help="also call answerCallbackQuery for each button",
)
p.add_argument("--no-uvloop", action="store_true")
a = p.parse_args()
cache = {}
pool = None
T = c._EN


def kb(rows):
    return {"inline_keyboard": [[{"text": t, "callback_data": d} for t, d in row] for row in rows]}


def step(chat, d, u):
    """(new state dict, referral row or None, text, keyboard)"""
    m = u.get("message")
    if m is not None:
        text = m.get("text")
        if text == "/start":
            return {"s": "lang"}, None, T["lang"], c.KB_LANG
        s = d and d["s"]
        if s == "loc" and "location" in m:
            lo = m["location"]
            n = {**d, "s": "centre", "lat": lo["latitude"], "lon": lo["longitude"]}
            return n, None, T["centre"], c.kb_centres(c.nearest(n["lat"], n["lon"]))
        if s == "name" and text:
            n = {**d, "s": "confirm", "name": text[:64]}
            return (
                n,
                None,
                T["confirm"].format(c.CENTRES[d["centre"]][1], n["name"]),
                c.kb_ok(d["lang"]),
            )
        return d or {"s": "lang"}, None, T["again"], None
    v = u["callback_query"]["data"]
    s, k, arg = d and d["s"], v[:2], v[2:]
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
        row = (ref, chat, d["lang"], d["service"], d["centre"], d["name"], d["lat"], d["lon"])
        return {"s": "done"}, row, T["done"].format(ref), None
    return d or {"s": "lang"}, None, T["again"], None


UPS = "insert into conv_bare(chat_id,data) values($1,$2) on conflict(chat_id) do update set data=excluded.data"
BOTH = (
    "with r as (insert into referral_bare(code,chat_id,lang,service,centre_id,first_name,lat,lon) "
    "values($3,$4,$5,$6,$7,$8,$9,$10)) " + UPS
)


async def load(chat):
    if a.store.startswith("pg"):
        v = await pool.fetchval("select data from conv_bare where chat_id=$1", chat)
        return orjson.loads(v) if v else None
    return None


pend = []
wake = None


async def pg_batcher():
    con = await asyncpg.connect(c.PG)
    while True:
        await wake.wait()
        wake.clear()
        while pend:
            batch = pend[:]
            pend.clear()
            last = {ch: js for ch, js, _, _ in batch}
            rows = [r for _, _, r, _ in batch if r]
            async with con.transaction():
                await con.execute(
                    "insert into conv_bare(chat_id,data) select * from unnest($1::bigint[],$2::text[]) "
                    "on conflict(chat_id) do update set data=excluded.data",
                    list(last),
                    list(last.values()),
                )
                if rows:
                    cols = list(zip(*rows))
                    await con.execute(
                        "insert into referral_bare(code,chat_id,lang,service,centre_id,first_name,lat,lon) "
                        "select * from unnest($1::text[],$2::bigint[],$3::text[],$4::text[],$5::int[],"
                        "$6::text[],$7::float8[],$8::float8[])",
                        *map(list, cols),
                    )
            for *_, f in batch:
                if not f.done():
                    f.set_result(None)


def sqlite_writer(loop, cond):
    db = sqlite3.connect(os.path.join(c.DATA, "bare.db"), isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table if not exists conv(chat_id integer primary key, data text)")
    db.execute(
        "create table if not exists ref(code text primary key, chat_id, lang, service, centre_id, first_name, lat, lon)"
    )

    def done(batch):
        for *_, f in batch:
            if not f.done():
                f.set_result(None)

    while True:
        with cond:
            while not pend:
                cond.wait()
            batch = pend[:]
            pend.clear()
        db.execute("begin immediate")
        db.executemany(
            "insert or replace into conv values(?,?)", [(ch, js) for ch, js, _, _ in batch]
        )
        rows = [r for _, _, r, _ in batch if r]
        if rows:
            db.executemany("insert into ref values(?,?,?,?,?,?,?,?)", rows)
        db.execute("commit")
        loop.call_soon_threadsafe(done, batch)


cond = threading.Condition()


async def save(chat, d, row):
    if a.store == "none":
        return
    js = orjson.dumps(d).decode()
    if a.store == "pg":
        if row:
            await pool.execute(BOTH, chat, js, *row)
        else:
            await pool.execute(UPS, chat, js)
        return
    f = asyncio.get_running_loop().create_future()
    if a.store == "pg-batch":
        pend.append((chat, js, row, f))
        wake.set()
    else:
        with cond:
            pend.append((chat, js, row, f))
            cond.notify()
    await f


class ApiClient(asyncio.Protocol):
    """The least an API call can cost: one keep-alive connection, one call at a time, answers only checked for 200."""

    idle = []
    todo = []
    n = 0
    head = f"POST /bot{c.TOKEN}/answerCallbackQuery HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n".encode()

    def connection_made(self, tr):
        self.tr = tr
        self.go()

    def go(self):
        if self.todo:
            body = self.todo.pop()
            self.tr.write(b"%bContent-Length: %d\r\n\r\n%b" % (self.head, len(body), body))
        else:
            self.idle.append(self)

    def data_received(self, data):
        assert data.startswith(b"HTTP/1.1 200")
        self.go()

    @classmethod
    def send(cls, body):
        cls.todo.append(body)
        if cls.idle:
            cls.idle.pop().go()
        elif cls.n < 16:
            cls.n += 1
            from urllib.parse import urlsplit

            u = urlsplit(c.API)
            t = asyncio.ensure_future(
                asyncio.get_running_loop().create_connection(cls, u.hostname, u.port)
            )
            bg.add(t)
            t.add_done_callback(bg.discard)


bg = set()
session = None


async def ack_aiohttp(body):
    async with session.post(
        f"{c.API}/bot{c.TOKEN}/answerCallbackQuery",
        data=body,
        headers={"Content-Type": "application/json"},
    ) as r:
        await r.read()


async def handle(raw):
    u = orjson.loads(raw)
    if a.ack != "none" and "callback_query" in u:
        body = orjson.dumps({"callback_query_id": u["callback_query"]["id"]})
        if a.ack == "raw":
            ApiClient.send(body)
        else:
            t = asyncio.ensure_future(ack_aiohttp(body))
            bg.add(t)
            t.add_done_callback(bg.discard)
    m = u.get("message") or u["callback_query"]["message"]
    chat = m["chat"]["id"]
    d = None if a.read else cache.get(chat)
    if d is None and a.store != "none":
        d = await load(chat)
    d, row, text, markup = step(chat, d, u)
    await save(chat, d, row)
    if d["s"] == "done":
        cache.pop(chat, None)
    else:
        cache[chat] = d
    out = {"method": "sendMessage", "chat_id": chat, "text": text}
    if markup:
        out["reply_markup"] = kb(markup)
    return orjson.dumps(out)


class Raw(asyncio.Protocol):
    def connection_made(self, tr):
        self.tr, self.buf = tr, b""

    def data_received(self, data):
        self.buf += data
        e = self.buf.find(b"\r\n\r\n")
        if e < 0:
            return
        i = self.buf.lower().find(b"content-length:", 0, e)
        n = int(self.buf[i + 15 : self.buf.find(b"\r\n", i)])
        if len(self.buf) < e + 4 + n:
            return
        body, self.buf = self.buf[e + 4 : e + 4 + n], self.buf[e + 4 + n :]
        asyncio.get_running_loop().create_task(self.go(body))

    async def go(self, body):
        out = await handle(body)
        self.tr.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (len(out), out)
        )


async def main():
    global pool, wake, session
    if a.ack == "aiohttp":
        import aiohttp

        session = aiohttp.ClientSession()
    loop = asyncio.get_running_loop()
    if a.store.startswith("pg"):
        pool = await asyncpg.create_pool(c.PG, min_size=a.pool, max_size=a.pool)
        await pool.execute(
            "create table if not exists conv_bare(chat_id bigint primary key, data text not null)"
        )
        await pool.execute(c.DDL.format(t="referral_bare"))
    if a.store == "pg-batch":
        wake = asyncio.Event()
        loop.create_task(pg_batcher())
    if a.store == "sqlite-batch":
        threading.Thread(target=sqlite_writer, args=(loop, cond), daemon=True).start()
    if a.server == "raw":
        await loop.create_server(Raw, "127.0.0.1", c.PORT)
    else:
        from aiohttp import web

        async def hook(req):
            return web.Response(
                body=await handle(await req.read()), content_type="application/json"
            )

        app = web.Application()
        app.router.add_post(c.PATH, hook)
        run = web.AppRunner(app, access_log=None)
        await run.setup()
        await web.TCPSite(run, "127.0.0.1", c.PORT).start()
    await asyncio.Event().wait()


if not a.no_uvloop:
    import uvloop

    uvloop.install()
asyncio.run(main())

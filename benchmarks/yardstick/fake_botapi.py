"""The emulated Bot API and the load: many users on one side, the bot under test on the other.

It answers /bot<token>/<method> on loopback, starts the bot under test (optional),
plays a scripted dialogue as many users (closed loop or at a fixed arrival rate),
through a webhook or getUpdates, and reports throughput, latency, CPU and memory
of the bot process tree as one JSON object.  See README.md.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shlex
import signal
import socket
import subprocess
import time
from collections import deque
from urllib.parse import parse_qsl, urlsplit

import msgspec

try:
    import uvloop
except ImportError:  # the harness still works, just heavier
    uvloop = None

now = time.perf_counter
TICK = os.sysconf("SC_CLK_TCK")
MESSAGE_METHODS = {
    "sendmessage",
    "editmessagetext",
    "editmessagecaption",
    "editmessagemedia",
    "sendphoto",
    "sendvenue",
    "sendlocation",
    "senddocument",
    "sendvoice",
    "sendvideo",
    "sendaudio",
    "sendcontact",
    "sendsticker",
    "sendpoll",
    "sendanimation",
    "copymessage",
}
EDIT_METHODS = {
    "editmessagetext",
    "editmessagecaption",
    "editmessagemedia",
    "editmessagereplymarkup",
}


# ------------------------------------------------------------------ /proc
def _stat(pid):
    with open(f"/proc/{pid}/stat", "rb") as f:
        rest = f.read().rsplit(b")", 1)[1].split()
    # rest[0] is state; ppid=1, utime=11, stime=12, cutime=13, cstime=14
    return int(rest[1]), int(rest[11]), int(rest[12]), int(rest[13]), int(rest[14])


def tree(pid):
    kids = {}
    for d in os.listdir("/proc"):
        if d.isdigit():
            try:
                kids.setdefault(_stat(d)[0], []).append(int(d))
            except (OSError, IndexError):
                pass
    out, todo = [], [pid]
    while todo:
        p = todo.pop()
        out.append(p)
        todo += kids.get(p, [])
    return out


def cpu_of(pid):
    """CPU seconds of pid, its live descendants, and the ones it has already reaped."""
    total = 0
    for p in tree(pid):
        try:
            _, u, s, cu, cs = _stat(p)
        except OSError:
            continue
        total += u + s + ((cu + cs) if p == pid else 0)
    return total / TICK


def rss_of(pid):
    cur = peak = 0
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/status") as f:
                for line in f:
                    if line.startswith("VmRSS"):
                        cur += int(line.split()[1])
                    elif line.startswith("VmHWM"):
                        peak += int(line.split()[1])
        except OSError:
            pass
    return cur / 1024, peak / 1024


# ------------------------------------------------------------------ body parsing
def _multipart(body, ctype):
    m = re.search(r'boundary="?([^";]+)', ctype)
    if not m:
        return {}
    out = {}
    for part in body.split(b"--" + m.group(1).encode())[1:]:
        head, sep, val = part.partition(b"\r\n\r\n")
        if not sep:
            continue
        n = re.search(rb'name="?([^";\r\n]+)', head)
        if n:
            if b"base64" in head.lower():
                import base64

                val = base64.b64decode(val)
            elif val.endswith(b"\r\n"):
                val = val[:-2]
            out[n.group(1).decode()] = val.decode("utf-8", "replace")
    return out


def parse_params(body, ctype, query):
    p = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if body:
        if "json" in ctype:
            p.update(msgspec.json.decode(body))
        elif "multipart" in ctype:
            p.update(_multipart(body, ctype))
        elif "urlencoded" in ctype:
            p.update(parse_qsl(body.decode(), keep_blank_values=True))
        else:
            try:
                p.update(msgspec.json.decode(body))
            except Exception:
                p.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return p


class HttpBuf:
    """Incremental HTTP/1.1 message reader for keep-alive peers (both directions)."""

    __slots__ = ("buf",)

    def __init__(self):
        self.buf = b""

    def feed(self, data):
        self.buf = self.buf + data if self.buf else data

    def next(self, response=False):
        buf = self.buf
        end = buf.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = buf[:end].decode("latin-1")
        first, _, rest = head.partition("\r\n")
        hdr = {}
        for line in rest.split("\r\n"):
            k, _, v = line.partition(":")
            hdr[k.lower()] = v.strip()
        pos = end + 4
        if "content-length" in hdr:
            n = int(hdr["content-length"])
            if len(buf) < pos + n:
                return None
            body, pos = buf[pos : pos + n], pos + n
        elif "chunked" in hdr.get("transfer-encoding", ""):
            parts = []
            while True:
                e = buf.find(b"\r\n", pos)
                if e < 0:
                    return None
                n = int(buf[pos:e].split(b";")[0], 16)
                if len(buf) < e + 2 + n + 2:
                    return None
                parts.append(buf[e + 2 : e + 2 + n])
                pos = e + 2 + n + 2
                if n == 0:
                    break
            body = b"".join(parts)
        else:
            body = b""
        self.buf = buf[pos:]
        return first, hdr, body


# ------------------------------------------------------------------ API server
class ApiConn(asyncio.Protocol):
    def __init__(self, sim):
        self.sim, self.http, self.tr = sim, HttpBuf(), None

    def connection_made(self, tr):
        self.tr = tr
        s = tr.get_extra_info("socket")
        if s is not None:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data):
        self.http.feed(data)
        if b"100-continue" in data:
            self.tr.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        while True:
            msg = self.http.next()
            if msg is None:
                return
            first, hdr, body = msg
            target = first.split(" ")[1]
            path, _, query = target.partition("?")
            method = path.rsplit("/", 1)[1].lower()
            try:
                params = parse_params(body, hdr.get("content-type", ""), query)
            except Exception as e:
                self.sim.note_error("bad_api_body", f"{method}: {e!r}")
                params = {}
            self.sim.api_calls += 1
            self.sim.methods[method] = self.sim.methods.get(method, 0) + 1
            if method == "getupdates":
                self.sim.get_updates(self, params)
                continue
            result = self.sim.call(method, params)
            d = self.sim.a.api_delay_ms
            if d:
                self.sim.loop.call_later(d / 1000, self.reply, result)
            else:
                self.reply(result)

    def reply(self, result):
        if self.tr is None or self.tr.is_closing():
            return
        if isinstance(result, Flood):
            body = msgspec.json.encode(
                {
                    "ok": False,
                    "error_code": 429,
                    "description": f"Too Many Requests: retry after {result.after}",
                    "parameters": {"retry_after": result.after},
                }
            )
            head = b"HTTP/1.1 429 Too Many Requests"
        else:
            body = msgspec.json.encode({"ok": True, "result": result})
            head = b"HTTP/1.1 200 OK"
        self.tr.write(
            b"%b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
            b"Connection: keep-alive\r\n\r\n%b" % (head, len(body), body)
        )

    def connection_lost(self, exc):
        self.tr = None
        self.sim.pollers = [p for p in self.sim.pollers if p[0] is not self]


class Flood:
    def __init__(self, after):
        self.after = after


# ------------------------------------------------------------------ webhook client
class HookConn(asyncio.Protocol):
    def __init__(self, sim):
        self.sim, self.http, self.tr = sim, HttpBuf(), None
        self.chat = self.payload = None

    def connection_made(self, tr):
        self.tr = tr
        s = tr.get_extra_info("socket")
        if s is not None:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, chat, payload):
        self.chat, self.payload = chat, payload
        self.tr.write(
            b"%bContent-Length: %d\r\n\r\n%b" % (self.sim.hook_head, len(payload), payload)
        )

    def data_received(self, data):
        self.http.feed(data)
        msg = self.http.next(True)
        if msg is None:
            return
        first, hdr, body = msg
        chat, payload = self.chat, self.payload
        self.chat = self.payload = None
        status = first.split(" ", 2)[1]
        if hdr.get("connection", "").lower() == "close":
            self.tr.close()
        else:
            self.sim.free.append(self)
        self.sim.hook_done(chat, payload, status, hdr, body)

    def connection_lost(self, exc):
        self.sim.conn_lost(self)


class Chat:
    __slots__ = (
        "id",
        "step",
        "t0",
        "kb",
        "kb_msg",
        "fresh",
        "acked",
        "replied",
        "nmsg",
        "texts",
        "uid",
        "gen",
        "replies",
        "lang",
    )

    def __init__(self, cid):
        self.id = cid
        self.step = 0
        self.kb = {}  # message_id -> list of inline buttons; key 0 = reply keyboard
        self.kb_msg = 0
        self.fresh = False
        self.acked = self.replied = True
        self.texts = []
        self.replies = 0


class Sim:
    def __init__(self, a, script):
        self.a, self.script = a, script
        self.steps = script["steps"]
        for s in self.steps:
            for k in ("label", "expect"):
                if s.get(k):
                    s["_" + k] = re.compile(s[k])
        self.loop = asyncio.get_running_loop()
        self.chats = {}
        self.api_calls = 0
        self.methods = {}
        self.errors = {}
        self.error_samples = []
        self.msg_id = 1000
        self.update_id = 1
        self.next_chat = a.first_chat
        self.free, self.conns, self.waitq = [], set(), deque()
        self.opening = 0
        self.updates, self.pollers = deque(), []
        self.lat = []
        self.lat_step = {}
        self.n_updates = self.n_dialogues = self.n_retries = 0
        self.measuring = False
        self.running = True
        self.stop_at_step = None
        self.stopped_chats = []
        self.set_webhook = None
        self.first_poll = None
        self.sample = None
        u = urlsplit(a.webhook_url)
        self.host, self.port = u.hostname, u.port
        head = (
            f"POST {u.path or '/'} HTTP/1.1\r\nHost: {u.hostname}:{u.port}\r\n"
            "User-Agent: TelegramBot (like TwitterBot)\r\nAccept-Encoding: gzip, deflate\r\n"
            "Content-Type: application/json\r\nConnection: keep-alive\r\n"
        )
        if a.secret:
            head += f"X-Telegram-Bot-Api-Secret-Token: {a.secret}\r\n"
        self.hook_head = head.encode()
        self.rng = random.Random(a.seed)

    def note_error(self, kind, detail=""):
        self.errors[kind] = self.errors.get(kind, 0) + 1
        if len(self.error_samples) < 5:
            self.error_samples.append(f"{kind}: {detail}"[:800])

    # ---- API side
    def me(self):
        return {
            "id": int(self.a.token.split(":")[0]),
            "is_bot": True,
            "first_name": "Bench",
            "username": "bench_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def call(self, method, p):
        if method in MESSAGE_METHODS:
            if self.a.flood_every and self.api_calls % self.a.flood_every == 0:
                return Flood(1)
            return self.message(method, p)
        if method == "getme":
            return self.me()
        if method == "setwebhook":
            self.set_webhook = self.set_webhook or now()
            return True
        if method == "getwebhookinfo":
            return {
                "url": self.a.webhook_url if self.a.mode == "webhook" else "",
                "has_custom_certificate": False,
                "pending_update_count": 0,
            }
        if method == "editmessagereplymarkup":
            return self.message(method, p)
        if method == "getmycommands":
            return []
        if method == "getchat":
            return {
                "id": int(p.get("chat_id", 0)),
                "type": "private",
                "first_name": "U",
                "accent_color_id": 0,
                "max_reaction_count": 1,
            }
        if method in ("getmyname", "getmydescription", "getmyshortdescription"):
            return {
                {"getmyname": "name", "getmydescription": "description"}.get(
                    method, "short_description"
                ): ""
            }
        if method == "getchatmenubutton":
            return {"type": "default"}
        return True  # set*, delete*, answerCallbackQuery, sendChatAction, ...

    def message(self, method, p):
        cid = int(p.get("chat_id") or 0)
        chat = self.chats.get(cid)
        if method in EDIT_METHODS and p.get("message_id"):
            mid = int(p["message_id"])
        else:
            self.msg_id += 1
            mid = self.msg_id
        text = p.get("text") or p.get("caption") or ""
        rm = p.get("reply_markup")
        if isinstance(rm, str):
            rm = msgspec.json.decode(rm) if rm else None
        res = {
            "message_id": mid,
            "date": int(time.time()),
            "chat": {"id": cid, "type": "private", "first_name": "User"},
            "from": self.me_short,
            "text": text,
        }
        if method in EDIT_METHODS:
            res["edit_date"] = res["date"]
        if rm and "inline_keyboard" in rm:
            res["reply_markup"] = rm
        if chat is not None:
            if rm:
                if "inline_keyboard" in rm:
                    chat.kb[mid] = [b for row in rm["inline_keyboard"] for b in row]
                    chat.kb_msg, chat.fresh = mid, True
                elif "keyboard" in rm:
                    chat.kb[0] = [
                        b if isinstance(b, dict) else {"text": b}
                        for row in rm["keyboard"]
                        for b in row
                    ]
                    chat.kb_msg, chat.fresh = 0, True
                elif rm.get("remove_keyboard"):
                    chat.kb.pop(0, None)
            elif method in EDIT_METHODS:
                chat.kb.pop(mid, None)
            if len(chat.texts) < 60:
                chat.texts.append(
                    f"{method}[{mid}]: {text[:120]!r} "
                    + (str([b.get("text") for b in chat.kb.get(chat.kb_msg, [])]) if rm else "")
                )
            if method != "editmessagereplymarkup":
                self.on_reply(chat, text)
        return res

    @property
    def me_short(self):
        return {
            "id": int(self.a.token.split(":")[0]),
            "is_bot": True,
            "first_name": "Bench",
            "username": "bench_bot",
        }

    # ---- user side
    def find_button(self, chat, step):
        pools = [chat.kb.get(chat.kb_msg) or []] + [
            v for k, v in reversed(list(chat.kb.items())) if k != chat.kb_msg
        ]
        keys = [chat.kb_msg] + [k for k in reversed(list(chat.kb)) if k != chat.kb_msg]
        rx = step.get("_label")
        for key, pool in zip(keys, pools):
            c = (
                [
                    b
                    for b in pool
                    if rx.search(b.get("text", "") + "\n" + b.get("callback_data", ""))
                ]
                if rx
                else pool
            )
            i = step.get("index", 0)
            if c and -len(c) <= i < len(c):
                return key, c[i]
        return None

    def on_reply(self, chat, text):
        if chat.replied:
            return
        step = self.steps[chat.step]
        rx = step.get("_expect")
        if rx and not rx.search(text):
            return
        if not rx and chat.step + 1 < len(self.steps):
            nxt = self.steps[chat.step + 1]
            if (
                nxt["do"] == "press"
                and not nxt.get("optional")
                and self.find_button(chat, nxt) is None
            ):
                return  # a first message of several: wait for the one with the button
        chat.replied = True
        t = now()
        if self.measuring:
            dt = t - chat.t0
            self.lat.append(dt)
            self.n_updates += 1
            self.lat_step.setdefault(chat.step, []).append(dt)
        if chat.acked:
            self.advance(chat)

    def advance(self, chat):
        chat.step += 1
        if chat.step >= len(self.steps):
            if self.measuring:
                self.n_dialogues += 1
            self.sample = self.sample or chat.texts
            self.total_done += 1
            del self.chats[chat.id]
            if self.running and not self.a.rate and not self.fixed_set:
                self.new_dialogue()
            return
        if self.stop_at_step is not None and chat.step == self.stop_at_step:
            self.stopped_chats.append(chat)
            return
        if self.a.think_ms:
            self.loop.call_later(self.rng.expovariate(1000 / self.a.think_ms), self.do_step, chat)
        else:
            # not recursive: the reply is first acknowledged to the bot
            self.loop.call_soon(self.do_step, chat)

    total_done = 0
    fixed_set = False

    def new_dialogue(self):
        chat = Chat(self.next_chat)
        self.next_chat += 1
        self.chats[chat.id] = chat
        self.do_step(chat)

    def do_step(self, chat):
        step = self.steps[chat.step]
        do = step["do"]
        cid = chat.id
        user = {
            "id": cid,
            "is_bot": False,
            "first_name": "User",
            "last_name": "Bench",
            "username": f"u{cid}",
            "language_code": self.script.get("language_code", "en"),
        }
        uchat = {
            "id": cid,
            "first_name": "User",
            "last_name": "Bench",
            "username": f"u{cid}",
            "type": "private",
        }
        self.update_id += 1
        upd = {"update_id": self.update_id}
        self.msg_id += 1
        msg = {"message_id": self.msg_id, "from": user, "chat": uchat, "date": int(time.time())}
        button = None
        if do == "press":
            hit = self.find_button(chat, step)
            if hit is None:
                if step.get("optional"):
                    chat.step += 1
                    return self.do_step(chat)
                self.note_error(
                    "no_button",
                    json.dumps(
                        {"step": chat.step, "transcript": chat.texts[-6:]}, ensure_ascii=False
                    ),
                )
                self.chats.pop(cid, None)
                if self.running and not self.a.rate and not self.fixed_set:
                    self.loop.call_later(0.05, self.new_dialogue)
                return
            key, button = hit
            if "callback_data" in button:
                upd["callback_query"] = {
                    "id": str(self.update_id),
                    "from": user,
                    "chat_instance": str(cid),
                    "data": button["callback_data"],
                    "message": {
                        "message_id": key,
                        "from": self.me_short,
                        "chat": uchat,
                        "date": msg["date"],
                        "text": "...",
                        "reply_markup": {"inline_keyboard": [[button]]},
                    },
                }
            elif button.get("request_location"):
                do = "location"
            else:
                do = "text"
                step = {"text": button["text"]}
        if do == "location":
            r = self.rng
            lat, lon, sp = step.get("lat", 52.5), step.get("lon", 13.4), step.get("spread", 1.0)
            msg["location"] = {
                "latitude": round(lat + r.uniform(-sp, sp), 6),
                "longitude": round(lon + r.uniform(-sp, sp), 6),
            }
            upd["message"] = msg
        elif do == "text":
            msg["text"] = step["text"]
            if step["text"].startswith("/"):
                msg["entities"] = [
                    {"offset": 0, "length": len(step["text"].split()[0]), "type": "bot_command"}
                ]
            upd["message"] = msg
        chat.replied, chat.acked, chat.fresh = False, False, False
        chat.t0 = now()
        if self.a.mode == "webhook":
            self.send_hook(chat, msgspec.json.encode(upd))
        else:
            chat.acked = True
            self.updates.append(upd)
            self.flush_pollers()

    # ---- webhook delivery
    def send_hook(self, chat, payload):
        while self.free:
            c = self.free.pop()
            if c.tr is not None and not c.tr.is_closing():
                c.post(chat, payload)
                return
        self.waitq.append((chat, payload))
        self.grow()

    def grow(self):
        if self.opening + len(self.conns) < self.a.conns and self.waitq:
            self.opening += 1
            self.loop.create_task(self.open())

    async def watchdog(self):
        """A user whose reply never comes is counted as stuck and replaced, so that the load stays as asked."""
        while self.running:
            await asyncio.sleep(0.5)
            t = now() - self.a.stuck_s
            for chat in list(self.chats.values()):
                if not chat.replied and chat.t0 < t:
                    self.note_error(
                        "stuck",
                        json.dumps(
                            {"step": chat.step, "transcript": chat.texts[-4:]}, ensure_ascii=False
                        ),
                    )
                    self.chats.pop(chat.id, None)
                    if self.running and not self.a.rate and not self.fixed_set:
                        self.new_dialogue()

    async def open(self):
        try:
            _, c = await self.loop.create_connection(lambda: HookConn(self), self.host, self.port)
        except OSError:
            self.opening -= 1
            if self.running:
                self.loop.call_later(0.05, self.grow)
            return
        self.opening -= 1
        self.conns.add(c)
        if self.waitq:
            c.post(*self.waitq.popleft())
        else:
            self.free.append(c)
        self.grow()

    def conn_lost(self, c):
        self.conns.discard(c)
        c.tr = None
        if (
            c.chat is not None and self.running and not self.crashing
        ):  # Telegram redelivers what was not acknowledged
            self.n_retries += 1
            self.loop.call_later(0.1, self.send_hook, c.chat, c.payload)
        c.chat = None
        if self.waitq and not self.crashing:
            self.grow()

    crashing = False

    def hook_done(self, chat, payload, status, hdr, body):
        if self.waitq and self.free:
            c = self.free.pop()
            if c.tr is not None and not c.tr.is_closing():
                c.post(*self.waitq.popleft())
        if status[0] != "2":
            self.note_error("webhook_" + status, body[:200].decode("utf-8", "replace"))
            self.n_retries += 1
            if self.running:
                self.loop.call_later(0.1, self.send_hook, chat, payload)
            return
        if len(body) > 2:
            try:
                p = parse_params(body, hdr.get("content-type", ""), "")
            except Exception:
                p = {}
            m = str(p.pop("method", "")).lower()
            if m:
                self.methods["hook:" + m] = self.methods.get("hook:" + m, 0) + 1
                chat.acked = True
                self.call(m, p)
                if chat.replied or self.chats.get(chat.id) is not chat:
                    return
        if not chat.acked:
            chat.acked = True
            if chat.replied and self.chats.get(chat.id) is chat:
                self.advance(chat)

    # ---- getUpdates
    def get_updates(self, conn, p):
        self.first_poll = self.first_poll or now()
        off = int(p.get("offset") or 0)
        if off > 0:
            while self.updates and self.updates[0]["update_id"] < off:
                self.updates.popleft()
        lim = int(p.get("limit") or 100)
        timeout = float(p.get("timeout") or 0)
        if self.updates or timeout <= 0:
            conn.reply([u for _, u in zip(range(lim), self.updates)])
            return
        ent = [conn, lim]
        self.pollers.append(ent)
        self.loop.call_later(min(timeout, 20), self.expire, ent)

    def expire(self, ent):
        if any(e is ent for e in self.pollers):
            self.pollers = [e for e in self.pollers if e is not ent]
            ent[0].reply([])

    def flush_pollers(self):
        if self.pollers and not self._flush_pending:
            self._flush_pending = True
            self.loop.call_soon(self._flush)

    _flush_pending = False

    def _flush(self):
        self._flush_pending = False
        if self.pollers and self.updates:
            conn, lim = self.pollers.pop(0)
            conn.reply([u for _, u in zip(range(lim), self.updates)])


# ------------------------------------------------------------------ running it
class Bot:
    def __init__(self, a):
        self.a, self.p = a, None

    def start(self):
        env = dict(os.environ)
        env.update(
            BOT_TOKEN=self.a.token,
            BOT_API_BASE=f"http://127.0.0.1:{self.a.api_port}",
            WEBHOOK_URL=self.a.webhook_url,
            WEBHOOK_PORT=str(urlsplit(self.a.webhook_url).port),
            WEBHOOK_PATH=urlsplit(self.a.webhook_url).path,
            WEBHOOK_SECRET=self.a.secret or "",
            BOT_MODE=self.a.mode,
        )
        for kv in self.a.env:
            k, _, v = kv.partition("=")
            env[k] = v
        f = {
            "api": env["BOT_API_BASE"],
            "token": self.a.token,
            "port": env["WEBHOOK_PORT"],
            "path": env["WEBHOOK_PATH"],
            "url": self.a.webhook_url,
            "secret": self.a.secret or "",
        }
        cmd = [c.format(**f) if "{" in c else c for c in shlex.split(self.a.start_cmd)]
        self.log = open(self.a.bot_log, "ab") if self.a.bot_log else subprocess.DEVNULL
        self.t0 = now()
        self.p = subprocess.Popen(
            cmd,
            env=env,
            stdout=self.log,
            stderr=self.log,
            cwd=self.a.cwd or None,
            start_new_session=True,
        )
        return self.p.pid

    def kill(self, sig=signal.SIGKILL):
        if self.p and self.p.poll() is None:
            os.killpg(self.p.pid, sig)
            try:
                self.p.wait(8)
            except subprocess.TimeoutExpired:
                os.killpg(self.p.pid, signal.SIGKILL)
                self.p.wait()


async def wait_ready(sim, bot, pid, limit=40):
    t_end = now() + limit
    while now() < t_end:
        if bot.p is not None and bot.p.poll() is not None:
            raise SystemExit(
                f"bot exited with {bot.p.returncode} before it was ready (see --bot-log)"
            )
        if sim.a.mode == "polling":
            if sim.first_poll:
                return now()
        else:
            s = socket.socket()
            s.settimeout(0.2)
            try:
                s.connect((sim.host, sim.port))
                return now()
            except OSError:
                pass
            finally:
                s.close()
        await asyncio.sleep(0.004)
    raise SystemExit("bot never became ready")


async def one_dialogue(sim, limit=30):
    sim.fixed_set = True
    before = sim.total_done
    errs = sum(sim.errors.values())
    sim.new_dialogue()
    t_end = now() + limit
    while sim.total_done == before:
        await asyncio.sleep(0.002)
        if now() > t_end or sum(sim.errors.values()) > errs:
            tr = next(iter(sim.chats.values())).texts if sim.chats else []
            print(
                json.dumps(
                    {
                        "probe": "failed",
                        "errors": sim.errors,
                        "samples": sim.error_samples,
                        "step": next(iter(sim.chats.values())).step if sim.chats else None,
                        "transcript": tr,
                    },
                    ensure_ascii=False,
                    indent=1,
                )
            )
            raise SystemExit(3)
    sim.fixed_set = False


async def main(a):
    script = json.load(open(a.script))
    sim = Sim(a, script)
    server = await sim.loop.create_server(
        lambda: ApiConn(sim), "127.0.0.1", a.api_port, backlog=512
    )
    bot = Bot(a)
    out = {
        "name": a.name,
        "mode": a.mode,
        "chats": a.chats,
        "rate": a.rate,
        "api_delay_ms": a.api_delay_ms,
    }
    pid = a.bot_pid
    try:
        if a.start_cmd:
            pid = bot.start()
        t_ready = await wait_ready(sim, bot, pid)
        if a.start_cmd:
            out["ready_ms"] = round((t_ready - bot.t0) * 1000)
        n0 = sim.api_calls
        await one_dialogue(sim)
        if a.start_cmd:
            out["first_dialogue_done_ms"] = round((now() - bot.t0) * 1000)
        out["api_calls_per_dialogue"] = sim.api_calls - n0
        if a.transcript:
            print("\n".join(sim.sample))
        if a.crash_test:
            out["crash"] = await crash_test(sim, bot, a)
            return out
        if a.kill_under_load:
            out["crash"] = await kill_under_load(sim, bot, a)
            return out
        # load
        sim.loop.create_task(sim.watchdog())
        if a.rate:

            async def arrivals():
                t = now()
                while sim.running:
                    t += sim.rng.expovariate(a.rate / len(sim.steps))
                    d = t - now()
                    if d > 0:
                        await asyncio.sleep(d)
                    if not sim.running:
                        return
                    if len(sim.chats) < a.max_open:
                        sim.new_dialogue()
                    else:
                        sim.note_error("overload")

            sim.loop.create_task(arrivals())
        else:
            for _ in range(a.chats):
                sim.new_dialogue()
        await asyncio.sleep(a.warmup)
        also = {}
        for kv in a.also:
            k, _, v = kv.partition("=")
            also[k] = int(open(v).read().split()[0]) if not v.isdigit() else int(v)
        c0, e0, h0, t0 = (
            cpu_of(pid),
            {k: cpu_of(v) for k, v in also.items()},
            time.process_time(),
            now(),
        )
        n_api0 = sim.api_calls
        sim.measuring = True
        await asyncio.sleep(a.duration)
        sim.measuring = False
        t1, c1, h1 = now(), cpu_of(pid), time.process_time()
        e1 = {k: cpu_of(v) for k, v in also.items()}
        sim.running = False
        rss, peak = rss_of(pid)
        wall, cpu, n = t1 - t0, c1 - c0, sim.n_updates
        lat = sorted(sim.lat) or [0.0]
        q = lambda f: round(lat[min(len(lat) - 1, int(f * len(lat)))] * 1000, 2)
        extra = {k: round(e1[k] - e0[k], 2) for k in e0}
        out.update(
            updates=n,
            dialogues=sim.n_dialogues,
            wall_s=round(wall, 2),
            updates_s=round(n / wall, 1),
            dialogues_s=round(sim.n_dialogues / wall, 1),
            p50_ms=q(0.5),
            p90_ms=q(0.9),
            p99_ms=q(0.99),
            max_ms=round(lat[-1] * 1000, 1),
            bot_cpu_s=round(cpu, 2),
            bot_cores=round(cpu / wall, 2),
            updates_per_cpu_s=round(n / cpu, 1) if cpu else None,
            also_cpu_s=extra,
            updates_per_total_cpu_s=round(n / (cpu + sum(extra.values())), 1) if cpu else None,
            harness_cpu_s=round(h1 - h0, 2),
            harness_us_per_update=round((h1 - h0) / n * 1e6, 1) if n else None,
            api_calls_per_update=round((sim.api_calls - n_api0) / n, 2) if n else None,
            rss_mb=round(rss, 1),
            rss_peak_mb=round(peak, 1),
            retries=sim.n_retries,
            errors=sim.errors,
            error_samples=sim.error_samples,
        )
        if a.by_step:
            out["step_p50_ms"] = {
                k: round(sorted(v)[len(v) // 2] * 1000, 2) for k, v in sorted(sim.lat_step.items())
            }
        return out
    finally:
        sim.running = False
        bot.kill(signal.SIGTERM if a.graceful else signal.SIGKILL)
        server.close()


async def crash_test(sim, bot, a):
    """N users stop at step K; the bot is killed with SIGKILL and restarted; how many can go on?"""
    n, k = a.chats, a.crash_test
    sim.fixed_set, sim.stop_at_step = True, k
    sim.stopped_chats = []
    for _ in range(n):
        sim.new_dialogue()
    t_end = now() + 60
    while len(sim.stopped_chats) < n and now() < t_end:
        await asyncio.sleep(0.01)
    reached = len(sim.stopped_chats)
    if a.crash_wait:
        await asyncio.sleep(a.crash_wait)
    sim.crashing = True
    bot.kill(signal.SIGKILL)
    await asyncio.sleep(0.3)
    sim.free.clear()
    sim.conns.clear()
    sim.waitq.clear()
    sim.opening = 0
    sim.crashing = False
    sim.stop_at_step = None
    done0 = sim.total_done
    pid = bot.start()
    await wait_ready(sim, bot, pid)
    for c in list(sim.stopped_chats):
        sim.do_step(c)
    t_end = now() + a.crash_limit
    while sim.total_done - done0 < reached and now() < t_end:
        await asyncio.sleep(0.01)
    return {
        "users": n,
        "stopped_at_step": k,
        "reached": reached,
        "completed_after_kill": sim.total_done - done0,
        "completed_before_kill": done0,
        "errors": sim.errors,
    }


async def kill_under_load(sim, bot, a):
    """kill -9 in the middle of a closed loop; unacknowledged updates are delivered again; whose dialogue goes on?"""
    for _ in range(a.chats):
        sim.new_dialogue()
    await asyncio.sleep(a.kill_under_load)
    sim.fixed_set = True
    n, steps = len(sim.chats), {}
    done0, r0 = sim.total_done, sim.n_retries
    bot.kill(signal.SIGKILL)
    bot.start()
    t0 = now()
    await asyncio.sleep(0)
    t_end = t0 + a.crash_limit
    while sim.chats and now() < t_end:
        await asyncio.sleep(0.01)
    for c in sim.chats.values():
        steps[c.step] = steps.get(c.step, 0) + 1
    return {
        "users": n,
        "reached": n,
        "stopped_at_step": "any",
        "completed_after_kill": sim.total_done - done0,
        "stuck": len(sim.chats),
        "stuck_at_steps": dict(sorted(steps.items())),
        "redelivered": sim.n_retries - r0,
        "errors": sim.errors,
    }


def args():
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--name", default="bot")
    p.add_argument(
        "--start-cmd",
        help="command of the bot; {api} {token} {port} {path} {url} {secret} are filled in",
    )
    p.add_argument("--cwd")
    p.add_argument("--env", action="append", default=[], metavar="K=V")
    p.add_argument("--bot-pid", type=int, help="measure a bot that is already running")
    p.add_argument("--bot-log")
    p.add_argument("--api-port", type=int, default=18081)
    p.add_argument("--token", default="4242:BENCH")
    p.add_argument("--mode", choices=["webhook", "polling"], default="webhook")
    p.add_argument("--webhook-url", default="http://127.0.0.1:18080/hook")
    p.add_argument("--secret")
    p.add_argument(
        "--script",
        default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripts", "shelter.json"),
    )
    p.add_argument("--chats", type=int, default=50, help="closed loop: users at once")
    p.add_argument(
        "--conns",
        type=int,
        default=40,
        help="webhook connections (the real service's default is 40)",
    )
    p.add_argument(
        "--rate",
        type=float,
        default=0,
        help="open loop: updates/s offered (Poisson dialogue starts)",
    )
    p.add_argument("--max-open", type=int, default=5000)
    p.add_argument(
        "--stuck-s", type=float, default=8, help="a reply that takes longer counts as stuck"
    )
    p.add_argument("--think-ms", type=float, default=0)
    p.add_argument(
        "--api-delay-ms", type=float, default=0, help="round-trip delay added to every API answer"
    )
    p.add_argument(
        "--flood-every", type=int, default=0, help="every Nth API call is refused with 429"
    )
    p.add_argument("--warmup", type=float, default=2)
    p.add_argument("--duration", type=float, default=8)
    p.add_argument(
        "--also",
        action="append",
        default=[],
        metavar="NAME=PID|PIDFILE",
        help="CPU of e.g. the database too",
    )
    p.add_argument("--crash-test", type=int, default=0, metavar="STEP")
    p.add_argument("--kill-under-load", type=float, default=0, metavar="SECONDS")
    p.add_argument("--crash-wait", type=float, default=0)
    p.add_argument("--crash-limit", type=float, default=15)
    p.add_argument(
        "--first-chat",
        type=int,
        default=10**9 + int(time.time()) % 10**7 * 10**5,
        help="id of the first user; every dialogue is a new one",
    )
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--by-step", action="store_true")
    p.add_argument("--transcript", action="store_true")
    p.add_argument(
        "--graceful", action="store_true", help="stop the bot with SIGTERM instead of SIGKILL"
    )
    p.add_argument("--out", help="append the JSON result to this file")
    return p.parse_args()


if __name__ == "__main__":
    a = args()
    if uvloop:
        uvloop.install()
    res = asyncio.run(main(a))
    line = json.dumps(res, ensure_ascii=False)
    print(line)
    if a.out:
        with open(a.out, "a") as f:
            f.write(line + "\n")

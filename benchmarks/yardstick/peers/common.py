"""What every Python peer shares: texts, centres, nearest search, reference codes, settings from the environment."""

import math
import os
import random
import secrets

TOKEN = os.environ.get("BOT_TOKEN", "4242:BENCH")
API = os.environ.get("BOT_API_BASE", "http://127.0.0.1:18081")
PORT = int(os.environ.get("WEBHOOK_PORT", "18080"))
PATH = os.environ.get("WEBHOOK_PATH", "/hook")
URL = os.environ.get("WEBHOOK_URL", "http://127.0.0.1:18080/hook")
PG = os.environ.get("PG_DSN", "postgresql://bench@127.0.0.1:15432/bench")
REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:16379/0")
DATA = os.environ.get("BENCH_DATA", ".")

LANGS = [("English", "en"), ("Українська", "uk"), ("العربية", "ar"), ("Français", "fr")]
_EN = {
    "lang": "Welcome. Choose your language",
    "service": "What do you need?",
    "loc": "Please share your location",
    "centre": "Choose a centre",
    "consent": "May we share your request with {}?",
    "name": "What is your first name?",
    "confirm": "Send the request to {} for {}?",
    "done": "Sent. Your reference code is {}",
    "again": "Please use the buttons",
    "shelter": "Shelter",
    "food": "Food",
    "legal": "Legal help",
    "yes": "Yes",
    "no": "No",
    "ok": "Confirm",
    "cancel": "Cancel",
}
T = {code: _EN for _, code in LANGS}
_r = random.Random(7)
CENTRES = [(i, f"Centre {i}", 51.5 + _r.random() * 2, 12.4 + _r.random() * 2) for i in range(100)]


def nearest(lat, lon, k=5):
    la, lo = math.radians(lat), math.radians(lon)
    c = math.cos(la)

    def d(row):
        b = math.radians(row[2])
        return (
            math.sin((b - la) / 2) ** 2
            + c * math.cos(b) * math.sin((math.radians(row[3]) - lo) / 2) ** 2
        )

    return sorted(CENTRES, key=d)[:k]


def code():
    return "R-" + secrets.token_hex(4).upper()


KB_LANG = [[(n, "l:" + c)] for n, c in LANGS]


def kb_service(lang):
    t = T[lang]
    return [[(t[s], "s:" + s)] for s in ("shelter", "food", "legal")]


def kb_centres(rows):
    return [[(r[1], f"c:{r[0]}")] for r in rows]


def kb_yes(lang):
    t = T[lang]
    return [[(t["yes"], "y:1"), (t["no"], "y:0")]]


def kb_ok(lang):
    t = T[lang]
    return [[(t["ok"], "k:1"), (t["cancel"], "k:0")]]


DDL = """create table if not exists {t}(code text primary key, chat_id bigint not null, lang text not null, service text not null,
 centre_id int not null, first_name text not null, lat float8, lon float8, created_at timestamptz not null default now())"""
INS = "insert into {t}(code,chat_id,lang,service,centre_id,first_name,lat,lon) values($1,$2,$3,$4,$5,$6,$7,$8)"

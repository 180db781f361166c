"""Texts that mean no place, drawn otherwise than the nonsense of `place_queries`.

The thresholds of the search were chosen with both kinds, though with other seeds; days and months
are known to it as a whole (`casework/gazetteer/ordinary_words.py`).

What counts as nonsense: everything that is not, as a whole, a name of a place that GeoNames or
CLDR has (a first name such as "Maria" is many towns, and finding them is right). Nothing else is
taken out, however much it looks like a town.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from importlib.resources import files

from babel import Locale
from babel.messages.pofile import read_po

from benchmarks.place_queries import Query
from casework.gazetteer.folding import key_of

A_CLASS = 100
"""Texts of each class."""
CALENDARS = (
    "en",
    "fr",
    "ar",
    "es",
    "fa",
    "ru",
    "uk",
    "am",
    "so",
    "sw",
    "ha",
    "tr",
    "bn",
    "my",
    "km",
)
MEASURES = ("duration-hour", "length-kilometer", "mass-kilogram", "volume-liter", "digital-byte")
FIRST_NAMES = """
mohammed fatoumata aminata ibrahima mamadou oumar aissatou abdirahman khadija yusuf zeynep mustafa
tatiana oleksandr svitlana nguyen rohingya sokha bopha jean-pierre guadalupe valentina esperanza
محمد فاطمة عبدالله خديجة يوسف إبراهيم زينب مصطفى Олександр Світлана Татьяна Мухаммад ሙሉጌታ ትዕግስት
"""
GOODS = """
blanket mattress charger battery umbrella diapers toothbrush sandwich jacket trousers backpack
couverture matelas chargeur parapluie couches chemise pantalon allumettes savonnette casserole
بطانية فراش شاحن مظلة حفاضات قميص بنطلون صابون حقيبة ملعقة одеяло подушка зарядка рубашка ботинки
ብርድልብስ ሳሙና ጫማ
"""
BOARDS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
FOREIGN_BOARDS = ("ضصثقفغعهخحج", "شسيبلاتنمكط", "йцукенгшщзх", "фывапролджэ", "ячсмитьбю")
STARTS = ("b", "ch", "d", "dr", "f", "g", "gl", "k", "kr", "m", "n", "pl", "r", "s", "st", "t", "v")
MIDDLES = ("a", "e", "i", "o", "u", "ai", "ou", "ee")
ENDS = ("", "", "n", "r", "l", "sk", "nt", "m", "x", "ck")
PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>")


def other_nonsense(chance: random.Random, known: frozenset[str]) -> Iterator[Query]:
    """Give texts of each class that are no name as a whole."""
    said = _said()
    words = sorted({word for text in said for word in text.split() if len(key_of(word)) > 3})
    listed = sorted({*FIRST_NAMES.split(), *GOODS.split(), *_calendar()})
    drawn = {
        "everyday sentences": chance.sample(said, A_CLASS),
        "everyday words": chance.sample(words, A_CLASS),
        "first names, goods, days": chance.sample(listed, A_CLASS),
        "keyboard strokes": [_strokes(chance) for _ in range(A_CLASS)],
        "invented words": [_invented(chance) for _ in range(A_CLASS)],
    }
    for kind, texts in drawn.items():
        yield from (Query(kind, text, None) for text in texts if key_of(text) not in known)


def _said() -> list[str]:
    """Give what the service says itself, in the languages it offers."""
    found: set[str] = set()
    for language in ("fr", "ar"):
        source = files("locales") / language / "LC_MESSAGES" / "passerelle.po"
        with source.open("rb") as file:
            for message in read_po(file, language):
                for text in (message.id, message.string):
                    if isinstance(text, str) and not PLACEHOLDER.search(text):
                        found.add(text.replace("\n", " ").strip())
    return sorted(each for each in found if 4 <= len(each) <= 120)


def _calendar() -> Iterator[str]:
    for code in CALENDARS:
        locale = Locale(code)
        yield from locale.days["format"]["wide"].values()
        yield from locale.months["format"]["wide"].values()
        for measure in MEASURES:
            forms = locale.unit_display_names.get(measure, {})
            yield from (name for name in forms.values() if name)


def _strokes(chance: random.Random) -> str:
    """Strike keys of one row, each near the one before."""
    row = chance.choice(chance.choice((BOARDS, FOREIGN_BOARDS)))
    at = chance.randrange(len(row))
    struck = [row[at]]
    for _ in range(chance.randint(3, 8)):
        at = min(max(at + chance.choice((-2, -1, 1, 2)), 0), len(row) - 1)
        struck.append(row[at])
    return "".join(struck)


def _invented(chance: random.Random) -> str:
    parts = (
        chance.choice(STARTS) + chance.choice(MIDDLES) + chance.choice(ENDS)
        for _ in range(chance.randint(2, 3))
    )
    return "".join(parts)

"""Queries for places, drawn from GeoNames with a fixed seed, in the ways people write them."""

from __future__ import annotations

import random
import re
import string
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from babel import Locale

from casework.gazetteer.folding import key_of
from casework.gazetteer.source import Entry

SENTENCES = ("I am in {}", "we are near {} now", "je suis à {}", "près de {} svp", "أنا في {}")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
ARABIC = re.compile("[\u0621-\u064a]{4,}")
CYRILLIC = re.compile("[\u0400-\u04ff]{4,}")
LETTER_VARIANTS = str.maketrans("أإآىةا", "اااي\u0647أ")
PASSPORT = dict(
    zip("абвгдезийклмнопрстуфыэіў", "abvgdeziiklmnoprstufyeiu", strict=True),
    **{"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"},
    **{"ъ": "ie", "ь": "", "ю": "iu", "я": "ia", "ї": "i", "є": "ie"},
)
"""Cyrillic as passports spell it, another way than the index does."""
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BESIDE = {
    letter: row[max(0, i - 1) : i] + row[i + 1 : i + 2]
    for row in ROWS
    for i, letter in enumerate(row)
}
VOWELS = "aeiou"
NONSENSE_WORDS = """
hello thanks please yesterday tomorrow because nothing something passport telephone brother sister
children hungry tired sick medicine lawyer papers ticket border train station airport hotel church
mosque weather football summer winter yellow purple window kitchen computer internet password
merci bonjour demain hier toujours jamais personne quelque chose passeport téléphone frère soeur
enfants faim fatigué malade médicament avocat papiers billet frontière gare aéroport église mosquée
fenêtre cuisine ordinateur jaune violet été hiver
مرحبا شكرا غدا أمس دائما أبدا شيء هاتف أخ أخت أطفال جائع متعب مريض دواء محامي أوراق تذكرة حدود قطار
محطة مطار فندق كنيسة مسجد نافذة مطبخ أصفر صيف شتاء
"""
NONSENSE_SENTENCES = (
    "I lost my passport yesterday",
    "can somebody call my brother",
    "we have not eaten for two days",
    "is it open on sunday",
    "my child has a fever and I am afraid",
    "j'ai perdu mon passeport hier",
    "est-ce que c'est ouvert le dimanche",
    "mon enfant est malade depuis deux jours",
    "je ne comprends pas la question",
    "لقد فقدت جواز سفري أمس",
    "طفلي مريض منذ يومين",
    "لا أفهم السؤال",
    "هل هو مفتوح يوم الأحد",
    "<script>alert('x')</script>",
    "=HYPERLINK(1)",
    "😀😀😀",
    "????",
    "000123456789",
    "a" * 200,
    "lorem ipsum dolor sit amet",
)


@dataclass(frozen=True, slots=True)
class Query:
    """A text, its class, and the place meant; None for nonsense."""

    kind: str
    text: str
    place: Entry | None


def towns_to_ask_for(places: Iterable[Entry], chance: random.Random, count: int) -> list[Entry]:
    """Draw towns: four of five from those of 15,000 people and more, the fifth from all.

    The bigger ones are drawn in proportion to the square root of their people: they are asked for
    more often, though not as much more often as they are bigger.
    """
    towns = [each for each in places if each.point]
    bigger = [each for each in towns if each.people >= 15_000]
    drawn = chance.choices(bigger, [each.people**0.5 for each in bigger], k=count * 4 // 5)
    return [*drawn, *chance.choices(towns, k=count - len(drawn))]


def queries(towns: Iterable[Entry], chance: random.Random) -> Iterator[Query]:
    """Give the queries for each town, one of every class that fits it."""
    for town in towns:
        name = town.names[0]
        yield Query("name", name, town)
        yield from _if_other("accents, apostrophes dropped", bare(name), name, town)
        if len(key_of(name)) > 4:
            yield Query("typing error", misspelled(name, chance), town)
        yield Query("in a sentence", chance.choice(SENTENCES).format(name), town)
        yield Query("with its country", with_country(town, chance), town)
        yield from _one_of("alternate name, Latin", town, chance, str.isascii, str)
        yield from _one_of("alternate name, other script", town, chance, _is_foreign, str)
        yield from _one_of("Arabic letter variants", town, chance, ARABIC.fullmatch, varied)
        yield from _one_of("Cyrillic in Latin letters", town, chance, CYRILLIC.fullmatch, passport)


def _if_other(kind: str, text: str, name: str, town: Entry) -> Iterator[Query]:
    if text != name:
        yield Query(kind, text, town)


def _one_of(
    kind: str,
    town: Entry,
    chance: random.Random,
    fits: Callable[[str], object],
    change: Callable[[str], str],
) -> Iterator[Query]:
    if names := [each for each in town.names if fits(each)]:
        yield Query(kind, change(chance.choice(names)), town)


def _is_foreign(name: str) -> bool:
    return key_of(name)[:1] != name[:1].lower() and not LATIN.match(name)


def with_country(town: Entry, chance: random.Random) -> str:
    """Write a town with its country, in English, French or Arabic."""
    locale = Locale(chance.choice(("en", "fr", "ar")))
    return f"{town.names[0]}, {locale.territories[town.country]}"


def held_out(towns: Iterable[Entry], chance: random.Random) -> dict[str, Query]:
    """Draw one name of each town that the index shall not have, by its key."""
    drawn: dict[str, Query] = {}
    for town in towns:
        first = key_of(town.names[0])
        others = sorted({each for each in town.names if len(key_of(each)) > 3} - {town.names[0]})
        others = [each for each in others if key_of(each) != first]
        if others:
            name = chance.choice(others)
            kind = "held out, Latin" if LATIN.match(name) else "held out, other script"
            drawn[key_of(name)] = Query(kind, name, town)
    return drawn


def bare(name: str) -> str:
    """Write a name as a hurried person does: no accents, apostrophes or hyphens, all small."""
    plain = unicodedata.normalize("NFD", name)
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’-").lower()


def misspelled(name: str, chance: random.Random) -> str:
    """Make one slip of the finger in a name, two in one of ten letters and more.

    The slips: a letter left out, doubled, swapped with the next, hit beside, or another vowel.
    """
    for _ in range(2 if len(name) >= 10 else 1):
        name = _slip(
            name, chance.choice([i for i in range(1, len(name)) if name[i].isalpha()]), chance
        )
    return name


def _slip(name: str, at: int, chance: random.Random) -> str:
    letter, before, behind = name[at].lower(), name[:at], name[at + 1 :]
    slips = [before + behind, before + letter + letter + behind]
    if behind and behind[0] != letter:
        slips.append(before + behind[0] + letter + behind[1:])
    if letter in BESIDE:
        slips.append(before + chance.choice(BESIDE[letter]) + behind)
    if letter in VOWELS:
        slips.append(before + chance.choice(VOWELS.replace(letter, "")) + behind)
    return chance.choice(slips)


def varied(name: str) -> str:
    """Exchange Arabic letters that people write one for the other."""
    return name.translate(LETTER_VARIANTS)


def passport(name: str) -> str:
    """Write a Cyrillic name in Latin letters."""
    return "".join(PASSPORT.get(c, c) for c in name.lower())


def nonsense(chance: random.Random, known: frozenset[str]) -> Iterator[Query]:
    """Give texts that mean no place: words, sentences, and random letters that are no name."""
    for text in dict.fromkeys((*NONSENSE_WORDS.split(), *NONSENSE_SENTENCES)):
        if key_of(text) not in known:
            yield Query("words and sentences", text, None)
    for kind, make in (("random letters", _letters), ("random syllables", _syllables)):
        for _ in range(150):
            text = make(chance)
            if key_of(text) not in known:
                yield Query(kind, text, None)


def _letters(chance: random.Random) -> str:
    alphabet = chance.choice((string.ascii_lowercase, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"))
    return "".join(chance.choice(alphabet) for _ in range(chance.randint(4, 10)))


def _syllables(chance: random.Random) -> str:
    pairs = (chance.choice("bdfghjklmnprstvz") + chance.choice("aeiou") for _ in range(9))
    return "".join(list(pairs)[: chance.randint(3, 5)])

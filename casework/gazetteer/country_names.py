"""Names of countries in the languages that people write on the way, from CLDR."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

WRITTEN = """
en fr ar es de it pt nl tr fa ps ku ckb ur hi bn pa ta te ml mr gu si ne my km lo th vi id
ms fil zh zh_Hant ja ko ru uk be pl cs sk hu ro bg sr hr bs sl sq mk el he hy az ka kk ky
uz tg tk mn ug am ti om so sw ha yo ig ff wo bm ln rw rn lg sn zu xh mg ak ee kab zgh sv
da nb fi et lv lt ca eu gl is ga mt af
"""
LANGUAGES = tuple(WRITTEN.split())
MORE_NAMES = {
    "AE": ("UAE", "Emirates", "Emirats", "الإمارات", "امارات"),
    "BA": ("Bosnia", "Bosnie", "BiH", "البوسنة", "Bosna"),
    "CD": ("DRC", "RDC", "DR Congo", "Congo Kinshasa", "Zaire"),
    "CF": ("CAR", "RCA", "Centrafrique"),
    "CG": ("Congo", "Congo Brazzaville"),
    "CI": ("Ivory Coast", "Cote d'Ivoire", "RCI"),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales", "Angleterre", "إنجلترا"),
    "KP": ("DPRK",),
    "KR": ("Korea", "Corée"),
    "LA": ("Lao",),
    "MK": ("Macedonia",),
    "MM": ("Burma", "Birmanie", "بورما"),
    "NL": ("Holland", "Hollande", "هولندا"),
    "PS": ("Palestine", "فلسطين", "West Bank", "Cisjordanie"),
    "SA": ("KSA", "Saudi", "السعودية"),
    "SY": ("Sham", "الشام"),
    "TZ": ("Tanzania", "تنزانيا"),
    "US": ("USA", "America", "Amerique", "أمريكا", "امريكا"),
    "CV": ("Cabo Verde",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Turquie"),
}
APART = re.compile(r"[()（）\[\]/]")
"""CLDR writes "Myanmar (Burma)": two names."""


def country_codes() -> tuple[str, ...]:
    """Give the codes of all countries, in order."""
    everywhere = map(str, Locale("en").territories)
    no_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return tuple(
        sorted(c for c in everywhere if len(c) == 2 and c.isalpha() and c not in no_countries)
    )


@cache
def _names_by_language() -> tuple[dict[str, str], ...]:
    return tuple(dict(Locale.parse(each).territories) for each in LANGUAGES)


def names_in_all_languages(code: str) -> tuple[str, ...]:
    """Give all names of a country that the gazetteer knows, the English one first."""
    found = [each[code] for each in _names_by_language() if code in each]
    parts = [part.strip(" -") for name in found for part in APART.split(name)]
    joined = [half for name in found for half in name.split(" & ") if code == "BA"]
    names = (*found, *parts, *joined[:1], *MORE_NAMES.get(code, ()))
    return tuple(dict.fromkeys(name for name in names if name and name != code))

"""CLDR as Babel reads it: all there is of a language, for good, of which we need a fifth.

The rest is dropped, which is a megabyte a language; and where a week begins is a table of ours, as
Babel would read the language of every country for it.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, localedata

UNUSED = (
    *("unit_patterns", "unit_display_names", "compound_unit_patterns", "measurement_systems"),
    *("currency_names", "currency_names_plural", "currency_symbols", "currency_formats"),
    *("compact_currency_formats", "compact_decimal_formats", "currency_unit_patterns"),
    *("meta_zones", "time_zones", "zone_formats", "date_fields", "interval_formats"),
)
WEEKS = {
    4: "MV",
    5: "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    6: "AG AO AS BD BR BS BT BW BZ CA CO CV DM DO ET GT GU GW HK HN ID IL IN JM JP KE KH KR LA MH "
    "MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG ST SV TH TL TT TW UM US VE VI WS YE ZA ZW",
}
"""Countries whose week begins on another day than Monday (0)."""
FIRST_DAYS = {country: day for day, countries in WEEKS.items() for country in countries.split()}


@lru_cache(maxsize=64)
def locale(tag: str) -> Locale:
    """Give a locale by its name in CLDR, "en_GB"; UnknownLocaleError, ValueError if it is none."""
    found = Locale.parse(tag)
    for name in ("root", found.language, str(found)):
        data = localedata.load(name)
        for key in UNUSED:
            data.pop(key, None)
    return found

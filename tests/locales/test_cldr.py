"""CLDR: what is dropped of it is not missed, and the table of weeks is CLDR's own."""

from babel import Locale, UnknownLocaleError, localedata

from locales.cldr import FIRST_DAYS, UNUSED, locale


def test_of_a_language_only_what_is_used_is_kept() -> None:
    data = localedata.load(str(locale("uk")))
    assert not data.keys() & set(UNUSED)
    assert {"territories", "languages", "date_formats", "list_patterns", "week_data"} <= data.keys()


def test_a_week_begins_where_cldr_has_it() -> None:
    codes = [code for code in map(str, Locale("en").territories) if len(code) == 2]
    cldr = {code: day for code in codes if code != "ZZ" and (day := first_day(code))}
    assert cldr == FIRST_DAYS


def first_day(country: str) -> int:
    try:
        return int(Locale.parse(f"und_{country}").first_week_day)
    except UnknownLocaleError:  # no language is known to be written there
        return 0

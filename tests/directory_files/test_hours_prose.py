"""Hours in sentences: what can only mean one thing is read, the rest says why it stays words."""

import pytest

from casework.directory_files.hours_text import Hours, hours_from_words


@pytest.mark.parametrize(
    ("words", "osm"),
    [
        ("Mon–Fri 8-17", "Mo-Fr 08:00-17:00"),
        ("Mon-Fri 9-12, 14-17", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Monday to Friday 08.00-16.00", "Mo-Fr 08:00-16:00"),
        ("Mon - Fri 9 am to noon", "Mo-Fr 09:00-12:00"),
        ("Mon 9-5pm", "Mo 09:00-17:00"),
        ("Mon 8am-5", "Mo 08:00-17:00"),
        ("Mon-Fri 13:00pm-17:00", "Mo-Fr 13:00-17:00"),
        ("8:30am to 4:30pm, Sunday to Thursday", "Su-Th 08:30-16:30"),
        ("Mon, Wed and Fri: 9:00-13:00", "Mo,We,Fr 09:00-13:00"),
        ("Mon-Fri 8:00 - 12:00 / 14:00 - 17:00; Sat 9:00-12:00",
         "Mo-Fr 08:00-12:00,14:00-17:00; Sa 09:00-12:00"),
        ("Sun-Thu 8-15, Fri closed", "Su-Th 08:00-15:00"),
        ("9-17, closed on Friday", "Sa-Th 09:00-17:00"),
        ("daily 9-17 except Friday", "Sa-Th 09:00-17:00"),
        ("Mon-Fri 9-17, closed on public holidays", "Mo-Fr 09:00-17:00; PH off"),
        ("Fri 20:00-06:00, Sat 10:00-12:00", "Fr 20:00-06:00, Sa 10:00-12:00"),
        ("24 hours, 7 days a week", "24/7"),
        ("Mon 09:00-17:00 Tue 09:00-17:00", "Mo-Tu 09:00-17:00"),
        ("du lundi au vendredi 8h30 à 12h00", "Mo-Fr 08:30-12:00"),
        ("Du lundi au vendredi de 8h30 à 12h et de 14h à 17h", "Mo-Fr 08:30-12:00,14:00-17:00"),
        ("lun-ven 8h-12h 14h-17h", "Mo-Fr 08:00-12:00,14:00-17:00"),
        ("lun 8 h - 12 h 14 h - 17 h", "Mo 08:00-12:00,14:00-17:00"),
        ("lun-ven 8 h 30 - 12 h 15", "Mo-Fr 08:30-12:15"),
        ("lundi-vendredi 9h-midi", "Mo-Fr 09:00-12:00"),
        ("20h à 6h tous les jours", "Mo-Su 20:00-06:00"),
        ("tous les jours sauf le dimanche de 8h à 18h", "Mo-Sa 08:00-18:00"),
        ("ouvert du lundi au jeudi 8:00 - 16:00, vendredi 8:00-12:00",
         "Mo-Th 08:00-16:00; Fr 08:00-12:00"),
        ("24h/24 7j/7", "24/7"),
        ("من الأحد إلى الخميس من 8 صباحا الى 5 مساء", "Su-Th 08:00-17:00"),
        ("الأحد - الخميس: ٨:٣٠ - ١٥:٠٠", "Su-Th 08:30-15:00"),
        ("السبت والأحد من الساعة 9 صباحاً حتى 2 ظهراً", "Sa-Su 09:00-14:00"),
        ("الاثنين 8 ص - 5 م", "Mo 08:00-17:00"),
        ("كل يوم ما عدا الجمعة من 8:00 إلى 14:00", "Sa-Th 08:00-14:00"),
    ],
)  # fmt: skip
def test_sentences_that_can_only_mean_one_thing(words: str, osm: str) -> None:
    assert hours_from_words(words) == Hours(osm, repaired=True)


def test_day_and_night_in_any_language_is_written_as_it_should_be() -> None:
    said = ("Always open", "24 hours", "على مدار الساعة", "jour et nuit", "24/7")
    assert {hours_from_words(each) for each in said} == {Hours("24/7")}


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("8h-17h", "hours without days"),
        ("من 8 صباحا الى 5 مساء", "hours without days"),
        ("Monday", "days without hours"),
        ("Mon-Fri from 8", "without a closing time"),
        ("Mon-Fri 8:00-", "without a closing time"),
        ("Mon-Fri until 17:00", "without a closing time"),
        ("Mon-Fri 8-5", "closes before it opens"),
        ("Mon-Fri 10-2", "closes before it opens"),
        ("Mon-Fri 1-5", "in the morning or in the afternoon"),
        ("Mon 1-5pm", "in the morning or in the afternoon"),
        ("8am-11 Mon", "in the morning or in the afternoon"),
        ("Mon 12am-5pm", "neither noon nor midnight"),
        ("Mon 13am-5pm", "not before noon"),
        ("Mon 8:75-17:00", "no time of a day"),
        ("weekdays 9-17", "other people"),
        ("jours ouvrables 9h-17h", "other people"),
        ("Mon 8 to 12 by appointment", "'by' is more than days and times"),
        ("first Monday 9-12", "'first' is more than days and times"),
        ("lundi 9h-12h sur rendez-vous", "'sur' is more than days and times"),
        ("Mon-Sat 9-17, closed on Friday", "open and closed"),
        ("closed Friday, Saturday 9-12", "open or closed"),
        ("8-12 Mon-Fri, Sat 9-12", "hours without days"),
        ("Mon 9-12 Mon 10-14", "open twice"),
        ("Open 24 hours Mon-Fri", "not on all days"),
        ("fermé", "closed on which days"),
        ("Mo-Fr", "days without hours"),
        ("open", "days without hours"),
        ("Mon closed", "never open"),
        ("Mon-Fri 9-17 public holidays 9-12", "public holidays"),
        ("a" * 600, "too long"),
        ("=cmd|' /C calc'!A0", "more than days and times"),
        ("<b>Mon</b> 9-17", "more than days and times"),
    ],
)
def test_sentences_that_can_be_read_in_two_ways_stay_words(words: str, doubt: str) -> None:
    found = hours_from_words(words)

    assert (found.osm, found.words) == (None, words)
    assert doubt in found.doubt

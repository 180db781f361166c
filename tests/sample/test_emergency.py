"""Emergency numbers: what is told where the numbers are known, and where they are not."""

import pytest
from babel import Locale

from domain.emergency import ANYWHERE, NUMBERS, EmergencyNumbers, numbers_for

UNION = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]


@pytest.mark.parametrize("country", UNION)
def test_112_is_first_in_the_european_union(country: str) -> None:
    assert numbers_for(country).general[0] == "112"


def test_some_numbers() -> None:
    assert numbers_for("ma") == EmergencyNumbers(
        police=("19", "177"), ambulance=("15",), fire=("15",)
    )
    assert numbers_for("KH").children == ("1280",)
    assert numbers_for("JO").general == ("911",)


@pytest.mark.parametrize("country", [None, "", "ZZ", "LY"])
def test_where_nothing_is_known_112_is_a_guess_and_says_so(country: str | None) -> None:
    assert numbers_for(country) is ANYWHERE
    assert not ANYWHERE.sure


def test_the_table_is_well_formed() -> None:
    assert set(NUMBERS) <= set(Locale("en").territories)
    for country, numbers in NUMBERS.items():
        every = (*numbers.general, *numbers.police, *numbers.ambulance, *numbers.fire)
        assert every, country
        assert all(number.isdigit() for number in (*every, *numbers.children)), country

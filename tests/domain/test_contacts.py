"""Telephone numbers, e-mail and web addresses, as people write them."""

import pytest

from domain.contacts import LONGEST, known_again, read_email, read_phone, read_url

LONG = "a" * LONGEST


@pytest.mark.parametrize(
    "words", ["+1 202-555-0123", "(202) 555 0123", "202.555.0123", "٢٠٢ ٥٥٥ ٠١٢٣", "2025550123"]
)
def test_a_number_is_read_however_it_is_written(words):
    assert read_phone(words, "US") == "+1 202-555-0123"


@pytest.mark.parametrize(
    "words", ["+224 620 00 00 00", "00224620000000", "620000000", "0620-000-000", "+224620000000"]
)
def test_a_number_is_known_again_however_it_is_dialled(words):
    assert known_again(words) == "620000000"


def test_a_number_of_abroad_needs_its_plus():
    assert read_phone("+1 202 555 0123", "GN") == "+1 202-555-0123"
    assert read_phone("202 555 0123", "GN") is None


@pytest.mark.parametrize("words", ["", "12", "call us", "+", "+000 12 34", "2" * 300, "①②③"])
def test_what_is_no_number_is_none(words):
    assert read_phone(words, "US") is None


@pytest.mark.parametrize("words", ["a@example.org", " mailto:a@example.org "])
def test_an_address_is_read(words):
    assert read_email(words) == "a@example.org"


@pytest.mark.parametrize(
    "words", ["", "a@b", "a b@example.org", "a@@example.org", "a@b..org", f"{LONG}@example.org"]
)
def test_what_is_no_address_is_none(words):
    assert read_email(words) is None


def test_a_page_without_a_scheme_is_a_secure_one():
    assert read_url(" example.org/help ") == "https://example.org/help"
    assert read_url("http://example.org") == "http://example.org"
    assert read_url("https://موقع.إختبار") == "https://موقع.إختبار"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "example",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://user@example.org",
        "https://[",
        "https://exa mple.org",
        "https://1.2.3.4",
        f"https://example.org/{LONG}",
        "https://example.org/\u202e",
    ],
)
def test_what_is_no_page_is_none(words):
    assert read_url(words) is None

"""Contacts: telephone number, e-mail address and web page, read as people write them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import phonenumbers

LONGEST = 200
KNOWN_AGAIN_BY = 9
EMAIL = re.compile(r"[^\s@<>,;:\"'()\[\]\\]+@[\w-]+(\.[\w-]+)+")
HOST = re.compile(r"([\w-]+\.)+[^\W\d]{2,}")


def read_phone(words: str, country: str) -> str | None:
    """Read a number dialled in `country` (ISO 3166-1 alpha-2), or with its +; None if it is none.

    Given back as it is dialled from abroad, like "+1 202-555-0123".
    """
    plain = "".join(str(unicodedata.digit(c, c)) for c in words)
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return None
    if len(words) > LONGEST or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def known_again(phone: str) -> str:
    """Give the digits by which a number is known again, with its country's code or without it."""
    return "".join(c for c in phone if c.isdigit())[-KNOWN_AGAIN_BY:]


def read_email(words: str) -> str | None:
    """Read an e-mail address; None if it is none."""
    address = words.strip().removeprefix("mailto:")
    return address if len(address) <= LONGEST and EMAIL.fullmatch(address) else None


def read_url(words: str) -> str | None:
    """Read the address of a web page, https where none is written; None if it is none."""
    written = words.strip()
    address = written if "://" in written else f"https://{written}"
    if len(address) > LONGEST or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    hosted = parts.username is None and parts.hostname and HOST.fullmatch(parts.hostname)
    return address if parts.scheme in ("http", "https") and hosted else None

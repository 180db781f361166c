"""Types: what a column holds: aware UTC instants, and personal data under lock."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct
from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from domain.cannot_go_on import CannotGoOn
from storage.ciphers import Cipher, cipher_of


class Utc(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on both engines. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive instants; SQLite keeps no zone, so it gets UTC without one."""
        utc = _in_utc(value)
        return utc.replace(tzinfo=None) if utc and dialect.name == "sqlite" else utc

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Write what SQLAlchemy's own type for SQLite writes, in a third of its time."""
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give an aware instant in UTC."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC)


@lru_cache(maxsize=64)
def _text_of(value: datetime | None) -> str | None:
    """Write an instant; that of one message stands in several rows."""
    utc = _in_utc(value)
    return utc.isoformat(" ", "microseconds")[:-OFFSET] if utc else None


OFFSET = len("+00:00")


class KeyIsMissing(CannotGoOn):
    """Personal data was sealed with a key that is not given: check PASSERELLE_ENCRYPTION_KEYS."""


@dataclass(frozen=True)
class Keys:
    """Keys as they are kept (storage/ciphers.py): the first seals, all open.

    `index_secret`: 32 bytes by which sealed data is found again, whatever keys come and go. Where
    none is kept yet it follows from the last key (storage/keyring.py keeps it).
    """

    keys: tuple[bytes, ...] = field(repr=False)
    index_secret: bytes | None = field(default=None, repr=False)

    def seal(self, words: str | bytes) -> str:
        """Encrypt personal data."""
        return self._ciphers[0].seal(words.encode() if isinstance(words, str) else words)

    def open(self, sealed: str) -> bytes:
        """Decrypt; KeyIsMissing if none of the keys fits."""
        for cipher in self._ciphers:
            opened = cipher.open(sealed)
            if opened is not None:
                return opened
        raise KeyIsMissing(KeyIsMissing.__doc__)

    def open_text(self, sealed: str) -> str:
        """Decrypt words."""
        return self.open(sealed).decode()

    def sealed_anew(self, token: str) -> str | None:
        """Give what is sealed under an older key sealed under the first; None if it is already.

        KeyIsMissing if none of the keys fits.
        """
        if self._ciphers[0].open(token) is not None:
            return None
        return self.seal(self.open(token))

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """Name the keys in their order by what tells nothing of them: 16 characters each."""
        return tuple(hashlib.sha256(b"passerelle key:" + key).hexdigest()[:16] for key in self.keys)

    def index(self, purpose: str, words: str) -> str:
        """Give a keyed hash under which something sealed, or never stored, is found again."""
        message = f"{purpose}\0{words}".encode()
        secret = self.index_secret or self.index_of_last
        return hmac.digest(secret, message, "sha256").hex()

    @cached_property
    def _ciphers(self) -> tuple[Cipher, ...]:
        return tuple(map(cipher_of, self.keys))

    @cached_property
    def index_of_last(self) -> bytes:
        """Give the secret of keyed hashes that follows from the last key."""
        secret = self._ciphers[-1].secret
        return HKDF(SHA256(), 32, salt=None, info=b"passerelle index").derive(secret)


class Envelope(Struct, frozen=True):
    """Something sealed that is opened only if somebody asks for it."""

    token: str
    keys: Keys

    def open(self) -> bytes:
        """Decrypt; KeyIsMissing if none of the keys fits."""
        return self.keys.open(self.token)


def envelope(token: str | None, keys: Keys) -> Envelope | None:
    """Put a token that there may be into its envelope."""
    return Envelope(token, keys) if token else None

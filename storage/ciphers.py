"""Ciphers: what a key does, by how it is written.

`siv:` and 32 bytes in base64 is a key of AES-256-GCM-SIV (RFC 8452), which a new installation gets:
a fifth of Fernet's time, and safe even if a nonce came twice. A key without a name is one of
Fernet: what it sealed stays readable, and it seals until a new key is put before it.
"""

from __future__ import annotations

import base64
import binascii
import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

NAME = "siv:"
SECRET_BYTES = 32
NONCE_BYTES = 12
STANDARD = bytes.maketrans(b"-_", b"+/")
MARK = "siv."
"""What a token of such a key begins with; those of Fernet begin with "g"."""


class Cipher(Protocol):
    """Seals with one key. `secret`: its bytes."""

    secret: bytes

    def seal(self, raw: bytes) -> str:
        """Encrypt; the same is never sealed alike twice."""

    def open(self, token: str) -> bytes | None:
        """Decrypt; None if the token was not sealed with this key, or was changed."""


def cipher_of(key: bytes) -> Cipher:
    """Give what a key does; ValueError if it is none."""
    name = NAME.encode()
    return _Siv(_raw(key.removeprefix(name))) if key.startswith(name) else _Fernet(key)


def new_key() -> str:
    """Make a key at random, as it is kept."""
    return NAME + base64.urlsafe_b64encode(os.urandom(SECRET_BYTES)).decode()


def _raw(written: bytes) -> bytes:
    """Read base64 of either alphabet; ValueError if that is none, or not of a key's length."""
    secret = base64.b64decode(written.translate(STANDARD), validate=True)
    if len(secret) != SECRET_BYTES:
        raise ValueError("a key has 32 bytes")
    return secret


class _Siv:
    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._cipher = AESGCMSIV(secret)

    def seal(self, raw: bytes) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, raw, None)
        return MARK + binascii.b2a_base64(sealed, newline=False).decode()

    def open(self, token: str) -> bytes | None:
        if not token.startswith(MARK):
            return None
        try:
            sealed = binascii.a2b_base64(token[len(MARK) :], strict_mode=True)
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (ValueError, InvalidTag):
            return None


class _Fernet:
    def __init__(self, key: bytes) -> None:
        self._cipher = Fernet(key)
        self.secret = base64.urlsafe_b64decode(key)

    def seal(self, raw: bytes) -> str:
        return self._cipher.encrypt(raw).decode()

    def open(self, token: str) -> bytes | None:
        try:
            return self._cipher.decrypt(token.encode())
        except InvalidToken:
            return None

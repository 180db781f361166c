"""A key seals by how it is written: the new kind beside Fernet's; what was changed never opens."""

from __future__ import annotations

import base64
import os

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from hypothesis import given
from hypothesis import strategies as st

from storage.ciphers import MARK, NAME, cipher_of, new_key

FERNET = Fernet.generate_key()
NEW = new_key().encode()
BOTH = (FERNET, NEW)


@pytest.mark.parametrize("key", BOTH, ids=["fernet", "siv"])
@given(raw=st.binary(max_size=2_000))
def test_what_is_sealed_opens_again(key: bytes, raw: bytes) -> None:
    cipher = cipher_of(key)
    assert cipher.open(cipher.seal(raw)) == raw


@pytest.mark.parametrize("key", BOTH, ids=["fernet", "siv"])
def test_the_same_is_never_sealed_alike_twice(key: bytes) -> None:
    cipher = cipher_of(key)
    assert len({cipher.seal(b"words") for _ in range(100)}) == 100


def test_a_key_opens_nothing_of_another_whatever_their_kinds() -> None:
    keys = (*BOTH, Fernet.generate_key(), new_key().encode())
    for one in keys:
        token = cipher_of(one).seal(b"words")
        assert [cipher_of(key).open(token) for key in keys if key != one] == [None] * 3


@given(place=st.integers(0), other=st.characters(max_codepoint=0x2FF))
def test_what_was_changed_does_not_open(place: int, other: str) -> None:
    cipher = cipher_of(NEW)
    token = cipher.seal(b"a bed for tonight")
    at = place % len(token)
    changed = token[:at] + other + token[at + 1 :]
    assert changed == token or cipher.open(changed) is None


@given(st.text(max_size=60))
def test_nonsense_does_not_open(token: str) -> None:
    assert [cipher_of(key).open(told) for key in BOTH for told in (token, MARK + token)] == [
        None
    ] * 4


def test_it_is_what_rfc_8452_says_behind_a_nonce() -> None:
    secret, nonce = bytes(range(32)), os.urandom(12)
    sealed = nonce + AESGCMSIV(secret).encrypt(nonce, b"words", None)
    token = MARK + base64.b64encode(sealed).decode()
    assert cipher_of(NAME.encode() + base64.b64encode(secret)).open(token) == b"words"


def test_a_key_may_be_written_in_either_alphabet_of_base64() -> None:
    secret = b"\xfb\xff" * 16
    written = (base64.b64encode(secret), base64.urlsafe_b64encode(secret))
    assert [cipher_of(NAME.encode() + each).secret for each in written] == [secret] * 2


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"siv:",
        b"siv:AAAA",
        b"siv:" + base64.b64encode(bytes(31)),
        b"siv:" + base64.b64encode(bytes(33)),
        b"siv:" + base64.b64encode(bytes(32)).rstrip(b"="),
        b"siv:!" + base64.b64encode(bytes(32)),
        b"SIV:" + base64.b64encode(bytes(32)),
        base64.b64encode(bytes(16)),
    ],
)
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError):
        cipher_of(key)

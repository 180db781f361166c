"""Sessions: the cookies by which a chat and a desk are known again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from aiohttp import web
from itsdangerous import BadSignature, Signer

CHAT_COOKIE, CHAT_PATH = "chat", "/chat"
DESK_COOKIE, DESK_PATH = "desk", "/desk"
CHAT_LASTS_S = 60 * 24 * 3600  # longer than any answer may take
LONGEST_COOKIE = 200


@dataclass(frozen=True)
class Sessions:
    """Reads and writes the cookies; a chat's is signed, a desk's is a secret that is stored."""

    secret: bytes
    secure: bool

    @property
    def _signer(self) -> Signer:
        return Signer(self.secret, salt="address of a web chat", key_derivation="hmac")

    def chat(self, request: web.Request) -> str | None:
        """Give the address of the chat; None for a new visitor or a cookie that is not ours."""
        value = request.cookies.get(CHAT_COOKIE, "")
        if not value or len(value) > LONGEST_COOKIE:
            return None
        try:
            return self._signer.unsign(value).decode("ascii")
        except (BadSignature, UnicodeError):
            return None

    def keep_chat(self, response: web.StreamResponse, address: str) -> None:
        """Let the browser keep the address of its chat."""
        value = self._signer.sign(address).decode("ascii")
        self._set(response, CHAT_COOKIE, value, CHAT_PATH, CHAT_LASTS_S)

    def end_chat(self, response: web.StreamResponse) -> None:
        """Let the browser forget its chat."""
        self._end(response, CHAT_COOKIE, CHAT_PATH)

    def desk(self, request: web.Request) -> str | None:
        """Give the session token of the desk, if the browser has one."""
        value = request.cookies.get(DESK_COOKIE, "")
        return value if value and len(value) <= LONGEST_COOKIE else None

    def keep_desk(self, response: web.StreamResponse, token: str) -> None:
        """Let the browser keep the session token until it is closed."""
        self._set(response, DESK_COOKIE, token, DESK_PATH, None)

    def end_desk(self, response: web.StreamResponse) -> None:
        """Let the browser forget the session token."""
        self._end(response, DESK_COOKIE, DESK_PATH)

    def _set(
        self, response: web.StreamResponse, name: str, value: str, path: str, lasts: int | None
    ) -> None:
        response.set_cookie(
            name,
            value,
            path=path,
            max_age=lasts,
            httponly=True,
            samesite="Lax",
            secure=self.secure,
        )

    def _end(self, response: web.StreamResponse, name: str, path: str) -> None:
        response.del_cookie(name, path=path, httponly=True, samesite="Lax", secure=self.secure)


def new_address() -> str:
    """Make the address of a new chat: 192 random bits."""
    return secrets.token_urlsafe(24)


def new_form() -> str:
    """Make the id of a form, by which a form that is sent twice is known."""
    return secrets.token_hex(12)

"""Codes of an app on a phone (RFC 6238: SHA-1, 30 seconds, six digits), each good for one time."""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime

STEP_S, DIGITS = 30, 6
# A clock that is half a minute off is still believed.
AROUND = 1


def new_secret() -> str:
    """160 random bits, as they are typed: 32 letters and digits."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one step of 30 seconds since 1970."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """The step to which a code belongs, around `at`; None for a wrong code, and for one of `after` or before."""
    here = int(at.timestamp()) // STEP_S
    for step in range(here - AROUND, here + AROUND + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def digits_of(typed: str) -> str:
    """What was typed, without the spaces and dashes that make it readable; empty when there is more than digits."""
    found = "".join(typed.replace("-", "").split())
    return found if found.isascii() and found.isdigit() else ""

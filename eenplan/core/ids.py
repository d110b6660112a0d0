"""Identifiers: random for machines, short and checked for people."""

import os
import secrets
import time
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from stdnum.iso7064 import mod_37_36

# Without I, L, O and U, which people misread or mishear.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# The millisecond of the newest id, and how many were made in it before.
_last, _count, _LOCK = 0, 0, Lock()
_READ_AS = str.maketrans("ILOU", "110V", " -.")


def new_id() -> UUID:
    """A time-ordered random id (UUID version 7, RFC 9562): 48 bits of milliseconds, 12 that count, 62 random bits.

    The count (section 6.2, method 1) keeps what one process makes in the same millisecond in its order.
    """
    global _last, _count
    milliseconds = time.time_ns() // 1_000_000
    with _LOCK:
        _count = (_count + 1) % 4096 if milliseconds == _last else 0
        _last, count = milliseconds, _count
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | count << 64 | 0x2 << 62
    return UUID(int=value | int.from_bytes(os.urandom(8), "big") >> 2)


def new_reference(choose: Callable[[str], str] = secrets.choice) -> str:
    """A reference that a person can read out on the phone: six random signs and a check sign, 'K7M-4QX2'.

    The check sign is ISO 7064 mod 37,36 and finds every single wrong sign and swap of neighbours.
    """
    while True:
        body = "".join(choose(_ALPHABET) for _ in range(6))
        check: str = mod_37_36.calc_check_digit(body)
        if check in _ALPHABET:
            return f"{body[:3]}-{body[3:]}{check}"


def read_reference(text: str) -> str | None:
    """The reference in the form it is stored, from what a person typed; None if it cannot be one."""
    sign = text.upper().translate(_READ_AS)
    if len(sign) != 7 or any(letter not in _ALPHABET for letter in sign) or not mod_37_36.is_valid(sign):
        return None
    return f"{sign[:3]}-{sign[3:]}"


CODE_SIGNS = 16


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A code that nobody can guess and a person can write down: 15 random signs (75 bits) and a check sign.

    In groups of four, 'K7M4-QX2P-9RT3-VWH8'; the check sign is that of `new_reference`.
    """
    while True:
        body = "".join(choose(_ALPHABET) for _ in range(CODE_SIGNS - 1))
        check: str = mod_37_36.calc_check_digit(body)
        if check in _ALPHABET:
            return _in_fours(body + check)


def read_code(text: str) -> str | None:
    """The code in the form of `new_code`, from what a person typed; None if it cannot be one."""
    signs = "".join(text.upper().translate(_READ_AS).split())
    if (
        len(signs) != CODE_SIGNS
        or any(sign not in _ALPHABET for sign in signs)
        or not mod_37_36.is_valid(signs)
    ):
        return None
    return _in_fours(signs)


def _in_fours(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))

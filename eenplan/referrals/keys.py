"""The key and the short code by which a referrer follows a referral, and the hashes under which they are found.

Both follow from the id of their row and the server's secret, so that a worker can read them out again and the
database alone opens nothing. A new secret ends them all.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

# 160 bits in the address; 60 bits in the code that is read out, where tries are counted.
_KEY_BYTES = 20
_CODE_SIGNS = 12
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
MOST_SIGNS = 60


def _sign(what: str, text: str) -> bytes:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"eenplan:status:{what}:{text}".encode(), hashlib.sha256
    ).digest()


def key_of(link_id: UUID) -> str:
    """The key of a status link, as it stands in an address: 27 signs."""
    return base64.urlsafe_b64encode(_sign("key", str(link_id))[:_KEY_BYTES]).decode().rstrip("=")


def code_of(link_id: UUID) -> str:
    """The code of a status link, as it is read out: 'K7M4-QX2P-9BTR'."""
    number = int.from_bytes(_sign("code", str(link_id))[:8], "big")
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE_SIGNS))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_SIGNS, 4))


def hash_of_key(key: str) -> str:
    """The keyed hash under which a key is found (64 hex signs)."""
    return _sign("key-hash", key[:MOST_SIGNS]).hex()


def hash_of_code(typed: str) -> str:
    """The keyed hash under which a code is found, however it was typed: small letters, blanks, O for 0."""
    plain = "".join(sign for sign in typed[:MOST_SIGNS].upper() if sign.isalnum()).translate(_READ_AS)
    return _sign("code-hash", plain).hex()

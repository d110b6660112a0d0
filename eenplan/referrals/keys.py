"""The key and the short code by which a referrer follows a referral, and the hashes under which they are found.

Both follow from the id of their row and the server's secret, so that a worker can read them out again and the
database alone opens nothing. They open as long as the secret of their making is kept.
"""

import base64
from uuid import UUID

from eenplan.core.keys import Key, current, keys

# 160 bits in the address; 60 bits in the code that is read out, where tries are counted.
_KEY_BYTES = 20
_CODE_SIGNS = 12
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
MOST_SIGNS = 60


def _sign(what: str, text: str, key: Key | None = None) -> bytes:
    return (key or current()).digest(f"eenplan:status:{what}:{text}")


def made_with(link_id: UUID, key_hash: str) -> Key:
    """The secret with which a link was made that is found under this hash."""
    for key in keys():
        if _sign("key-hash", key_of(link_id, key), key).hex() == key_hash:
            return key
    return current()


def key_of(link_id: UUID, key: Key | None = None) -> str:
    """The key of a status link, as it stands in an address: 27 signs."""
    return base64.urlsafe_b64encode(_sign("key", str(link_id), key)[:_KEY_BYTES]).decode().rstrip("=")


def code_of(link_id: UUID, key: Key | None = None) -> str:
    """The code of a status link, as it is read out: 'K7M4-QX2P-9BTR'."""
    number = int.from_bytes(_sign("code", str(link_id), key)[:8], "big")
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE_SIGNS))
    return "-".join(signs[start : start + 4] for start in range(0, _CODE_SIGNS, 4))


def hash_of_key(key: str) -> str:
    """The keyed hash under which a key is found (64 hex signs)."""
    return hashes_of_key(key)[0]


def hashes_of_key(key: str) -> list[str]:
    """Those under which it may be found, today's secret first."""
    return [_sign("key-hash", key[:MOST_SIGNS], secret).hex() for secret in keys()]


def hash_of_code(typed: str) -> str:
    """The keyed hash under which a code is found, however it was typed: small letters, blanks, O for 0."""
    return hashes_of_code(typed)[0]


def hashes_of_code(typed: str) -> list[str]:
    """Those under which it may be found, today's secret first."""
    plain = "".join(sign for sign in typed[:MOST_SIGNS].upper() if sign.isalnum()).translate(_READ_AS)
    return [_sign("code-hash", plain, secret).hex() for secret in keys()]

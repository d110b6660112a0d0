"""Passkeys (WebAuthn): what is asked of a browser, and whether its answer is true. Keeps nothing itself.

`host` is the site's own name without a port: a key made here works here alone. What `begin_…` gives second is for the
server to keep until the answer comes: a challenge that is used once.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

State = dict[str, Any]
Answer = Mapping[str, Any]
_WRONG = (ValueError, TypeError, KeyError, AttributeError)


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Eén Plan"))


def _known(credentials: Sequence[Answer]) -> list[AttestedCredentialData]:
    kept = [RegistrationResponse.from_dict(one).response.attestation_object for one in credentials]
    return [one.auth_data.credential_data for one in kept if one.auth_data.credential_data]


def begin_adding(
    host: str, *, account_id: UUID, name: str, credentials: Sequence[Answer]
) -> tuple[State, State]:
    """Ask for a new key that its owner unlocks with finger, face or PIN, and that finds them by itself if it can."""
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=account_id.bytes, name=name, display_name=name),
        _known(credentials),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def is_new_key(host: str, state: State, answer: Answer) -> bool:
    """Whether this is the key that was asked for."""
    try:
        _server(host).register_complete(state, answer)
    except _WRONG:
        return False
    return True


def begin_using(host: str, *, credentials: Sequence[Answer] = ()) -> tuple[State, State]:
    """Ask for one of these keys; without any, for a key that says itself whose it is."""
    options, state = _server(host).authenticate_begin(
        _known(credentials) or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def used_key(host: str, state: State, credentials: Sequence[Answer], answer: Answer) -> int | None:
    """Which of the keys was used: its place in `credentials`; None when none truly was."""
    try:
        found = _server(host).authenticate_complete(state, _known(credentials), answer)
    except _WRONG:
        return None
    ids = [one.credential_id for one in _known(credentials)]
    return ids.index(found.credential_id)


def owner_in(answer: Answer) -> UUID | None:
    """Whose key it says to be; to be believed only after `used_key`."""
    try:
        from_browser = answer["response"]["userHandle"]
        return UUID(bytes=websafe_decode(from_browser))
    except _WRONG:
        return None

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


def _known(credentials: Sequence[Answer]) -> dict[int, AttestedCredentialData]:
    """What judges each key, by its place. One that cannot be read judges nothing, and opens nothing."""
    found = {}
    for place, one in enumerate(credentials):
        try:
            kept = RegistrationResponse.from_dict(one).response.attestation_object.auth_data.credential_data
        except _WRONG:
            continue
        if kept:
            found[place] = kept
    return found


def begin_adding(
    host: str, *, account_id: UUID, name: str, credentials: Sequence[Answer]
) -> tuple[State, State]:
    """Ask for a new key that its owner unlocks with finger, face or PIN, and that finds them by itself if it can."""
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=account_id.bytes, name=name, display_name=name),
        list(_known(credentials).values()),
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
        list(_known(credentials).values()) or None, user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), state


def used_key(host: str, state: State, credentials: Sequence[Answer], answer: Answer) -> int | None:
    """Which of the keys was used: its place in `credentials`; None when none truly was."""
    known = _known(credentials)
    try:
        found = _server(host).authenticate_complete(state, list(known.values()), answer)
    except _WRONG:
        return None
    return next(place for place, one in known.items() if one.credential_id == found.credential_id)


def owner_in(answer: Answer) -> UUID | None:
    """Whose key it says to be; to be believed only after `used_key`."""
    try:
        from_browser = answer["response"]["userHandle"]
        return UUID(bytes=websafe_decode(from_browser))
    except _WRONG:
        return None

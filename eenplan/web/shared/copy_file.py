"""A copy of one's own data as a file: JSON with keys that stay (docs/copy.schema.json)."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse

from eenplan.consent.queries import ShareOn
from eenplan.families.rules.statements import is_statement
from eenplan.rights.queries.copies import CopiedPiece, Copy
from eenplan.rights.queries.requests import RequestOn

FORMAT = "eenplan-copy/1"


def copy_file(copy: Copy) -> HttpResponse:
    """The copy as JSON, to keep or to take elsewhere."""
    return JsonResponse(
        as_json(copy),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={
            "Content-Disposition": 'attachment; filename="mijn-gegevens.json"',
            "Cache-Control": "no-store, private",
        },
    )


def as_json(copy: Copy) -> dict[str, Any]:
    """The copy for a machine. Words of FHIR R4 where it has one; keys stay as docs/copy.schema.json has them."""
    person = copy.person
    return {
        "format": FORMAT,
        "identifier": copy.asked.reference,
        "created": copy.made_at.isoformat(),
        "rule": "own-file" if copy.own_file else "own-plan",
        "somethingMayBeWithheld": True,
        "subject": {
            "name": {"given": person.given_name, "family": person.family_name},
            "birthDate": _iso(person.birth_date),
            "gender": person.gender,
            "language": person.language,
            "relationship": person.role,
            "telecom": [{"system": kind, "value": value} for kind, value in copy.ways],
            "address": [{"home": home, "text": address} for home, address in copy.homes],
        },
        "relatedPerson": [{"relationship": kind.value, "name": name} for kind, name in copy.ties],
        "careTeam": [
            {
                "name": copy.coach.name,
                "role": "coach",
                "organization": copy.coach.organisation,
                "period": {"start": _iso(copy.coach.since)},
            }
        ]
        if copy.coach
        else [],
        "trustedPerson": [{"name": name, "period": {"start": _iso(since)}} for name, since in copy.trusted],
        "card": {"created": _iso(copy.card[0]), "lastUsed": _iso(copy.card[1])} if copy.card else None,
        "consent": [_consent_json(copy, one) for one in copy.shares],
        "item": [_piece_json(one) for one in copy.pieces],
        "planAnswer": [
            {
                "version": one.number,
                "answer": one.answer.value,
                "text": one.words,
                "language": one.language,
                "date": _iso(one.at),
            }
            for one in copy.answers
        ],
        "appointment": [
            {
                "start": _iso(one.starts_at),
                "minutesDuration": one.minutes,
                "status": one.status,
                "required": one.attendance.value,
                "participantStatus": one.said.value if one.said else None,
                "attended": one.came,
            }
            for one in copy.tables
        ],
        "request": [_request_json(one) for one in copy.requests],
        "auditEvent": [
            {
                "recorded": _iso(one.day),
                "agent": one.name,
                "role": one.title,
                "organization": one.organisation,
                "purpose": [purpose.value for purpose in one.purposes],
                "action": list(one.deeds),
            }
            for one in copy.looked
        ],
        "correction": [{"date": _iso(at), "before": dict(before)} for before, at in copy.corrections],
    }


def _consent_json(copy: Copy, share: ShareOn) -> dict[str, Any]:
    said = copy.said_of(share)
    return {
        "recipient": {
            "type": share.kind.value,
            "name": share.recipient or (copy.names.get(share.relative_id, "") if share.relative_id else ""),
            "role": share.function.value if share.function else "",
            "organization": share.organisation,
        },
        "patient": [copy.names.get(one, "") for one in share.about],
        "data": list(share.parts),
        "health": share.health,
        "purpose": share.purpose.value,
        "reason": share.need,
        "policyBasis": share.ground.value,
        "period": {"start": _iso(share.since), "end": _iso(share.last_day)},
        "status": share.state.value,
        "decision": said.value if said else None,
    }


def _piece_json(piece: CopiedPiece) -> dict[str, Any]:
    return {
        "id": str(piece.item_id),
        "type": piece.kind.value,
        "date": _iso(piece.at),
        "ended": _iso(piece.ended),
        "title": piece.name,
        "note": [
            {
                "slot": "statement" if is_statement(one.slot) else one.slot,
                "text": one.text,
                "language": one.language,
                "author": one.speaker,
                "time": _iso(one.at),
                "superseded": one.replaced,
                "translation": [
                    {"text": each.text, "language": each.language, "author": each.by}
                    for each in one.translations
                ],
            }
            for one in piece.words
        ],
        "detail": {
            name: _iso(fact.value) if isinstance(fact.value, date) else fact.value
            for name, fact in piece.facts.items()
        },
    }


def _request_json(one: RequestOn) -> dict[str, Any]:
    decided = one.decided
    return {
        "identifier": one.reference,
        "type": one.kind.value,
        "about": one.piece.value if one.piece else None,
        "text": one.words,
        "language": one.language,
        "how": one.how.value,
        "authoredOn": _iso(one.asked_on),
        "due": _iso(one.due_on),
        "decision": {
            "outcome": decided.outcome.value,
            "date": _iso(decided.on),
            "reason": decided.reason,
            "author": decided.by,
        }
        if decided
        else None,
    }


def _iso(value: date | None) -> str | None:
    """A day as 2027-03-01, a moment with its hour and zone."""
    return value.isoformat() if value else None

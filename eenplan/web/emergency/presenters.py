"""Emergencies in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.consent.queries.emergency import Access
from eenplan.core.clock import day_of
from eenplan.families.enums import DetailKind
from eenplan.families.queries import age
from eenplan.web.shared import words

# As the queries give them; doors do not know models.
Person = Any
ContactDetail = Any


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One time that a file was opened: who, when, why, what became of it, and what can be done."""

    id: UUID
    name: str
    family: str
    when: str
    reason: str
    state: str
    tone: str
    seen: str
    said: str
    href: str
    seen_href: str
    review_href: str


def access_line(one: Access, names: Mapping[UUID, str] | None = None) -> AccessLine:
    """'Bob Voorbeeld las het dossier', with when, why and where it stands."""
    until = one.ended_at or one.until
    seen = one.seen_at
    return AccessLine(
        id=one.id,
        name=one.name,
        family=(names or {}).get(one.family_id, ""),
        when=_("%(from)s, tot %(until)s")
        % {
            "from": words.day_and_hour(one.opened_at),
            "until": words.hour(until)
            if day_of(until) == day_of(one.opened_at)
            else words.day_and_hour(until),
        },
        reason=one.reason,
        state=_state(one)[0],
        tone=_state(one)[1],
        seen=_("de coach zag het op %(day)s") % {"day": words.day(day_of(seen))}
        if seen
        else _("de coach zag het nog niet"),
        said=one.review,
        href=reverse("emergency:read-file", args=[one.id]) if one.is_open else "",
        seen_href="" if seen else reverse("emergency:note-seen", args=[one.id]),
        review_href=reverse("emergency:review-access", args=[one.id]),
    )


def _state(one: Access) -> tuple[str, str]:
    if one.is_open:
        return _("nu open"), "late"
    if one.reviewed_at is not None:
        return (
            (_("nagekeken: terecht"), "ontime") if one.justified else (_("nagekeken: niet terecht"), "late")
        )
    said = {"day": words.day(one.review_by)}
    if one.is_overdue:
        return _("moest nagekeken zijn tegen %(day)s") % said, "late"
    return _("na te kijken tegen %(day)s") % said, "soon"


def people(rows: Iterable[Person]) -> list[tuple[str, str]]:
    """Who belongs to the family: name, and age or place."""
    found = []
    for person in rows:
        years = age(person)
        about = words.role_words(person.role) if years is None else words.age_words(years)
        found.append((person.given_name or words.sentence(about), about if person.given_name else ""))
    return found


def ways(rows: Iterable[ContactDetail], *, is_safe: bool = True) -> list[tuple[str, str, str, str]]:
    """How to reach them: kind, value, whether it is safe, and the tone of that. `is_safe`: of the family as a whole."""
    safe = {
        True: (_("veilig"), "ontime"),
        False: (_("niet veilig"), "late"),
        None: (_("vraag eerst of het veilig is"), "soon"),
    }
    return [
        (
            " · ".join(
                part
                for part in (
                    words.sentence(str(DetailKind(one.kind).label)),
                    one.person.given_name if one.person else "",
                )
                if part
            ),
            one.value,
            *safe[one.safe if is_safe else False],
        )
        for one in rows
    ]

"""Who gets to see which parts about whom, in words: for the coach and for the family alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.consent.enums import LIFE, Part, RecipientKind
from eenplan.consent.queries import ShareOn
from eenplan.consent.rules import SHARED_FUNCTIONS
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.languages import language_now
from eenplan.network.queries import LifeDomainOn, role_title
from eenplan.web.shared import words


def functions_on(acting: Acting, on: date) -> dict[Role, str]:
    """The functions to which something can be shared, with what they are called here."""
    return {role: role_title(acting, role, on=on, language=language_now()) for role in SHARED_FUNCTIONS}


class Namer:
    """Says persons, domains and roles of one family by their names."""

    def __init__(
        self,
        persons: Sequence[Any],
        domains: Iterable[LifeDomainOn],
        functions: Mapping[Role, str] | None = None,
    ) -> None:
        self.names = {one.id: one.given_name or words.role_words(one.role) for one in persons}
        self.domains = {one.code: one.label(language_now()) for one in domains}
        self.functions = functions or {}

    def person(self, person_id: UUID) -> str:
        """The given name; what they are in the family when there is none."""
        return str(self.names.get(person_id, _("iemand van het gezin")))

    def people(self, ids: Iterable[UUID]) -> str:
        """'Kaat, Jeroen en Seppe'."""
        return words.listed([self.person(one) for one in ids])

    def part(self, part: str) -> str:
        """A part of the plan, or a life domain."""
        if part.startswith(LIFE):
            return str(self.domains.get(part.removeprefix(LIFE), part.removeprefix(LIFE)))
        return str(Part(part).label)

    def recipient(self, share: ShareOn) -> str:
        """Who gets to see something, by name."""
        if share.kind == RecipientKind.RELATIVE and share.relative_id:
            return self.person(share.relative_id)
        if share.kind == RecipientKind.FUNCTION and share.function:
            return words.sentence(self.functions.get(share.function) or str(share.function.label))
        return share.recipient

    def recipient_detail(self, share: ShareOn) -> str:
        """What the recipient is: an employer, a function, what somebody outside is to the family."""
        if share.kind == RecipientKind.WORKER:
            return share.organisation
        if share.outside_kind:
            return str(share.outside_kind.label)
        if share.kind == RecipientKind.FUNCTION:
            return _("wie deze functie heeft in het samenwerkingsverband")
        return ""

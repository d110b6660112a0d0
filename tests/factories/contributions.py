"""What families bring in with their own cards, through the product's own verbs."""

from typing import Any
from uuid import UUID, uuid4

from eenplan.core.acting import Acting, request_transaction
from eenplan.families.actions import issue_card, open_card
from eenplan.families.actions.cards import Opened
from eenplan.families.models import Person
from eenplan.plans.actions.contributions import Brought, bring
from eenplan.plans.enums import Brings
from eenplan.plans.models import Contribution
from tests.factories.plans import Helped


def with_card(helped: Helped, person: Person) -> Acting:
    """Somebody of the family who came in with a card of their own."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=person.id)
    with request_transaction():
        opened = open_card(card.code, card.pin)
    assert isinstance(opened, Opened)
    return opened.acting


def brought(acting: Acting, what: Brings, text: str = "Vaker samen eten", **changes: Any) -> Contribution:
    """Something brought in by whoever acts, for everybody of the plan unless changed."""
    sent_key: UUID = changes.pop("sent_key", uuid4())
    with request_transaction(acting):
        return bring(acting, new=Brought(what, text, sent_key, changes.pop("for_all", True), **changes))

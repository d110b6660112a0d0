"""Whoever asked something about their own data hears that an answer is ready: as they chose, and never what it is."""

from uuid import UUID

from eenplan.audit.models import Event
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.plans.actions.notices import tell_new
from eenplan.rights.enums import AskedHow, RequestKind
from eenplan.rights.models import LookQuestion, Request


@action
def tell_of_answer(acting: Acting, *, event_id: UUID) -> int:
    """Keep a notice for whoever asked what an event answers, if they chose a way; gives how many. As the owner, once."""
    if acting.role != Role.TASK:
        raise NotFound("event")
    event = Event.objects.filter(id=event_id).first()
    whose = _asked_by(event) if event else None
    if event is None or whose is None or event.family_id is None:
        return 0
    return tell_new(acting, family_id=event.family_id, person_id=whose, key=f"answer:{event.id}")


def _asked_by(event: Event) -> UUID | None:
    """Who asked what this answers. None for anything else, and for a copy that somebody took with their own card."""
    name, subject = event.name, event.subject_id
    if subject is None:
        return None
    if name == "rights:look:answered":
        return LookQuestion.objects.filter(id=subject).values_list("person_id", flat=True).first()
    if not name.startswith("rights:request:"):
        return None
    asked = Request.objects.filter(id=subject)
    if name.startswith("rights:request:asked-"):
        asked = asked.filter(kind=RequestKind.COPY).exclude(how=AskedHow.OWN_CARD)
    return asked.values_list("person_id", flat=True).first()

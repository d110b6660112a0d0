"""Asking who looked and why, and answering; looking into what is unusually wide (rule 40)."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.queries import person_of
from eenplan.rights.enums import Breadth
from eenplan.rights.models import BreadthNorm, BreadthRemark, LookAnswer, LookQuestion
from eenplan.rights.queries.looking import Looked, Norm, unusual_breadth, who_looked


def looked(acting: Acting, family_id: UUID, *, on: date, by: UUID, language: str = "nl") -> Looked:
    """Somebody on a day, from the list that whoever acts may read. Raises NotFound for what is not on it."""
    page = who_looked(acting, family_id, before=on + timedelta(days=1), language=language)
    found = next((one for one in page.found if one.day == on and one.actor_id == by), None)
    if found is None:
        raise NotFound("looked")
    return found


@action
def ask_look(
    acting: Acting, *, words: str, on: date | None = None, by: UUID | None = None, language: str = "nl"
) -> LookQuestion:
    """With the own card: ask why somebody looked on a day, or something in general.

    It reaches the coach and the privacy officer. Refuses with `rights:look-words-missing`; raises NotFound for
    somebody who does not stand on the asker's own list.
    """
    person = person_of(acting)
    if not words.strip():
        raise RuleBroken("rights:look-words-missing", _("Schrijf wat je wil weten."), field="words")
    said = ""
    if on is not None and by is not None:
        found = looked(acting, person.family_id, on=on, by=by, language=language)
        said = ", ".join(part for part in (found.name, found.title, found.organisation) if part)
    row = LookQuestion.objects.create(
        family_id=person.family_id,
        person_id=person.id,
        looked_on=on if by else None,
        looked_by_id=by if on else None,
        looked_as=said[:200],
        words=words.strip(),
        asked_by_id=acting.actor_id,
    )
    record(acting, "rights:look:asked", families=[person.family_id], subject=row.id)
    return row


@action
def answer_look(acting: Acting, *, question_id: UUID, words: str, as_whom: str) -> LookAnswer:
    """The coach or the privacy officer answers, once. `as_whom`: name and role, as whoever asked reads it.

    Refuses with `rights:look-words-missing` and `rights:look-answered`; raises NotFound for a question that is not
    theirs to answer.
    """
    asked = LookQuestion.objects.filter(id=question_id).first()
    if asked is None or acting.role not in (Role.COACH, Role.PRIVACY_OFFICER):
        raise NotFound("question")
    if not words.strip():
        raise RuleBroken("rights:look-words-missing", _("Schrijf een antwoord."), field="words")
    try:
        with transaction.atomic():
            row = LookAnswer.objects.create(
                family_id=asked.family_id,
                question=asked,
                words=words.strip(),
                answered_by_id=acting.actor_id,
                answered_as=as_whom[:200],
            )
    except IntegrityError as error:
        raise RuleBroken("rights:look-answered", _("Hier antwoordde al iemand op.")) from error
    record(acting, "rights:look:answered", families=[asked.family_id], subject=asked.id)
    return row


@action
def remark_on(acting: Acting, *, actor_id: UUID, kind: Breadth, words: str) -> BreadthRemark:
    """The privacy officer looked into it, up to its last day, and writes what came of it.

    Refuses with `rights:remark-missing`; raises NotFound for what is not on the list.
    """
    found = next(
        (one for one in unusual_breadth(acting) if (one.actor_id, one.kind) == (actor_id, kind)), None
    )
    if found is None or acting.partnership_id is None:
        raise NotFound("breadth")
    if not words.strip():
        raise RuleBroken("rights:remark-missing", _("Schrijf wat je vond of deed."), field="words")
    row = BreadthRemark.objects.create(
        partnership_id=acting.partnership_id,
        actor_id=actor_id,
        kind=kind,
        until=found.last_day,
        words=words.strip(),
        made_by_id=acting.actor_id,
    )
    record(acting, "rights:breadth:looked-at", subject=row.id)
    return row


@action
def set_breadth(acting: Acting, *, norm: Norm) -> BreadthNorm:
    """From now on looking is unusually wide from these numbers on. Refuses with `rights:breadth-norm`."""
    if acting.role != Role.PRIVACY_OFFICER or acting.partnership_id is None:
        raise NotFound("breadth")
    if not (1 <= norm.days <= 92 and all(1 <= each <= 9999 for each in norm)):
        raise RuleBroken(
            "rights:breadth-norm", _("Kies getallen vanaf 1, en hoogstens 92 dagen."), field="days"
        )
    row = BreadthNorm.objects.create(
        partnership_id=acting.partnership_id, set_by_id=acting.actor_id, **norm._asdict()
    )
    record(acting, "rights:breadth:set", subject=row.id)
    return row

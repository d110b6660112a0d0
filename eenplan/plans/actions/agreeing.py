"""Help for who decides for themselves, and help in a home, start with their yes (rule 26)."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.consent import actions as consent
from eenplan.consent.enums import Said, SaidHow, Understood
from eenplan.consent.models import Answer
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Person
from eenplan.plans.models import Help
from eenplan.plans.queries.agreeing import help_asked, household
from eenplan.plans.rules.agreeing import still_to_ask


@action
def answer_help(
    acting: Acting,
    *,
    help_id: UUID,
    person_id: UUID,
    said: Said,
    how: SaidHow,
    reason: str = "",
    said_on: date | None = None,
    language: str = "nl",
    understood: Understood | None = None,
) -> Answer:
    """Write down what somebody says of help that is to begin. Refuses with `consent:no-say`, and as `consent.answer`."""
    family_id = Help.objects.filter(item_id=help_id).values_list("family_id", flat=True).first()
    if family_id is None:
        raise NotFound("help")
    if not any(person_id in one.needs.with_a_say for one in help_asked(acting, family_id, help_id)):
        raise RuleBroken(
            "consent:no-say",
            _("Deze hulp heeft het ja van iemand anders nodig. Kies die persoon."),
            field="person",
        )
    return consent.answer(
        acting,
        help_id=help_id,
        family_id=family_id,
        person_id=person_id,
        said=said,
        how=how,
        reason=reason,
        said_on=said_on,
        language=language,
        understood=understood,
    )


def check_help_starts(acting: Acting, help: Help) -> None:
    """Refuse with `plans:help-needs-yes` while somebody did not say yes whose yes it needs."""
    for one in help_asked(acting, help.family_id, help.item_id):
        if not one.may_start:
            raise RuleBroken(
                "plans:help-needs-yes",
                _(
                    "Deze hulp kan nog niet starten. Vraag het eerst aan %(names)s en noteer hun antwoord"
                    " bij ‘Wie mag wat weten?’."
                )
                % {"names": _names(one.asked)},
            )


def check_help_stands(acting: Acting, help: Help) -> None:
    """Refuse help to be written down as there while somebody did not say yes whose yes it needs."""
    for one in help_asked(acting, help.family_id, help.item_id):
        if not one.may_start:
            raise _ask_first(one.asked)


def check_new_help(acting: Acting, *, family_id: UUID, for_whom_id: UUID | None, help_type: str) -> None:
    """Refuse new help to be written down as there when it needs a yes: nobody could give it yet."""
    needs = household(acting, family_id).needs(for_whom_id=for_whom_id, help_type=help_type)
    asked = still_to_ask(needs, {})
    if asked:
        raise _ask_first(asked)


def _ask_first(asked: tuple[UUID, ...]) -> RuleBroken:
    return RuleBroken(
        "plans:help-needs-yes",
        _(
            "Voor deze hulp is het ja nodig van %(names)s. Kies eerst ‘Nee, we wachten erop’ en bewaar."
            " Noteer dan hun antwoord bij ‘Wie mag wat weten?’: daarna kan de hulp starten."
        )
        % {"names": _names(asked)},
        field="state",
    )


def _names(ids: tuple[UUID, ...]) -> str:
    """'Kaat of Jeroen', in the order of the family."""
    names = Person.objects.filter(id__in=ids).order_by("position", "id").values_list("given_name", flat=True)
    return _(" of ").join(name or _("iemand van het gezin") for name in names)

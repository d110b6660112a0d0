"""What a partnership asks in words of its own: other labels, questions left out, questions of its own (rule 47)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.queries import form_questions
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import Form


@dataclass(frozen=True, slots=True)
class Standard:
    """A question of the form that may have other words; `field` in the forms of a referrer, or of the family."""

    label: Words
    field: str
    own: bool = False
    may_hide: bool = False


# No law or rule needs these to be asked in these very words. What is required stays, and stays as it is.
STANDARD: Mapping[str, Standard] = {
    "goes-well": Standard(_("Wat gaat goed in dit gezin?"), "going_well"),
    "goes-well-own": Standard(_("Wat gaat goed bij jullie?"), "going_well", own=True),
    "domains": Standard(_("Waarover gaat het?"), "domains", may_hide=True),
    "domains-own": Standard(_("Waarover gaat het? (het gezin zelf)"), "domains", own=True, may_hide=True),
    "when": Standard(_("Wanneer en hoe best?"), "preferred_contact", may_hide=True),
    "organisation": Standard(_("Je organisatie"), "referrer_organisation", may_hide=True),
    "feedback": Standard(_("Wil je horen hoe het verdergaat?"), "wants_feedback"),
}


def in_their_words(form: Form, acting: Acting, *, own: bool, partnership_id: UUID | None) -> None:
    """Give the questions of a page the words of the partnership; before its place is known, those for all.

    A question that must be answered is never left out. One query per request.
    """
    asked = {code: one for code, one in STANDARD.items() if one.field in form.fields and one.own == own}
    if not asked:
        return
    said = form_questions(acting, partnership_id=partnership_id, on=today())
    for code, one in asked.items():
        words = said.get(code)
        if words is None:
            continue
        field = form.fields[one.field]
        if not words.shown and one.may_hide and not field.required:
            del form.fields[one.field]
            continue
        field.label = words.label
        field.help_text = words.hint or field.help_text

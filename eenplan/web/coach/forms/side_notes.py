"""A worker's note beside what the family said."""

from django.utils.translation import gettext_lazy as _

from eenplan.web.coach.forms.parts import SectionForm
from eenplan.web.shared.forms import TextField


class SideNoteForm(SectionForm):
    """What a worker writes beside it, and who may see that."""

    asks_from_whom = False
    for_family = ("text",)
    hint_when_for_all = True

    text = TextField(
        label=_("Wat schrijf je erbij?"),
        help_text=_("In je eigen woorden, als hulpverlener. Wat het gezin zei, blijft vooraan staan."),
        rows=3,
        error_messages={"required": _("Schrijf hier iets, in enkele woorden.")},
    )

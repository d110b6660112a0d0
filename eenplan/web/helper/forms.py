"""What somebody without an account says of the one step of their link."""

from django.utils.translation import gettext_lazy as _

from eenplan.plans.enums import StepSaid
from eenplan.plans.rules.helpers import LONGEST_LINE
from eenplan.web.shared.forms import ChoiceField, Form, TextField


class LinkForm(Form):
    """Done, or it does not work out; with a line for the coach."""

    answer = ChoiceField(
        label=_("Hoe staat het ermee?"),
        choices=[(StepSaid.DONE.value, _("Het is gedaan")), (StepSaid.STUCK.value, _("Het lukt niet"))],
        error_messages={"required": _("Kies hoe het ermee staat.")},
    )
    line = TextField(
        label=_("Een zin voor de coach"),
        help_text=_("Enkel de coach leest dit. Lukt het niet? Schrijf dan wat er in de weg staat."),
        rows=2,
        max_length=LONGEST_LINE,
        required=False,
    )

    @property
    def said(self) -> StepSaid:
        """What was said."""
        return StepSaid(self.cleaned_data["answer"])

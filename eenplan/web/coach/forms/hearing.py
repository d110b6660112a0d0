"""How somebody wants to hear of something, as they say it at the table."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.plans.queries.notices import Hears
from eenplan.web.shared.forms import ChoiceField, Form, choose
from eenplan.web.shared.hearing import AS_IS, LETTER, NOTHING, OTHER, chosen_words, now_chosen, ways


class HearingForm(Form):
    """Nothing, a letter, a known address, or one that is typed."""

    way = ChoiceField(
        label=gettext_lazy("Hoe wil deze persoon een seintje?"),
        error_messages={"required": gettext_lazy("Kies wat deze persoon wil. Niets sturen mag ook.")},
    )
    typed = forms.CharField(
        label=gettext_lazy("Welk ander e-mailadres of gsm-nummer?"),
        help_text=gettext_lazy("Vraag eerst of niemand anders daar meeleest."),
        required=False,
        max_length=254,
    )

    def __init__(self, data: Any, hears: Hears) -> None:
        now = now_chosen(hears)
        super().__init__(data, initial={"way": now})
        gone = [(AS_IS, _("zoals nu: %(way)s") % {"way": chosen_words(hears)})] if now == AS_IS else []
        choose(
            self,
            "way",
            [
                (NOTHING, _("niets sturen")),
                *gone,
                *ways(hears.can),
                (OTHER, _("een ander e-mailadres of gsm-nummer")),
                (LETTER, _("een brief, die ik afgeef")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Another address is typed."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("way") == OTHER and not typed.get("typed", "").strip():
            self.add_error("typed", forms.ValidationError(_("Typ het e-mailadres of het gsm-nummer.")))
        return typed

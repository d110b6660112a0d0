"""A place in a partner's short offer: asking for it, and taking what it brought into the plan."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.plans.queries.places import ShortOffer
from eenplan.plans.rules.helpers import LONGEST_BROUGHT, LONGEST_NOTE
from eenplan.web.coach.presenters.places import offer_hint
from eenplan.web.shared.forms import ChoiceField, Form, TextField, choose


class AskPlaceForm(Form):
    """In which short offer, with a line for the partner that names nobody."""

    offer = ChoiceField(
        label=_("In welk kort aanbod vraag je een plaats?"),
        error_messages={"required": _("Kies een aanbod.")},
    )
    note = TextField(
        label=_("Wat moet de partner weten?"),
        help_text=_("Zonder namen. Bijvoorbeeld: een jongen van tien die graag buiten speelt."),
        rows=2,
        max_length=LONGEST_NOTE,
        required=False,
    )

    def __init__(
        self, *args: Any, offers: Sequence[ShortOffer], names: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        named = [(str(one.offer.id), f"{one.offer.name}, {one.offer.organisation}") for one in offers]
        choose(self, "offer", named, {str(one.offer.id): offer_hint(one) for one in offers})

    def clean_note(self) -> str:
        """Nobody of the family is named to somebody with whom nothing was shared yet."""
        note = str(self.cleaned_data["note"])
        said = set(re.findall(r"\w+", note))
        for name in self.names:
            if name in said:
                raise forms.ValidationError(
                    _("Schrijf dit zonder namen. Nu staat “%(name)s” erin."),
                    params={"name": name},
                )
        return note


class TakeForm(Form):
    """What goes into the plan, who says it, and whether it is over for the family."""

    text = TextField(
        label=_("Wat komt er in het plan?"),
        rows=3,
        max_length=LONGEST_BROUGHT,
        error_messages={"required": _("Schrijf wat er in het plan komt.")},
    )
    speaker = ChoiceField(label=_("Wie zegt dit?"))
    is_over = forms.BooleanField(label=_("Dit is voor het gezin nu voorbij"), required=False)

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], partner: str, goes_on: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "speaker", [*people, ("partner", partner)])
        if not goes_on:
            del self.fields["is_over"]

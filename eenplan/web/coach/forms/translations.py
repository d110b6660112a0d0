"""A translation beside what the family said."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.plans.actions import TranslationFields
from eenplan.plans.queries import Spoken
from eenplan.web.coach.forms.parts import WORKER, CalmForm, id_of
from eenplan.web.shared.forms import ChoiceField, Choices, TextField, choose

INTERPRETER = "interpreter"
IN = "in-"


class TranslationForm(CalmForm):
    """The words of one piece in another language: one field for each of them, and who translated."""

    said_in = forms.ChoiceField(label=_("In welke taal is dit gezegd?"))
    into = forms.ChoiceField(
        label=_("In welke taal is de vertaling?"),
        error_messages={"required": _("Kies in welke taal de vertaling is.")},
    )
    by = ChoiceField(
        label=_("Wie vertaalde dit?"),
        error_messages={"required": _("Duid aan wie dit vertaalde.")},
    )

    def __init__(
        self, *args: Any, said: Mapping[str, Spoken], languages: Choices, people: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.said = said
        choose(self, "said_in", languages)
        choose(self, "into", [("", _("kies een taal")), *languages])
        choose(self, "by", [(WORKER, _("Ik")), (INTERPRETER, _("Een tolk")), *people])
        for slot in said:
            self.fields[IN + slot] = TextField(
                label=_("De vertaling"),
                help_text=_("Maak het veld leeg om een vertaling weg te halen."),
                required=False,
                rows=3,
            )
        self.order_fields([*(IN + slot for slot in said), "into", "by", "said_in"])

    @property
    def beside(self) -> list[tuple[Spoken, forms.BoundField]]:
        """What was said, each with the field for its translation."""
        return [(one, self[IN + slot]) for slot, one in self.said.items()]

    def fields_of(self) -> TranslationFields:
        """The translation as it was typed."""
        typed = self.cleaned_data
        by = str(typed["by"])
        person: UUID | None = None if by == INTERPRETER else id_of(by)
        return TranslationFields(
            texts={slot: typed[IN + slot] for slot in self.said},
            said_in=typed["said_in"],
            into=typed["into"],
            by_person_id=person,
            by_interpreter=by == INTERPRETER,
        )

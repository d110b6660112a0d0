"""What the coach does with what a family brought in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.plans.actions.contributions import TakenStep
from eenplan.plans.enums import Brings, Verdict
from eenplan.plans.rules.contributions import LONGEST, is_proposal, verdicts_for
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, TextField, choose

LABELS: dict[Verdict, Words] = {
    Verdict.TALK: _("We praten erover"),
    Verdict.NOT_NOW: _("Niet nu"),
    Verdict.READ: _("Ik heb het gelezen"),
}


class AnswerForm(Form):
    """An answer without putting anything in the plan; 'not now' with why."""

    verdict = ChoiceField(label=_("Wat antwoord je?"))
    reason = TextField(
        label=_("Wat wil je erbij schrijven?"),
        help_text=_(
            "In gewone woorden. Wie het voorstel mag lezen, leest dit ook. Bij ‘niet nu’: schrijf waarom."
        ),
        required=False,
        max_length=LONGEST,
        rows=3,
    )

    def __init__(self, *args: Any, what: Brings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "verdict", [(one, LABELS[one]) for one in verdicts_for(what)])
        if not is_proposal(what):
            self.fields["reason"].help_text = _(
                "In gewone woorden. Wie dit mag lezen, leest ook je antwoord."
            )


class TakeStepForm(Form):
    """Who takes a proposed step, and by when (rule 21)."""

    owner = ChoiceField(
        label=_("Wie doet dit?"), error_messages={"required": _("Kies één iemand die deze stap doet.")}
    )
    name = forms.CharField(
        label=_("Hoe heet die organisatie of die persoon?"),
        help_text=_("Enkel als je ‘een organisatie’ of ‘iemand uit het netwerk’ koos."),
        required=False,
        max_length=120,
    )
    due_on = DateField(
        label=_("Tegen wanneer?"), error_messages={"required": _("Kies een dag waarop deze stap klaar is.")}
    )

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", owners)

    def clean(self) -> dict[str, Any]:
        """Whoever said 'an organisation' is asked which one."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("owner") in ("organisation", "network") and not typed.get("name", "").strip():
            self.add_error("name", _("Schrijf hoe die organisatie of die persoon heet."))
        return typed

    def step(self) -> TakenStep:
        """Who takes it and by when."""
        typed = self.cleaned_data
        kind, _sign, named = typed["owner"].partition(":")
        return TakenStep(
            typed["due_on"],
            person_id=UUID(named) if kind == "person" else None,
            staff_member_id=UUID(named) if kind == "staff" else None,
            organisation_name=typed["name"].strip() if kind == "organisation" else "",
            network_name=typed["name"].strip() if kind == "network" else "",
        )

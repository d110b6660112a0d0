"""What the coach asks and writes down about sharing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import (
    LIFE,
    Ground,
    OutsideKind,
    Part,
    RecipientKind,
    Said,
    SaidHow,
    SharePurpose,
)
from eenplan.consent.rules import NewShare, Recipient
from eenplan.core import clock
from eenplan.core.enums import Role
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import (
    ChoiceField,
    Choices,
    ChoicesField,
    DateField,
    Form,
    TextField,
    YesNoField,
    choose,
)

OUTSIDE = RecipientKind.OUTSIDE.value
SAYS: list[tuple[str, Words]] = [
    (Said.GIVEN.value, _("Ja, dat mag")),
    (Said.REFUSED.value, _("Nee, liever niet")),
    (Said.WITHDRAWN.value, _("Eerst wel, nu niet meer")),
    (Said.INFORMED.value, _("Is het verteld, maar niet gevraagd")),
    (Said.NOT_POSSIBLE.value, _("Kon niet gevraagd worden")),
]
HOW: list[tuple[str, Words]] = [
    (SaidHow.ALOUD.value, _("Luidop gezegd")),
    (SaidHow.SIGNED.value, _("Getekend op papier")),
]


class AskForm(Form):
    """Who may know what about whom, why and until when: five short questions for at the kitchen table."""

    recipient = ChoiceField(
        label=_("Wie mag iets weten?"),
        widget=forms.Select,
        error_messages={"required": _("Kies wie iets mag weten.")},
    )
    outside_name = forms.CharField(
        label=_("Staat die persoon er niet bij? Schrijf wie het is"),
        help_text=_("Bijvoorbeeld: juf Noor. Kies hierboven dan ‘iemand anders’."),
        required=False,
        max_length=120,
    )
    outside_kind = ChoiceField(
        label=_("Wat is die persoon voor het gezin?"), choices=OutsideKind.choices, required=False
    )
    about = ChoicesField(
        label=_("Over wie gaat het?"),
        error_messages={"required": _("Duid aan over wie het gaat.")},
    )
    parts = ChoicesField(
        label=_("Wat mag die persoon lezen?"),
        help_text=_("Duid alleen aan wat nodig is. Wat in vertrouwen verteld werd, gaat nooit mee."),
        choices=Part.choices,
        required=False,
    )
    domains = ChoicesField(label=_("Over welk deel van hun leven?"), required=False)
    need = TextField(
        label=_("Waarom moet die persoon dit weten?"),
        help_text=_("In één zin. Het gezin leest dit ook. Zo weinig mogelijk, zo veel als nodig."),
        rows=2,
        max_length=500,
        error_messages={"required": _("Schrijf in één zin waarom die persoon dit moet weten.")},
    )
    purpose = ChoiceField(label=_("Waarvoor?"), choices=SharePurpose.choices, initial=SharePurpose.HELP.value)
    until = DateField(
        label=_("Tot en met welke dag?"),
        help_text=_("Hoogstens een jaar. Het gezin kan altijd vroeger stoppen."),
        error_messages={"required": _("Kies tot wanneer. Delen zonder einddatum kan niet.")},
    )
    secrecy = forms.BooleanField(label=_("Wie dit krijgt, heeft beroepsgeheim"), required=False)
    health = forms.BooleanField(label=_("Ook wat over gezondheid gaat"), required=False)
    ground = ChoiceField(label=_("Op welke grond?"), choices=Ground.choices, initial=Ground.CONSENT.value)
    ground_note = TextField(
        label=_("Welke beslissing, welke noodsituatie of welke vraag?"),
        help_text=_("Alleen nodig zonder toestemming."),
        rows=2,
        required=False,
        max_length=500,
    )

    def __init__(
        self, *args: Any, recipients: list[Any], people: Choices, domains: Choices, **kwargs: Any
    ) -> None:
        initial = {"until": clock.today() + timedelta(days=91), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        choose(self, "recipient", [("", _("Kies…")), *recipients])
        choose(self, "about", people)
        choose(self, "domains", [(f"{LIFE}{code}", label) for code, label in domains])

    def clean(self) -> dict[str, Any]:
        """One part at least, whether of the plan or of their life."""
        typed = self.cleaned_data
        if not typed.get("parts") and not typed.get("domains"):
            self.add_error("parts", _("Kies wat er gedeeld wordt: minstens één deel van het plan."))
        return typed

    @property
    def asks_ground(self) -> bool:
        """Whether another ground than consent was chosen, or something about it is wrong."""
        wrong = bool(self["ground"].errors or self["ground_note"].errors)
        return wrong or self["ground"].value() != Ground.CONSENT

    def share(self) -> NewShare:
        """The share as it was typed."""
        typed = self.cleaned_data
        return NewShare(
            _recipient(typed["recipient"], typed["outside_name"], typed["outside_kind"]),
            about=tuple(UUID(person) for person in typed["about"]),
            parts=(*typed["parts"], *typed["domains"]),
            purpose=SharePurpose(typed["purpose"]),
            need=typed["need"],
            until=typed["until"],
            ground=Ground(typed["ground"]),
            ground_note=typed["ground_note"],
            health=typed["health"],
            secrecy=typed["secrecy"],
        )


def _recipient(chosen: str, name: str, outside_kind: str) -> Recipient:
    """Who was chosen: 'organisation:…', 'worker:…', 'relative:…', 'function:…' or 'outside'."""
    kind, _sign, rest = chosen.partition(":")
    if kind == OUTSIDE:
        return Recipient(
            RecipientKind.OUTSIDE, name=name, outside_kind=OutsideKind(outside_kind) if outside_kind else None
        )
    if kind == RecipientKind.FUNCTION:
        return Recipient(RecipientKind.FUNCTION, function=Role(rest))
    return Recipient(RecipientKind(kind), UUID(rest))


class SaidForm(Form):
    """What somebody answers, and how."""

    said = ChoiceField(label=_("Wat is het antwoord?"), choices=SAYS)
    how = ChoiceField(label=_("Hoe?"), choices=HOW, initial=SaidHow.ALOUD.value)
    on = DateField(
        label=_("Op welke dag werd het getekend?"),
        help_text=_("Alleen voor een papier van een vroegere dag. Leeg is vandaag."),
        latest=clock.today,
        required=False,
    )
    reason = TextField(
        label=_("Waarom niet gevraagd?"),
        help_text=_("Alleen als het verteld maar niet gevraagd is, of als het niet kon."),
        required=False,
        rows=2,
        max_length=500,
    )


class CapabilityForm(Form):
    """Whether a minor decides for themselves, other than age says (rule 25)."""

    capable = YesNoField(label=_("Kan dit kind zelf beslissen?"))
    reason = TextField(
        label=_("Waarom?"),
        help_text=_("Wat zie of hoor je? Schrijf het zoals je het aan het kind zegt."),
        rows=3,
    )
    discussed_on = DateField(label=_("Wanneer praatte je hierover met het kind zelf?"), latest=clock.today)


class OddsForm(Form):
    """Those who decide for a child are known not to agree (rule 27)."""

    since = DateField(label=_("Sinds wanneer weet je dit?"), latest=clock.today, required=False)
    note = TextField(
        label=_("Waarover zijn ze het niet eens?"),
        help_text=_("Kort. Alleen het team van het gezin leest dit."),
        required=False,
        rows=2,
        max_length=1000,
    )

"""Contacts with the family: planned, noted, or not held."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.clock import BRUSSELS
from eenplan.families.enums import Channel, ContactKind, ContactStatus
from eenplan.web.desk import forms as desk_forms
from eenplan.web.shared.forms import (
    ChoiceField,
    Choices,
    ChoicesField,
    DateField,
    Form,
    TextField,
    TimeField,
    choose,
)
from eenplan.web.shared.labels import LabelsForm

HOW = [
    (Channel.HOME.value, _("Bezoek thuis")),
    (Channel.OFFICE.value, _("Bij ons of bij een partner")),
    (Channel.PHONE.value, _("Telefoon")),
    (Channel.VIDEO.value, _("Video")),
]
WHAT = [
    (ContactKind.FAMILY.value, _("Contact met het gezin")),
    (ContactKind.ROUND_TABLE.value, _("Rondetafel")),
]


class _ContactForm(Form):
    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "people", people)

    @property
    def person_ids(self) -> list[UUID]:
        """Who of the family."""
        return [UUID(person) for person in self.cleaned_data["people"]]

    @property
    def moment(self) -> datetime:
        """When."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], BRUSSELS)


class PlanContactForm(_ContactForm):
    """A visit or a call still to come."""

    kind = ChoiceField(label=_("Wat?"), choices=WHAT, initial=ContactKind.FAMILY.value)
    channel = ChoiceField(label=_("Hoe?"), choices=HOW)
    on = DateField(label=_("Welke dag?"), earliest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    people = ChoicesField(
        label=_("Met wie van het gezin?"),
        help_text=_("Wie je aanduidt en een seintje koos, krijgt de dag voordien een herinnering."),
        required=False,
    )


class NoteContactForm(_ContactForm, LabelsForm):
    """A visit or a call that took place, planned or not, with who may see what was noted."""

    kind = ChoiceField(label=_("Wat?"), choices=WHAT, initial=ContactKind.FAMILY.value)
    channel = ChoiceField(label=_("Hoe?"), choices=[*HOW, (Channel.MESSAGE.value, _("Bericht"))])
    on = DateField(label=_("Wanneer was het?"), latest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    people = ChoicesField(label=_("Wie van het gezin was erbij?"), required=False)
    text = TextField(
        label=_("Wat is er besproken?"),
        help_text=_("Kort: enkel wat nodig is om verder te gaan. Het gezin kan dit samen met ons lezen."),
        required=False,
    )

    def __init__(self, *args: Any, is_planned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_planned:  # what it is was said when it was planned
            del self.fields["kind"]


class RecordForm(desk_forms.RecordForm, LabelsForm):
    """The first conversation as it was held, with who may see what was noted."""


class NotHeldForm(Form):
    """Why a planned contact did not take place."""

    status = ChoiceField(
        label=_("Wat gebeurde er?"),
        choices=[
            (ContactStatus.CANCELLED.value, _("Het is vooraf afgezegd")),
            (ContactStatus.MISSED.value, _("Het ging op het moment zelf niet door")),
        ],
    )

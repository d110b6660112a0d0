"""What is typed at the desk."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.clock import BRUSSELS
from eenplan.families.enums import Channel, ContactStatus
from eenplan.referrals.enums import OutcomeKind, OutcomeReason
from eenplan.web.shared.components import Words
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

PLACES = [
    (Channel.HOME.value, _("Thuis bij het gezin")),
    (Channel.OFFICE.value, _("Bij ons of bij een partner")),
    (Channel.VIDEO.value, _("Via video")),
    (Channel.PHONE.value, _("Aan de telefoon")),
]


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BRUSSELS)


def _ids(values: Sequence[str]) -> list[UUID]:
    return [UUID(value) for value in values]


class SearchForm(Form):
    """A name or a reference. It is posted: a name never stands in an address."""

    text = forms.CharField(
        label=_("Zoek op naam of nummer"),
        max_length=100,
        error_messages={"required": _("Vul een naam of een referentie in, zoals K7M-4QX2.")},
    )


class CoachForm(Form):
    """Which coach, and the confirmation when that goes over the norm (rule 15)."""

    coach = ChoiceField(
        label=_("Wie wordt de vaste coach?"),
        error_messages={"required": _("Kies wie de vaste coach wordt.")},
    )
    over_norm_confirmed = forms.BooleanField(
        label=_("Ik bevestig dat dit gezin erbij komt, boven de norm."), required=False
    )

    def __init__(self, *args: Any, coaches: Choices, hints: dict[str, Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "coach", coaches, hints)

    @property
    def coach_id(self) -> UUID:
        """The worker that was chosen."""
        return UUID(self.cleaned_data["coach"])


class PlanForm(Form):
    """When, where and with whom the first conversation will be."""

    when = DateField(label=_("Welke dag?"), earliest=clock.today)
    after_promise = forms.BooleanField(
        label=_("Het kan niet vroeger. We zeggen zelf aan het gezin dat het later wordt."), required=False
    )
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    channel = ChoiceField(label=_("Waar?"), choices=PLACES)
    persons = ChoicesField(label=_("Wie van het gezin komt?"), required=False)
    staff = forms.ChoiceField(label=_("Wie van het team voert het gesprek?"))

    def __init__(
        self, *args: Any, people: Choices, team: Choices, deadline: date, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "persons", people)
        choose(self, "staff", team)
        self.deadline = deadline
        self.can_be_in_time = deadline >= today
        self.is_late = False

    def clean(self) -> dict[str, Any]:
        """A day after the promise is asked about once."""
        found: dict[str, Any] = super().clean() or {}
        day = found.get("when")
        self.is_late = bool(day and self.can_be_in_time and day > self.deadline)
        if self.is_late and not found.get("after_promise"):
            self.add_error(
                "after_promise",
                _("Deze dag ligt na de belofte. Kies een vroegere dag, of vink aan dat het niet anders kan."),
            )
        return found

    @property
    def moment(self) -> datetime:
        """When the conversation will be."""
        return _moment(self.cleaned_data["when"], self.cleaned_data["at"])

    @property
    def person_ids(self) -> list[UUID]:
        """Who of the family is expected."""
        return _ids(self.cleaned_data["persons"])

    @property
    def staff_actor_id(self) -> UUID:
        """Who of the team takes it."""
        return UUID(self.cleaned_data["staff"])


class RecordForm(Form):
    """The first conversation as it was held."""

    held_at = DateField(label=_("Wanneer was het gesprek?"), latest=clock.today)
    at = TimeField(label=_("Hoe laat begon het?"), help_text=_("Bijvoorbeeld 14.30."))
    present = ChoicesField(
        label=_("Wie van het gezin was erbij?"),
        help_text=_("Minstens één iemand. Zonder het gezin loopt de klok verder."),
        error_messages={
            "required": _(
                "Duid aan wie van het gezin erbij was. Zonder iemand van het gezin telt het niet als eerste gesprek."
            )
        },
    )
    channel = ChoiceField(label=_("Waar was het?"), choices=PLACES)
    staff = forms.ChoiceField(label=_("Wie van het team voerde het gesprek?"))
    text = TextField(
        label=_("Wat is er besproken?"),
        help_text=_("Kort: enkel wat nodig is om verder te gaan. Het gezin kan dit samen met ons lezen."),
        required=False,
        rows=4,
    )

    def __init__(self, *args: Any, people: Choices, team: Choices, is_planned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "present", people)
        choose(self, "staff", team)
        if is_planned:  # who takes it was said when it was planned
            del self.fields["staff"]

    @property
    def moment(self) -> datetime:
        """When the conversation began."""
        return _moment(self.cleaned_data["held_at"], self.cleaned_data["at"])

    @property
    def present_ids(self) -> list[UUID]:
        """Who of the family was there."""
        return _ids(self.cleaned_data["present"])

    @property
    def staff_actor_id(self) -> UUID | None:
        """Who of the team took it; None when that was planned."""
        return UUID(self.cleaned_data["staff"]) if "staff" in self.fields else None


class NotHeldForm(Form):
    """Why the planned conversation did not take place. Either way the clock runs on (rule 3)."""

    status = ChoiceField(
        label=_("Wat gebeurde er?"),
        choices=[
            (ContactStatus.CANCELLED.value, _("Het is vooraf afgezegd")),
            (ContactStatus.MISSED.value, _("Het ging op het moment zelf niet door")),
        ],
        option_hints={
            ContactStatus.CANCELLED.value: _("Door het gezin of door ons."),
            ContactStatus.MISSED.value: _("Er was niemand, of het lukte toch niet."),
        },
    )


class FirstContactForm(Form):
    """The day of the first contact with the family."""

    on = DateField(
        label=_("Wanneer sprak of schreef iemand van ons het gezin voor het eerst?"), latest=clock.today
    )


class CorrectForm(Form):
    """The right moment of receipt, and why it is corrected (rule 1)."""

    received_at = DateField(label=_("Op welke dag kwam de aanmelding binnen?"), latest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 9.15."))
    reason = TextField(
        label=_("Waarom verbeter je dit?"),
        help_text=_("Dit blijft bij de aanmelding staan, met je naam."),
        rows=3,
        error_messages={"required": _("Schrijf erbij waarom je de datum verbetert.")},
    )

    @property
    def moment(self) -> datetime:
        """When the referral really came in."""
        return _moment(self.cleaned_data["received_at"], self.cleaned_data["at"])


class EndForm(Form):
    """Another outcome than taking up, with its reason (rule 9). What a family is or has is no reason (rule 10)."""

    kind = ChoiceField(
        label=_("Hoe eindigt deze aanmelding?"),
        choices=[
            (OutcomeKind.WITHDRAWN.value, _("Het gezin wil het niet meer")),
            (OutcomeKind.NOT_ELIGIBLE.value, _("Valt buiten het aanbod")),
            (OutcomeKind.FORWARDED.value, _("Doorgegeven aan een andere dienst")),
        ],
        option_hints={
            OutcomeKind.NOT_ELIGIBLE.value: _(
                "Enkel de leeftijd telt: van de zwangerschap tot en met 25 jaar."
            ),
            OutcomeKind.FORWARDED.value: _(
                "Een dienst buiten 1 Gezin, 1 Plan. Breng het gezin er zelf mee in contact."
            ),
        },
    )
    reason_code = forms.ChoiceField(
        label=_("Waarom?"), choices=[("", _("Kies een reden")), *OutcomeReason.choices]
    )
    reason = TextField(
        label=_("In je eigen woorden"),
        help_text=_("Wat spraken jullie af? Wie weet het al?"),
        rows=3,
        error_messages={"required": _("Schrijf in enkele woorden waarom.")},
    )

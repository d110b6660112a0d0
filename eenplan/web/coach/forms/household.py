"""The people of the family: written down, corrected, born; and the family itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.families.actions import FamilyFields, NewPerson
from eenplan.families.enums import Gender, LivesHere, PersonRole
from eenplan.web.coach.forms.parts import CalmForm
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, YesNoField, choose

KNOWN: Mapping[bool | None, str] = {True: "yes", False: "no", None: "unknown"}
OTHER = "other"


class PersonForm(Form):
    """Somebody of the family, born or expected."""

    role = ChoiceField(label=_("Wie is dit in het gezin?"), choices=PersonRole.choices)
    given_name = forms.CharField(label=_("Voornaam"), required=False, max_length=100)
    family_name = forms.CharField(label=_("Familienaam"), required=False, max_length=100)
    birth_date = DateField(label=_("Geboortedatum"), required=False)
    due_date = DateField(label=_("Nog niet geboren? Wanneer is het kindje uitgerekend?"), required=False)
    lives_here = ChoiceField(label=_("Woont deze persoon bij het gezin?"), choices=LivesHere.choices)

    def clean(self) -> dict[str, Any]:
        """Somebody who is born has a name."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("given_name") and not typed.get("due_date") and "due_date" not in self.errors:
            self.add_error("given_name", ValidationError(_("Vul een voornaam in.")))
        return typed

    def fields_of(self) -> NewPerson:
        """The person as typed."""
        typed = self.cleaned_data
        return NewPerson(
            role=PersonRole(typed["role"]),
            given_name=typed["given_name"].strip(),
            family_name=typed["family_name"].strip(),
            birth_date=typed["birth_date"],
            due_date=typed["due_date"],
            lives_here=LivesHere(typed["lives_here"]),
        )


class BirthForm(Form):
    """A child is born: its name and day."""

    given_name = forms.CharField(
        label=_("Hoe heet het kindje?"),
        help_text=_("De voornaam is genoeg."),
        max_length=100,
        error_messages={"required": _("Vul de voornaam in.")},
    )
    birth_date = DateField(label=_("Op welke dag is het geboren?"), latest=clock.today)


class CorrectPersonForm(CalmForm):
    """What is known of somebody of the family, to be corrected.

    A child that is expected has a day on which it is due, and no role to choose; a child has no authority.
    """

    given_name = forms.CharField(label=_("Voornaam"), required=False, max_length=100)
    family_name = forms.CharField(label=_("Familienaam"), required=False, max_length=100)
    role = ChoiceField(label=_("Wie is dit in het gezin?"), choices=PersonRole.choices)
    birth_date = DateField(label=_("Geboortedatum"), required=False)
    due_date = DateField(label=_("Wanneer is het kindje uitgerekend?"), required=False)
    gender = ChoiceField(label=_("Gender"), choices=Gender.choices)
    lives_here = ChoiceField(label=_("Woont deze persoon bij het gezin?"), choices=LivesHere.choices)
    authority = YesNoField(label=_("Heeft deze persoon ouderlijk gezag?"), unknown=True)
    language = ChoiceField(
        label=_("In welke taal leest deze persoon?"),
        help_text=_(
            "Zo krijgt die het plan, brieven en codes. Met een eigen kaart kiest iedereen dat ook zelf."
        ),
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, standing: NewPerson, **kwargs: Any) -> None:
        initial = {
            "given_name": standing.given_name,
            "family_name": standing.family_name,
            "role": standing.role,
            "birth_date": standing.birth_date,
            "due_date": standing.due_date,
            "gender": standing.gender,
            "lives_here": standing.lives_here,
            "authority": KNOWN[standing.parental_authority],
            "language": standing.language,
        }
        super().__init__(*args, initial=initial, **kwargs)
        choose(self, "language", [("", _("zoals het gezin")), *settings.LANGUAGES])
        self.standing = standing
        is_expected = standing.due_date is not None
        unasked = ["role", "birth_date"] if is_expected else ["due_date"]
        if is_expected or standing.role == PersonRole.CHILD:
            unasked.append("authority")
        if is_expected:
            unasked.append("language")
        for name in unasked:
            del self.fields[name]

    def fields_of(self) -> NewPerson:
        """The person as typed; what was not asked stays, but a child has no authority."""
        typed = self.cleaned_data
        role = PersonRole(typed.get("role", self.standing.role))
        asked = {"yes": True, "no": False}.get(
            typed.get("authority", KNOWN[self.standing.parental_authority])
        )
        return NewPerson(
            role=role,
            given_name=typed["given_name"].strip(),
            family_name=typed["family_name"].strip(),
            birth_date=typed.get("birth_date"),
            due_date=typed.get("due_date"),
            gender=Gender(typed["gender"]),
            lives_here=LivesHere(typed["lives_here"]),
            parental_authority=None if role == PersonRole.CHILD else asked,
            language=typed.get("language", self.standing.language),
        )


class CorrectFamilyForm(CalmForm):
    """How the family is called, and in which language one speaks with it."""

    name = forms.CharField(
        label=_("Hoe wil het gezin genoemd worden?"),
        help_text=_("Zo staat het boven het plan."),
        max_length=200,
        error_messages={"required": _("Vul in hoe dit gezin genoemd wil worden.")},
    )
    language = ChoiceField(
        label=_("Welke taal spreekt het gezin het liefst?"),
        help_text=_("Staat jullie taal er niet bij? Kies ‘een andere taal’ en typ ze hieronder."),
        widget=forms.Select,
    )
    other_language = forms.CharField(label=_("Welke andere taal?"), max_length=35, required=False)
    interpreter = YesNoField(label=_("Is er een tolk nodig?"), unknown=True)

    def __init__(self, *args: Any, standing: FamilyFields, languages: Choices, **kwargs: Any) -> None:
        is_listed = standing.language in dict(languages)
        initial = {
            "name": standing.name,
            "language": standing.language if is_listed else OTHER,
            "other_language": "" if is_listed else standing.language,
            "interpreter": KNOWN[standing.interpreter],
        }
        super().__init__(*args, initial=initial, **kwargs)
        choose(self, "language", [*languages, (OTHER, _("een andere taal"))])

    def clean(self) -> dict[str, Any]:
        """Another language has a name."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("language") == OTHER and not typed.get("other_language", "").strip():
            self.add_error("other_language", ValidationError(_("Vul in welke taal het is.")))
        return typed

    def fields_of(self) -> FamilyFields:
        """The family as typed."""
        typed = self.cleaned_data
        other = typed["language"] == OTHER
        return FamilyFields(
            name=typed["name"].strip(),
            language=typed["other_language"].strip() if other else typed["language"],
            interpreter={"yes": True, "no": False}.get(typed["interpreter"]),
        )

"""Homes, and who is what to a child."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.families.actions import HomeFields
from eenplan.families.enums import Share, TieKind
from eenplan.web.coach.forms.parts import SectionForm
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, YesNoField, choose

NO = "no"
SHARES: list[tuple[str, Words]] = [
    (Share.FULL.value, _("de hele tijd")),
    (Share.PART.value, _("een deel van de tijd")),
    (NO, _("niet")),
]


class HomeForm(SectionForm):
    """A home as the family calls it, and who lives there."""

    name = forms.CharField(
        label=_("Hoe noemen jullie dit huis?"),
        help_text=_("Bijvoorbeeld: bij mama, bij papa, bij oma."),
        max_length=120,
        error_messages={"required": _("Geef dit huis een naam, zoals jullie het noemen: bij mama, bij oma.")},
    )
    since = DateField(label=_("Sinds wanneer?"), required=False, latest=clock.today)
    until = DateField(
        label=_("Tot en met wanneer?"), help_text=_("Als jullie er niet meer wonen."), required=False
    )
    address = forms.CharField(label=_("Adres"), required=False, max_length=300)
    municipality = forms.CharField(label=_("Gemeente"), required=False, max_length=120)
    who_sees = ChoiceField(
        label=_("Wie mag dit adres zien?"),
        choices=[
            ("few", _("Niet voor het andere huis: enkel wie hier helpt")),
            ("all", _("Iedereen van het gezin")),
        ],
        initial="few",
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person_id, name in people:
            self.fields[f"lives_{UUID(person_id).hex}"] = ChoiceField(
                label=_("Woont %(name)s hier?") % {"name": name}, choices=SHARES, initial=NO
            )
        self.order_fields(["revision", "name", *(name for name in self.fields if name.startswith("lives_"))])

    def fields_of(self, municipality_id: UUID | None) -> HomeFields:
        """The home as it was typed."""
        typed = self.cleaned_data
        return HomeFields(
            name=typed["name"],
            since=typed["since"],
            until=typed["until"],
            residents={
                UUID(person_id): Share(share)
                for person_id, _name in self.people
                if (share := typed[f"lives_{UUID(person_id).hex}"]) != NO
            },
            address=typed["address"],
            municipality_id=municipality_id,
            for_everyone=typed["who_sees"] == "all",
        )


class TieForm(Form):
    """Who is what to which child."""

    person = ChoiceField(label=_("Wie?"))
    kind = ChoiceField(
        label=_("Wat is deze persoon voor het kind?"),
        choices=TieKind.choices,
        option_hints={
            TieKind.CARER: _("Bijvoorbeeld een plusouder of een grootouder."),
            TieKind.REPRESENTATIVE: _("Wie mag tekenen voor het kind, bijvoorbeeld een voogd."),
        },
    )
    child = ChoiceField(label=_("Voor welk kind?"))
    since = DateField(label=_("Sinds wanneer?"), required=False, latest=clock.today)

    def __init__(self, *args: Any, people: Choices, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)
        choose(self, "child", children)


class InformedForm(Form):
    """Whether a parent elsewhere knows of the plan."""

    informed = YesNoField(label=_("Weet deze ouder van het plan?"), unknown=True)

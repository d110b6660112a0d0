"""Who matters to the family, and what each child wants."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.plans.actions import ChildViewFields, MattersFields
from eenplan.plans.enums import Closeness, Face, SaidHow
from eenplan.web.coach.forms.parts import SectionForm
from eenplan.web.shared.attachments import PaperField
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, YesNoField


class MattersForm(SectionForm):
    """Somebody who matters to the family, in its own words."""

    name = forms.CharField(
        label=_("Hoe noemen jullie deze persoon?"),
        help_text=_("Bijvoorbeeld: oma Lutgart, de buur van nummer 4."),
        max_length=120,
        error_messages={"required": _("Vul een naam in. Een voornaam is genoeg.")},
    )
    relation = forms.CharField(label=_("Wat zijn jullie van elkaar?"), required=False, max_length=120)
    closeness = ChoiceField(
        label=_("Hoe dichtbij staat deze persoon?"), choices=Closeness.choices, required=False
    )
    gives_strength = YesNoField(label=_("Geeft deze persoon jullie kracht?"), unknown=True, initial="unknown")
    note = TextField(label=_("Is er nog iets dat telt?"), required=False, rows=2)

    def fields_of(self) -> MattersFields:
        """Who matters, as it was typed."""
        typed = self.cleaned_data
        return MattersFields(
            name=typed["name"],
            relation=typed["relation"],
            closeness=Closeness(typed["closeness"]) if typed["closeness"] else None,
            gives_strength={"yes": True, "no": False}.get(typed["gives_strength"]),
            note=typed["note"],
        )


class ChildViewForm(SectionForm):
    """What one child wants, said in its own way; or why it was not asked yet."""

    asks_from_whom = False

    said_how = ChoiceField(
        label=_("Hoe zei het kind het?"),
        choices=[one for one in SaidHow.choices if one[0] != SaidHow.OWN_CARD],
        option_hints={
            SaidHow.DRAWING: _("Schrijf hieronder wat het kind bij de tekening vertelde."),
            SaidHow.SEEN: _("Voor een baby of een kind dat niet spreekt: wat toont het?"),
            SaidHow.NOT_YET: _("Dat mag, met de reden erbij."),
        },
        error_messages={"required": _("Kies hoe het kind het zei, of dat het nog niet gevraagd is.")},
    )
    text = TextField(label=_("In de eigen woorden van het kind"), required=False, rows=3)
    face = ChoiceField(
        label=_("Koos het kind een gezicht?"),
        choices=[("", _("geen gezicht")), *Face.choices],
        required=False,
    )
    on = DateField(label=_("Wanneer was dat?"), required=False, latest=clock.today)
    reason = TextField(label=_("Nog niet gevraagd: waarom niet, en wanneer wel?"), required=False, rows=2)

    def __init__(self, *args: Any, name: str, prompt: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_how"].label = _("Hoe zei %(name)s het?") % {"name": name}
        self.fields["text"].label = _("In de woorden van %(name)s") % {"name": name}
        self.fields["text"].help_text = prompt

    def fields_of(self, person_id: UUID) -> ChildViewFields:
        """What the child wants, as it was typed."""
        typed = self.cleaned_data
        return ChildViewFields(
            person_id,
            SaidHow(typed["said_how"]),
            text=typed["text"],
            on=typed["on"],
            reason=typed["reason"],
            face=Face(typed["face"]) if typed["face"] else None,
        )


class DrawingForm(Form):
    """A photo of what a child drew, and what is on it in words."""

    drawing = PaperField(required=False)
    told = TextField(
        label=_("Wat staat er op de tekening?"),
        help_text=_("Kort, in woorden, voor wie ze niet kan zien. Liefst zoals het kind het vertelt."),
        rows=3,
        error_messages={
            "required": _("Schrijf kort wat er op de tekening staat, voor wie ze niet kan zien.")
        },
    )

    def __init__(self, *args: Any, has_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photo = self.fields["drawing"]
        photo.label = _("Een andere foto van een tekening") if has_one else _("Een foto van de tekening")
        photo.help_text = _("Van een foto bewaren we enkel het beeld, niet waar of wanneer ze genomen is.")
        photo.widget.attrs["accept"] = "image/*"

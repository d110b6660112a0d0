"""What is typed around the list: filters, and the name of a list to see again."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.queries import LONGEST_VIEW_NAME
from eenplan.web.desk.presenters.narrowing import (
    AGES,
    CLOCKS,
    NOBODY,
    SOMEBODY,
    STATES,
    URGENCIES,
    choices,
)
from eenplan.web.shared.forms import Choices, Form, TextField, choose


def _list(label: Any, answers: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=answers)


class RefineForm(Form):
    """The filters of the desk, together. Sent with GET: no filter holds a name of a family."""

    toon = _list(_("Waar staat het?"), choices(STATES, _("overal")))
    klok = _list(_("Wat dringt"), choices(CLOCKS, _("alles")))
    urgentie = _list(_("Urgentie"), choices(URGENCIES, _("alle")))
    zone = _list(_("Zone"), ())
    jongste = _list(_("Jongste kind"), choices(AGES, _("alle leeftijden")))
    oudste = _list(_("Oudste kind of jongere"), choices(AGES, _("alle leeftijden")))
    aanmelder = _list(_("Aangemeld door"), [("", _("iedereen")), *ReferrerType.choices])
    coach = _list(_("Coach"), ())

    def __init__(self, *args: Any, zones: Choices, coaches: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label_suffix = ""
        choose(self, "zone", [("", _("alle zones")), *zones])
        choose(
            self,
            "coach",
            [
                ("", _("alle")),
                (NOBODY, _("nog niemand")),
                (SOMEBODY, _("heeft een coach")),
                *coaches,
            ],
        )


class ViewForm(Form):
    """The name of a list that somebody wants to see again."""

    name = forms.CharField(
        label=_("Hoe noem je deze lijst?"),
        help_text=_("Bijvoorbeeld ‘Jonge kinderen Maasland’. Zet er geen naam van een gezin in."),
        max_length=LONGEST_VIEW_NAME,
        error_messages={"required": _("Geef de lijst een naam, zoals ‘Jonge kinderen Maasland’.")},
    )
    shared = forms.BooleanField(label=_("Ook de collega’s van de desk zien deze lijst"), required=False)


class NoteForm(Form):
    """A short note for colleagues, perhaps a question to one of them."""

    text = TextField(
        label=_("Notitie voor collega’s"),
        help_text=_("Kort en feitelijk. Het gezin kan dit ooit lezen: het hoort bij hun dossier."),
        rows=3,
        error_messages={"required": _("Schrijf nog wat je wilt onthouden.")},
    )
    asked_to = forms.ChoiceField(label=_("Vraag aan een collega"), required=False)

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues:
            choose(self, "asked_to", [("", _("niemand in het bijzonder")), *colleagues])
        else:
            del self.fields["asked_to"]

    @property
    def asked(self) -> UUID | None:
        """The colleague who is asked, if one is."""
        chosen = self.cleaned_data.get("asked_to")
        return UUID(chosen) if chosen else None

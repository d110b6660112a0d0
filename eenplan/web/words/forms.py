"""What is typed to change a word or a number from a day on."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.network.enums import QuestionKind
from eenplan.web.frontdoor.asked import STANDARD
from eenplan.web.shared.forms import DateField, Form, YesNoField
from eenplan.web.words.kinds import NORM, QUOTA, Kind

IN = {"nl": _("in het Nederlands"), "fr": _("in het Frans"), "en": _("in het Engels")}


def _text(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    field = forms.CharField(label=label, max_length=most, required=required, strip=True)
    field.widget.attrs.pop("maxlength", None)
    return field


def _in_languages(name: str, label: Any, most: int, *, required: bool = True) -> dict[str, forms.Field]:
    return {
        f"{name}{language}": _text(
            format_lazy("{label} {language}", label=label, language=words),
            most,
            required=required and language == "nl",
        )
        for language, words in IN.items()
    }


def fields_of(kind: Kind, code: str) -> dict[str, forms.Field]:
    """What is asked for a kind, and for a code of it."""
    if kind.slug == NORM:
        return {"value": forms.IntegerField(label=_("Hoeveel gezinnen begeleidt een voltijdse coach?"))}
    if kind.slug == QUOTA:
        return {
            "number": forms.IntegerField(
                label=_("Hoeveel trajecten per jaar?"),
                help_text=_("Laat leeg als je geen aantal meer vrijhoudt."),
                required=False,
            )
        }
    if kind.slug == "rolnamen":
        return _in_languages("", _("De naam"), 60)
    if kind.slug == "fases":
        return _in_languages("name_", _("De naam"), 60)
    if kind.slug == "levensdomeinen":
        return _in_languages("label_", _("De naam"), 60) | {
            "shown": YesNoField(label=_("Vraagt een plan hier nog naar?"))
        }
    if kind.slug == "contactpunten":
        return {
            **_in_languages("name_", _("Wie antwoordt,"), 80),
            "phone": _text(_("Telefoon"), 30, required=True),
            **_in_languages("hours_", _("Wanneer,"), 120),
        }
    if kind.slug == "crisisnummers":
        return {
            "name": _text(_("De naam"), 60, required=True),
            "phone": _text(_("Telefoon"), 20, required=True),
            "description_nl": _text(_("Voor wie of wat?"), 160, required=True),
            "hours_nl": _text(_("Wanneer?"), 80, required=True),
        }
    return _of_question(code)


def _of_question(code: str) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = _in_languages("label_", _("De vraag"), 160)
    asked |= _in_languages("hint_", _("Uitleg bij de vraag,"), 200, required=False)
    if STANDARD[code].may_hide:
        asked["shown"] = YesNoField(label=_("Stellen we deze vraag?"))
    return asked


class ChangeForm(Form):
    """The fields of a kind, the day, and for a partnership: going back to the word for all."""

    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today)

    def __init__(self, *args: Any, kind: Kind, code: str, may_end: bool, **kwargs: Any) -> None:
        self.kind, self.code = kind, code
        fields = {**fields_of(kind, code), **type(self).base_fields}
        self.base_fields = fields  # type: ignore[misc]  # of this form alone: what is asked depends on the kind
        if may_end:
            self.base_fields["default"] = forms.BooleanField(
                label=_("Gebruik vanaf die dag weer het woord dat voor iedereen geldt"), required=False
            )
        super().__init__(*args, **kwargs)
        if may_end and self.is_bound and self.data.get("default"):
            for name, field in self.fields.items():
                field.required = name == "since"

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, as the action wants it."""
        said = {name: one for name, one in self.cleaned_data.items() if name not in ("since", "default")}
        if "shown" in said:
            said["shown"] = said["shown"] != "no"
        if self.kind.slug == "vragen":
            said.setdefault("kind", QuestionKind.STANDARD.value)
        return said

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was sent, to send it again with the confirmation."""
        return [
            (name, value)
            for name, values in self.data.lists()  # type: ignore[attr-defined]  # a QueryDict
            for value in values
            if name not in ("csrfmiddlewaretoken", "confirm", "again")
        ]

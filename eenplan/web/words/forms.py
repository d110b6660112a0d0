"""What is typed to change a word or a number from a day on."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import TermCode
from eenplan.core import clock
from eenplan.network.actions import is_own
from eenplan.network.enums import AskedOf, FormPlace, QuestionKind
from eenplan.web.frontdoor.asked import STANDARD
from eenplan.web.shared import words
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, YesNoField
from eenplan.web.words.kinds import ASKING, NORM, QUOTA, TERMS, THEMES, Kind

_WHEN = ("since", "default")
IN = {"nl": _("in het Nederlands"), "fr": _("in het Frans"), "en": _("in het Engels")}


def _text(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, strip=True)


def _in_languages(name: str, label: Any, most: int, *, required: bool = True) -> dict[str, forms.Field]:
    return {
        f"{name}{language}": _text(
            format_lazy("{label} {language}", label=label, language=words),
            most,
            required=required and language == "nl",
        )
        for language, words in IN.items()
    }


def fields_of(kind: Kind, code: str, *, may_hide: bool = False) -> dict[str, forms.Field]:
    """What is asked for a kind, and for a code of it. `may_hide`: a question for all that may be left out here."""
    if kind.adds and is_own(code):
        return _of_own_question(may_hide=may_hide)
    if kind.slug == NORM:
        return {"value": forms.IntegerField(label=_("Hoeveel gezinnen begeleidt een voltijdse coach?"))}
    if kind.slug == ASKING:
        return {
            "value": forms.IntegerField(
                label=_("Na hoeveel weken vraag je opnieuw hoe het staat met de wachtlijst?")
            )
        }
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
    if kind.slug == THEMES:
        return _in_languages("label_", _("De naam"), 60)
    if kind.slug == TERMS:
        return {
            "value": forms.IntegerField(
                label=_("Welk getal?"), help_text=words.sentence(str(TermCode(code).label))
            ),
            "reference": TextField(
                label=_("Waar staat dat?"),
                help_text=_("De wet of het besluit met het artikel, of dat het een afspraak is."),
                max_length=200,
                rows=2,
            ),
        }
    return _of_question(code)


def _of_own_question(*, may_hide: bool) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = _in_languages("label_", _("De vraag"), 160)
    asked |= _in_languages("hint_", _("Uitleg bij de vraag,"), 200, required=False)
    asked["kind"] = ChoiceField(
        label=_("Hoe antwoordt iemand?"),
        choices=[one for one in QuestionKind.choices if one[0] != QuestionKind.STANDARD],
    )
    for language, in_words in IN.items():
        asked[f"choices_{language}"] = TextField(
            label=format_lazy("{label} {language}", label=_("De antwoorden"), language=in_words),
            help_text=_("Enkel bij een keuze uit antwoorden: 2 tot 10, elk op een eigen regel.")
            if language == "nl"
            else _("In dezelfde volgorde als in het Nederlands."),
            required=False,
            max_length=700,
            rows=4,
        )
    asked["asked_of"] = ChoiceField(label=_("Aan wie stellen we deze vraag?"), choices=AskedOf.choices)
    asked["place"] = ChoiceField(label=_("Waar in het formulier?"), choices=FormPlace.choices)
    if may_hide:
        asked["shown"] = YesNoField(label=_("Stellen we deze vraag?"))
    return asked


def _of_question(code: str) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = _in_languages("label_", _("De vraag"), 160)
    asked |= _in_languages("hint_", _("Uitleg bij de vraag,"), 200, required=False)
    if STANDARD[code].may_hide:
        asked["shown"] = YesNoField(label=_("Stellen we deze vraag?"))
    return asked


class ChangeForm(Form):
    """The fields of a kind, the day, and where something is one's own: going back to what holds for all.

    `for_all_too`: whether something holds for all under this code, besides or instead.
    """

    since = DateField(label=_("Vanaf welke dag?"), earliest=clock.today)

    def __init__(
        self, *args: Any, kind: Kind, code: str, may_end: bool, for_all_too: bool, **kwargs: Any
    ) -> None:
        self.kind, self.code = kind, code
        own = kind.adds and is_own(code)
        fields = fields_of(kind, code, may_hide=for_all_too) | type(self).base_fields
        self.base_fields = fields  # type: ignore[misc]  # of this form alone: what is asked depends on the kind
        if may_end:
            back = _("Gebruik vanaf die dag weer wat voor iedereen geldt")
            stop = _("Stel deze vraag vanaf die dag niet meer")
            label = stop if own and not for_all_too else back
            self.base_fields["default"] = forms.BooleanField(label=label, required=False)
        super().__init__(*args, **kwargs)
        if may_end and self.is_bound and self.data.get("default"):
            for name, field in self.fields.items():
                field.required = name == "since"

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, as the action wants it."""
        said = {name: one for name, one in self.cleaned_data.items() if name not in _WHEN}
        if "shown" in said:
            said["shown"] = said["shown"] != "no"
        if self.kind.adds:
            said.setdefault("kind", QuestionKind.STANDARD.value)
        return said

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is always shown."""
        return [bound for bound in self if not self._is_translation(bound.name) and bound.name not in _WHEN]

    @property
    def when(self) -> list[forms.BoundField]:
        """The day from which it holds, and the way back."""
        return [self[name] for name in _WHEN if name in self.fields]

    @property
    def is_own(self) -> bool:
        """Whether it is about a question that was added."""
        return self.kind.adds and is_own(self.code)

    @property
    def translated(self) -> list[forms.BoundField]:
        """The same in French and English, which may stay empty."""
        return [bound for bound in self if self._is_translation(bound.name)]

    @property
    def shows_translations(self) -> bool:
        """Whether what stands in French or English must be seen at once: something is wrong there."""
        return any(bound.errors for bound in self.translated)

    def _is_translation(self, name: str) -> bool:
        return name in ("fr", "en") or name.endswith(("_fr", "_en"))

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Everything that was sent, to send it again with the confirmation."""
        return [
            (name, value)
            for name, values in self.data.lists()  # type: ignore[attr-defined]  # a QueryDict
            for value in values
            if name not in ("csrfmiddlewaretoken", "confirm", "again", "code")
        ]

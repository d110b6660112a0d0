"""The base of every form: plain words when something is missing, dates as people write them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from functools import cache
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import keep_lazy_text
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.errors import RuleBroken
from eenplan.web.shared.components import Words

UNKNOWN = "unknown"

Day = date | Callable[[], date]

# No day that anybody means lies before this one, or further ahead than so many years.
FIRST_DAY = date(1900, 1, 1)
MOST_YEARS_AHEAD = 25

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january janvier",
            "februari feb february février fevrier fév",
            "maart mrt maa march mars mar",
            "april apr avril avr",
            "mei may mai",
            "juni jun june juin",
            "juli jul july juillet",
            "augustus aug august août aout",
            "september sept sep septembre",
            "oktober okt october octobre oct",
            "november nov novembre",
            "december dec december décembre décembre decembre déc",
        ),
        start=1,
    )
    for word in words.split()
}


class Form(forms.Form):
    """What every form of Eén Plan inherits. Show it with `{% errors form %}` and `{% field form.name %}`.

    The page never leaves checking to the browser: its messages cannot be read by everyone.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Read what was sent; whatever asks says in plain words what is wrong, also what was asked later on."""
        for name, field in self.fields.items():
            _speak_plainly(field, field.label or name.replace("_", " ").capitalize())
        super().full_clean()

    def __getitem__(self, name: str) -> forms.BoundField:
        """A field as it is shown: a browser cuts nothing off what someone pastes; that it is too long, we say."""
        bound = super().__getitem__(name)
        bound.field.widget.attrs.pop("maxlength", None)
        return bound

    def ask(self, name: str, field: forms.Field) -> None:
        """Ask one more question, at the end."""
        self.fields[name] = field

    def refuse(self, error: RuleBroken) -> None:
        """Show why an action refused, beside the field it is about if the form has it, else at the top."""
        self.add_error(
            error.field if error.field in self.fields else None,
            ValidationError(str(error.message), error.code),
        )


Choices = Sequence[tuple[str, Words]]


def choose(
    form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]], hints: Mapping[str, Words] | None = None
) -> None:
    """Give a question the answers that only the page knows; `hints` maps a value to the line below it.

    Raises TypeError when the question has no answers to choose from.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not chosen from a list")
    field.choices = list(choices)
    if hints is not None and isinstance(field, (ChoiceField, ChoicesField)):
        field.option_hints = dict(hints)


@keep_lazy_text
def _without_stop(label: Any) -> str:
    """A label as it stands between quotation marks."""
    return str(label).rstrip(".: ")


_PLAIN: Mapping[str, Words] = {
    "invalid_choice": _("Kies een van de antwoorden die er staan."),
    "invalid_list": _("Kies een of meer van de antwoorden die er staan."),
    "max_length": _("Dit is te lang: hoogstens %(limit_value)d tekens. Nu zijn het er %(show_value)d."),
    "min_length": _("Dit is te kort: minstens %(limit_value)d tekens."),
    "max_value": _("Dit is te veel: hoogstens %(limit_value)s."),
    "min_value": _("Dit is te weinig: minstens %(limit_value)s."),
    "null_characters_not_allowed": _("Hier staat een teken dat we niet kunnen bewaren. Typ het opnieuw."),
}
_INVALID: Mapping[type[forms.Field], Words] = {
    forms.EmailField: _("Dit e-mailadres klopt nog niet. Het ziet eruit als naam@voorbeeld.be."),
    forms.IntegerField: _("Schrijf dit als een getal, zoals 3."),
}
_REQUIRED: Mapping[type[forms.Field], Words] = {
    forms.BooleanField: _("Vink dit nog aan: “{label}”"),
    forms.ChoiceField: _("Kies nog een antwoord bij “{label}”"),
    forms.Field: _("Vul nog in: “{label}”"),
}


@cache
def _words_for(kind: type[forms.Field]) -> tuple[Mapping[str, Words], Mapping[str, Any]]:
    """Our own messages for a kind of field, 'required' with a place for its label, and those that Django gives it."""
    plain = {**_PLAIN, "required": next(words for base, words in _REQUIRED.items() if issubclass(kind, base))}
    for base, words in _INVALID.items():
        if issubclass(kind, base):
            plain["invalid"] = words
    djangos: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("django."):
            djangos.update(getattr(base, "default_error_messages", {}))
    return plain, djangos


def _speak_plainly(field: forms.Field, label: Words) -> None:
    """Replace Django's own messages by ours; a message that a form gave itself stays."""
    plain, djangos = _words_for(type(field))  # type: ignore[arg-type]  # a class can be hashed
    for code, words in plain.items():
        if field.error_messages.get(code) is djangos.get(code):
            said = format_lazy(cast(str, words), label=_without_stop(label)) if code == "required" else words
            field.error_messages[code] = cast(str, said)


class ChoiceField(forms.ChoiceField):
    """One answer out of a few, as radio buttons. Past seven or eight answers give `widget=forms.Select`.

    `unknown=True` adds 'Weet ik niet' apart from the rest, with the value "unknown" (or the text you give).
    `option_hints` maps a value to the line below it.
    """

    widget = forms.RadioSelect

    def __init__(
        self,
        *,
        choices: Any = (),
        unknown: bool | str = False,
        option_hints: Mapping[str, Words] | None = None,
        **kwargs: Any,
    ) -> None:
        self.unknown = UNKNOWN if unknown is True else unknown or ""
        self.option_hints = dict(option_hints or {})
        listed = [*getattr(choices, "choices", choices)]
        if self.unknown:
            listed = [pair for pair in listed if str(pair[0]) != self.unknown] + [
                (self.unknown, _("Weet ik niet"))
            ]
        super().__init__(choices=listed, **kwargs)


class YesNoField(ChoiceField):
    """Yes or no, as "yes" and "no"; with `unknown=True` also "unknown"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("yes", _("Ja")), ("no", _("Nee"))], **kwargs)


class ChoicesField(forms.MultipleChoiceField):
    """As many answers as apply, as checkboxes. `option_hints` maps a value to the line below it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, option_hints: Mapping[str, Words] | None = None, **kwargs: Any) -> None:
        self.option_hints = dict(option_hints or {})
        super().__init__(**kwargs)


class TextField(forms.CharField):
    """More than a line, in someone's own words. `rows` is how much room it shows at first."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", 5000)
        super().__init__(**kwargs)


class DateParts(NamedTuple):
    """What someone typed, untouched."""

    day: str = ""
    month: str = ""
    year: str = ""
    unknown: bool = False


class DatePartsInput(forms.Widget):
    """Day, month and year apart. A whole date typed in the first box, or sent under the field's own name, counts too."""

    PARTS: ClassVar[tuple[str, ...]] = ("day", "month", "year")
    allow_unknown = False

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> DateParts | None:
        """What was sent for this field; None when the form did not send it at all."""
        keys = [f"{name}_{part}" for part in self.PARTS]
        if not any(key in data for key in (*keys, f"{name}_unknown", name)):
            return None
        whole = str(data.get(name) or "")
        typed = [str(data.get(key) or "").strip() for key in keys]
        return DateParts(
            whole.strip() or typed[0], typed[1], typed[2], unknown=bool(data.get(f"{name}_unknown"))
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        """Whether nothing was sent for this field."""
        return self.value_from_datadict(data, files, name) is None

    def id_for_label(self, id_: str) -> str:
        """The first of the three inputs."""
        return f"{id_}_day"

    def describe(
        self, name: str, value: Any, auto_id: str, wrong: set[str] | None
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """The three inputs and perhaps the box 'Weet ik niet'. `wrong`: error codes, or None if all is well."""
        if isinstance(value, date):
            value = DateParts(str(value.day), str(value.month), str(value.year))
        typed = value if isinstance(value, DateParts) else DateParts()
        named = {part for part in self.PARTS if wrong and part in wrong}
        parts = [
            {
                "id": f"{auto_id}_{part}",
                "name": f"{name}_{part}",
                "value": text,
                "label": label,
                "width": "4" if part == "year" else "2",
                "wrong": wrong is not None and (part in named or not named),
            }
            for part, text, label in zip(
                self.PARTS, typed[:3], (_("Dag"), _("Maand"), _("Jaar")), strict=True
            )
        ]
        if not self.allow_unknown:
            return parts, None
        return parts, {"id": f"{auto_id}_unknown", "name": f"{name}_unknown", "checked": typed.unknown}

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The inputs alone, for a form that is not shown with the tag `field`."""
        parts, unknown = self.describe(name, value, str((attrs or {}).get("id", f"id_{name}")), None)
        return render_to_string(
            "components/date-parts.html", {"parts": parts, "unknown": unknown, "described": ""}
        )


class DateField(forms.Field):
    """A day, typed as people write it: in three boxes, or as one text ('3/5/2019', '3 mei 2019').

    `earliest` and `latest` are days or functions that give one (`clock.today`); without them a year that
    was mistyped is still refused. `unknown=True` adds
    'Weet ik niet'; a required field then cleans to None only when that was ticked. Cleans to a `date` or None.
    """

    widget = DatePartsInput
    default_error_messages = {
        "day": _("Vul ook de dag in, zoals 27."),
        "month": _("Vul ook de maand in, zoals 3 of maart."),
        "year": _("Schrijf het jaar met vier cijfers, zoals 2019."),
        "unclear": _("Deze datum begrijpen we niet. Schrijf bijvoorbeeld 27 3 2019."),
        "impossible": _("Die dag bestaat niet. Kijk de datum nog eens na."),
        "latest": _("Deze datum ligt te laat: kies hoogstens %(limit)s."),
        "future": _("Deze datum moet vandaag of vroeger zijn."),
        "earliest": _("Deze datum ligt te vroeg: kies ten vroegste %(limit)s."),
        "both": _("Je vulde een datum in en ook “Weet ik niet”. Kies een van de twee."),
    }

    def __init__(
        self, *, earliest: Day | None = None, latest: Day | None = None, unknown: bool = False, **kwargs: Any
    ) -> None:
        self.earliest, self.latest, self.unknown = earliest, latest, unknown
        super().__init__(**kwargs)
        cast(DatePartsInput, self.widget).allow_unknown = unknown

    def _fail(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params or None)

    def to_python(self, value: Any) -> date | None:
        """The day that was meant. Raises ValidationError whose code names the part that is wrong."""
        if value is None or isinstance(value, date):
            return value
        parts = value if isinstance(value, DateParts) else DateParts(str(value).strip())
        if parts.day and not parts.month and not parts.year and not parts.day.isdigit():
            parts = self._split(parts.day)
        elif re.fullmatch(r"\d{8}", parts.day) and not parts.month and not parts.year:
            parts = DateParts(parts.day[:2], parts.day[2:4], parts.day[4:])
        day, month, year = parts[:3]
        if not (day or month or year):
            return None
        for part, text in zip(DatePartsInput.PARTS, (day, month, year), strict=True):
            if not text:
                raise self._fail(part)
        if not re.fullmatch(r"\d{4}", year):
            raise self._fail("year")
        number = _MONTHS.get(month.rstrip(".").lower()) or (
            int(month) if re.fullmatch(r"\d{1,2}", month) else 0
        )
        if not 1 <= number <= 12:
            raise self._fail("month")
        number_of_day = re.fullmatch(r"(\d{1,2})(?:er|ste|de|e|st|nd|rd|th)?", day.lower())
        if not number_of_day:
            raise self._fail("day")
        try:
            return date(int(year), number, int(number_of_day[1]))
        except ValueError:
            raise self._fail("impossible") from None

    def _split(self, text: str) -> DateParts:
        words = [word for word in re.split(r"[\s/.,\-]+", text) if word]
        if len(words) == 4 and words[0].isalpha():  # 'vrijdag', 'vr', 'vendredi', 'le'
            words = words[1:]
        if len(words) != 3:
            raise self._fail("unclear")
        if len(words[0]) == 4 and words[0].isdigit():
            words.reverse()
        return DateParts(words[0], words[1], words[2])

    def clean(self, value: Any) -> date | None:
        """The day, or None for nothing or 'Weet ik niet'."""
        ticked = self.unknown and isinstance(value, DateParts) and value.unknown
        if ticked and any(value[:3]):
            raise self._fail("both")
        if ticked:
            return None
        found: date | None = super().clean(value)
        if found:
            self._within(found)
        return found

    def _within(self, day: date) -> None:
        latest = self.latest() if callable(self.latest) else self.latest
        earliest = (self.earliest() if callable(self.earliest) else self.earliest) or FIRST_DAY
        now = clock.today()
        latest = latest or date(now.year + MOST_YEARS_AHEAD, 12, 31)
        if day > latest:
            code = "future" if latest == now else "latest"
            raise self._fail(code, limit=f"{latest.day}/{latest.month}/{latest.year}")
        if day < earliest:
            raise self._fail("earliest", limit=f"{earliest.day}/{earliest.month}/{earliest.year}")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than the one shown at first."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class TimeField(forms.CharField):
    """A time of day as people write it: '14u30', '14:30', '14.30', '9u', '9 uur'. Cleans to a `time` or None."""

    default_error_messages = {"invalid": _("Schrijf het uur zoals 14.30 of 9u.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, empty_value=None, **kwargs)

    def clean(self, value: Any) -> time | None:
        """The time. Raises ValidationError when it is none."""
        if isinstance(value, time):
            return value
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(
            r"(\d{1,2})\s*(?:[.:uh]|uur)?\s*(\d{2})?\s*(?:uur|u)?", str(text).strip().lower()
        )
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        """'14.30' for a time that was known already."""
        return value.strftime("%H.%M") if isinstance(value, time) else value

"""What the coach asks to plan a round table: when and where, who comes, what it is about, who sits there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.core.clock import BRUSSELS
from eenplan.plans.actions.round_tables import NewSeat, When
from eenplan.plans.enums import Attendance
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

ELSEWHERE = "elsewhere"
LENGTHS = [
    ("60", _("een uur")),
    ("90", _("anderhalf uur")),
    ("120", _("twee uur")),
    ("45", _("drie kwartier")),
    ("180", _("drie uur")),
]


class WhenForm(Form):
    """When and where they sit together."""

    on = DateField(label=_("Welke dag?"), earliest=clock.today)
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    minutes = forms.ChoiceField(label=_("Hoe lang?"), choices=LENGTHS, initial="90")
    where = ChoiceField(
        label=_("Waar?"),
        help_text=_(
            "Het adres van een huis ziet enkel wie het mag kennen. De anderen lezen de naam van het huis."
        ),
    )
    place = forms.CharField(
        label=_("Ergens anders: waar dan?"),
        help_text=_("Bijvoorbeeld: Huis van het Kind, zaal 2. Iedereen die uitgenodigd is, leest dit."),
        required=False,
        max_length=120,
    )

    def __init__(self, *args: Any, homes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "where", [*homes, (ELSEWHERE, _("Ergens anders"))])

    def clean(self) -> dict[str, Any]:
        """Somewhere else is somewhere."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("where") == ELSEWHERE and not typed.get("place"):
            self.add_error("place", str(_("Schrijf op welke plek het is.")))
        return typed

    @property
    def when(self) -> When:
        """When and where, as it was typed."""
        typed = self.cleaned_data
        home = typed["where"]
        return When(
            datetime.combine(typed["on"], typed["at"], BRUSSELS),
            int(typed["minutes"]),
            None if home == ELSEWHERE else UUID(home),
            typed["place"] if home == ELSEWHERE else "",
        )


class SeatsForm(Form):
    """Who is asked, as the family wants it. `family` and `team` are who can be, with what they are now."""

    others = TextField(
        label=_("Nog iemand?"),
        help_text=_("Schrijf één naam per lijn, zoals: buurvrouw Rita. Wie hier staat, mag erbij zijn."),
        rows=3,
        required=False,
        max_length=600,
    )
    agreed_with = ChoiceField(
        label=_("Met wie van het gezin sprak je dit af?"),
        error_messages={
            "required": _("Spreek eerst met het gezin af wie er komt, en duid aan met wie je dat deed.")
        },
    )

    def __init__(self, *args: Any, family: Choices, team: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family, self.team = dict(family), dict(team)
        for key, name in (*family, *team):
            self.ask(
                _field(key),
                forms.ChoiceField(label=str(name), choices=Attendance.choices, initial=Attendance.NOT.value),
            )
        choose(self, "agreed_with", family)

    def asked_of(self, keys: Iterable[str]) -> list[Any]:
        """The questions about some people."""
        return [self[_field(key)] for key in keys]

    @property
    def of_family(self) -> list[Any]:
        """The questions about people of the family."""
        return self.asked_of(self.family)

    @property
    def of_team(self) -> list[Any]:
        """The questions about who helps."""
        return self.asked_of(self.team)

    @property
    def seats(self) -> list[NewSeat]:
        """Who is asked."""
        typed = self.cleaned_data

        def coming(keys: Iterable[str]) -> list[tuple[UUID, Attendance]]:
            found = [(UUID(key), Attendance(typed[_field(key)])) for key in keys]
            return [(key, how) for key, how in found if how != Attendance.NOT]

        names = [line.strip() for line in typed["others"].splitlines() if line.strip()]
        return [
            *(NewSeat(how, person_id=key) for key, how in coming(self.family)),
            *(NewSeat(how, member_id=key) for key, how in coming(self.team)),
            *(NewSeat(Attendance.MAY, name=name) for name in dict.fromkeys(names)),
        ]

    @property
    def agreed_with_id(self) -> UUID:
        """Who of the family agreed."""
        return UUID(self.cleaned_data["agreed_with"])


def _field(key: str) -> str:
    return f"seat_{UUID(key).hex}"


class AgendaForm(Form):
    """What they talk about: pieces of the plan, and a point in their own words."""

    pieces = ChoicesField(label=_("Uit het plan"), required=False)
    own = TextField(
        label=_("Een eigen punt"),
        help_text=_("In gewone woorden, zoals: wie haalt Seppe op woensdag? Iedereen aan tafel leest dit."),
        rows=2,
        required=False,
    )

    def __init__(
        self, *args: Any, pieces: Choices, about: Mapping[str, str], closed: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        hidden = dict.fromkeys(closed, str(_("niet iedereen aan tafel ziet dit punt")))
        hints = {key: " · ".join(filter(None, (hint, hidden.get(key)))) for key, hint in about.items()}
        choose(self, "pieces", pieces, hints)
        if not pieces:
            del self.fields["pieces"]

    def clean(self) -> dict[str, Any]:
        """Something is put on the agenda."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("pieces") and not typed.get("own") and not self.errors:
            self.add_error(None, str(_("Kies iets uit het plan, of schrijf een eigen punt.")))
        return typed


class PresentForm(Form):
    """Who sits at the table."""

    who = ChoicesField(
        label=_("Wie zit er aan tafel?"),
        error_messages={"required": _("Duid aan wie er aan tafel zit.")},
    )

    def __init__(self, *args: Any, seats: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "who", seats)

    @property
    def seat_ids(self) -> list[UUID]:
        """Their seats."""
        return [UUID(one) for one in self.cleaned_data["who"]]

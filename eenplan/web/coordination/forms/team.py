"""Who starts, changes, is away or stops: the questions."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.network.actions.team import Work
from eenplan.network.enums import FUNCTIONS, LeaveKind
from eenplan.network.queries.team import Member
from eenplan.web.frontdoor.forms.pages import LANGUAGES as SPOKEN
from eenplan.web.shared.forms import ChoiceField, Choices, ChoicesField, DateField, Form, TextField, choose

WEEK = [
    ("1", _("maandag")),
    ("2", _("dinsdag")),
    ("3", _("woensdag")),
    ("4", _("donderdag")),
    ("5", _("vrijdag")),
    ("6", _("zaterdag")),
    ("7", _("zondag")),
]
LANGUAGES = [pair for pair in SPOKEN if pair[0] not in ("other", "und")]
TASKS = [(role.value, role.label) for role in FUNCTIONS]
LAST = date(2099, 12, 31)
STAND_IN = "stand_in"


def keys(options: Sequence[tuple[UUID, str]]) -> Choices:
    """Ids as answers."""
    return [(str(key), name) for key, name in options]


class FactsForm(Form):
    """What somebody is called and who employs them, where that was written down wrong."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=120,
        strip=True,
        error_messages={"required": _("Vul de naam van de medewerker in.")},
    )
    organisation = ChoiceField(
        label=_("In dienst bij"),
        help_text=_("Alleen organisaties die hier vandaag partner zijn."),
        widget=forms.Select,
        error_messages={
            "required": _("Kies de organisatie."),
            "invalid_choice": _("Kies een organisatie uit de lijst."),
        },
    )

    def __init__(self, *args: Any, employers: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", keys(employers))


class WorkForm(Form):
    """How much somebody works, on which days, where and with what."""

    share = forms.IntegerField(
        label=_("Hoeveel van voltijds?"),
        help_text=_("Voltijds is 100. Alles wat iemand tegelijk doet, is samen hoogstens 100."),
        min_value=0,
        max_value=100,
        error_messages={"required": _("Vul in hoeveel van voltijds, bijvoorbeeld 50 voor halftijds.")},
    )
    days = ChoicesField(label=_("Op welke dagen?"), choices=WEEK, required=False)
    zones = ChoicesField(
        label=_("In welke zones?"),
        help_text=_("Kies er geen als deze persoon overal werkt."),
        required=False,
    )
    languages = ChoicesField(label=_("Welke talen?"), choices=LANGUAGES, required=False)
    expertise = forms.CharField(
        label=_("Waar weet deze persoon veel van?"),
        help_text=_("Enkele woorden, met een komma ertussen. Bijvoorbeeld: autisme, schulden."),
        max_length=700,
        required=False,
    )

    def __init__(self, *args: Any, zones: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "zones", keys(zones))

    @property
    def work(self) -> Work:
        """What was answered."""
        typed = self.cleaned_data
        return Work(
            share=Decimal(typed["share"]) / 100,
            days=[int(one) for one in typed["days"]],
            zones=[UUID(one) for one in typed["zones"]],
            languages=typed["languages"],
            expertise=[one.strip() for one in typed["expertise"].split(",") if one.strip()],
        )

    @staticmethod
    def initial_of(member: Member) -> dict[str, Any]:
        """How it stands now."""
        return {
            "share": int(member.share * 100),
            "days": [str(one) for one in member.days],
            "zones": [str(key) for key, _name in member.zones],
            "languages": list(member.languages),
            "expertise": ", ".join(member.expertise),
        }


class AddWorkerForm(WorkForm):
    """Somebody starts: who, of which partner, as what, from and until when."""

    name = forms.CharField(
        label=_("Hoe heet deze medewerker?"),
        max_length=120,
        help_text=_("Voornaam en familienaam."),
        error_messages={"required": _("Vul de naam van de medewerker in.")},
    )
    email = forms.EmailField(
        label=_("E-mailadres van het werk"),
        help_text=_("Hiermee meldt deze persoon zich aan."),
        max_length=254,
        error_messages={"required": _("Vul het e-mailadres in waarmee deze persoon zich aanmeldt.")},
    )
    organisation = ChoiceField(
        label=_("Bij welke organisatie in dienst?"),
        help_text=_(
            "Enkel partners van dit samenwerkingsverband staan hier. De organisatie krijgt hierdoor geen toegang tot gezinnen."
        ),
        widget=forms.Select,
        error_messages={"required": _("Kies bij welke organisatie deze persoon in dienst is.")},
    )
    role = ChoiceField(
        label=_("Wat doet deze persoon hier?"),
        choices=TASKS,
        error_messages={"required": _("Kies wat deze persoon hier doet.")},
    )
    since = DateField(label=_("Eerste dag"), help_text=_("Vanaf die dag is er toegang."), latest=LAST)
    until = DateField(
        label=_("Laatste dag"),
        help_text=_("Als die al gekend is. De toegang sluit dan vanzelf."),
        required=False,
        latest=LAST,
    )
    field_order = ("name", "email", "organisation", "role", "share", "since", "until")

    def __init__(self, *args: Any, partners: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", [("", _("Kies een organisatie")), *keys(partners)])

    @property
    def end(self) -> date | None:
        """The day after the last."""
        return after(self.cleaned_data["until"])


class ChangeWorkForm(WorkForm):
    """What changes, and from when another share holds."""

    from_day = DateField(
        label=_("Vanaf welke dag werkt deze persoon meer of minder?"),
        help_text=_("Enkel nodig als het deel van voltijds verandert."),
        earliest=clock.today,
        latest=LAST,
        required=False,
    )
    field_order = ("share", "from_day")


class StandInForm(Form):
    """Who stands in."""

    stand_in = ChoiceField(
        label=_("Wie is er intussen voor de gezinnen?"),
        widget=forms.Select,
        error_messages={"required": _("Kies wie er intussen voor de gezinnen is.")},
    )

    def __init__(self, *args: Any, stand_ins: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "stand_in", [("", _("Kies wie vervangt")), *stand_ins])


class LeaveForm(StandInForm):
    """When somebody is away, and who stands in."""

    kind = ChoiceField(
        label=_("Waarom?"),
        help_text=_("Meer hoeft hier niet te staan, ook niets over gezondheid."),
        choices=LeaveKind.choices,
        error_messages={"required": _("Kies waarom, in één woord.")},
    )
    since = DateField(
        label=_("Eerste dag weg"),
        earliest=clock.today,
        latest=LAST,
        error_messages={"required": _("Vul de eerste dag in waarop deze persoon er niet is.")},
    )
    until = DateField(
        label=_("Laatste dag weg"),
        help_text=_("Laat leeg als dat nog niet gekend is."),
        required=False,
        latest=LAST,
    )
    field_order = ("since", "until", "kind", "stand_in")

    def __init__(self, *args: Any, needs_stand_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].required = needs_stand_in

    @property
    def end(self) -> date | None:
        """The day on which they are back."""
        return after(self.cleaned_data["until"])


class BackForm(Form):
    """Since when somebody is back."""

    on = DateField(label=_("Vanaf welke dag is deze persoon terug?"), earliest=clock.today, latest=LAST)


class GoneForm(StandInForm):
    """A coach fell away: who is there from now on."""

    comes_back = ChoiceField(
        label=_("Komt deze persoon terug?"),
        choices=[
            ("unknown", _("Ja, of dat weten we nog niet")),
            ("no", _("Nee, deze persoon werkt hier niet meer")),
        ],
        option_hints={
            "unknown": _("De taak blijft bestaan. De gezinnen zijn intussen bij wie vervangt."),
            "no": _("De toegang sluit meteen."),
        },
    )
    field_order = ("stand_in", "comes_back")


class EndForm(Form):
    """From when an assignment gives no access any more, and who takes over each family."""

    on = DateField(
        label=_("Vanaf welke dag werkt deze persoon hier niet meer?"),
        help_text=_("Vanaf die dag is de toegang dicht."),
        earliest=clock.today,
        latest=LAST,
    )
    stand_in = ChoiceField(
        label=_("Wie vervangt voorlopig?"),
        help_text=_("Voor de gezinnen waarvoor je nog geen nieuwe coach kiest."),
        widget=forms.Select,
        required=False,
    )
    reason = TextField(
        label=_("Waarom komt er een andere coach?"),
        help_text=_("Kort, en enkel nodig als je hier een nieuwe coach kiest. Dit leest het gezin niet."),
        rows=2,
        required=False,
    )
    over_norm_confirmed = forms.BooleanField(
        label=_("Ik bevestig dat er gezinnen bij komen, boven de norm."), required=False
    )

    def __init__(
        self,
        *args: Any,
        families: Mapping[UUID, str],
        coaches: Choices,
        stand_ins: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._families = list(families)
        choose(self, "stand_in", [("", _("Kies wie vervangt")), *stand_ins])
        for trajectory_id, name in families.items():
            self.fields[f"family_{trajectory_id.hex}"] = ChoiceField(
                label=name,
                choices=[(STAND_IN, _("Nog niet gekozen: voorlopig de vervanger")), *coaches],
                initial=STAND_IN,
                widget=forms.Select,
            )

    def family_fields(self) -> list[forms.BoundField]:
        """The question of each family."""
        return [self[f"family_{key.hex}"] for key in self._families]

    @property
    def coaches(self) -> dict[UUID, UUID]:
        """The new coach of each family that gets one."""
        chosen = {key: self.cleaned_data[f"family_{key.hex}"] for key in self._families}
        return {key: UUID(who) for key, who in chosen.items() if who != STAND_IN}


class FilterForm(Form):
    """What narrows the list of a team."""

    functie = ChoiceField(
        label=_("Functie"), choices=[("", _("Alle functies")), *TASKS], widget=forms.Select, required=False
    )
    organisatie = ChoiceField(label=_("Organisatie"), widget=forms.Select, required=False)
    zone = ChoiceField(label=_("Zone"), widget=forms.Select, required=False)
    taal = ChoiceField(
        label=_("Taal"), choices=[("", _("Alle talen")), *LANGUAGES], widget=forms.Select, required=False
    )
    zoek = forms.CharField(label=_("Naam of onderwerp"), max_length=60, required=False)

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[tuple[UUID, str]],
        zones: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisatie", [("", _("Alle organisaties")), *keys(organisations)])
        choose(self, "zone", [("", _("Alle zones")), *keys(zones)])


def after(last: date | None) -> date | None:
    """The day after a last day; None when there is none."""
    return last + timedelta(days=1) if last else None

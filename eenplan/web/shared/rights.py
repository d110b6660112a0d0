"""What may be asked about one's own data: the same questions with a card and at the table."""

from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.rights.enums import AskedHow, RequestKind
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField

_HINTS: dict[str, Words] = {
    RequestKind.CORRECTION: _("Je naam, je geboortedatum, je adres, of iets anders dat verkeerd staat."),
    RequestKind.RESTRICTION: _("Bijvoorbeeld tot uitgezocht is of iets klopt."),
    RequestKind.OBJECTION: _("Je schrijft waarom het in jouw situatie niet past."),
    RequestKind.MISSING: _("Je krijgt het, of je leest waarom het niet kan."),
}


class AskForm(Form):
    """Something about one's data as a whole."""

    kind = ChoiceField(
        label=_("Wat vraag je?"),
        choices=[
            (RequestKind.CORRECTION, _("Verbeter iets dat niet klopt")),
            (RequestKind.MISSING, _("Ik mis iets in mijn kopie")),
            (RequestKind.RESTRICTION, _("Gebruik mijn gegevens een tijd niet")),
            (RequestKind.OBJECTION, _("Ik heb bezwaar: gebruik mijn gegevens hier niet voor")),
        ],
        option_hints=_HINTS,
    )
    words = TextField(label=_("Vertel het in je eigen woorden"))


class AskPieceForm(Form):
    """Something about one piece of the file."""

    kind = ChoiceField(
        label=_("Wat wil je?"),
        choices=[
            (RequestKind.CORRECTION, _("Het moet verbeterd worden")),
            (RequestKind.STATEMENT, _("Het mag blijven, met mijn uitleg erbij")),
            (RequestKind.RESTRICTION, _("Gebruik het een tijd niet")),
            (RequestKind.OBJECTION, _("Ik heb bezwaar: toon dit aan niemand anders")),
        ],
        option_hints={
            RequestKind.STATEMENT: _("Wie dit stuk mag lezen, leest dan ook jouw uitleg."),
            RequestKind.RESTRICTION: _(
                "Bijvoorbeeld tot uitgezocht is of het klopt. Zegt je coach ja, dan lezen enkel wie het aangaat en je coach het nog."
            ),
            RequestKind.OBJECTION: _(
                "Je schrijft waarom. Zegt je coach ja, dan wordt dit met niemand meer gedeeld."
            ),
        },
    )
    words = TextField(label=_("Wat klopt er niet, of wat wil je erbij zeggen?"))


class Noted(Form):
    """How and when somebody asked it, for who writes it down."""

    how = ChoiceField(
        label=_("Hoe werd het gevraagd?"),
        choices=[(AskedHow.TABLE, _("Hardop, bij de coach")), (AskedHow.PAPER, _("Op papier"))],
    )
    asked_on = DateField(label=_("Welke dag werd het gevraagd?"), latest=clock.today)

"""The page that shows every component, in a demo only: where a screen is designed, and where axe looks."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from eenplan.core import clock
from eenplan.families.rules import Place
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.components import Chip, Crumb, Pill, Row, Step, Tile
from eenplan.web.shared.forms import (
    ChoicesField,
    DateField,
    Form,
    TextField,
    TimeField,
    YesNoField,
)
from eenplan.web.shared.labels import LabelsForm, LabelsNow


class ExampleForm(Form):
    """One of each kind of question."""

    name = forms.CharField(label=_("Je naam"), max_length=80)
    email = forms.EmailField(
        label=_("E-mailadres"), required=False, help_text=_("Enkel om je een bericht te sturen.")
    )
    question = TextField(
        label=_("Wat loopt moeilijk?"), help_text=_("In je eigen woorden. Het mag kort."), max_length=2000
    )
    referrer = forms.ChoiceField(
        label=_("Wie meldt aan?"),
        choices=[("", _("Kies")), ("clb", _("CLB")), ("caw", _("CAW")), ("gp", _("Huisarts"))],
    )
    informed = YesNoField(
        label=_("Weet het gezin dat je aanmeldt?"),
        unknown=True,
        option_hints={"no": _("Bespreek het eerst met hen, als dat veilig kan.")},
    )
    domains = ChoicesField(
        label=_("Waarover gaat het?"),
        choices=[
            ("home", _("Wonen")),
            ("money", _("Geld")),
            ("school", _("School")),
            ("health", _("Gezondheid")),
        ],
        help_text=_("Kies alles wat past."),
        required=False,
    )
    born = DateField(
        label=_("Wanneer is het kind geboren?"),
        help_text=_("Bijvoorbeeld 27 3 2019."),
        latest=clock.today,
        unknown=True,
    )
    at = TimeField(label=_("Hoe laat?"), help_text=_("Bijvoorbeeld 14.30."))
    agreed = forms.BooleanField(label=_("Het gezin wil dat we bellen."))


WRONG = {
    "email": "sara@",
    "question": "Te veel tegelijk.",
    "born_day": "31",
    "born_month": "2",
    "born_year": "2019",
    "at": "straks",
}

EXAMPLES = {
    "pills": [
        Pill(_("Alle open"), "#pills", 42, current=True),
        Pill(_("Nieuw"), "#pills", 6),
        Pill(_("Gesprek plannen"), "#pills", 11),
        Pill(_("Gesprek gepland"), "#pills", 19),
    ],
    "rows": [
        Row(_("Aangemeld door"), "CLB Voorbeeld", "#summary", _("Wijzigen")),
        Row(_("Op"), "17 oktober 2026", "#summary", _("Wijzigen")),
        Row(_("In hun woorden"), "We weten niet meer bij wie we moeten zijn.", "#summary", _("Wijzigen")),
    ],
    "steps": [
        Step("Inschrijven bij de woonmaatschappij", True, "Jeroen · klaar"),
        Step("Aanvraag huursubsidie samen invullen", False, "coach · 28 november"),
        Step("Neef met bestelwagen vragen voor de zetel", False, "Kaat · 1 december"),
    ],
    "tiles": [
        Tile("house", _("Ons plan"), "#tiles", "2 doelen, 3 stappen deze week"),
        Tile("circle-check", _("Wat ik doe"), "#tiles", "neef vragen voor de zetel"),
        Tile("hourglass", _("Waar we op wachten"), "#tiles", "autismebegeleiding: in december", "soon"),
        Tile("handshake", _("Wie helpt ons"), "#tiles", "Sara, oma, CLB, OCMW", "people"),
        Tile("eye", _("Wie keek in ons plan?"), "#tiles", "Sara, gisteren"),
    ],
    "chips": [
        Chip(_("Wonen"), "soon"), Chip(_("Geld"), "soon"), Chip(_("Gezondheid"), "soon"),
        Chip(_("Familie en vrienden"), "ontime"), Chip(_("Vrije tijd"), "ontime"), Chip(_("Werk")),
    ],
    "crumbs": [Crumb(_("Mijn gezinnen"), "#summary"), Crumb("Kaat, Jeroen en de kinderen")],
    "entries": [
        ("late", "4 dagen te laat", "beloofd tegen 17 november", "Gezin met 3 kinderen, Genk",
         "“We weten niet meer bij wie we moeten zijn.”", "CLB · 17 oktober", "coach: nog niemand", "Coach kiezen", "filled"),
        ("soon", "Nog 2 dagen", "tegen 23 november", "Jongere, 17 jaar, Bilzen",
         "wil alleen gaan wonen · meldde zichzelf aan", "zelf · 23 oktober", "coach: Sara V.", "Gesprek plannen", "filled"),
        ("soon", "Nog 6 dagen", "tegen 27 november", "Gezin, kindje op komst, Maasmechelen",
         "wacht op CKG sinds 3 september", "Kind en Gezin · 27 oktober", "gesprek op 24 november", "Gesprek noteren", "quiet"),
        ("ontime", "Nog 19 dagen", "tegen 10 december", "Gezin met 1 kind, As",
         "misschien al gekend · eerst aan het gezin vragen", "huisarts · 10 november", "coach: nog niemand", "Aanmelder bellen", "quiet"),
    ],
}  # fmt: skip


@require_safe
@public
def view_components(request: ActingRequest) -> HttpResponse:
    """Every component once, with a line on when to use it. `?fout` shows the form as it comes back with errors."""
    if not settings.DEMO:
        raise Http404
    form = ExampleForm(WRONG if "fout" in request.GET else None)
    frame = "shared/family.html" if "gezin" in request.GET else "shared/base.html"
    people = (("0", "Kaat, ouder"), ("1", "Noor, 13 jaar"))
    labels_form = LabelsForm(prefix="piece", labelled=LabelsNow(Place.CHILD_VIEW, people, child="Noor"))
    context = {**EXAMPLES, "form": form, "labels_form": labels_form, "frame": frame}
    return render(request, "shared/gallery.html", context)

"""How I hear that something is ready for me: nothing, until I choose it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eenplan.audit.actions import record_read
from eenplan.core.errors import RuleBroken
from eenplan.families.queries import person_of
from eenplan.plans.actions.hearing import choose_own_way
from eenplan.plans.enums import HearsBy
from eenplan.plans.queries.notices import Hears, how_i_hear
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.forms import ChoiceField, Form, choose
from eenplan.web.shared.hearing import AS_IS, LETTER, NOTHING, chosen_words, now_chosen, ways


def tile() -> Tile:
    """The door to this page."""
    return Tile("bell", _("Een seintje krijgen"), reverse("family:choose-hearing"), "")


class HearingForm(Form):
    """Nothing, a letter, or a message to an address of one's own."""

    way = ChoiceField(
        label=gettext_lazy("Hoe mogen we je een seintje geven?"),
        error_messages={"required": gettext_lazy("Kies hoe je het wilt. Niets sturen mag ook.")},
    )

    def __init__(self, data: object, hears: Hears) -> None:
        now = now_chosen(hears)
        super().__init__(data, initial={"way": now})
        as_is = [(AS_IS, _("zoals nu: %(way)s") % {"way": chosen_words(hears)})] if now == AS_IS else []
        nothing, letter = (NOTHING, _("Stuur mij niets")), (LETTER, _("een brief, die mijn coach mij geeft"))
        choose(self, "way", [nothing, *as_is, *ways(hears.can), letter])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def choose_hearing(request: SignedRequest) -> HttpResponse:
    """Choose how, and read what such a message says."""
    acting = request.acting
    hears = how_i_hear(acting)
    form = HearingForm(request.POST if request.method == "POST" else None, hears)
    if form.is_valid():
        chosen = form.cleaned_data["way"]
        own = next((one for one in hears.can if one.key == chosen), None)
        try:
            if own:
                choose_own_way(acting, by=own.by, entrance_id=own.entrance_id)
            elif chosen != AS_IS:
                choose_own_way(acting, by=HearsBy(chosen))
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Dat is bewaard. Je kunt het altijd weer veranderen."))
            return redirect("family:choose-hearing")
    record_read(acting, "plans:hears", families=[person_of(acting).family_id])
    context = {
        "form": form,
        "has_addresses": bool(hears.can),
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/hearing.html", context, status=422 if form.errors else 200)

"""Who looked at our plan, and asking about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.rights import actions
from eenplan.rights.actions.looking import looked
from eenplan.rights.queries.looking import Looked, look_questions, who_looked
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.components import Tile
from eenplan.web.shared.looking import TO_THE_FAMILY, AskForm, asked_line, day_in, looked_days


def tile() -> Tile:
    """The door to this page."""
    return Tile(
        "history", _("Wie keek in ons plan?"), reverse("family:read-looked"), _("Wie, wanneer en waarom.")
    )


@never_cache
@require_safe
@card_holder
def read_looked(request: SignedRequest) -> HttpResponse:
    """Who looked, by day, the newest first (`?voor=` goes back in time); and what I asked about it."""
    acting = request.acting
    person = person_of(acting)
    before = day_in(request.GET.get("voor"))
    page = who_looked(acting, person.family_id, before=before, language=language_now())
    href = reverse("family:read-looked")
    record_read(acting, "rights:looked", families=[person.family_id])
    context = {
        "days": looked_days(page.found, TO_THE_FAMILY, ask_href=reverse("family:ask-look")),
        "asked": [asked_line(one) for one in look_questions(acting, person.family_id, mine=True)],
        "next_href": f"{href}?voor={page.before.isoformat()}" if page.before else "",
        "first_href": href if before else "",
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/looked.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def ask_look(request: SignedRequest) -> HttpResponse:
    """Ask about one who looked on a day (`?dag=&wie=`), or in general."""
    acting = request.acting
    person = person_of(acting)
    about = _about(request, person.family_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.ask_look(
                acting,
                words=form.cleaned_data["words"],
                on=about.day if about else None,
                by=about.actor_id if about else None,
                language=language_now(),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _(
                    "Je vraag is weg. Je coach en de privacyverantwoordelijke lezen ze. Het antwoord komt hier."
                ),
            )
            return redirect("family:read-looked")
    record_read(acting, "rights:looked", families=[person.family_id])
    days = looked_days([about], TO_THE_FAMILY) if about else []
    context = {"form": form, "days": days, "home_href": reverse("family:open-card")}
    return render(request, "family/ask-look.html", context, status=422 if form.errors else 200)


def _about(request: SignedRequest, family_id: UUID) -> Looked | None:
    """About whom on which day, when the address says it. Raises NotFound for what is not on my list."""
    if "dag" not in request.GET and "wie" not in request.GET:
        return None
    on = day_in(request.GET.get("dag"))
    try:
        by = UUID(request.GET.get("wie", ""))
    except ValueError:
        by = None
    if on is None or by is None:
        raise NotFound("looked")
    return looked(request.acting, family_id, on=on, by=by, language=language_now())

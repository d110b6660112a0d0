"""What the pages about partners and organisations share: who may, the way back up, a form asked, refused or done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import OrganisationFull, organisation_full
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form

WHO = (Role.COORDINATOR, Role.ADMIN)
FORM = ["GET", "HEAD", "POST"]


def crumbs(place: Place, *more: Crumb) -> list[Crumb]:
    """The way back up to the list."""
    return [
        Crumb(_("Netwerk"), reverse("coordination:read-start")),
        Crumb(_("Partners"), reverse("coordination:list-partners") + place.query),
        *more,
    ]


def opened(request: SignedRequest, organisation_id: UUID) -> tuple[Place, OrganisationFull]:
    return place_of(request), organisation_full(request.acting, organisation_id, on=today())


def together(form: Form, act: Callable[[], Any]) -> Any:
    """Do something; None and the words beside the field when it was refused. Nothing of it then stands."""
    try:
        with transaction.atomic():
            return act()
    except RuleBroken as error:
        form.refuse(error)
        return None


def answer(request: SignedRequest, template: str, context: dict[str, Any], form: Form) -> HttpResponse:
    """The page of a form, with 422 when something must be mended."""
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def finish(request: SignedRequest, said: str, full: OrganisationFull, place: Place) -> HttpResponse:
    messages.success(request, words.kept(said))
    return redirect(present.partner_href(full.id, place))


def ask(
    request: SignedRequest,
    place: Place,
    full: OrganisationFull,
    form: Form,
    title: str,
    save: str,
    **more: Any,
) -> HttpResponse:
    """The page of an act on a partner."""
    href = present.partner_href(full.id, place)
    context = {
        "crumbs": crumbs(place, Crumb(full.name, href), Crumb(title)),
        "place": place,
        "title": title,
        "name": full.name,
        "form": form,
        "save": save,
        "back_href": href,
        **more,
    }
    return answer(request, "coordination/change-partner.html", context, form)

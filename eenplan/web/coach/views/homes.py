"""Where the family lives, and who is what to which child."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.families import actions as families
from eenplan.families.enums import ItemKind, PersonRole, TieKind
from eenplan.families.queries import home_addresses, ties
from eenplan.network.queries import search_municipality
from eenplan.plans import actions
from eenplan.plans.actions import Saved
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import HomePiece, PlanNow
from eenplan.web.coach.forms import homes as forms
from eenplan.web.coach.presenters import homes as presenters
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    edit,
    item_or_gone,
    labelled,
    plan_crumbs,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles

ANCHOR = "huizen"


@require_http_methods(FORM)
@roles(*WRITES)
def add_home(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Write down a home, and who lives there."""
    return _home(request, plan_to_write(request, family_id), None, is_gone=False)


@require_http_methods(FORM)
@roles(*WRITES)
def change_home(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Change a home: until today it was as it stood."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, HomePiece)
    return _home(request, page, piece if isinstance(piece, HomePiece) else None, is_gone=piece is None)


def _home(request: SignedRequest, page: PlanNow, piece: HomePiece | None, *, is_gone: bool) -> HttpResponse:
    initial: dict[str, object] = {"revision": page.sections[SectionKey.WHO_WE_ARE].revision}
    if piece:
        address = home_addresses(request.acting, page.family_id).get(piece.item_id)
        initial |= {
            "name": piece.name,
            "since": piece.since,
            "until": presenters.last_day(piece),
            "address": address.value if address else "",
            "municipality": address.municipality if address else "",
            "who_sees": "all" if address and address.for_everyone else "few",
            **{f"lives_{one.person_id.hex}": one.share.value for one in piece.residents},
        }
    form = forms.HomeForm(
        posted(request),
        people=presenters.everybody(page),
        initial=initial,
        labelled=labelled(page, piece, ItemKind.HOME),
    )

    def keep() -> Saved:
        return actions.note_home(
            request.acting,
            plan_id=page.plan_id,
            home=form.fields_of(_municipality(request, form.cleaned_data["municipality"])),
            item_id=piece.item_id if piece else None,
            labels=form.labels_given(),
            revision=form.revision_read if piece else None,
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Huis aanpassen") if piece else _("Een huis opschrijven"),
        keep=keep,
        anchor=ANCHOR,
        piece=piece,
        is_gone=is_gone,
        add_href=reverse("coach:add-home", args=[page.family_id]),
    )


def _municipality(request: SignedRequest, typed: str) -> UUID | None:
    """The municipality that was meant; refuses a name that is none."""
    if not typed.strip():
        return None
    found = search_municipality(request.acting, typed, on=today(), limit=2)
    exact = [one for one in found if one.name.casefold() == typed.strip().casefold()] or found
    if len(exact) != 1:
        raise RuleBroken(
            "coach:municipality-unknown",
            _("Deze gemeente kennen we niet. Schrijf de naam van de gemeente voluit, zoals: Genk."),
            field="municipality",
        )
    return exact[0].id


@require_http_methods(FORM)
@roles(*WRITES)
def list_ties(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Who is parent, carer, holder of authority or representative of which child; and who elsewhere knows."""
    page = plan_to_write(request, family_id)
    form = forms.TieForm(
        posted(request), people=presenters.grown_ups(page), children=presenters.children(page)
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            families.tie(
                request.acting,
                person_id=page.person(UUID(typed["person"])).id,
                child_id=page.person(UUID(typed["child"])).id,
                kind=TieKind(typed["kind"]),
                since=typed["since"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect("coach:list-ties", family_id)
    title = _("Ouders en gezag")
    context = {
        "crumbs": plan_crumbs(request, page, title),
        "title": title,
        "page": page,
        "form": form,
        "children": presenters.tie_lines(page, ties(request.acting, family_id)),
        "elsewhere": presenters.elsewhere(page),
        "back": plan_href(page, ANCHOR),
    }
    return render(request, "coach/ties.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@roles(*WRITES)
def end_tie(request: SignedRequest, family_id: UUID, tie_id: UUID) -> HttpResponse:
    """It is so no longer."""
    page = plan_to_write(request, family_id)
    if tie_id not in {one.id for one in ties(request.acting, page.family_id)}:
        raise Http404
    families.untie(request.acting, tie_id=tie_id)
    say_saved(request)
    return redirect("coach:list-ties", family_id)


@require_http_methods(FORM)
@roles(*WRITES)
def note_informed(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Whether a parent who lives elsewhere knows of the plan."""
    page = plan_to_write(request, family_id)
    person = page.person(person_id)
    if person.role == PersonRole.CHILD:
        raise Http404
    known = {True: "yes", False: "no", None: "unknown"}[person.informed]
    form = forms.InformedForm(posted(request), initial={"informed": known})
    form.fields["informed"].label = _("Weet %(name)s van dit plan?") % {"name": person.given_name}
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Weet deze ouder van het plan?"),
        keep=lambda: families.note_informed(
            request.acting,
            person_id=person_id,
            informed={"yes": True, "no": False}.get(form.cleaned_data["informed"]),
        ),
        done_href=reverse("coach:list-ties", args=[family_id]),
    )

"""Who has a role beside the team or for the whole: the list, giving one, and letting one end (rule 16)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.network.actions import roles as actions
from eenplan.network.actions.invitations import DAYS, invite
from eenplan.network.queries import role_title
from eenplan.network.queries.roles import Holder, organisations_on, role_holders
from eenplan.network.queries.signed_in import may_renew
from eenplan.network.queries.team import partners_who_lend
from eenplan.network.rules.roles import roles_given_by
from eenplan.web.coordination.forms.roles import EndRoleForm, GiveRoleForm
from eenplan.web.coordination.forms.team import after
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.coordination.views.team import FORM, status_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

GIVES = (Role.COORDINATOR, Role.ADMIN)


@require_safe
@roles(*GIVES)
def list_roles(request: SignedRequest) -> HttpResponse:
    """Everybody who may come in without working in the team, and until when."""
    place = place_of(request)
    held = role_holders(request.acting, partnership_id=place.id, on=today())
    titles = dict(_titles(request))
    lines = [(one, words.sentence(titles[one.role]), _days(one)) for one in held]
    context = {
        "place": place,
        "crumbs": _crumbs(place),
        "groups": [
            (place.name, [line for line in lines if not line[0].is_of_the_whole]),
            *(
                [(_("Voor het geheel"), [line for line in lines if line[0].is_of_the_whole])]
                if request.acting.role == Role.ADMIN
                else []
            ),
        ],
    }
    return render(request, "coordination/list-roles.html", context)


@never_cache
@require_http_methods(FORM)
@roles(*GIVES)
def give_role(request: SignedRequest) -> HttpResponse:
    """Somebody gets a role; who has no password yet gets a code, shown this once."""
    place = place_of(request)
    is_admin = request.acting.role == Role.ADMIN
    form = GiveRoleForm(
        request.POST if request.method == "POST" else None,
        titles=_titles(request),
        organisations=organisations_on(request.acting, on=place.day)
        if is_admin
        else partners_who_lend(request.acting, partnership_id=place.id, on=place.day),
        initial={"since": place.day},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            given = actions.give_role(
                request.acting,
                name=typed["name"],
                email=typed["email"],
                organisation_id=UUID(typed["organisation"]),
                role=Role(typed["role"]),
                partnership_id=place.id,
                since=typed["since"],
                until=after(typed["until"]),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("%(name)s heeft vanaf %(day)s een rol")
            said %= {"name": typed["name"], "day": words.day(typed["since"])}
            messages.success(request, words.kept(said))
            return _show_code(request, place, typed["name"], given.code) if given.code else _back(place)
    context = {
        "place": place,
        "crumbs": _crumbs(place, _("Een rol geven")),
        "form": form,
        "is_admin": is_admin,
    }
    return render(request, "coordination/give-role.html", context, status=status_of(form))


@require_http_methods(FORM)
@roles(*GIVES)
def end_role(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """Let a role end, today or later."""
    place = place_of(request)
    one = _one(request, place, assignment_id)
    form = EndRoleForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(request.acting, assignment_id=assignment_id, on=form.day)
        except RuleBroken as error:
            form.refuse(error)
        else:
            said = _("%(name)s heeft deze rol niet meer vanaf %(day)s")
            messages.success(request, words.kept(said % {"name": one.name, "day": words.day(form.day)}))
            return _back(place)
    context = {
        "crumbs": _crumbs(place, one.name),
        "place": place,
        "form": form,
        "one": one,
        "title": words.sentence(dict(_titles(request))[one.role]),
        "days": _days(one),
        "may_take_back": one.since >= today(),
        "may_renew": may_renew(request.acting, one.account_id),
        "back": _address(place),
    }
    return render(request, "coordination/end-role.html", context, status=status_of(form))


@require_POST
@roles(*GIVES)
def take_back_role(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """Take back at once what was given today or begins later."""
    place = place_of(request)
    one = _one(request, place, assignment_id)
    try:
        actions.take_back_role(request.acting, assignment_id=assignment_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, words.kept(_("de rol van %(name)s is teruggenomen") % {"name": one.name}))
    return _back(place)


@never_cache
@require_POST
@roles(*GIVES)
def make_role_code(request: SignedRequest, assignment_id: UUID) -> HttpResponse:
    """A new code for who has no password yet, or lost what they sign in with; the one before it stops working."""
    place = place_of(request)
    one = _one(request, place, assignment_id)
    if one.account_id is None:
        raise Http404
    return _show_code(request, place, one.name, invite(request.acting, account_id=one.account_id))


def _one(request: SignedRequest, place: Place, assignment_id: UUID) -> Holder:
    for one in role_holders(request.acting, partnership_id=place.id, on=today()):
        if one.assignment_id == assignment_id:
            return one
    raise Http404


def _titles(request: SignedRequest) -> list[tuple[Role, str]]:
    """The roles that they give, as they are called (rule 47)."""
    language = language_now()
    given = roles_given_by(request.acting.role)
    return [(role, role_title(request.acting, role, on=today(), language=language)) for role in given]


def _days(one: Holder) -> str:
    """Since when, or from when; and until when."""
    said = _("sinds %(day)s") if one.since <= today() else _("vanaf %(day)s")
    said %= {"day": words.day(one.since)}
    if one.until is None:
        return said
    until = _("tot %(day)s") % {"day": words.day(one.until)}
    return f"{said}, {until}"


def _show_code(request: SignedRequest, place: Place, name: str, code: str) -> HttpResponse:
    context = {
        "crumbs": _crumbs(place, _("Eerste keer aanmelden")),
        "name": name,
        "code": code,
        "days": DAYS,
        "door": request.build_absolute_uri(reverse("account:first-password")),
        "back": _address(place),
        "back_label": _("Naar wie mag binnen"),
    }
    return render(request, "coordination/sign-in-code.html", context)


def _address(place: Place) -> str:
    return reverse("coordination:list-roles") + place.query


def _back(place: Place) -> HttpResponse:
    return redirect(_address(place))


def _crumbs(place: Place, here: str = "") -> list[Crumb]:
    top = Crumb(_("Netwerk"), reverse("coordination:read-start"))
    listed = _("Wie mag binnen")
    return [top, Crumb(listed, _address(place)), Crumb(here)] if here else [top, Crumb(listed)]

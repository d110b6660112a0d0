"""Who may see one piece of the file: read what holds, and change it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.core.errors import RuleBroken
from eenplan.families.queries import family, persons
from eenplan.families.rules import Labels, Overtaken, Whose
from eenplan.plans import actions
from eenplan.plans.queries.labels import LabelledPiece, labelled
from eenplan.web.coach.calm import set_typed
from eenplan.web.coach.presenters.choices import everybody
from eenplan.web.coach.views.around import FORM, WRITES, crumbs_of, posted, say_saved
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.labels import LabelsForm, LabelsNow, follows, labels_from

_SALT = "eenplan.labels"


class RelabelForm(LabelsForm):
    """The labels of one piece. It carries, signed, what it showed."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def read(self) -> tuple[Labels, Whose] | None:
        """What somebody read before they changed it; None when that was not sent."""
        try:
            labels, about, from_whom = signing.loads(str(self.data.get("was", "")), salt=_SALT)
        except signing.BadSignature:
            return None
        whose = Whose(tuple(UUID(one) for one in about), UUID(from_whom) if from_whom else None)
        return Labels(**labels), whose

    def whose(self) -> Whose:
        """About whom and from whom, as it was chosen."""
        typed = self.cleaned_data
        order = [key for key, _label in self.labelled.people] if self.labelled else []
        about = sorted(typed["about"], key=order.index)
        from_whom = typed["from_whom"]
        return Whose(tuple(UUID(one) for one in about), UUID(from_whom) if from_whom else None)


def _signed(piece: LabelledPiece) -> str:
    about = [str(one) for one in piece.whose.about]
    teller = str(piece.whose.from_whom_id or "")
    return signing.dumps([asdict(piece.labels), about, teller], salt=_SALT, compress=True)


@require_http_methods(FORM)
@roles(*WRITES)
def relabel_piece(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Change who may see a piece, about whom it is and from whom (rule 32)."""
    acting = request.acting
    found = family(acting, family_id)
    piece = labelled(acting, family_id, item_id)
    people = persons(acting, [family_id])[family_id]
    names: dict[UUID | None, str] = {one.id: one.given_name for one in people}
    now = LabelsNow(piece.place, tuple(everybody(people)), piece.labels, piece.whose)
    form = RelabelForm(posted(request), labelled=now, initial={"was": _signed(piece)})
    back = _back(request, piece, family_id)
    if form.is_bound and form.is_valid() and _keep(request, form, piece):
        say_saved(request)
        messages.info(request, follows(labels_from(form.cleaned_data)))
        return redirect(back)
    context: dict[str, Any] = {
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Wie mag dit zien?"))),
        "name": found.name,
        "piece": piece,
        "kind": str(piece.kind.label),
        "form": form,
        "follows": follows(piece.labels, names.get(piece.whose.from_whom_id, "")),
        "back": back,
    }
    return render(request, "coach/relabel.html", context, status=422 if form.is_bound else 200)


def _keep(request: SignedRequest, form: RelabelForm, piece: LabelledPiece) -> bool:
    """Whether it was kept. If not, the form says why, and carries what stands there now."""
    try:
        if form.read is None:
            raise Overtaken()
        actions.relabel_piece(
            request.acting,
            item_id=piece.item_id,
            labels=labels_from(form.cleaned_data),
            whose=form.whose(),
            was=form.read,
        )
    except RuleBroken as error:
        form.refuse(error)
        set_typed(form, {"was": _signed(piece)})
        return False
    return True


def _back(request: SignedRequest, piece: LabelledPiece, family_id: UUID) -> str:
    """Where one came from, on this site; else the plan, or the family's page for what stands beside it."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    name = "coach:read-plan" if piece.is_in_plan else "coach:read-family"
    return reverse(name, args=[family_id])

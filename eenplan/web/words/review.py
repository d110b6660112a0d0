"""A jurist looked at a term of the law: when, and who in words. For the administrator."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from eenplan.consent.actions.terms import note_review as keep_review
from eenplan.consent.enums import TermCode
from eenplan.core import clock
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import Dated
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import DateField, Form
from eenplan.web.words.kinds import KINDS, Kind
from eenplan.web.words.views import review_words


class ReviewForm(Form):
    """When a jurist looked, and who."""

    on = DateField(label=gettext_lazy("Op welke dag keek een jurist dit na?"), latest=clock.today)
    by = forms.CharField(
        label=gettext_lazy("Wie keek het na?"),
        help_text=gettext_lazy(
            "Een functie of dienst is genoeg, zoals ‘juridische dienst van het agentschap’."
        ),
        max_length=120,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.ADMIN)
def note_review(request: SignedRequest, kind: str, code: str) -> HttpResponse:
    """Note the look of a jurist at what begins on a day (`?vanaf=`)."""
    which = KINDS.get(kind)
    if which is None or not which.reviewed:
        raise Http404
    row = _row(request, which, code)
    back = reverse("words:read-kind", args=[which.slug])
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            keep_review(request.acting, code=TermCode(code), since=row.since, on=typed["on"], by=typed["by"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("een jurist keek dit na.")))
            return redirect(back)
    label = words.sentence(str(TermCode(code).label))
    context = {
        "title": label,
        "said": which.said({**row.values, "code": code}),
        "review": review_words(row),
        "form": form,
        "crumbs": [
            Crumb(_("Instellingen"), reverse("words:list-kinds")),
            Crumb(which.title, back),
            Crumb(_("Nagekeken")),
        ],
        "back": back,
    }
    return render(request, "words/note-review.html", context, status=422 if form.is_bound else 200)


def _row(request: SignedRequest, kind: Kind, code: str) -> Dated:
    try:
        since = date.fromisoformat(request.GET.get("vanaf", ""))
    except ValueError as error:
        raise Http404 from error
    for row in kind.keeper.through_time(request.acting, None):
        if row.code == code and row.since == since and (row.until is None or row.until > clock.today()):
            return row
    raise Http404

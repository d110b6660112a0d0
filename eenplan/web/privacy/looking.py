"""Who looks unusually widely, and what families ask about who looked: for the privacy officer."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.rights import actions
from eenplan.rights.enums import Breadth
from eenplan.rights.queries.looking import (
    Norm,
    Wide,
    breadth_norm,
    look_question,
    look_questions_here,
    unusual_breadth,
)
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form, TextField
from eenplan.web.shared.looking import AnswerForm, asked_line, signature


class RemarkForm(Form):
    """What the privacy officer found."""

    words = TextField(
        label=gettext_lazy("Wat vond of deed je?"),
        help_text=gettext_lazy("Bijvoorbeeld: verving een collega. Schrijf niets over gezinnen."),
        error_messages={"required": gettext_lazy("Schrijf wat je vond of deed.")},
    )


class NormForm(Form):
    """From when looking is unusually wide."""

    days = forms.IntegerField(
        label=gettext_lazy("Binnen hoeveel dagen tellen we?"), min_value=1, max_value=92
    )
    opened = forms.IntegerField(
        label=gettext_lazy("Meer dan hoeveel dossiers is veel?"),
        help_text=gettext_lazy("Dossiers die één persoon in die dagen opent. Een lijst telt niet."),
        min_value=1,
        max_value=9999,
    )
    outside = forms.IntegerField(
        label=gettext_lazy("Meer dan hoeveel dossiers buiten de eigen zones of het eigen team?"),
        min_value=1,
        max_value=9999,
    )
    emergencies = forms.IntegerField(
        label=gettext_lazy("Meer dan hoeveel dossiers in een noodsituatie?"), min_value=1, max_value=9999
    )


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Privacy"), reverse("privacy:read-home")), *more]


@require_safe
@roles(Role.PRIVACY_OFFICER)
def read_breadth(request: SignedRequest) -> HttpResponse:
    """Who opened more files than usual: days and references."""
    norm = breadth_norm(request.acting)
    found = unusual_breadth(request.acting)
    record_read(request.acting, "rights:breadth", families=[])
    context = {
        "crumbs": _crumbs(Crumb(_("Ongewoon breed kijken"))),
        "norm": norm,
        "open": [_line(one) for one in found if not one.is_looked_at],
        "seen": [_line(one) for one in found if one.is_looked_at],
    }
    return render(request, "privacy/read-breadth.html", context)


def _line(one: Wide) -> dict[str, object]:
    number = ngettext("%(count)d dossier", "%(count)d dossiers", one.number) % {"count": one.number}
    told = {
        Breadth.FILES: _("Opende %(number)s."),
        Breadth.OUTSIDE: _("Opende %(number)s buiten de eigen zones of het eigen team."),
        Breadth.EMERGENCY: _("Opende %(number)s in een noodsituatie."),
    }[one.kind]
    day, last = words.day(one.first_day), words.day(one.last_day)
    return {
        "name": one.name or _("Iemand die hier niet meer werkt"),
        "role": ", ".join(part for part in (one.title, one.organisation) if part),
        "said": told % {"number": number},
        "when": _("Op %(day)s") % {"day": day}
        if day == last
        else _("Van %(day)s tot %(last)s") % {"day": day, "last": last},
        "references": one.references,
        "remark": one.remark,
        "href": reverse("privacy:remark-on-breadth", args=[one.actor_id, one.kind.value]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.PRIVACY_OFFICER)
def remark_on_breadth(request: SignedRequest, looker_id: UUID, breadth: str) -> HttpResponse:
    """Looked into it: write what came of it."""
    found = next(
        (one for one in unusual_breadth(request.acting) if (one.actor_id, one.kind) == (looker_id, breadth)),
        None,
    )
    if found is None:
        raise NotFound("breadth")
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.remark_on(
                request.acting, actor_id=looker_id, kind=found.kind, words=form.cleaned_data["words"]
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect("privacy:read-breadth")
    record_read(request.acting, "rights:breadth", families=[])
    title = _("Bekeken")
    context = {
        "form": form,
        "line": _line(found),
        "crumbs": _crumbs(Crumb(_("Ongewoon breed kijken"), reverse("privacy:read-breadth")), Crumb(title)),
        "title": title,
    }
    return render(request, "privacy/remark.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.PRIVACY_OFFICER)
def set_breadth(request: SignedRequest) -> HttpResponse:
    """From when looking is unusually wide in this partnership."""
    now = breadth_norm(request.acting)
    form = NormForm(
        request.POST if request.method == "POST" else None, initial={**now._asdict(), "opened": now.files}
    )
    if form.is_valid():
        try:
            typed = form.cleaned_data
            norm = Norm(typed["opened"], typed["days"], typed["outside"], typed["emergencies"])
            actions.set_breadth(request.acting, norm=norm)
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect("privacy:read-breadth")
    title = _("Vanaf wanneer is het ongewoon?")
    context = {
        "form": form,
        "title": title,
        "crumbs": _crumbs(Crumb(_("Ongewoon breed kijken"), reverse("privacy:read-breadth")), Crumb(title)),
    }
    return render(request, "privacy/set-breadth.html", context, status=422 if form.errors else 200)


@require_safe
@roles(Role.PRIVACY_OFFICER)
def list_look_questions(request: SignedRequest) -> HttpResponse:
    """What families ask about who looked."""
    found = look_questions_here(request.acting)
    record_read(
        request.acting, "rights:look-questions", families=list(dict.fromkeys(one.family_id for one in found))
    )
    context = {
        "crumbs": _crumbs(Crumb(_("Vragen over wie keek"))),
        "asked": [asked_line(one, reverse("privacy:answer-look", args=[one.id])) for one in found],
    }
    return render(request, "privacy/list-look-questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.PRIVACY_OFFICER)
def answer_look(request: SignedRequest, question_id: UUID) -> HttpResponse:
    """Answer a question, once."""
    asked = look_question(request.acting, question_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_look(
                request.acting,
                question_id=question_id,
                words=form.cleaned_data["words"],
                as_whom=signature(request),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            return redirect("privacy:list-look-questions")
    record_read(request.acting, "rights:look-questions", families=[asked.family_id])
    context = {
        "form": form,
        "one": asked_line(asked),
        "crumbs": _crumbs(
            Crumb(_("Vragen over wie keek"), reverse("privacy:list-look-questions")), Crumb(_("Antwoorden"))
        ),
    }
    return render(request, "shared/answer-look.html", context, status=422 if form.errors else 200)
